"""`alongside playbook preview`: a playbook as one page to read, print and discuss; it needs no other file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from alongside.assets import Assets
from alongside.cli import telling
from alongside.cli.playbooks import NoPlaybook
from alongside.playbook import Playbook, content_hash, verdict_words
from alongside.playbook.shapes import Say
from alongside.protocol.rules import Expect
from alongside.shelf import read_files

FAMILIARITIES = ("new", "used_before", "confident")
_LABELS = {"new": "First time", "used_before": "Used before", "confident": "Uses it often"}
_TEMPLATES = Path(__file__).parent.parent / "templates"


def show(chosen: argparse.Namespace) -> int:
    """Render one playbook. Status 1, and its problems, if it has any."""
    if not chosen.file.is_file():
        raise NoPlaybook(f"There is no file {chosen.file}. Name a playbook, as in playbooks/permit.yaml.")
    shelf = read_files([chosen.file])
    if not shelf.playbooks:
        whole = "This is a shared part; show a playbook that includes it."
        telling.sentence(*([str(problem) for problem in shelf.problems] or [whole]))
        return 1
    page = rendered(next(iter(shelf.playbooks.values())), chosen.familiarity)
    if chosen.output:
        chosen.output.write_text(page, encoding="utf-8")
        telling.sentence(f"Written to {chosen.output}.")
    else:
        sys.stdout.write(page)
    return 0


def rendered(playbook: Playbook, familiarity: str | None = None) -> str:
    """The page. With a familiarity it shows only what is said to such a customer. Raises NotBuilt."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"rule": _rule, "verdict": verdict_words}
    return environment.get_template("playbook.html").render(
        playbook=playbook,
        number=content_hash(playbook),
        style=_style(),
        label=_LABELS.get(familiarity or "", ""),
        said=lambda say: _said(say, familiarity),
    )


def _said(say: Say, familiarity: str | None) -> list[tuple[str, str]]:
    """What is said, each with to whom; without a label where only one is shown or all are told the same."""
    variants = {name: getattr(say, name) for name in FAMILIARITIES}
    if familiarity:
        return [("", variants[familiarity] or say.new)]
    given = [(_LABELS[name], words) for name, words in variants.items() if words]
    return given if len(given) > 1 else [("", say.new)]


def _rule(rule: Expect) -> str:
    """A rule in words, with the patterns as they stand."""
    if rule.pattern:
        return f"has the form {rule.pattern}"
    if rule.date == "range":
        bounds = (f"from {rule.earliest}" if rule.earliest else "", f"to {rule.latest}" if rule.latest else "")
        return f"is a date {' '.join(filter(None, bounds))}"
    if rule.date:
        return f"is a date in the {rule.date}"
    if rule.checksum:
        return f"has the right check digits ({rule.checksum})"
    if rule.same_as:
        return f"is the same as “{rule.same_as}”"
    return _sizes(rule)


def _sizes(rule: Expect) -> str:
    parts = (
        f"has at least {rule.min_length} characters" if rule.min_length is not None else "",
        f"has at most {rule.max_length} characters" if rule.max_length is not None else "",
        f"is a file of the kind {', '.join(rule.file_types)}" if rule.file_types else "",
        f"is at most {rule.max_megabytes:g} MB" if rule.max_megabytes else "",
    )
    return " and ".join(filter(None, parts))


def _style() -> Markup:
    """The pages' own style sheet, tokens included. It is ours, so nothing in it needs escaping."""
    assets = Assets()
    return Markup((assets.directory / assets.names["pages.css"]).read_text(encoding="utf-8"))  # noqa: S704
