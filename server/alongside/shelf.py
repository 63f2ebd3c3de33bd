"""The playbooks of a directory: `NAME.yaml`, what they share in `parts/NAME.yaml`, the articles in `articles/NAME.md`,
customers to practise with in `practice/NAME.yaml`, and scorecards in `scorecards/NAME.yaml`.

Reads the files and leaves the judgement to `playbook`. Knows nothing of sessions, and keeps nothing between two calls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from alongside.coaching import SCORECARDS, CardReading, review_card
from alongside.playbook import (
    ARTICLES,
    PARTS,
    ArticleReading,
    Playbook,
    Problem,
    Problems,
    Reading,
    decoded,
    read_part,
    review,
    review_article,
)
from alongside.practice import PRACTICE, Script, ScriptReading, review_script
from alongside.protocol.articles import Article
from alongside.protocol.scorecards import Scorecard

_NAME = re.compile(r"[a-z][a-z0-9-]{0,59}")
_ENDINGS = (".yaml", ".yml")


class Shelf(msgspec.Struct, frozen=True):
    """What can be used, by name; every problem with the rest; and what could be better."""

    playbooks: dict[str, Playbook]
    articles: dict[str, Article] = {}
    scripts: dict[str, Script] = {}
    scorecards: dict[str, Scorecard] = {}
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def files_in(directory: Path) -> list[Path]:
    """All that is read of a directory of playbooks."""
    return [
        *_yaml(directory),
        *_yaml(directory / PARTS),
        *_markdown(directory / ARTICLES),
        *_yaml(directory / PRACTICE),
        *_yaml(directory / SCORECARDS),
    ]


def read_directory(directory: Path) -> Shelf:
    """All of a directory, included or not. A file with a mistake keeps no other away."""
    return read_files(files_in(directory))


def read_files(files: Iterable[Path]) -> Shelf:
    """These files, each with what stands beside it: a playbook's parts, an article's and a script's playbooks."""
    return _Reading().of(sorted(files, key=lambda file: (file.suffix == ".md", _is_script(file))))


class _Reading:
    """One reading of files. A playbook is read once, also where articles name it."""

    def __init__(self) -> None:
        self._today = date.today()
        self._read: dict[Path, Reading] = {}
        self._playbooks: dict[str, Playbook] = {}
        self._articles: dict[str, Article] = {}
        self._scripts: dict[str, Script] = {}
        self._scorecards: dict[str, Scorecard] = {}

    def of(self, files: Iterable[Path]) -> Shelf:
        problems: set[Problem] = set()
        advice: list[Problem] = []
        for file in files:
            problems.update(_of_name(file))
            try:
                reading = self._file(file)
            except Problems as unreadable:
                problems.update(unreadable.problems)
                continue
            if reading is not None:
                problems.update(reading.problems)
                advice.extend(reading.advice)
        return Shelf(
            self._playbooks,
            self._articles,
            self._scripts,
            self._scorecards,
            tuple(sorted(problems)),
            tuple(sorted(advice)),
        )

    def _file(self, file: Path) -> Reading | ArticleReading | ScriptReading | CardReading | None:
        """Read one file, and keep what can be used."""
        if file.suffix == ".md":
            found = review_article(str(file), _text(file), self._steps(file.parent.parent), self._today)
            if found.article:
                self._articles[file.stem] = found.article
            return found
        if _is_script(file):
            return self._script(file)
        if _is_in(file, SCORECARDS):
            return self._scorecard(file)
        if _is_part(file):
            read_part(str(file), _text(file))
            return None
        reading = self._playbook(file)
        if reading.playbook:
            self._playbooks[file.stem] = reading.playbook
        return reading

    def _script(self, file: Path) -> ScriptReading:
        read = {book.stem: self._playbook_or_none(book) for book in _yaml(file.parent.parent)}
        found = review_script(str(file), _text(file), read)
        if found.script:
            self._scripts[file.stem] = found.script
        return found

    def _scorecard(self, file: Path) -> CardReading:
        found = review_card(str(file), _text(file))
        if found.scorecard:
            self._scorecards[file.stem] = found.scorecard
        return found

    def _playbook_or_none(self, file: Path) -> Playbook | None:
        try:
            return self._playbook(file).playbook
        except Problems:
            return None

    def _playbook(self, file: Path) -> Reading:
        if file not in self._read:
            self._read[file] = review(str(file), _text(file), _parts(file.parent / PARTS))
        return self._read[file]

    def _steps(self, directory: Path) -> dict[str, tuple[str, ...] | None]:
        """The playbooks that an article may name, with their steps where they can be read."""
        return {file.stem: self._steps_of(file) for file in _yaml(directory)}

    def _steps_of(self, file: Path) -> tuple[str, ...] | None:
        playbook = self._playbook_or_none(file)
        return tuple(step.id for step in playbook.steps) if playbook else None


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
    if file.suffix not in (".yaml", ".md"):
        yield Problem(str(file), 1, "the file's name does not end in .yaml", f"Rename it to {file.stem}.yaml.")
    elif not _NAME.fullmatch(file.stem):
        kind, example = ("an article", "no-card.md") if file.suffix == ".md" else ("a playbook", "renew-a-permit.yaml")
        remedy = f"Use small letters, digits and hyphens, as in `{example}`."
        yield Problem(str(file), 1, f"“{file.stem}” cannot be {kind}'s name", remedy)


def _is_part(file: Path) -> bool:
    return _is_in(file, PARTS)


def _is_script(file: Path) -> bool:
    return file.suffix != ".md" and _is_in(file, PRACTICE)


def _is_in(file: Path, directory: str) -> bool:
    return file.resolve().parent.name == directory


def _yaml(directory: Path) -> list[Path]:
    return _ending(directory, _ENDINGS)


def _markdown(directory: Path) -> list[Path]:
    return _ending(directory, (".md",))


def _ending(directory: Path, endings: tuple[str, ...]) -> list[Path]:
    if not directory.is_dir():
        return []
    return sorted(file for file in directory.iterdir() if file.suffix in endings)
