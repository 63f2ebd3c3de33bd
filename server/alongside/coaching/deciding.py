"""What may be done to a session's coaching: a command, as the one fact it comes to, or NotCoached with a sentence.

None where it stands so already: sending a command twice changes nothing. Who may coach at all is access's to say;
here it is about whose review it is, and how it stands.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from alongside.coaching.evidence import Session
from alongside.coaching.folding import Coaching, Review
from alongside.coaching.scoring import result
from alongside.privacy import redact
from alongside.protocol import Actor
from alongside.protocol.coaching import (
    AddComment,
    AddEvidence,
    AppealDecided,
    AppealMade,
    AskSecond,
    BeginReview,
    CalibrationClosed,
    CalibrationOpened,
    ChooseMoment,
    CloseCalibration,
    CoachingCommand,
    CoachingFact,
    CommentAdded,
    CommentRemoved,
    DecideAppeal,
    DiscardReview,
    EvidenceAdded,
    EvidenceRemoved,
    GoalLinked,
    LinkGoal,
    MakeAppeal,
    MaskMoment,
    MomentChosen,
    MomentMasked,
    MomentRemoved,
    OpenCalibration,
    ReleaseReview,
    RemoveComment,
    RemoveEvidence,
    RemoveMoment,
    ReplyToReview,
    ReviewBegun,
    ReviewDiscarded,
    ReviewReleased,
    ReviewReplied,
    ReviewSubmitted,
    ReviewSummarised,
    ScoreChange,
    Scored,
    ScoreSet,
    SecondAsked,
    SetScore,
    SubmitReview,
    Summarise,
)
from alongside.protocol.scorecards import Scorecard


class NotCoached(Exception):
    """The command makes no sense now. `says` is a sentence for the person who asked."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks, and whether they may review this session. An agent of the session may not, and sees what is theirs."""

    actor: Actor
    reviews: bool

    def is_(self, other: Actor) -> bool:
        """Whether this is them."""
        return bool(self.actor.id) and self.actor.id == other.id


class Around(Struct, frozen=True, kw_only=True):
    """What a decision is taken on, beside the coaching itself: the session, and the scorecards by id."""

    session: Session
    cards: Mapping[str, Scorecard]


def decide(coaching: Coaching, around: Around, caller: Caller, command: CoachingCommand) -> CoachingFact | None:
    """The fact that this command comes to; None where it stands so already. Raises NotCoached."""
    return _DECISIONS[type(command)](coaching, around, caller, command)


def may_edit(coaching: Coaching, review: Review, caller: Caller) -> bool:
    """Whether the caller may change this review: their own draft, or what they handed in once the other did too."""
    if not caller.is_(review.by) or _is_closed(coaching, review):
        return False
    settles = coaching.second_asked is not None and coaching.both_in and not review.begun.calibration
    return review.state == "draft" or (review.state == "submitted" and (settles or _alone(coaching, review)))


def is_blind(coaching: Coaching, review: Review) -> bool:
    """Whether its scores are kept from others until both, or all, have handed in."""
    return coaching.second_asked is not None or bool(review.begun.calibration)


def is_hidden(coaching: Coaching, review: Review, caller: Caller) -> bool:
    """Whether what it says is kept from this caller now. That it is being written may be known to reviewers."""
    if caller.is_(review.by):
        return False
    if not caller.reviews:
        return not (review.state == "released" and caller.is_(review.begun.agent))
    if review.begun.calibration:
        return review.state == "draft" or not _is_closed(coaching, review)
    blind = coaching.second_asked is not None and not coaching.both_in
    return review.state == "draft" or (review.state == "submitted" and blind)


def _is_closed(coaching: Coaching, review: Review) -> bool:
    """Whether it is of a calibration that is closed: the others' scores are seen, so nothing more counts."""
    calibration = coaching.calibrations.get(review.begun.calibration)
    return calibration is not None and bool(calibration.closed_at)


def _alone(coaching: Coaching, review: Review) -> bool:
    return coaching.second_asked is None and not review.begun.calibration


# --- a review: begin, score, hand in ---


