"""The playbooks of a directory: `NAME.yaml`, and what they share in `parts/NAME.yaml`.

Reads the files and leaves the judgement to `playbook`. Knows nothing of sessions, and keeps nothing between two calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from alongside.playbook import PARTS, Playbook, Problem, Problems, decoded, read_part, review

_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_ENDINGS = (".yaml", ".yml")


class Shelf(msgspec.Struct, frozen=True):
    """The playbooks that can be used, by name; every problem with the others; and what could be better."""

    playbooks: dict[str, Playbook]
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def read_directory(directory: Path) -> Shelf:
    """All playbooks of a directory, and all parts, included or not. One with a mistake keeps no other away."""
    return read_files([*_yaml(directory), *_yaml(directory / PARTS)])


def read_files(files: Iterable[Path]) -> Shelf:
    """These playbooks, each with the parts beside it; a file in a directory `parts` is a part."""
    playbooks: dict[str, Playbook] = {}
    problems: set[Problem] = set()
    advice: list[Problem] = []
    for file in files:
        problems.update(_of_name(file))
        try:
            text = _text(file)
            if _is_part(file):
                read_part(str(file), text)
                continue
            reading = review(str(file), text, _parts(file.parent / PARTS))
        except Problems as unreadable:
            problems.update(unreadable.problems)
            continue
        problems.update(reading.problems)
        advice.extend(reading.advice)
        if reading.playbook:
            playbooks[file.stem] = reading.playbook
    return Shelf(playbooks, tuple(sorted(problems)), tuple(sorted(advice)))


def _parts(directory: Path) -> dict[str, str]:
    """The texts of the parts by name. One that is not text is empty here, and told where it is read itself."""
    return {file.stem: _text_or_nothing(file) for file in _yaml(directory)}


def _text_or_nothing(file: Path) -> str:
    try:
        return _text(file)
    except Problems:
        return ""


def _text(file: Path) -> str:
    try:
        return decoded(str(file), file.read_bytes())
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise Problems([Problem(str(file), 1, what, "Correct the path, or the file's permissions.")]) from None


def _of_name(file: Path) -> Iterator[Problem]:
    if file.suffix != ".yaml":
        yield Problem(str(file), 1, "the file's name does not end in .yaml", f"Rename it to {file.stem}.yaml.")
    elif not _NAME.fullmatch(file.stem):
        remedy = "Use small letters, digits and hyphens, as in `renew-a-permit.yaml`."
        yield Problem(str(file), 1, f"“{file.stem}” cannot be a playbook's name", remedy)


def _is_part(file: Path) -> bool:
    return file.resolve().parent.name == PARTS


def _yaml(directory: Path) -> list[Path]:
    if not directory.is_dir():
        return []
    return sorted(file for file in directory.iterdir() if file.suffix in _ENDINGS)
