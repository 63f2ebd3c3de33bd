"""A session's coaching as one small row, for the lists: kept beside the logs, and made anew from them."""

import msgspec
from msgspec import Struct

from alongside.coaching.agreement import Pair, pairs_of
from alongside.coaching.evidence import Session
from alongside.coaching.folding import Coaching, Review
from alongside.protocol import Part
from alongside.protocol.coaching import ReviewState


class ReviewRow(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A review in a list. `score` only once it is released. Times in milliseconds; 0: not yet."""

    review: str
    reviewer: str
    reviewer_name: str
    agent: str
    agent_name: str
    card: str
    title: str
    state: ReviewState
    begun_at: int
    submitted_at: int = 0
    released_at: int = 0
    score: int | None = None
    failed: tuple[str, ...] = ()
    calibration: str = ""
    appealed_at: int = 0
    decided_at: int = 0
    replies: int = 0
    goals: tuple[str, ...] = ()


class CalibrationRow(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A calibration in a list."""

    calibration: str
    title: str
    opened_by: str
    opened_at: int
    closed_at: int = 0
    handed_in: int = 0


class MomentRow(Struct, frozen=True, kw_only=True):
    """That an agent's portfolio has a moment of this session."""

    agent: str
    criterion: str


class Row(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A session that is coached. `pairs`: what two blind scorers of it gave, once both are in."""

    session: str
    site: str
    began_at: int
    goal: tuple[Part, ...] = ()
    agents: dict[str, str] = {}
    second_asked: bool = False
    reviews: tuple[ReviewRow, ...] = ()
    calibrations: tuple[CalibrationRow, ...] = ()
    moments: tuple[MomentRow, ...] = ()
    pairs: tuple[Pair, ...] = ()

    @property
    def waits_for_second(self) -> bool:
        """Whether a second supervisor is still to begin."""
        return self.second_asked and sum(not review.calibration for review in self.reviews) < 2


def row(coaching: Coaching, session: Session) -> Row:
    """The session's row."""
    return Row(
        session=session.id,
        site=session.site,
        began_at=session.began_at,
        goal=session.goal,
        agents=dict(session.agents),
        second_asked=coaching.second_asked is not None,
        reviews=tuple(_review(review) for review in coaching.reviews.values()),
        calibrations=tuple(
            CalibrationRow(
                calibration=id,
                title=each.opened.title,
                opened_by=each.by.name,
                opened_at=each.at,
                closed_at=each.closed_at,
                handed_in=sum(
                    review.begun.calibration == id and review.state != "draft" for review in coaching.reviews.values()
                ),
            )
            for id, each in coaching.calibrations.items()
        ),
        moments=tuple(
            MomentRow(agent=each.chosen.agent, criterion=each.chosen.criterion) for each in coaching.moments.values()
        ),
        pairs=_pairs(coaching),
    )


def _review(review: Review) -> ReviewRow:
    begun, appeal = review.begun, review.appeal
    return ReviewRow(
        review=begun.review,
        reviewer=review.by.id,
        reviewer_name=review.by.name,
        agent=begun.agent.id,
        agent_name=begun.agent.name,
        card=begun.card,
        title=begun.scorecard.title,
        state=review.state,
        begun_at=review.at,
        submitted_at=review.submitted_at,
        released_at=review.released_at,
        score=review.score,
        failed=review.failed,
        calibration=begun.calibration,
        appealed_at=appeal.at if appeal else 0,
        decided_at=appeal.decided_at if appeal else 0,
        replies=len(review.replies),
        goals=review.goals,
    )


def _pairs(coaching: Coaching) -> tuple[Pair, ...]:
    handed_in = [review for review in coaching.scorers if review.state != "draft"]
    if coaching.second_asked is None or len(handed_in) < 2:
        return ()
    one, other = handed_in[:2]
    if one.begun.scorecard != other.begun.scorecard or one.begun.agent.id != other.begun.agent.id:
        return ()
    return tuple(pairs_of(one.begun.scorecard, one.first, other.first))


encode_row = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Row)


def decode_row(payload: bytes) -> Row | None:
    """The row, or None where another version wrote one that cannot be read: the log has it all."""
    try:
        return _decoder.decode(payload)
    except msgspec.ValidationError:
        return None
