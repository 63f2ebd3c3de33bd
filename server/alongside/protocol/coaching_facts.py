"""Coaching of a session: the facts, as the log beside the session's holds them, `coaching:{session}`.

They name accounts and entries of the session, and hold redacted words. They are erased with the session.
"""

from msgspec import Struct

from alongside.protocol.coaching import Outcome, ScoreChange, Tone
from alongside.protocol.ledgers import LedgerCodec, LedgerEntry, Written
from alongside.protocol.scorecards import Scorecard
from alongside.protocol.shapes import Actor, Part


class _Fact(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    pass


class ReviewBegun(_Fact, frozen=True, tag="review.begun"):
    """A supervisor reviews this agent's work, by this content of a scorecard."""

    review: str
    agent: Actor
    card: str
    scorecard: Scorecard
    calibration: str = ""


class ScoreSet(_Fact, frozen=True, tag="score.set"):
    """An item's score. Neither level nor not applicable: not scored."""

    review: str
    item: str
    level: int | None = None
    applies: bool = True
    why: tuple[Part, ...] = ()


class EvidenceAdded(_Fact, frozen=True, tag="evidence.added"):
    """A moment (or range) of the session that shows how an item went."""

    review: str
    evidence: str
    item: str
    entry: int
    until: int = 0
    note: tuple[Part, ...] = ()
    proposed: bool = False


class EvidenceRemoved(_Fact, frozen=True, tag="evidence.removed"):
    review: str
    evidence: str


class CommentAdded(_Fact, frozen=True, tag="comment.added"):
    """Words on a moment, a range, an item, or the whole."""

    review: str
    comment: str
    words: tuple[Part, ...]
    tone: Tone = "note"
    entry: int = 0
    until: int = 0
    item: str = ""


class CommentRemoved(_Fact, frozen=True, tag="comment.removed"):
    review: str
    comment: str


class ReviewSummarised(_Fact, frozen=True, tag="review.summarised"):
    review: str
    words: tuple[Part, ...]


class ReviewSubmitted(_Fact, frozen=True, tag="review.submitted"):
    """From here on its scores are what blind scoring compares."""

    review: str


class ReviewReleased(_Fact, frozen=True, tag="review.released"):
    """The agent may read it. The score as it was then (0 to 100, None where nothing applied), and what failed it."""

    review: str
    score: int | None = None
    failed: tuple[str, ...] = ()


class ReviewDiscarded(_Fact, frozen=True, tag="review.discarded"):
    review: str


class ReviewReplied(_Fact, frozen=True, tag="review.replied"):
    review: str
    words: tuple[Part, ...]


class AppealMade(_Fact, frozen=True, tag="appeal.made"):
    review: str
    words: tuple[Part, ...]


class AppealDecided(_Fact, frozen=True, tag="appeal.decided"):
    """The review as it stands after the appeal."""

    review: str
    outcome: Outcome
    reason: tuple[Part, ...]
    changes: tuple[ScoreChange, ...] = ()
    score: int | None = None
    failed: tuple[str, ...] = ()


class SecondAsked(_Fact, frozen=True, tag="second.asked"):
    """Two are to score this session, blind."""


class CalibrationOpened(_Fact, frozen=True, tag="calibration.opened"):
    calibration: str
    title: str
    card: str
    scorecard: Scorecard


class CalibrationClosed(_Fact, frozen=True, tag="calibration.closed"):
    calibration: str


class MomentChosen(_Fact, frozen=True, tag="moment.chosen"):
    """A moment of the session in the evidence portfolio of an agent."""

    moment: str
    agent: str
    criterion: str
    entry: int
    until: int = 0
    note: tuple[Part, ...] = ()


class MomentRemoved(_Fact, frozen=True, tag="moment.removed"):
    moment: str


class MomentMasked(_Fact, frozen=True, tag="moment.masked"):
    """These words of the moment are hidden in the portfolio. They are erased with the session."""

    moment: str
    hide: tuple[str, ...] = ()


class GoalLinked(_Fact, frozen=True, tag="goal.linked"):
    """A goal of the agent's development plan came from this review."""

    review: str
    goal: str


CoachingFact = (
    ReviewBegun
    | ScoreSet
    | EvidenceAdded
    | EvidenceRemoved
    | CommentAdded
    | CommentRemoved
    | ReviewSummarised
    | ReviewSubmitted
    | ReviewReleased
    | ReviewDiscarded
    | ReviewReplied
    | AppealMade
    | AppealDecided
    | SecondAsked
    | CalibrationOpened
    | CalibrationClosed
    | MomentChosen
    | MomentRemoved
    | MomentMasked
    | GoalLinked
)


CoachingEntry = LedgerEntry[CoachingFact]
"""One commit in the coaching log of a session."""
COACHING_CODEC = LedgerCodec(Written[CoachingFact])
