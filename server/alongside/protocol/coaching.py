"""Coaching of a session: what a supervisor or the agent asks for, the facts that come of it, and what each is shown.

The facts are kept in a log of their own, `coaching:{session}`, beside the session's: they name accounts and entries
of the session, and hold redacted words. They are erased with the session. Who may do what is not known here.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from alongside.protocol.scorecards import EvidenceKind, Scorecard
from alongside.protocol.shapes import LARGEST, Actor, Part

ReviewState = Literal["draft", "submitted", "released"]
"""draft: its writer's alone; submitted: it waits for the other one of two blind scorers, or for its release;
released: the agent may read it."""
Tone = Literal["praise", "note", "fault"]
Outcome = Literal["upheld", "changed"]
"""Of an appeal. upheld: the review stands as it was."""

Key = Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]*\Z")]
"""Names a review, a piece of evidence, a comment, a calibration or a moment within one log."""
AccountId = Annotated[str, Meta(max_length=64)]
Number = Annotated[int, Meta(ge=0, le=LARGEST)]
"""An entry of the session's log; 0: none."""
Place = Annotated[int, Meta(ge=0, le=6)]
"""A word of the scale by its place, from the worst: 0."""
Said = Annotated[str, Meta(max_length=4_000)]
Title = Annotated[str, Meta(min_length=1, max_length=300)]


# --- commands: POSTed to /coaching/{session}.json, each as {"do": ...} ---


class _Do(Struct, frozen=True, tag_field="do", omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    pass


class BeginReview(_Do, frozen=True, tag="review.begin"):
    """Begin a review of `agent` (empty: who had the session last) by a scorecard (empty: the only one)."""

    scorecard: Key = ""
    agent: AccountId = ""
    calibration: Key = ""
    """As one of the group that this calibration puts the session up for."""


class SetScore(_Do, frozen=True, tag="score.set"):
    """Score an item; `applies` false: not applicable. No level: not scored yet, again."""

    review: Key
    item: Annotated[str, Meta(max_length=60)]
    level: Place | None = None
    applies: bool = True
    why: Said = ""


class AddEvidence(_Do, frozen=True, tag="evidence.add"):
    """This moment shows it; with `until` the range from one entry to another."""

    review: Key
    item: Annotated[str, Meta(max_length=60)]
    entry: Number
    until: Number = 0
    note: Said = ""
    proposed: bool = False
    """It was taken from what the log proposes."""


class RemoveEvidence(_Do, frozen=True, tag="evidence.remove"):
    """It does not, after all."""

    review: Key
    evidence: Key


class AddComment(_Do, frozen=True, tag="comment.add"):
    """Say something of a moment, a range, an item or the whole."""

    review: Key
    words: Annotated[str, Meta(min_length=1, max_length=4_000)]
    tone: Tone = "note"
    entry: Number = 0
    until: Number = 0
    item: Annotated[str, Meta(max_length=60)] = ""


class RemoveComment(_Do, frozen=True, tag="comment.remove"):
    """Take it back."""

    review: Key
    comment: Key


class Summarise(_Do, frozen=True, tag="review.summarise"):
    """The words that stand over the whole review."""

    review: Key
    words: Said


class SubmitReview(_Do, frozen=True, tag="review.submit"):
    """It is finished: for the other scorer's to be held against it, or for the calibration."""

    review: Key


class ReleaseReview(_Do, frozen=True, tag="review.release"):
    """Give it to the agent."""

    review: Key


class DiscardReview(_Do, frozen=True, tag="review.discard"):
    """Throw a draft away."""

    review: Key


class ReplyToReview(_Do, frozen=True, tag="review.reply"):
    """Answer a released review."""

    review: Key
    words: Annotated[str, Meta(min_length=1, max_length=4_000)]


class MakeAppeal(_Do, frozen=True, tag="appeal.make"):
    """The agent asks for the review to be looked at again. Once."""

    review: Key
    words: Annotated[str, Meta(min_length=1, max_length=4_000)]


class ScoreChange(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """An item as it is scored now."""

    item: Annotated[str, Meta(max_length=60)]
    level: Place | None = None
    applies: bool = True


class DecideAppeal(_Do, frozen=True, tag="appeal.decide"):
    """Uphold the review or change it, and say why."""

    review: Key
    outcome: Outcome
    reason: Annotated[str, Meta(min_length=1, max_length=4_000)]
    changes: Annotated[tuple[ScoreChange, ...], Meta(max_length=200)] = ()


class AskSecond(_Do, frozen=True, tag="second.ask"):
    """Have this session scored by a second supervisor, blind. Before the first one is submitted."""


class OpenCalibration(_Do, frozen=True, tag="calibration.open"):
    """Put the session up for a group to score; results side by side once it is closed."""

    title: Title
    scorecard: Key = ""


class CloseCalibration(_Do, frozen=True, tag="calibration.close"):
    """Show everybody's scores to the group."""

    calibration: Key


class ChooseMoment(_Do, frozen=True, tag="moment.choose"):
    """Put a moment of this session into an agent's evidence portfolio, for a criterion (an item of the scorecard)."""

    agent: AccountId
    criterion: Annotated[str, Meta(max_length=60)]
    entry: Number
    until: Number = 0
    note: Said = ""


class RemoveMoment(_Do, frozen=True, tag="moment.remove"):
    """Take it out again."""

    moment: Key


class MaskMoment(_Do, frozen=True, tag="moment.mask"):
    """In the portfolio hide these words of the moment, such as a customer's name; in place of those before."""

    moment: Key
    hide: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=60)], ...], Meta(max_length=20)] = ()


class LinkGoal(_Do, frozen=True, tag="goal.link"):
    """A goal of the agent's development plan came from this review."""

    review: Key
    goal: Key


