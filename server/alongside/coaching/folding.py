"""A session's coaching log folded: reviews, calibrations, moments for portfolios.

`fold(a + b) == fold(b, onto=fold(a))`, and no sequence of entries raises: a fact about what is not there is nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from alongside.protocol import Actor, Part
from alongside.protocol.coaching import ReviewState
from alongside.protocol.coaching_facts import (
    AppealDecided,
    AppealMade,
    CalibrationClosed,
    CalibrationOpened,
    CoachingEntry,
    CommentAdded,
    CommentRemoved,
    EvidenceAdded,
    EvidenceRemoved,
    GoalLinked,
    MomentChosen,
    MomentMasked,
    MomentRemoved,
    ReviewBegun,
    ReviewDiscarded,
    ReviewReleased,
    ReviewReplied,
    ReviewSubmitted,
    ReviewSummarised,
    ScoreSet,
    SecondAsked,
)
from alongside.protocol.coaching_views import Appeal, Reply, Scored

Kept = TypeVar("Kept")


class Review(Struct, frozen=True, kw_only=True):
    """One supervisor's review, as it stands. Times in milliseconds; 0: not yet.

    `first` holds the scores as they were when it was submitted: what blind scoring compares.
    """

    begun: ReviewBegun
    by: Actor
    at: int
    state: ReviewState = "draft"
    scores: Mapping[str, Scored] = {}
    evidence: tuple[EvidenceAdded, ...] = ()
    comments: tuple[CommentAdded, ...] = ()
    summary: tuple[Part, ...] = ()
    submitted_at: int = 0
    first: Mapping[str, Scored] = {}
    released_at: int = 0
    released: ReviewReleased | None = None
    replies: tuple[Reply, ...] = ()
    appeal: Appeal | None = None
    score: int | None = None
    """As it was released, or as an appeal changed it."""
    failed: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


class Calibration(Struct, frozen=True, kw_only=True):
    """The session put up for a group to score."""

    opened: CalibrationOpened
    by: Actor
    at: int
    closed_at: int = 0


class Moment(Struct, frozen=True, kw_only=True):
    """A moment in an agent's portfolio, and who chose it."""

    chosen: MomentChosen
    by: Actor
    hide: tuple[str, ...] = ()


class Coaching(Struct, frozen=True, kw_only=True):
    """A session's coaching up to entry `number` of its log."""

    number: int = 0
    reviews: Mapping[str, Review] = {}
    calibrations: Mapping[str, Calibration] = {}
    moments: Mapping[str, Moment] = {}
    second_asked: Actor | None = None

    @property
    def scorers(self) -> list[Review]:
        """The reviews that are no calibration's, in order: where a second one is asked for, the blind ones."""
        return [review for review in self.reviews.values() if not review.begun.calibration]

    @property
    def both_in(self) -> bool:
        """Whether two scorers have handed in."""
        return sum(review.state != "draft" for review in self.scorers) >= 2


def fold(entries: Iterable[CoachingEntry], onto: Coaching) -> Coaching:
    """The coaching after these entries."""
    for entry in entries:
        onto = replace(_folded(onto, entry), number=entry.number)
    return onto


def _folded(coaching: Coaching, entry: CoachingEntry) -> Coaching:
    fact = entry.fact
    match fact:
        case None:
            return coaching
        case ReviewBegun():
            if fact.review in coaching.reviews:
                return coaching
            begun = Review(begun=fact, by=entry.by, at=entry.at)
            return replace(coaching, reviews={**coaching.reviews, fact.review: begun})
        case ReviewDiscarded():
            return replace(coaching, reviews=_without(coaching.reviews, fact.review))
        case SecondAsked():
            return replace(coaching, second_asked=coaching.second_asked or entry.by)
        case CalibrationOpened():
            opened = Calibration(opened=fact, by=entry.by, at=entry.at)
            return replace(coaching, calibrations={fact.calibration: opened, **coaching.calibrations})
        case CalibrationClosed():
            return _closed(coaching, fact, entry.at)
        case MomentChosen():
            moment = Moment(chosen=fact, by=entry.by)
            return replace(coaching, moments={**coaching.moments, fact.moment: moment})
        case MomentRemoved():
            return replace(coaching, moments=_without(coaching.moments, fact.moment))
        case MomentMasked():
            known = coaching.moments.get(fact.moment)
            if known is None:
                return coaching
            return replace(coaching, moments={**coaching.moments, fact.moment: replace(known, hide=fact.hide)})
        case _:
            review = coaching.reviews.get(fact.review)
            if review is None:
                return coaching
            return replace(
                coaching, reviews={**coaching.reviews, fact.review: _CHANGES[type(fact)](review, entry, fact)}
            )


