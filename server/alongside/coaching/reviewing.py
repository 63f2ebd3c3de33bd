"""A review until it is released: begin it, score, give evidence, hand it in. Each a command to the fact it comes to."""

from alongside.coaching.folding import Coaching, Review
from alongside.coaching.scoring import result
from alongside.coaching.standing import (
    Around,
    Caller,
    NotCoached,
    agent_of,
    card_of,
    check_place,
    check_score,
    editable_review,
    is_closed,
    new_key,
    own_review,
    reviewers_only,
    words_of,
)
from alongside.privacy import redact
from alongside.protocol.coaching import (
    AddComment,
    AddEvidence,
    BeginReview,
    DiscardReview,
    ReleaseReview,
    RemoveComment,
    RemoveEvidence,
    SetScore,
    SubmitReview,
    Summarise,
)
from alongside.protocol.coaching_facts import (
    CoachingFact,
    CommentAdded,
    CommentRemoved,
    EvidenceAdded,
    EvidenceRemoved,
    ReviewBegun,
    ReviewDiscarded,
    ReviewReleased,
    ReviewSubmitted,
    ReviewSummarised,
    ScoreSet,
)
from alongside.protocol.coaching_views import Scored
from alongside.protocol.scorecards import Scorecard


def begin(coaching: Coaching, around: Around, caller: Caller, asked: BeginReview) -> CoachingFact | None:
    """A review begins; in a calibration or blind by the card of the others."""
    reviewers_only(caller)
    agent = agent_of(around, asked.agent or _second_agent(coaching, asked))
    if caller.actor.id == agent.id:
        raise NotCoached("You cannot review your own work. Ask a colleague.")
    mine = [each for each in coaching.reviews.values() if caller.is_(each.by) and each.begun.agent.id == agent.id]
    if any(each.begun.calibration == asked.calibration for each in mine):
        return None
    if asked.calibration:
        calibration = coaching.calibrations.get(asked.calibration)
        if calibration is None or calibration.closed_at:
            raise NotCoached("This calibration is closed.")
        card, scorecard = calibration.opened.card, calibration.opened.scorecard
    else:
        if coaching.second_asked is not None and len(coaching.scorers) >= 2:
            raise NotCoached("Two supervisors score this session already.")
        card, scorecard = _second_card(coaching) or card_of(around, asked.scorecard)
    return ReviewBegun(
        review=new_key("r", coaching), agent=agent, card=card, scorecard=scorecard, calibration=asked.calibration
    )


def _second_agent(coaching: Coaching, asked: BeginReview) -> str:
    """Two who score the same session blind look at the same agent."""
    blind = coaching.second_asked is not None and not asked.calibration
    return coaching.scorers[0].begun.agent.id if blind and coaching.scorers else ""


def _second_card(coaching: Coaching) -> tuple[str, Scorecard] | None:
    """Two who score the same session blind do it by the same card."""
    if coaching.second_asked is None or not coaching.scorers:
        return None
    begun = coaching.scorers[0].begun
    return begun.card, begun.scorecard


def score(coaching: Coaching, _: Around, caller: Caller, asked: SetScore) -> CoachingFact | None:
    """An item gets its word."""
    review = editable_review(coaching, caller, asked.review)
    check_score(review, asked.item, asked.level, asked.applies)
    level = asked.level if asked.applies else None
    why = redact(asked.why.strip())
    if review.scores.get(asked.item, Scored()) == Scored(level=level, applies=asked.applies, why=why):
        return None
    return ScoreSet(review=asked.review, item=asked.item, level=level, applies=asked.applies, why=why)


def add_evidence(coaching: Coaching, around: Around, caller: Caller, asked: AddEvidence) -> CoachingFact | None:
    """A moment is evidence; the same one twice is once."""
    review = editable_review(coaching, caller, asked.review)
    if review.begun.scorecard.item(asked.item) is None:
        raise NotCoached("The scorecard of this review has no such item.")
    check_place(around, asked.entry, asked.until)
    place = (asked.item, asked.entry, asked.until)
    if place in {(each.item, each.entry, each.until) for each in review.evidence}:
        return None
    return EvidenceAdded(
        review=asked.review,
        evidence=new_key("e", coaching),
        item=asked.item,
        entry=asked.entry,
        until=asked.until,
        note=redact(asked.note.strip()),
        proposed=asked.proposed,
    )