def _begin(coaching: Coaching, around: Around, caller: Caller, asked: BeginReview) -> CoachingFact | None:
    _reviewers_only(caller)
    agent = _agent(around, asked.agent or _second_agent(coaching, asked))
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
        card, scorecard = _second_card(coaching) or _card(around, asked.scorecard)
    return ReviewBegun(
        review=_new("r", coaching), agent=agent, card=card, scorecard=scorecard, calibration=asked.calibration
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


def _score(coaching: Coaching, _: Around, caller: Caller, asked: SetScore) -> CoachingFact | None:
    review = _mine(coaching, caller, asked.review)
    _check_score(review, asked.item, asked.level, asked.applies)
    level = asked.level if asked.applies else None
    why = redact(asked.why.strip())
    if review.scores.get(asked.item, Scored()) == Scored(level=level, applies=asked.applies, why=why):
        return None
    return ScoreSet(review=asked.review, item=asked.item, level=level, applies=asked.applies, why=why)


def _check_score(review: Review, item: str, level: int | None, applies: bool) -> None:
    card = review.begun.scorecard
    known = card.item(item)
    if known is None:
        raise NotCoached("The scorecard of this review has no such item.")
    if not applies and not known.not_applicable:
        raise NotCoached("This item always applies. Choose a word of its scale.")
    if level is not None and level >= len(card.levels(known)):
        raise NotCoached("The scale of this item has no such word.")


def _add_evidence(coaching: Coaching, around: Around, caller: Caller, asked: AddEvidence) -> CoachingFact | None:
    review = _mine(coaching, caller, asked.review)
    if review.begun.scorecard.item(asked.item) is None:
        raise NotCoached("The scorecard of this review has no such item.")
    _check_place(around, asked.entry, asked.until)
    place = (asked.item, asked.entry, asked.until)
    if place in {(each.item, each.entry, each.until) for each in review.evidence}:
        return None
    return EvidenceAdded(
        review=asked.review,
        evidence=_new("e", coaching),
        item=asked.item,
        entry=asked.entry,
        until=asked.until,
        note=redact(asked.note.strip()),
        proposed=asked.proposed,
    )


def _remove_evidence(coaching: Coaching, _: Around, caller: Caller, asked: RemoveEvidence) -> CoachingFact | None:
    review = _mine(coaching, caller, asked.review)
    if asked.evidence not in {each.evidence for each in review.evidence}:
        return None
    return EvidenceRemoved(review=asked.review, evidence=asked.evidence)


def _add_comment(coaching: Coaching, around: Around, caller: Caller, asked: AddComment) -> CoachingFact | None:
    review = _mine(coaching, caller, asked.review)
    if asked.entry:
        _check_place(around, asked.entry, asked.until)
    if asked.item and review.begun.scorecard.item(asked.item) is None:
        raise NotCoached("The scorecard of this review has no such item.")
    added = CommentAdded(
        review=asked.review,
        comment=_new("c", coaching),
        words=_words(asked.words),
        tone=asked.tone,
        entry=asked.entry,
        until=asked.until if asked.entry else 0,
        item=asked.item,
    )
    said = {(each.words, each.entry, each.until, each.item) for each in review.comments}
    return None if (added.words, added.entry, added.until, added.item) in said else added


def _remove_comment(coaching: Coaching, _: Around, caller: Caller, asked: RemoveComment) -> CoachingFact | None:
    review = _mine(coaching, caller, asked.review)
    if asked.comment not in {each.comment for each in review.comments}:
        return None
    return CommentRemoved(review=asked.review, comment=asked.comment)


def _summarise(coaching: Coaching, _: Around, caller: Caller, asked: Summarise) -> CoachingFact | None:
    review = _mine(coaching, caller, asked.review)
    words = redact(asked.words.strip())
    return None if words == review.summary else ReviewSummarised(review=asked.review, words=words)


def _submit(coaching: Coaching, _: Around, caller: Caller, asked: SubmitReview) -> CoachingFact | None:
    review = _own(coaching, caller, asked.review)
    if review.state != "draft":
        return None
    if _is_closed(coaching, review):
        raise NotCoached("This calibration is closed: everybody's scores are to be seen.")
    _check_complete(review)
    return ReviewSubmitted(review=asked.review)


def _release(coaching: Coaching, _: Around, caller: Caller, asked: ReleaseReview) -> CoachingFact | None:
    review = _own(coaching, caller, asked.review)
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


def _discard(coaching: Coaching, _: Around, caller: Caller, asked: DiscardReview) -> CoachingFact | None:
    if asked.review not in coaching.reviews:
        return None
    review = _own(coaching, caller, asked.review)
    if review.state != "draft":
        raise NotCoached("Only a draft can be thrown away.")
    return ReviewDiscarded(review=asked.review)


# --- a released review: reply, appeal ---


def _reply(coaching: Coaching, _: Around, caller: Caller, asked: ReplyToReview) -> CoachingFact | None:
    review = _released(coaching, caller, asked.review)
    words = _words(asked.words)
    last = review.replies[-1] if review.replies else None
    if last is not None and (last.by.id, last.words) == (caller.actor.id, words):
        return None
    return ReviewReplied(review=asked.review, words=words)


def _appeal(coaching: Coaching, _: Around, caller: Caller, asked: MakeAppeal) -> CoachingFact | None:
    review = _released(coaching, caller, asked.review)
    if not caller.is_(review.begun.agent):
        raise NotCoached("Only the agent whose work it is may appeal.")
    if review.appeal is not None:
        raise NotCoached("You have appealed against this review already.")
    return AppealMade(review=asked.review, words=_words(asked.words))


def _decide_appeal(coaching: Coaching, _: Around, caller: Caller, asked: DecideAppeal) -> CoachingFact | None:
    _reviewers_only(caller)
    review = _released(coaching, caller, asked.review)
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
        reason=_words(asked.reason),
        changes=changes,
        score=reached.score,
        failed=reached.failed,
    )


