"""What may be done to a session's coaching: a command, as the one fact it comes to, or NotCoached with a sentence.

None where it stands so already: sending a command twice changes nothing. The decisions themselves are in reviewing,
answering and grouping.
"""

from collections.abc import Callable
from typing import Any

from alongside.coaching import answering, grouping, reviewing
from alongside.coaching.folding import Coaching
from alongside.coaching.standing import Around, Caller
from alongside.protocol.coaching import (
    AddComment,
    AddEvidence,
    AskSecond,
    BeginReview,
    ChooseMoment,
    CloseCalibration,
    CoachingCommand,
    DecideAppeal,
    DiscardReview,
    LinkGoal,
    MakeAppeal,
    MaskMoment,
    OpenCalibration,
    ReleaseReview,
    RemoveComment,
    RemoveEvidence,
    RemoveMoment,
    ReplyToReview,
    SetScore,
    SubmitReview,
    Summarise,
)
from alongside.protocol.coaching_facts import CoachingFact


def decide(coaching: Coaching, around: Around, caller: Caller, command: CoachingCommand) -> CoachingFact | None:
    """The fact that this command comes to; None where it stands so already. Raises NotCoached."""
    return _DECISIONS[type(command)](coaching, around, caller, command)


_DECISIONS: dict[type, Callable[[Coaching, Around, Caller, Any], CoachingFact | None]] = {
    BeginReview: reviewing.begin,
    SetScore: reviewing.score,
    AddEvidence: reviewing.add_evidence,
    RemoveEvidence: reviewing.remove_evidence,
    AddComment: reviewing.add_comment,
    RemoveComment: reviewing.remove_comment,
    Summarise: reviewing.summarise,
    SubmitReview: reviewing.submit,
    ReleaseReview: reviewing.release,
    DiscardReview: reviewing.discard,
    ReplyToReview: answering.reply,
    MakeAppeal: answering.appeal,
    DecideAppeal: answering.decide_appeal,
    AskSecond: grouping.ask_second,
    OpenCalibration: grouping.open_calibration,
    CloseCalibration: grouping.close_calibration,
    ChooseMoment: grouping.choose_moment,
    RemoveMoment: grouping.remove_moment,
    MaskMoment: grouping.mask_moment,
    LinkGoal: grouping.link_goal,
}
