"""A session's coaching as one caller is shown it: deny by default, and blind where it is to be blind."""

from collections.abc import Mapping

from msgspec.structs import replace

from alongside.coaching.evidence import Session
from alongside.coaching.folding import Calibration, Coaching, Review
from alongside.coaching.scoring import result
from alongside.coaching.standing import Around, Caller, is_blind, is_hidden, may_close, may_edit
from alongside.protocol import Actor
from alongside.protocol.coaching_facts import CommentAdded, EvidenceAdded
from alongside.protocol.coaching_views import (
    CalibrationView,
    CardChoiceView,
    CoachingView,
    Evidence,
    MomentView,
    Proposal,
    ReviewComment,
    ReviewView,
)
from alongside.protocol.scorecards import Scorecard

_EDITING = (
    "score.set", "evidence.add", "evidence.remove", "comment.add", "comment.remove", "review.summarise",
)  # fmt: skip


def view(
    coaching: Coaching, around: Around, caller: Caller, proposed: Mapping[str, tuple[Proposal, ...]] | None = None
) -> CoachingView:
    """What the caller sees. `proposed` holds proposals by review, for those that the caller writes."""
    session = around.session
    shown = [review for review in coaching.reviews.values() if _is_known(coaching, review, caller)]
    return CoachingView(
        session=session.id,
        number=coaching.number,
        began_at=session.began_at,
        me=caller.actor.id,
        agents=dict(session.agents),
        scorecards=tuple(card_choice(id, card) for id, card in around.cards.items()),
        second_asked_by=coaching.second_asked.name if coaching.second_asked and caller.reviews else "",
        reviews=tuple(
            _review(coaching, session, review, caller, (proposed or {}).get(review.begun.review, ()))
            for review in shown
        ),
        calibrations=tuple(
            _calibration(coaching, each, caller) for each in coaching.calibrations.values() if caller.reviews
        ),
        moments=tuple(_moments(coaching, session, caller)),
        may=_may(coaching, session, caller),
    )


def card_choice(id: str, card: Scorecard) -> CardChoiceView:
    """A scorecard in a list to choose from."""
    return CardChoiceView(id=id, title=card.title, criteria=tuple((item.id, item.title) for item in card.criteria))


def _is_known(coaching: Coaching, review: Review, caller: Caller) -> bool:
    """Whether the caller may know that it is there: reviewers do, also where its scores are hidden."""
    return caller.reviews or not is_hidden(coaching, review, caller)


def _may(coaching: Coaching, session: Session, caller: Caller) -> tuple[str, ...]:
    """Commands about the session as a whole."""
    may: list[str] = []
    if caller.reviews and session.agents:
        mine = [each for each in coaching.scorers if caller.is_(each.by)]
        full = coaching.second_asked is not None and len(coaching.scorers) >= 2
        may += [] if full or len(mine) >= len(session.agents) else ["review.begin"]
        if coaching.second_asked is None and all(each.state == "draft" for each in coaching.scorers):
            may.append("second.ask")
        if all(each.closed_at for each in coaching.calibrations.values()):
            may.append("calibration.open")
    if caller.reviews or caller.actor.id in session.agents:
        may.append("moment.choose")
    return tuple(may)


def _review(
    coaching: Coaching, session: Session, review: Review, caller: Caller, proposed: tuple[Proposal, ...]
) -> ReviewView:
    begun = review.begun
    outline = ReviewView(
        id=begun.review,
        state=review.state,
        reviewer=review.by,
        agent=begun.agent,
        card=begun.card,
        scorecard=begun.scorecard,
        begun_at=review.at,
        submitted_at=review.submitted_at,
        released_at=review.released_at,
        calibration=begun.calibration,
        blind=is_blind(coaching, review),
        mine=caller.is_(review.by),
        hidden=is_hidden(coaching, review, caller),
    )
    if outline.hidden:
        return outline
    return _opened(outline, coaching, session, review, caller, proposed)