def _changes(review: Review, asked: DecideAppeal) -> tuple[ScoreChange, ...]:
    """What is scored otherwise now."""
    if asked.outcome == "upheld":
        return ()
    for change in asked.changes:
        _check_score(review, change.item, change.level, change.applies)
    changes = tuple(each for each in asked.changes if not _is_so(review, each))
    if not changes:
        raise NotCoached("Change at least one score, or uphold the review.")
    return changes


def _is_so(review: Review, change: ScoreChange) -> bool:
    scored = review.scores.get(change.item, Scored())
    return (scored.level, scored.applies) == (change.level if change.applies else None, change.applies)


# --- two scorers, a group, portfolios, plans ---


def _ask_second(coaching: Coaching, _: Around, caller: Caller, __: AskSecond) -> CoachingFact | None:
    _reviewers_only(caller)
    if coaching.second_asked is not None:
        return None
    if any(review.state != "draft" for review in coaching.scorers):
        raise NotCoached("A review of this session is finished already, so a second one would not be blind.")
    if len(coaching.scorers) > 2:
        raise NotCoached("More than two supervisors score this session already.")
    return SecondAsked()


def _open_calibration(
    coaching: Coaching, around: Around, caller: Caller, asked: OpenCalibration
) -> CoachingFact | None:
    _reviewers_only(caller)
    _agent(around, "")
    if any(not each.closed_at for each in coaching.calibrations.values()):
        raise NotCoached("This session is put up for calibration already. Close that one first.")
    card, scorecard = _card(around, asked.scorecard)
    title = "".join(part.text for part in redact(asked.title.strip()))
    if not title:
        raise NotCoached("Give the calibration a name.")
    return CalibrationOpened(calibration=_new("k", coaching), title=title, card=card, scorecard=scorecard)


def _close_calibration(coaching: Coaching, _: Around, caller: Caller, asked: CloseCalibration) -> CoachingFact | None:
    _reviewers_only(caller)
    calibration = coaching.calibrations.get(asked.calibration)
    if calibration is None:
        raise NotCoached("There is no such calibration.")
    if not may_close(caller, calibration.by):
        raise NotCoached(f"{calibration.by.name} opened this calibration, and closes it.")
    return None if calibration.closed_at else CalibrationClosed(calibration=asked.calibration)


def may_close(caller: Caller, opened_by: Actor) -> bool:
    """Whether the caller may close a calibration."""
    return caller.is_(opened_by) or caller.actor.role == "administrator"


def _choose_moment(coaching: Coaching, around: Around, caller: Caller, asked: ChooseMoment) -> CoachingFact | None:
    agent = _agent(around, asked.agent)
    _portfolio_of(caller, agent.id)
    _check_place(around, asked.entry, asked.until)
    if asked.criterion not in {item.id for card in around.cards.values() for item in card.criteria}:
        raise NotCoached("No scorecard has such a criterion.")
    chosen = MomentChosen(
        moment=_new("m", coaching),
        agent=agent.id,
        criterion=asked.criterion,
        entry=asked.entry,
        until=asked.until,
        note=redact(asked.note.strip()),
    )
    same = (chosen.agent, chosen.criterion, chosen.entry, chosen.until)
    known = [moment.chosen for moment in coaching.moments.values()]
    return None if same in {(each.agent, each.criterion, each.entry, each.until) for each in known} else chosen


def _remove_moment(coaching: Coaching, _: Around, caller: Caller, asked: RemoveMoment) -> CoachingFact | None:
    moment = coaching.moments.get(asked.moment)
    if moment is None:
        return None
    _portfolio_of(caller, moment.chosen.agent)
    return MomentRemoved(moment=asked.moment)