def _closed(coaching: Coaching, fact: CalibrationClosed, at: int) -> Coaching:
    calibration = coaching.calibrations.get(fact.calibration)
    if calibration is None or calibration.closed_at:
        return coaching
    closed = replace(calibration, closed_at=at)
    return replace(coaching, calibrations={**coaching.calibrations, fact.calibration: closed})


def _without(mapping: Mapping[str, Kept], key: str) -> Mapping[str, Kept]:
    return {name: value for name, value in mapping.items() if name != key}


# --- what changes a review ---


def _scored(review: Review, _: CoachingEntry, fact: ScoreSet) -> Review:
    scored = Scored(level=fact.level if fact.applies else None, applies=fact.applies, why=fact.why)
    return replace(review, scores={**review.scores, fact.item: scored})


def _evidence_added(review: Review, _: CoachingEntry, fact: EvidenceAdded) -> Review:
    return replace(review, evidence=(*review.evidence, fact))


def _evidence_removed(review: Review, _: CoachingEntry, fact: EvidenceRemoved) -> Review:
    return replace(review, evidence=tuple(each for each in review.evidence if each.evidence != fact.evidence))


def _comment_added(review: Review, _: CoachingEntry, fact: CommentAdded) -> Review:
    return replace(review, comments=(*review.comments, fact))


def _comment_removed(review: Review, _: CoachingEntry, fact: CommentRemoved) -> Review:
    return replace(review, comments=tuple(each for each in review.comments if each.comment != fact.comment))


def _summarised(review: Review, _: CoachingEntry, fact: ReviewSummarised) -> Review:
    return replace(review, summary=fact.words)


def _submitted(review: Review, entry: CoachingEntry, _: ReviewSubmitted) -> Review:
    if review.state != "draft":
        return review
    return replace(review, state="submitted", submitted_at=entry.at, first=review.scores)


def _released(review: Review, entry: CoachingEntry, fact: ReviewReleased) -> Review:
    if review.state == "released":
        return review
    first = review.first if review.submitted_at else review.scores
    return replace(
        review,
        state="released",
        submitted_at=review.submitted_at or entry.at,
        first=first,
        released_at=entry.at,
        released=fact,
        score=fact.score,
        failed=fact.failed,
    )


def _replied(review: Review, entry: CoachingEntry, fact: ReviewReplied) -> Review:
    return replace(review, replies=(*review.replies, Reply(by=entry.by, at=entry.at, words=fact.words)))


def _appealed(review: Review, entry: CoachingEntry, fact: AppealMade) -> Review:
    return review if review.appeal else replace(review, appeal=Appeal(at=entry.at, words=fact.words))


def _appeal_decided(review: Review, entry: CoachingEntry, fact: AppealDecided) -> Review:
    if review.appeal is None or review.appeal.outcome is not None:
        return review
    decided = replace(
        review.appeal,
        outcome=fact.outcome,
        decided_at=entry.at,
        decided_by=entry.by.name,
        reason=fact.reason,
        changes=fact.changes,
    )
    if fact.outcome == "upheld":
        return replace(review, appeal=decided)
    scores = dict(review.scores)
    for change in fact.changes:
        before = scores.get(change.item, Scored())
        scores[change.item] = Scored(
            level=change.level if change.applies else None, applies=change.applies, why=before.why
        )
    return replace(review, appeal=decided, scores=scores, score=fact.score, failed=fact.failed)


def _linked(review: Review, _: CoachingEntry, fact: GoalLinked) -> Review:
    return replace(review, goals=tuple(dict.fromkeys((*review.goals, fact.goal))))


_CHANGES: dict[type, Callable[[Review, CoachingEntry, Any], Review]] = {
    ScoreSet: _scored,
    EvidenceAdded: _evidence_added,
    EvidenceRemoved: _evidence_removed,
    CommentAdded: _comment_added,
    CommentRemoved: _comment_removed,
    ReviewSummarised: _summarised,
    ReviewSubmitted: _submitted,
    ReviewReleased: _released,
    ReviewReplied: _replied,
    AppealMade: _appealed,
    AppealDecided: _appeal_decided,
    GoalLinked: _linked,
}