def _opened(
    outline: ReviewView,
    coaching: Coaching,
    session: Session,
    review: Review,
    caller: Caller,
    proposed: tuple[Proposal, ...],
) -> ReviewView:
    return replace(
        outline,
        scores=dict(review.scores),
        evidence=tuple(_evidence(session, each) for each in review.evidence),
        comments=tuple(_comment(session, each) for each in review.comments),
        summary=review.summary,
        result=result(review.begun.scorecard, review.scores),
        replies=review.replies,
        appeal=review.appeal,
        goals=review.goals,
        proposals=proposed if may_edit(coaching, review, caller) else (),
        may=_may_of(coaching, review, caller),
    )


def _may_of(coaching: Coaching, review: Review, caller: Caller) -> tuple[str, ...]:
    """Commands about this review."""
    may: list[str] = []
    if caller.reviews and caller.is_(review.by):
        may += _EDITING if may_edit(coaching, review, caller) else ()
        may += _handing_in(coaching, review, may_edit(coaching, review, caller))
    if review.state == "released":
        may.append("review.reply")
        if caller.is_(review.begun.agent) and review.appeal is None:
            may.append("appeal.make")
        if caller.reviews and review.appeal is not None and review.appeal.outcome is None:
            may.append("appeal.decide")
    if caller.reviews:
        may.append("goal.link")
    return tuple(may)


def _handing_in(coaching: Coaching, review: Review, edits: bool) -> list[str]:
    draft, blind = review.state == "draft", is_blind(coaching, review)
    may = ["review.discard", *(["review.submit"] if edits else [])] if draft else []
    settled = coaching.both_in and not any(each.state == "released" for each in coaching.scorers)
    released = review.state != "released" and not review.begun.calibration and (not blind or (settled and not draft))
    return [*may, "review.release"] if released else may


def _evidence(session: Session, each: EvidenceAdded) -> Evidence:
    return Evidence(
        id=each.evidence,
        item=each.item,
        entry=each.entry,
        at=session.at(each.entry),
        until=each.until,
        until_at=session.at(each.until),
        note=each.note,
        proposed=each.proposed,
    )


def _comment(session: Session, each: CommentAdded) -> ReviewComment:
    return ReviewComment(
        id=each.comment,
        words=each.words,
        tone=each.tone,
        entry=each.entry,
        at=session.at(each.entry),
        until=each.until,
        until_at=session.at(each.until),
        item=each.item,
    )


def _calibration(coaching: Coaching, calibration: Calibration, caller: Caller) -> CalibrationView:
    opened = calibration.opened
    group = [each for each in coaching.reviews.values() if each.begun.calibration == opened.calibration]
    may: list[str] = []
    if not calibration.closed_at:
        may += [] if any(caller.is_(each.by) for each in group) else ["review.begin"]
        may += ["calibration.close"] if may_close(caller, calibration.by) else []
    return CalibrationView(
        id=opened.calibration,
        title=opened.title,
        opened_by=calibration.by.name,
        opened_at=calibration.at,
        closed_at=calibration.closed_at,
        handed_in=tuple(each.by.name for each in group if each.state != "draft"),
        may=tuple(may),
    )


def _moments(coaching: Coaching, session: Session, caller: Caller) -> list[MomentView]:
    """Those in portfolios that the caller may see: reviewers all, agents their own."""
    return [
        MomentView(
            id=moment.chosen.moment,
            agent=moment.chosen.agent,
            criterion=moment.chosen.criterion,
            entry=moment.chosen.entry,
            at=session.at(moment.chosen.entry),
            until=moment.chosen.until,
            until_at=session.at(moment.chosen.until),
            note=moment.chosen.note,
            hide=moment.hide,
            by=moment.by.name,
        )
        for moment in coaching.moments.values()
        if caller.reviews or caller.is_(Actor(role="agent", id=moment.chosen.agent))
    ]