CoachingCommand = (
    BeginReview
    | SetScore
    | AddEvidence
    | RemoveEvidence
    | AddComment
    | RemoveComment
    | Summarise
    | SubmitReview
    | ReleaseReview
    | DiscardReview
    | ReplyToReview
    | MakeAppeal
    | DecideAppeal
    | AskSecond
    | OpenCalibration
    | CloseCalibration
    | ChooseMoment
    | RemoveMoment
    | MaskMoment
    | LinkGoal
)

decode_coaching_command = msgspec.json.Decoder(CoachingCommand).decode
"""A command from a request's body. Raises msgspec.DecodeError."""


# --- facts: what the log holds ---


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


class CoachingEntry(Struct, frozen=True, kw_only=True):
    """One commit in the coaching log of a session. `at` in milliseconds; None: a later version wrote what happened."""

    number: int
    at: int
    by: Actor
    fact: CoachingFact | None


class _Stored(Struct, frozen=True, omit_defaults=True):
    at: int
    by: Actor
    fact: CoachingFact


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Stored)


def encode_coaching_entry(entry: CoachingEntry) -> bytes:
    """The entry as it is stored; its number is the stream's."""
    assert entry.fact is not None, "what is not understood is never written"
    return _encoder.encode(_Stored(entry.at, entry.by, entry.fact))


def decode_coaching_entry(number: int, payload: bytes) -> CoachingEntry:
    """The entry as it was stored. Raises msgspec.ValidationError for what a later version wrote."""
    stored = _decoder.decode(payload)
    return CoachingEntry(number=number, at=stored.at, by=stored.by, fact=stored.fact)


# --- what is shown: GET /coaching/{session}.json ---


class Scored(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How an item stands: a level, or not applicable; neither where it is still to be scored."""

    level: int | None = None
    applies: bool = True
    why: tuple[Part, ...] = ()


class Evidence(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A moment of the session. `at`: the entry's time in milliseconds since 1970; `until_at` that of a range's end."""

    id: str
    item: str
    entry: int
    at: int
    until: int = 0
    until_at: int = 0
    note: tuple[Part, ...] = ()
    proposed: bool = False


class Proposal(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A moment that may show how an item went, and what happened there in words."""

    item: str
    kind: EvidenceKind
    entry: int
    at: int
    words: tuple[Part, ...]


class ReviewComment(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Words of the reviewer. Entry 0: of the item, or of the whole."""

    id: str
    words: tuple[Part, ...]
    tone: Tone
    entry: int = 0
    at: int = 0
    until: int = 0
    until_at: int = 0
    item: str = ""


class Reply(Struct, frozen=True, kw_only=True):
    """Words of the agent or a supervisor under a released review."""

    by: Actor
    at: int
    words: tuple[Part, ...]


class Appeal(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The agent's appeal, and what came of it."""

    at: int
    words: tuple[Part, ...]
    outcome: Outcome | None = None
    decided_at: int = 0
    decided_by: str = ""
    reason: tuple[Part, ...] = ()
    changes: tuple[ScoreChange, ...] = ()


class Result(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the scores come to. `score`: 0 to 100, 0 where a critical item failed it, None while nothing is scored;
    `reached`: what it would be without that. `missing`: items still to be scored; `asked`: those that are asked."""

    score: int | None = None
    reached: int | None = None
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sections: tuple[int | None, ...] = ()
    """Of each section, 0 to 100; None where nothing of it applied."""


class ReviewView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A review as the caller is shown it. `hidden`: its scores wait until both blind scorers are in, or until the
    calibration is closed. `may` are the commands that the caller may send about it now."""

    id: str
    state: ReviewState
    reviewer: Actor
    agent: Actor
    card: str
    scorecard: Scorecard
    begun_at: int
    submitted_at: int = 0
    released_at: int = 0
    calibration: str = ""
    blind: bool = False
    mine: bool = False
    hidden: bool = False
    scores: dict[str, Scored] = {}
    evidence: tuple[Evidence, ...] = ()
    comments: tuple[ReviewComment, ...] = ()
    summary: tuple[Part, ...] = ()
    result: Result = Result()
    replies: tuple[Reply, ...] = ()
    appeal: Appeal | None = None
    goals: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Of one's own review while it can be changed."""
    may: tuple[str, ...] = ()


class CalibrationView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A session put up for a group: who has handed in; the reviews themselves are among the reviews."""

    id: str
    title: str
    opened_by: str
    opened_at: int
    closed_at: int = 0
    handed_in: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


class MomentView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A moment of this session in an agent's portfolio."""

    id: str
    agent: str
    criterion: str
    entry: int
    at: int
    until: int = 0
    until_at: int = 0
    note: tuple[Part, ...] = ()
    hide: tuple[str, ...] = ()
    by: str = ""


class CardChoiceView(Struct, frozen=True, kw_only=True):
    """A scorecard to review by."""

    id: str
    title: str
    criteria: tuple[tuple[str, str], ...]
    """(id, title) of the items that count: the criteria of a portfolio."""


class CoachingView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All of a session's coaching that the caller may see, at entry `number` of its coaching log. `began_at`: when the
    session began, in milliseconds; `agents`: who took part, account to name; `may`: commands about the session."""

    session: str
    number: int
    began_at: int
    me: str
    agents: dict[str, str] = {}
    scorecards: tuple[CardChoiceView, ...] = ()
    second_asked_by: str = ""
    reviews: tuple[ReviewView, ...] = ()
    calibrations: tuple[CalibrationView, ...] = ()
    moments: tuple[MomentView, ...] = ()
    may: tuple[str, ...] = ()
