"""What goes beyond one review: a second scorer, calibrations, moments for portfolios, goals of plans."""

from alongside.coaching.folding import Coaching
from alongside.coaching.standing import (
    Around,
    Caller,
    NotCoached,
    agent_of,
    card_of,
    check_place,
    check_portfolio,
    is_hidden,
    may_close,
    new_key,
    reviewers_only,
)
from alongside.privacy import redact
from alongside.protocol.coaching import (
    AskSecond,
    ChooseMoment,
    CloseCalibration,
    LinkGoal,
    MaskMoment,
    OpenCalibration,
    RemoveMoment,
)
from alongside.protocol.coaching_facts import (
    CalibrationClosed,
    CalibrationOpened,
    CoachingFact,
    GoalLinked,
    MomentChosen,
    MomentMasked,
    MomentRemoved,
    SecondAsked,
)


def ask_second(coaching: Coaching, _: Around, caller: Caller, __: AskSecond) -> CoachingFact | None:
    """A second supervisor is to score the session, blind."""
    reviewers_only(caller)
    if coaching.second_asked is not None:
        return None
    if any(review.state != "draft" for review in coaching.scorers):
        raise NotCoached("A review of this session is finished already, so a second one would not be blind.")
    if len(coaching.scorers) > 2:
        raise NotCoached("More than two supervisors score this session already.")
    return SecondAsked()


def open_calibration(coaching: Coaching, around: Around, caller: Caller, asked: OpenCalibration) -> CoachingFact | None:
    """The session is put up for a group."""
    reviewers_only(caller)
    agent_of(around, "")
    if any(not each.closed_at for each in coaching.calibrations.values()):
        raise NotCoached("This session is put up for calibration already. Close that one first.")
    card, scorecard = card_of(around, asked.scorecard)
    title = "".join(part.text for part in redact(asked.title.strip()))
    if not title:
        raise NotCoached("Give the calibration a name.")
    return CalibrationOpened(calibration=new_key("k", coaching), title=title, card=card, scorecard=scorecard)


def close_calibration(coaching: Coaching, _: Around, caller: Caller, asked: CloseCalibration) -> CoachingFact | None:
    """Everybody's scores are shown to the group."""
    reviewers_only(caller)
    calibration = coaching.calibrations.get(asked.calibration)
    if calibration is None:
        raise NotCoached("There is no such calibration.")
    if not may_close(caller, calibration.by):
        raise NotCoached(f"{calibration.by.name} opened this calibration, and closes it.")
    return None if calibration.closed_at else CalibrationClosed(calibration=asked.calibration)


def choose_moment(coaching: Coaching, around: Around, caller: Caller, asked: ChooseMoment) -> CoachingFact | None:
    """A moment goes into an agent's portfolio."""
    agent = agent_of(around, asked.agent)
    check_portfolio(caller, agent.id)
    check_place(around, asked.entry, asked.until)
    if asked.criterion not in {item.id for card in around.cards.values() for item in card.criteria}:
        raise NotCoached("No scorecard has such a criterion.")
    chosen = MomentChosen(
        moment=new_key("m", coaching),
        agent=agent.id,
        criterion=asked.criterion,
        entry=asked.entry,
        until=asked.until,
        note=redact(asked.note.strip()),
    )
    same = (chosen.agent, chosen.criterion, chosen.entry, chosen.until)
    known = [moment.chosen for moment in coaching.moments.values()]
    return None if same in {(each.agent, each.criterion, each.entry, each.until) for each in known} else chosen


def remove_moment(coaching: Coaching, _: Around, caller: Caller, asked: RemoveMoment) -> CoachingFact | None:
    """It is taken out."""
    moment = coaching.moments.get(asked.moment)
    if moment is None:
        return None
    check_portfolio(caller, moment.chosen.agent)
    return MomentRemoved(moment=asked.moment)


def mask_moment(coaching: Coaching, _: Around, caller: Caller, asked: MaskMoment) -> CoachingFact | None:
    """Words of it are hidden."""
    moment = coaching.moments.get(asked.moment)
    if moment is None:
        raise NotCoached("This moment is not in the portfolio any more.")
    check_portfolio(caller, moment.chosen.agent)
    hide = tuple(dict.fromkeys(word.strip() for word in asked.hide if word.strip()))
    return None if hide == moment.hide else MomentMasked(moment=asked.moment, hide=hide)


def link_goal(coaching: Coaching, _: Around, caller: Caller, asked: LinkGoal) -> CoachingFact | None:
    """A goal of the agent's plan came from this review."""
    reviewers_only(caller)
    review = coaching.reviews.get(asked.review)
    if review is None or is_hidden(coaching, review, caller):
        raise NotCoached("There is no such review.")
    return None if asked.goal in review.goals else GoalLinked(review=asked.review, goal=asked.goal)
