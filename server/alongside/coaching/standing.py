"""How coaching stands to whoever asks: whose a review is, whether it may be seen and changed, and what commands share.

Who may coach at all is access's to say; here it is about whose review it is, and how it stands.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from alongside.coaching.evidence import Session
from alongside.coaching.folding import Coaching, Review
from alongside.privacy import redact
from alongside.protocol import Actor
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


def may_edit(coaching: Coaching, review: Review, caller: Caller) -> bool:
    """Whether the caller may change this review: their own draft, or what they handed in once the other did too."""
    if not caller.is_(review.by) or is_closed(coaching, review):
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
        return review.state == "draft" or not is_closed(coaching, review)
    blind = coaching.second_asked is not None and not coaching.both_in
    return review.state == "draft" or (review.state == "submitted" and blind)


def is_closed(coaching: Coaching, review: Review) -> bool:
    """Whether it is of a calibration that is closed: the others' scores are seen, so nothing more counts."""
    calibration = coaching.calibrations.get(review.begun.calibration)
    return calibration is not None and bool(calibration.closed_at)


def _alone(coaching: Coaching, review: Review) -> bool:
    return coaching.second_asked is None and not review.begun.calibration


def may_close(caller: Caller, opened_by: Actor) -> bool:
    """Whether the caller may close a calibration."""
    return caller.is_(opened_by) or caller.actor.role == "administrator"


def check_score(review: Review, item: str, level: int | None, applies: bool) -> None:
    """Raise NotCoached for a score that this review's card does not have."""
    card = review.begun.scorecard
    known = card.item(item)
    if known is None:
        raise NotCoached("The scorecard of this review has no such item.")
    if not applies and not known.not_applicable:
        raise NotCoached("This item always applies. Choose a word of its scale.")
    if level is not None and level >= len(card.levels(known)):
        raise NotCoached("The scale of this item has no such word.")


def new_key(kind: str, coaching: Coaching) -> str:
    """A name that no other has in this log: by the number of the entry that it begins with."""
    return f"{kind}{coaching.number + 1}"


def reviewers_only(caller: Caller) -> None:
    """Raise NotCoached for anybody else."""
    if not caller.reviews:
        raise NotCoached("Supervisors who look after this session may do this.")


def check_portfolio(caller: Caller, agent: str) -> None:
    """Raise NotCoached for whoever has no say in this agent's portfolio."""
    if not caller.reviews and caller.actor.id != agent:
        raise NotCoached("Only the agent and their supervisors choose what is in a portfolio.")


def review_of(coaching: Coaching, review: str) -> Review:
    """The review of this key. Raises NotCoached."""
    found = coaching.reviews.get(review)
    if found is None:
        raise NotCoached("There is no such review any more.")
    return found


def own_review(coaching: Coaching, caller: Caller, review: str) -> Review:
    """The caller's own review, however it stands. Raises NotCoached."""
    found = review_of(coaching, review)
    if not caller.reviews or not caller.is_(found.by):
        raise NotCoached("Only whoever writes a review may change it.")
    return found


def editable_review(coaching: Coaching, caller: Caller, review: str) -> Review:
    """The caller's own review, while it may be changed."""
    found = own_review(coaching, caller, review)
    if found.state == "released":
        raise NotCoached("This review is released. What is in it changes only by an appeal.")
    if is_closed(coaching, found):
        raise NotCoached("This calibration is closed: everybody's scores are to be seen.")
    if not may_edit(coaching, found, caller):
        raise NotCoached("You have handed this review in. It can be changed again once the other one is in too.")
    return found


def released_review(coaching: Coaching, caller: Caller, review: str) -> Review:
    """A released review that the caller may see. Raises NotCoached."""
    found = review_of(coaching, review)
    if found.state != "released" or is_hidden(coaching, found, caller):
        raise NotCoached("This review is not released.")
    return found


def agent_of(around: Around, wanted: str) -> Actor:
    """The agent of the session who is meant."""
    agents = around.session.agents
    id = wanted or around.session.last_agent
    if id not in agents:
        raise NotCoached("This agent had no part in the session." if wanted else "No agent had this session.")
    return Actor(role="agent", id=id, name=agents[id])


def card_of(around: Around, wanted: str) -> tuple[str, Scorecard]:
    """The scorecard that is meant, the only one where none is named. Raises NotCoached."""
    if not wanted and len(around.cards) == 1:
        return next(iter(around.cards.items()))
    card = around.cards.get(wanted)
    if card is None:
        raise NotCoached("Choose a scorecard." if around.cards else "There is no scorecard. An administrator adds one.")
    return wanted, card


def check_place(around: Around, entry: int, until: int) -> None:
    """Raise NotCoached for a moment or range that the session does not have."""
    last = len(around.session.times)
    if not 1 <= entry <= last or (until and not entry < until <= last):
        raise NotCoached("This moment is not in the session.")


def words_of(said: str) -> tuple[Any, ...]:
    """What somebody wrote, redacted. Raises NotCoached for nothing."""
    if not said.strip():
        raise NotCoached("Write a few words first.")
    return redact(said.strip())
