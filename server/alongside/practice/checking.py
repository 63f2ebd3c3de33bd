"""ID checks in practice: a played customer answers each one that they are asked for, whatever else they do.

There is nobody to be known, so nothing is looked at, and any answer passes: what the agent practises is to ask, and to
wait. Knows nothing of accounts.
"""

from typing import Any

from msgspec import Struct

from alongside.practice.part import Move, Part
from alongside.protocol import AnswerCheck, BeginCheck, CheckAsked, CheckMethodOffer, CustomerView, IdentifyCheck

NOBODY = "practice"
"""The account of whoever does not exist."""
DIGITS = "000000"
READING, TYPING = 3_000, 5_000
"""Milliseconds that they take to choose a way, and to answer."""
OPEN = ("asked", "answering", "failed")


class Remembered(Struct, frozen=True):
    """The checks that were dealt with and are asked for still, and what the part itself remembers."""

    checks: frozenset[str] = frozenset()
    inner: Any = None


class Willing:
    """A part whose customer passes ID checks."""

    def __init__(self, part: Part) -> None:
        self._part = part

    @property
    def patience(self) -> float:
        """Seconds of silence until they ask."""
        return self._part.patience

    def react(self, memory: Remembered | None, view: CustomerView) -> tuple[Remembered, tuple[Move, ...]]:
        """What the part does, and an answer to each check that is new to them."""
        memory = memory or Remembered()
        inner, moves = self._part.react(memory.inner, view)
        asked = [check for check in view.checks.values() if check.state in OPEN and check.methods]
        answers = [move for check in asked if check.id not in memory.checks for move in _answers(check)]
        return Remembered(frozenset(check.id for check in asked), inner), (*moves, *answers)

    def waited(self, memory: Remembered | None, view: CustomerView) -> tuple[Remembered, tuple[Move, ...]]:
        """What the part does when nothing has happened for so long."""
        memory = memory or Remembered()
        inner, moves = self._part.waited(memory.inner, view)
        return Remembered(memory.checks, inner), moves


def _answers(check: CheckAsked) -> tuple[Move, ...]:
    """They choose a way, one with something to type where there is one, and answer."""
    way = max(check.methods, key=lambda method: len(method.fields) > 0)
    begin = BeginCheck(check=check.id, method=way.method, account=NOBODY if way.needs_account else "")
    return Move(begin, READING), Move(_answer(check, way), TYPING)


def _answer(check: CheckAsked, way: CheckMethodOffer) -> AnswerCheck | IdentifyCheck:
    if way.method == "signed":
        return IdentifyCheck(check=check.id, token=NOBODY)
    typed = {field.id: DIGITS if field.kind == "code" else NOBODY for field in way.fields}
    return AnswerCheck(check=check.id, answers=typed)
