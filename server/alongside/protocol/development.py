"""An agent's development: goals with actions, and what is written for their evidence portfolio.

It is a ledger of the agent, `development:{agent}`, and names no session and no customer: which reviews a goal came
from, and the moments of a portfolio, stand in the coaching logs of their sessions and go with those.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.ledgers import LedgerCodec, LedgerEntry, Written
from alongside.protocol.shapes import Part

Key = Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]*\Z")]
DayOrNone = Annotated[str, Meta(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?\Z")]
"""A date as YYYY-MM-DD; empty: none."""
Line = Annotated[str, Meta(min_length=1, max_length=500)]
Said = Annotated[str, Meta(max_length=8_000)]
GoalOutcome = Literal["reached", "dropped"]


class _Do(Struct, frozen=True, tag_field="do", omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    pass


class SetGoal(_Do, frozen=True, tag="goal.set"):
    """A goal, new (no `goal`) or in other words. `review` and `session`: the review that it came from."""

    words: Line
    goal: Key = ""
    why: Said = ""
    due: DayOrNone = ""
    session: Annotated[str, Meta(max_length=64)] = ""
    review: Key = ""


class CloseGoal(_Do, frozen=True, tag="goal.close"):
    """The goal is reached, or dropped."""

    goal: Key
    outcome: GoalOutcome


class SetAction(_Do, frozen=True, tag="action.set"):
    """Something to do for a goal, new (no `action`) or in other words."""

    goal: Key
    words: Line
    action: Key = ""
    due: DayOrNone = ""


class RemoveAction(_Do, frozen=True, tag="action.remove"):
    """It need not be done."""

    action: Key


class TickAction(_Do, frozen=True, tag="action.tick"):
    """It is done, or after all not."""

    action: Key
    done: bool = True


class NoteProgress(_Do, frozen=True, tag="progress.note"):
    """How it goes with a goal."""

    goal: Key
    words: Annotated[str, Meta(min_length=1, max_length=4_000)]


class WriteStatement(_Do, frozen=True, tag="statement.write"):
    """The agent's personal statement."""

    words: Said


class WriteWitness(_Do, frozen=True, tag="witness.write"):
    """A supervisor's witness note."""

    words: Said


class ChooseCard(_Do, frozen=True, tag="card.choose"):
    """The portfolio follows the criteria of this scorecard."""

    card: Annotated[str, Meta(min_length=1, max_length=60)]


DevelopmentCommand = (
    SetGoal
    | CloseGoal
    | SetAction
    | RemoveAction
    | TickAction
    | NoteProgress
    | WriteStatement
    | WriteWitness
    | ChooseCard
)


class _Fact(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    pass


class GoalSet(_Fact, frozen=True, tag="goal.set"):
    goal: str
    words: tuple[Part, ...]
    why: tuple[Part, ...] = ()
    due: str = ""


class GoalClosed(_Fact, frozen=True, tag="goal.closed"):
    goal: str
    outcome: GoalOutcome


class ActionSet(_Fact, frozen=True, tag="action.set"):
    goal: str
    action: str
    words: tuple[Part, ...]
    due: str = ""


class ActionRemoved(_Fact, frozen=True, tag="action.removed"):
    action: str


class ActionTicked(_Fact, frozen=True, tag="action.ticked"):
    action: str
    done: bool


class ProgressNoted(_Fact, frozen=True, tag="progress.noted"):
    goal: str
    words: tuple[Part, ...]


class StatementWritten(_Fact, frozen=True, tag="statement.written"):
    words: tuple[Part, ...] = ()


class WitnessWritten(_Fact, frozen=True, tag="witness.written"):
    words: tuple[Part, ...] = ()


class CardChosen(_Fact, frozen=True, tag="card.chosen"):
    card: str


DevelopmentFact = (
    GoalSet
    | GoalClosed
    | ActionSet
    | ActionRemoved
    | ActionTicked
    | ProgressNoted
    | StatementWritten
    | WitnessWritten
    | CardChosen
)


DevelopmentEntry = LedgerEntry[DevelopmentFact]
"""One commit in an agent's ledger."""
DEVELOPMENT_CODEC = LedgerCodec(Written[DevelopmentFact])
