"""A released review: replies, and the appeal with its decision."""

from alongside.coaching.folding import Coaching, Review
from alongside.coaching.scoring import result
from alongside.coaching.standing import (
    Around,
    Caller,
    NotCoached,
    check_score,
    released_review,
    reviewers_only,
    words_of,
)
from alongside.protocol.coaching import DecideAppeal, MakeAppeal, ReplyToReview, ScoreChange
from alongside.protocol.coaching_facts import AppealDecided, AppealMade, CoachingFact, ReviewReplied
from alongside.protocol.coaching_views import Scored


def reply(coaching: Coaching, _: Around, caller: Caller, asked: ReplyToReview) -> CoachingFact | None:
    """Words under a released review."""
    review = released_review(coaching, caller, asked.review)
    words = words_of(asked.words)
    last = review.replies[-1] if review.replies else None
    if last is not None and (last.by.id, last.words) == (caller.actor.id, words):
        return None
    return ReviewReplied(review=asked.review, words=words)


def appeal(coaching: Coaching, _: Around, caller: Caller, asked: MakeAppeal) -> CoachingFact | None:
    """The agent's appeal, once."""
    review = released_review(coaching, caller, asked.review)
    if not caller.is_(review.begun.agent):
        raise NotCoached("Only the agent whose work it is may appeal.")
    if review.appeal is not None:
        raise NotCoached("You have appealed against this review already.")
    return AppealMade(review=asked.review, words=words_of(asked.words))


def decide_appeal(coaching: Coaching, _: Around, caller: Caller, asked: DecideAppeal) -> CoachingFact | None:
    """A supervisor's decision: the review stands, or scores change, with the reason."""
    reviewers_only(caller)
    review = released_review(coaching, caller, asked.review)
    if caller.is_(review.begun.agent):
        raise NotCoached("You cannot decide an appeal of your own.")
    if review.appeal is None:
        raise NotCoached("Nobody has appealed against this review.")
    if review.appeal.outcome is not None:
        raise NotCoached(f"{review.appeal.decided_by} has decided this appeal already.")
    changes = _changes(review, asked)
    scores = dict(review.scores) | {
        each.item: Scored(level=each.level if each.applies else None, applies=each.applies) for each in changes
    }
    reached = result(review.begun.scorecard, scores)
    if asked.outcome == "changed" and reached.missing:
        item = review.begun.scorecard.item(reached.missing[0])
        raise NotCoached(f"After this change “{item.title if item else ''}” has to be scored too.")
    return AppealDecided(
        review=asked.review,
        outcome=asked.outcome,
        reason=words_of(asked.reason),
        changes=changes,
        score=reached.score,
        failed=reached.failed,
    )


def _changes(review: Review, asked: DecideAppeal) -> tuple[ScoreChange, ...]:
    """What is scored otherwise now."""
    if asked.outcome == "upheld":
        return ()
    for change in asked.changes:
        check_score(review, change.item, change.level, change.applies)
    changes = tuple(each for each in asked.changes if not _is_so(review, each))
    if not changes:
        raise NotCoached("Change at least one score, or uphold the review.")
    return changes


def _is_so(review: Review, change: ScoreChange) -> bool:
    scored = review.scores.get(change.item, Scored())
    return (scored.level, scored.applies) == (change.level if change.applies else None, change.applies)
