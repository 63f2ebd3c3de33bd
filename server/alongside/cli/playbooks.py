"""`alongside playbook check` and `schema`: for people who write playbooks."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from alongside import config
from alongside.cli import telling
from alongside.coaching.reading import schema as scorecard_schema
from alongside.config import Settings
from alongside.playbook import part_schema, playbook_schema
from alongside.practice import script_schema
from alongside.shelf import Shelf, read_directory, read_files

USUAL = Path("playbooks")


class NoPlaybook(Exception):
    """There is nothing to check or to show; the message says where it was looked for."""


def check(chosen: argparse.Namespace) -> int:
    """Print every problem as `file:line: what. remedy`. Status 1 if there is any."""
    shelves = [_shelf(path) for path in chosen.paths or [USUAL]]
    problems = sorted({problem for shelf in shelves for problem in shelf.problems})
    for problem in problems:
        print(problem)
    _advise(shelves)
    if problems:
        files = len({problem.file for problem in problems})
        telling.sentence(f"{_count(len(problems), 'problem')} in {_count(files, 'file')}.")
    else:
        print(_fine(shelves))
    return 1 if problems else 0


def schema(chosen: argparse.Namespace) -> int:
    """Print the JSON Schema for editors: playbooks/schema.json, or that of parts/, practice/ or scorecards/."""
    others = ((chosen.parts, part_schema), (chosen.practice, script_schema), (chosen.scorecard, scorecard_schema))
    print(next((made for wanted, made in others if wanted), playbook_schema)(), end="")
    return 0


def of_settings(settings: Settings) -> tuple[int, list[config.Problem], list[str]]:
    """How many playbooks the server would have, what is wrong with the others, and what is worth knowing."""
    directory = settings.playbooks_dir
    if not directory.is_dir():
        return 0, *_no_directory(directory)
    shelf = read_directory(directory)
    wrong = [config.Problem(f"{each.file}:{each.line}", f"{each.what}.", each.remedy) for each in shelf.problems]
    return len(shelf.playbooks), wrong, [*map(str, shelf.advice), *_strange_sites(directory, shelf, settings)]


def _strange_sites(directory: Path, shelf: Shelf, settings: Settings) -> Iterator[str]:
    """Playbooks for sites that the settings do not have: nobody would be offered them there."""
    for name, playbook in sorted(shelf.playbooks.items()):
        for site in playbook.applies_to.sites:
            if site not in settings.sites:
                known = ", ".join(settings.sites) or "none"
                yield f"{directory / name}.yaml: there is no site `{site}` in the settings. There are: {known}."


def _no_directory(directory: Path) -> tuple[list[config.Problem], list[str]]:
    """A directory that somebody named must be there; a server without playbooks is no mistake."""
    if directory == USUAL:
        return [], [f"playbooks: there is no directory {directory}, so agents have no playbooks."]
    what = f"there is no directory {directory}."
    return [config.Problem("playbooks_dir", what, "Make it, or correct the path.")], []


def _shelf(path: Path) -> Shelf:
    if path.is_dir():
        shelf = read_directory(path)
        if not (shelf.playbooks or shelf.articles or shelf.scorecards or shelf.problems):
            raise NoPlaybook(f"There are no playbooks in {path}. They are files that end in .yaml.")
        return shelf
    if not path.exists():
        raise NoPlaybook(f"There is no {path}. Name a playbook, or a directory of playbooks.")
    return read_files([path])


def _fine(shelves: Iterable[Shelf]) -> str:
    found = {"playbook": 0, "article": 0, "scorecard": 0}
    for shelf in shelves:
        found["playbook"] += len(shelf.playbooks)
        found["article"] += len(shelf.articles)
        found["scorecard"] += len(shelf.scorecards)
    counts = [_count(number, noun) for noun, number in found.items() if number]
    if not counts:
        return "The shared parts are fine."
    listed = f"{', '.join(counts[:-1])} and {counts[-1]}" if len(counts) > 1 else counts[0]
    return f"{listed} {'is' if sum(found.values()) == 1 else 'are'} fine."


def _advise(shelves: Iterable[Shelf]) -> None:
    if worth_knowing := list(_worth_knowing(shelves)):
        telling.sentence("Worth knowing:", *worth_knowing)


def _worth_knowing(shelves: Iterable[Shelf]) -> Iterator[str]:
    for shelf in shelves:
        yield from (f"  {advice}" for advice in shelf.advice)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
