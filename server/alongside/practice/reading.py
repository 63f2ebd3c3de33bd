"""From the text of a practice script to a `Script`, or to every mistake in it at once, as playbooks are read.

Pure: the caller reads the file, and says which playbooks there are.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from alongside.playbook import Playbook, Problem, Problems
from alongside.playbook.matching import normal
from alongside.playbook.problems import Findings, meant
from alongside.playbook.shaping import shaped
from alongside.playbook.tree import grow
from alongside.practice.form import form_of
from alongside.practice.shapes import Script

PRACTICE = "practice"
"""The directory of the scripts, beside the playbooks."""


class ScriptReading(msgspec.Struct, frozen=True):
    """What came of reading a file: the script unless there are problems."""

    script: Script | None
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def review_script(name: str, text: str, playbooks: Mapping[str, Playbook | None]) -> ScriptReading:
    """The script of a file. `playbooks` are those there are, by name; None where one cannot be read."""
    findings = Findings(name)
    try:
        script = shaped(Script, grow(text, findings), findings)
    except Problems as unreadable:
        return ScriptReading(None, tuple(unreadable.problems))
    _check(script, playbooks, findings)
    problems = tuple(sorted(set(findings.problems)))
    return ScriptReading(None if problems else script, problems)


def _check(script: Script, playbooks: Mapping[str, Playbook | None], findings: Findings) -> None:
    if script.playbook and script.playbook not in playbooks:
        what = f"there is no playbook `{script.playbook}`"
        findings.add(("playbook",), what, meant(script.playbook, sorted(playbooks)))
    if not script.playbook and not script.goal and findings.clean(("playbook",)) and script.mistakes:
        what = "this script names the fields of a form, and neither a `playbook` nor a `form`"
        if script.form is None:
            findings.add(("mistakes",), what, "Say which playbook it is for, or write the form.")
    _check_mistakes(script, _fields(script, playbooks), findings)


def _check_mistakes(script: Script, fields: list[str] | None, findings: Findings) -> None:
    known = {normal(name) for name in fields or ()}
    seen: set[str] = set()
    for at, mistake in enumerate(script.mistakes):
        if not mistake.field:
            continue
        field = normal(mistake.field)
        if not mistake.error and not mistake.verdict and findings.clean(("mistakes", at)):
            remedy = "Give the form's `error`, a `verdict` of the playbook, or both."
            findings.add(("mistakes", at), "nothing is wrong in this mistake", remedy)
        if fields is not None and field not in known:
            what = f"the form has no field “{mistake.field}”"
            findings.add(("mistakes", at, "field"), what, meant(mistake.field, sorted(fields)))
        if field in seen:
            what = f"there are two mistakes at “{mistake.field}”"
            findings.add(("mistakes", at, "field"), what, "Keep one of them.")
        seen.add(field)


def _fields(script: Script, playbooks: Mapping[str, Playbook | None]) -> list[str] | None:
    """The names of the form's fields, or None where they cannot be known."""
    form = script.form
    if form is None:
        playbook = playbooks.get(script.playbook)
        if playbook is None:
            return None
        form = form_of(playbook)
    return [field.name for step in form.steps for field in step.fields]
