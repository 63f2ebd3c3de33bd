"""Journeys as data: how a customer goes through a form and makes each mistake that its playbook lists.

The files are `tests/cases/playbook_journeys/*.yaml`, named like the playbooks. Knows nothing of browsers.

    path      where the form begins
    pages     in their order; each has
      steps     the playbook's steps that are met there, in order. Of each:
        before    what is pressed to come to it
        wrong     verdict -> an answer that gets it
        right     label -> the answer that is kept
        jump      it cannot be followed there: the agent goes to it
      rounds    the page sent off with mistakes. Of each:
        fresh     the page is loaded anew before, so that nothing is filled in
        only      only these answers are given; otherwise all others are right
        answers   label -> answer
        says      step -> the `error` of the playbook's `if_error` that is then due
        faults    step -> the id of the playbook's fault that is then due
      press     what is pressed to go on; empty on the last page

An answer is typed, chosen or ticked (`yes`), as its control asks for. A file is its name, `scan.pdf 6 MB` a large one.
An answer without a label is for the label of `right`.
"""

from pathlib import Path

import msgspec
from ruamel.yaml import YAML

from alongside.playbook import Playbook

FOLDER = Path(__file__).parents[1] / "cases" / "playbook_journeys"

Answers = dict[str, str]
"""Label of a control or of a group -> what is answered there."""


class Stop(msgspec.Struct, forbid_unknown_fields=True):
    """One step of the playbook, met on a page."""

    before: str = ""
    wrong: dict[str, Answers | str] = {}
    right: Answers = {}
    jump: bool = False

    @property
    def mistakes(self) -> dict[str, Answers]:
        """Verdict -> the answers that get it."""
        return {
            verdict: {next(iter(self.right)): answer} if isinstance(answer, str) else answer
            for verdict, answer in self.wrong.items()
        }


class Round(msgspec.Struct, forbid_unknown_fields=True):
    """A page sent off with mistakes, and what is then said."""

    fresh: bool = False
    only: bool = False
    answers: Answers = {}
    says: dict[str, str] = {}
    faults: dict[str, str] = {}


class FormPage(msgspec.Struct, forbid_unknown_fields=True):
    """A page of the form."""

    steps: dict[str, Stop]
    rounds: list[Round] = []
    press: str = ""

    @property
    def right(self) -> Answers:
        """All that is right here."""
        return {label: answer for stop in self.steps.values() for label, answer in stop.right.items()}


class Journey(msgspec.Struct, forbid_unknown_fields=True):
    """The way through one form."""

    path: str
    pages: list[FormPage]

    def mistakes(self) -> set[tuple[str, str]]:
        """Every mistake that is made: the step, and the verdict or the pattern of the page's error."""
        by_verdict = {(id, each) for page in self.pages for id, stop in page.steps.items() for each in stop.wrong}
        sent = [turn for page in self.pages for turn in page.rounds]
        return by_verdict | {(id, error) for turn in sent for id, error in turn.says.items()}

    def steps(self) -> list[str]:
        return [id for page in self.pages for id in page.steps]


def journey(name: str) -> Journey:
    """The journey for a playbook. Raises FileNotFoundError where there is none."""
    return msgspec.convert(YAML(typ="safe").load(FOLDER / f"{name}.yaml"), Journey)


def listed_mistakes(playbook: Playbook) -> set[tuple[str, str]]:
    """Every `if_error` of a playbook: the step, and the verdict or the pattern of the page's error."""
    return {(step.id, each.verdict or each.error) for step in playbook.steps for each in step.if_error}