def _mask_moment(coaching: Coaching, _: Around, caller: Caller, asked: MaskMoment) -> CoachingFact | None:
    moment = coaching.moments.get(asked.moment)
    if moment is None:
        raise NotCoached("This moment is not in the portfolio any more.")
    _portfolio_of(caller, moment.chosen.agent)
    hide = tuple(dict.fromkeys(word.strip() for word in asked.hide if word.strip()))
    return None if hide == moment.hide else MomentMasked(moment=asked.moment, hide=hide)


def _link_goal(coaching: Coaching, _: Around, caller: Caller, asked: LinkGoal) -> CoachingFact | None:
    _reviewers_only(caller)
    review = coaching.reviews.get(asked.review)
    if review is None or is_hidden(coaching, review, caller):
        raise NotCoached("There is no such review.")
    return None if asked.goal in review.goals else GoalLinked(review=asked.review, goal=asked.goal)


# --- what several ask ---


def _new(kind: str, coaching: Coaching) -> str:
    """A name that no other has in this log: by the number of the entry that it begins with."""
    return f"{kind}{coaching.number + 1}"


def _reviewers_only(caller: Caller) -> None:
    if not caller.reviews:
        raise NotCoached("Supervisors who look after this session may do this.")


def _portfolio_of(caller: Caller, agent: str) -> None:
    if not caller.reviews and caller.actor.id != agent:
        raise NotCoached("Only the agent and their supervisors choose what is in a portfolio.")


def _review(coaching: Coaching, review: str) -> Review:
    found = coaching.reviews.get(review)
    if found is None:
        raise NotCoached("There is no such review any more.")
    return found


def _own(coaching: Coaching, caller: Caller, review: str) -> Review:
    found = _review(coaching, review)
    if not caller.reviews or not caller.is_(found.by):
        raise NotCoached("Only whoever writes a review may change it.")
    return found


def _mine(coaching: Coaching, caller: Caller, review: str) -> Review:
    """The caller's own review, while it may be changed."""
    found = _own(coaching, caller, review)
    if found.state == "released":
        raise NotCoached("This review is released. What is in it changes only by an appeal.")
    if _is_closed(coaching, found):
        raise NotCoached("This calibration is closed: everybody's scores are to be seen.")
    if not may_edit(coaching, found, caller):
        raise NotCoached("You have handed this review in. It can be changed again once the other one is in too.")
    return found


def _released(coaching: Coaching, caller: Caller, review: str) -> Review:
    found = _review(coaching, review)
    if found.state != "released" or is_hidden(coaching, found, caller):
        raise NotCoached("This review is not released.")
    return found


def _agent(around: Around, wanted: str) -> Actor:
    """The agent of the session who is meant."""
    agents = around.session.agents
    id = wanted or around.session.last_agent
    if id not in agents:
        raise NotCoached("This agent had no part in the session." if wanted else "No agent had this session.")
    return Actor(role="agent", id=id, name=agents[id])


def _card(around: Around, wanted: str) -> tuple[str, Scorecard]:
    if not wanted and len(around.cards) == 1:
        return next(iter(around.cards.items()))
    card = around.cards.get(wanted)
    if card is None:
        raise NotCoached("Choose a scorecard." if around.cards else "There is no scorecard. An administrator adds one.")
    return wanted, card


def _check_place(around: Around, entry: int, until: int) -> None:
    last = len(around.session.times)
    if not 1 <= entry <= last or (until and not entry < until <= last):
        raise NotCoached("This moment is not in the session.")


def _words(said: str) -> tuple[Any, ...]:
    if not said.strip():
        raise NotCoached("Write a few words first.")
    return redact(said.strip())


_DECISIONS: dict[type, Callable[[Coaching, Around, Caller, Any], CoachingFact | None]] = {
    BeginReview: _begin,
    SetScore: _score,
    AddEvidence: _add_evidence,
    RemoveEvidence: _remove_evidence,
    AddComment: _add_comment,
    RemoveComment: _remove_comment,
    Summarise: _summarise,
    SubmitReview: _submit,
    ReleaseReview: _release,
    DiscardReview: _discard,
    ReplyToReview: _reply,
    MakeAppeal: _appeal,
    DecideAppeal: _decide_appeal,
    AskSecond: _ask_second,
    OpenCalibration: _open_calibration,
    CloseCalibration: _close_calibration,
    ChooseMoment: _choose_moment,
    RemoveMoment: _remove_moment,
    MaskMoment: _mask_moment,
    LinkGoal: _link_goal,
}
