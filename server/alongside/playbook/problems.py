"""A mistake in a playbook, told so that whoever wrote it knows where it stands and what to do.

Knows nothing of any particular key.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

Path = tuple[str | int, ...]
"""Where a value stands in a file: its keys and its places in lists, from the outside in."""


def meant(name: str, known: Iterable[str], none: str = "There is none yet; write it first.") -> str:
    """The remedy for a name that is not among the known: the likeliest of them, or all; `none` where there are none."""
    names = [each for each in known if each]
    if not names:
        return none
    likely = closest(name, names)
    return f"Did you mean `{likely}`?" if likely else f"There are: {', '.join(names)}."


def closest(name: str, known: list[str]) -> str:
    """The one of the names that is most like this one; nothing if none is."""
    matches = get_close_matches(name.lower().replace("-", "_"), known, n=1) or get_close_matches(name, known, n=1)
    return matches[0] if matches else ""


class Problem(msgspec.Struct, frozen=True, order=True):
    """One mistake: the file and line (from 1) of the offending key or value, what is wrong, the remedy."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.remedy}"


class Problems(Exception):
    """The playbook cannot be used. `problems` holds every mistake found, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Findings:
    """The mistakes of one file while it is read, and the line of everything that stands in it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.advice: list[Problem] = []
        self._lines: dict[Path, int] = {}
        self._broken: set[Path] = set()

    def place(self, path: Path, line: int) -> None:
        """Remember where something stands."""
        self._lines[path] = line

    def add(self, path: Path, what: str, remedy: str, line: int | None = None) -> None:
        """Report a mistake. Without a line it is the line of what stands at the path, or around it."""
        self.problems.append(self._problem(path, what, remedy, line))
        self._broken.update(path[:end] for end in range(len(path) + 1))

    def advise(self, path: Path, what: str, remedy: str) -> None:
        """Report what is no mistake, and still better otherwise."""
        self.advice.append(self._problem(path, what, remedy, None))

    def clean(self, path: Path) -> bool:
        """Whether nothing is wrong at the path and inside it: one slip should not be told twice."""
        return path not in self._broken

    def _problem(self, path: Path, what: str, remedy: str, line: int | None) -> Problem:
        return Problem(self.file, self._line(path) if line is None else line, what, remedy)

    def _line(self, path: Path) -> int:
        around = (path[:end] for end in range(len(path), -1, -1))
        return next((self._lines[outer] for outer in around if outer in self._lines), 1)
