"""`[sites.NAME.notes]`: where the wrap-up of each session is written down, in the organisation's own system.

Off unless somebody sets it: what an agent noted then leaves the house.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Name
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Meta

from alongside.config.marks import Quiet, secret
from alongside.config.problems import Problem

BODY = """\
{
  "subject": {{ (site_name ~ ": " ~ task) | tojson }},
  "text": {{ text | tojson }},
  "session": {{ session | tojson }},
  "link": {{ link | tojson }}
}
"""
SAMPLE: dict[str, Any] = {
    "site": "parking",
    "site_name": "Parking permits",
    "session": "b1c2d3",
    "link": "https://help.example.org/sessions/b1c2d3",
    "at": "2026-11-22T15:00:00+00:00",
    "agent": "Maya",
    "task": "Renewed a permit",
    "cause": "the form's design",
    "outcome": "solved",
    "helped_by": "by the customer with guidance",
    "faults": ["The upload fails"],
    "follow_up": {"what": "Call back", "owner": "Maya", "due": "2026-12-01"},
    "corrected": False,
    "text": "Task: Renewed a permit",
}
"""What a template may use; `follow_up` may be none. Templates are tried with the like of it when settings are read."""


class NoteRules(Quiet, frozen=True, kw_only=True):
    """Where the wrap-up of each session is written down."""

    to: Annotated[
        Literal["", "http", "zammad"],
        Meta(description="`http`: a request made from a template; `zammad`: a ticket there. Empty: nothing leaves."),
    ] = ""
    url: Annotated[
        str,
        Meta(
            description="For `http` the whole address; for `zammad` its beginning, as in `https://zammad.example.org`."
        ),
    ] = ""
    method: Annotated[Literal["POST", "PUT", "PATCH"], Meta(description="`http`: how it is sent.")] = "POST"
    headers: Annotated[
        dict[str, str], secret("`http`: further headers, such as the one that signs in. Never shown.")
    ] = msgspec.field(default_factory=dict)
    body: Annotated[
        str,
        Meta(description="`http`: the body, a Jinja2 template; docs/operators.md says what it may use. Empty: JSON."),
    ] = ""
    token: Annotated[str, secret("`zammad`: an access token with the permission `ticket.agent`.")] = ""
    group: Annotated[str, Meta(description="`zammad`: the group that tickets go to, as in `2nd Level`.")] = ""
    customer: Annotated[
        str,
        Meta(description="`zammad`: whose tickets they are: the e-mail address of a user there, not the customer's."),
    ] = ""
    internal: Annotated[
        bool,
        Meta(description="Whether the address may lie inside your own network. Otherwise only public addresses do."),
    ] = False


def _trials() -> Iterator[dict[str, Any]]:
    """What a template is tried with: the sample; what people may write, which must not end a string of JSON; and a
    session after which there is nothing to do."""
    yield SAMPLE
    rude = 'They said: "}\\'
    rest: dict[str, Any] = dict.fromkeys(("site_name", "agent", "task", "text"), rude)
    after = {**SAMPLE["follow_up"], "what": rude, "owner": rude}
    yield SAMPLE | rest | {"faults": [rude], "follow_up": after, "corrected": True}
    yield SAMPLE | {"faults": [], "follow_up": None}


def environment() -> ImmutableSandboxedEnvironment:
    """What templates run in: they see what they are given, change nothing and reach nothing else."""
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)


def is_json(headers: dict[str, str]) -> bool:
    """Whether the body has to be JSON: unless a header says otherwise, it has."""
    kinds = [value for name, value in headers.items() if name.lower() == "content-type"]
    return not kinds or "json" in kinds[0].lower()


def notes(where: str, rules: NoteRules) -> Iterator[Problem]:
    """Every rule that these break."""
    if not rules.to:
        return
    parts = urlsplit(rules.url)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (parts.scheme != "https" and not local) or not parts.hostname or parts.username or parts.fragment:
        yield Problem(f"{where}.url", "cannot be written to.", "Write https://, a host and a path, without a log-in.")
    if rules.to == "zammad":
        yield from _zammad(where, rules)
    else:
        yield from _template(f"{where}.body", rules)
        yield from _headers(f"{where}.headers", rules.headers)


def _zammad(where: str, rules: NoteRules) -> Iterator[Problem]:
    for name in ("token", "group", "customer"):
        if not getattr(rules, name):
            yield Problem(f"{where}.{name}", "is missing.", "Zammad makes no ticket without it.")


def _template(where: str, rules: NoteRules) -> Iterator[Problem]:
    try:
        if strange := list(_strange(rules.body or BODY)):
            name, line = strange[0]
            yield Problem(
                f"{where}, line {line}", f"there is no `{name}`.", f"A template may use: {', '.join(SAMPLE)}."
            )
            return
        for trial in _trials():
            made = environment().from_string(rules.body or BODY).render(trial)
            if is_json(rules.headers):
                json.loads(made)
    except TemplateSyntaxError as error:
        yield Problem(f"{where}, line {error.lineno}", f"{error.message}.", "Correct that line of the template.")
    except TemplateError as error:
        known = ", ".join(SAMPLE)
        yield Problem(f"{where}, line {_line(error)}", f"{error.message}.", f"A template may use: {known}.")
    except json.JSONDecodeError as error:
        what = f"it makes no JSON: {error.msg} at line {error.lineno} of what it makes."
        yield Problem(where, what, "Write words as {{ text | tojson }}, or set a Content-Type that is not JSON.")
    except Exception as error:
        yield Problem(where, f"it cannot be filled in: {type(error).__name__}.", "Correct the template.")


def _strange(body: str) -> Iterator[tuple[str, int]]:
    """The names that a template uses and nobody gives it, each with its line."""
    tree = environment().parse(body)
    unknown = find_undeclared_variables(tree) - SAMPLE.keys()
    yield from ((name.name, name.lineno) for name in tree.find_all(Name) if name.name in unknown)


def _headers(where: str, headers: dict[str, str]) -> Iterator[Problem]:
    for name, value in headers.items():
        if not name.isascii() or any(char in name + value for char in "\r\n\0") or not name.strip(":"):
            yield Problem(f"{where}.{name!r}", "is no header.", "Write a name and a value, each in one line.")


def _line(error: BaseException) -> int:
    """The line of the template that an error came from."""
    line, frame = 0, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
