"""Notes for other systems: a session's wrap-up as a request, made from a template, or as Zammad takes tickets.

It must not know where a wrap-up comes from; what it is given it writes down, and nothing else.
"""

import json
from typing import Any

from jinja2 import TemplateError
from msgspec import Struct
from msgspec.structs import asdict

from alongside.config.notes import BODY, NoteRules, environment, is_json
from alongside.webhooks.posting import NotMade, Posting

KIND = "note"
"""As the outbox calls it; no webhook is ever told of one."""


class Note(Struct, frozen=True, kw_only=True):
    """A wrap-up in words. `follow_up` has `what`, `owner` and `due`; `text` is all of it, a line each."""

    site: str
    site_name: str
    session: str
    link: str
    at: str
    agent: str
    task: str
    cause: str
    outcome: str
    helped_by: str
    faults: list[str]
    follow_up: dict[str, str] | None
    corrected: bool
    text: str


def posting(rules: NoteRules, note: Note, id: str) -> Posting:
    """The request that writes this down. Raises NotMade."""
    return _ticket(rules, note) if rules.to == "zammad" else _from_template(rules, note, id)


def _from_template(rules: NoteRules, note: Note, id: str) -> Posting:
    try:
        body = environment().from_string(rules.body or BODY).render(asdict(note))
        if is_json(rules.headers):
            json.loads(body)
    except TemplateError:
        raise NotMade("the template could not be filled in") from None
    except ValueError:
        raise NotMade("the template made no JSON") from None
    usual = {"Content-Type": "application/json"} if is_json(rules.headers) else {}
    headers = {**usual, "User-Agent": "Alongside", "Idempotency-Key": id, **rules.headers}
    return Posting(method=rules.method, url=rules.url, headers=headers, body=body.encode(), internal=rules.internal)


def _ticket(rules: NoteRules, note: Note) -> Posting:
    """A ticket with an internal note as its first article: POST /api/v1/tickets, as Zammad's API documents it."""
    subject = f"{note.site_name}: {note.task}"[:200]
    article: dict[str, Any] = {
        "subject": "Corrected" if note.corrected else "Help session",
        "body": f"{note.text}\n{note.link}",
        "type": "note",
        "internal": True,
        "content_type": "text/plain",
    }
    body = {"title": subject, "group": rules.group, "customer": rules.customer, "article": article}
    return Posting(
        method="POST",
        url=f"{rules.url.rstrip('/')}/api/v1/tickets",
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Alongside",
            "Authorization": f"Token token={rules.token}",
        },
        body=json.dumps(body).encode(),
        internal=rules.internal,
    )
