"""Coaching of a session: what a supervisor or the agent asks for. The facts that come of it are in coaching_facts, what
each is shown in coaching_views. Who may do what is not known here.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from alongside.protocol.shapes import LARGEST

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
