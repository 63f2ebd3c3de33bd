"""From the texts of a playbook and its shared parts to a `Playbook`, or to every mistake in them at once.

Pure: the caller reads the files. A part is named `heat` for the file `parts/heat.yaml` beside the playbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

import msgspec
from msgspec import structs

from alongside.playbook.checking import check_part, check_playbook
from alongside.playbook.problems import Findings, Problem, Problems
from alongside.playbook.shapes import Playbook, SharedPart
from alongside.playbook.shaping import shaped
from alongside.playbook.tree import grow

PARTS = "parts"
"""The directory of the shared parts, beside the playbooks."""


class Reading(msgspec.Struct, frozen=True):
    """What came of reading a file: the playbook unless there are problems, and what could be better."""

    playbook: Playbook | None
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def read(name: str, text: str, parts: Mapping[str, str]) -> Playbook:
    """The playbook of a file, with what its parts add. `parts` are texts by name.

    Raises Problems with every mistake in the file and in the parts it includes, each with its line.
    """
    reading = review(name, text, parts)
    if reading.playbook is None:
        raise Problems(reading.problems)
    return reading.playbook


def review(name: str, text: str, parts: Mapping[str, str]) -> Reading:
    """As `read`, without raising, and with advice."""
    findings = Findings(name)
    try:
        playbook = shaped(Playbook, grow(text, findings), findings)
    except Problems as unreadable:
        return Reading(None, tuple(unreadable.problems))
    wanted = {part: parts[part] for part in playbook.include if part in parts}
    read_parts = {part: _part(_beside(name, part), text) for part, text in wanted.items()}
    known = {part: read_parts[part][0] if part in read_parts else _NOT_WANTED for part in parts}
    check_playbook(playbook, known, findings)
    problems = [*findings.problems, *(problem for _, found in read_parts.values() for problem in found)]
    if problems:
        return Reading(None, tuple(sorted(set(problems))), tuple(findings.advice))
    return Reading(_with_parts(playbook, known), (), tuple(findings.advice))


def read_part(name: str, text: str) -> SharedPart:
    """A shared part by itself. Raises Problems with every mistake in it."""
    part, problems = _part(name, text)
    if problems:
        raise Problems(problems)
    return part


def content_hash(playbook: Playbook) -> str:
    """What tells one content of a playbook from another: the same for the same meaning, in 16 hex digits."""
    encoded = msgspec.json.encode(playbook, order="deterministic")
    return sha256(encoded).hexdigest()[:16]


_NOT_WANTED = SharedPart(title="", owner="")


def _part(file: str, text: str) -> tuple[SharedPart, list[Problem]]:
    findings = Findings(file)
    try:
        part = shaped(SharedPart, grow(text, findings), findings)
    except Problems as unreadable:
        return _NOT_WANTED, unreadable.problems
    check_part(part, findings)
    return part, findings.problems


def _beside(name: str, part: str) -> str:
    """What the file of a part is called in messages."""
    return str(PurePosixPath(name).parent / PARTS / f"{part}.yaml")


def _with_parts(playbook: Playbook, parts: Mapping[str, SharedPart]) -> Playbook:
    """The playbook's own words first, then those of its parts in the order they are included."""
    included: Iterable[SharedPart] = [parts[name] for name in playbook.include]
    for part in included:
        playbook = structs.replace(
            playbook,
            opening=playbook.opening + part.opening,
            prompts=playbook.prompts + part.prompts,
            faults=playbook.faults + part.faults,
            alternatives=playbook.alternatives + part.alternatives,
            closing=playbook.closing + part.closing,
            glossary=playbook.glossary + part.glossary,
        )
    return playbook