def remove_evidence(coaching: Coaching, _: Around, caller: Caller, asked: RemoveEvidence) -> CoachingFact | None:
    """It is not, any more."""
    review = editable_review(coaching, caller, asked.review)
    if asked.evidence not in {each.evidence for each in review.evidence}:
        return None
    return EvidenceRemoved(review=asked.review, evidence=asked.evidence)


def add_comment(coaching: Coaching, around: Around, caller: Caller, asked: AddComment) -> CoachingFact | None:
    """Words on a moment, an item or the whole."""
    review = editable_review(coaching, caller, asked.review)
    if asked.entry:
        check_place(around, asked.entry, asked.until)
    if asked.item and review.begun.scorecard.item(asked.item) is None:
        raise NotCoached("The scorecard of this review has no such item.")
    added = CommentAdded(
        review=asked.review,
        comment=new_key("c", coaching),
        words=words_of(asked.words),
        tone=asked.tone,
        entry=asked.entry,
        until=asked.until if asked.entry else 0,
        item=asked.item,
    )
    said = {(each.words, each.entry, each.until, each.item) for each in review.comments}
    return None if (added.words, added.entry, added.until, added.item) in said else added


def remove_comment(coaching: Coaching, _: Around, caller: Caller, asked: RemoveComment) -> CoachingFact | None:
    """They are taken back."""
    review = editable_review(coaching, caller, asked.review)
    if asked.comment not in {each.comment for each in review.comments}:
        return None
    return CommentRemoved(review=asked.review, comment=asked.comment)


def summarise(coaching: Coaching, _: Around, caller: Caller, asked: Summarise) -> CoachingFact | None:
    """The words over the whole."""
    review = editable_review(coaching, caller, asked.review)
    words = redact(asked.words.strip())
    return None if words == review.summary else ReviewSummarised(review=asked.review, words=words)


def submit(coaching: Coaching, _: Around, caller: Caller, asked: SubmitReview) -> CoachingFact | None:
    """It is handed in, whole."""
    review = own_review(coaching, caller, asked.review)
    if review.state != "draft":
        return None
    if is_closed(coaching, review):
        raise NotCoached("This calibration is closed: everybody's scores are to be seen.")
    _check_complete(review)
    return ReviewSubmitted(review=asked.review)


def release(coaching: Coaching, _: Around, caller: Caller, asked: ReleaseReview) -> CoachingFact | None:
    """It goes to the agent, with its score."""
    review = own_review(coaching, caller, asked.review)
    if review.state == "released":
        return None
    _check_release(coaching, review)
    reached = result(review.begun.scorecard, review.scores)
    return ReviewReleased(review=asked.review, score=reached.score, failed=reached.failed)


def _check_release(coaching: Coaching, review: Review) -> None:
    """Raise NotCoached where it cannot go to the agent yet."""
    if review.begun.calibration:
        raise NotCoached("A calibration is for the group that scores. It is not released to the agent.")
    if coaching.second_asked is not None:
        if review.state == "draft":
            raise NotCoached("Two score this session blind. Hand in first; release once both are in.")
        if not coaching.both_in:
            raise NotCoached("The other scorer has not handed in yet. Release once both are in.")
        agent = review.begun.agent.id
        if any(each.state == "released" and each.begun.agent.id == agent for each in coaching.scorers):
            raise NotCoached("The other scorer's review of this session is released already.")
    _check_complete(review)


def _check_complete(review: Review) -> None:
    missing = result(review.begun.scorecard, review.scores).missing
    if missing:
        item = review.begun.scorecard.item(missing[0])
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise NotCoached(f"Still to be scored: “{item.title if item else missing[0]}”{more}.")


def discard(coaching: Coaching, _: Around, caller: Caller, asked: DiscardReview) -> CoachingFact | None:
    """A draft is thrown away."""
    if asked.review not in coaching.reviews:
        return None
    review = own_review(coaching, caller, asked.review)
    if review.state != "draft":
        raise NotCoached("Only a draft can be thrown away.")
    return ReviewDiscarded(review=asked.review)
