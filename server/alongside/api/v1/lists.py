"""The types of lists and figures at /api/v1: what is asked for, and what is answered."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from alongside.api.v1.selecting import one_of, parameters
from alongside.api.v1.shapes import Millis
from alongside.export import Transcript
from alongside.metrics import Facts
from alongside.metrics.breaking import DIMENSIONS
from alongside.metrics.kpis import Unit
from alongside.protocol import Entry
from alongside.protocol.coaching_views import ReviewView

_CURSOR = Annotated[
    str,
    Meta(
        pattern="^([0-9]{1,9}-[A-Za-z0-9_.-]{1,64})?$",
        max_length=74,
        description="Where the page begins, as `next` of the page before says. Empty: at the beginning.",
    ),
]
_LIMIT = Annotated[int, Meta(ge=1, le=500, description="How many at most.")]
_PAGE = (("cursor", _CURSOR, ""), ("limit", _LIMIT, 100))
_BY = one_of("What to break figures down by. Empty: by nothing.", "", *DIMENSIONS)
_SOME = ("sites", "agent", "team", "playbook", "from_day", "to_day")

SessionQuery = parameters("SessionQuery", (), _PAGE)
ReviewQuery = parameters("ReviewQuery", (*_SOME, "score_from", "score_to"), _PAGE)
FigureQuery = parameters("FigureQuery", _SOME, (("by", _BY, ""),))


class SessionList(Struct, frozen=True, kw_only=True):
    """A page of sessions."""

    sessions: tuple[Facts, ...]
    total: int
    """How many there are on all pages."""
    next: str
    """The address of the page after this one; empty: this is the last."""


class SessionRecord(Struct, frozen=True, kw_only=True):
    """Everything that is kept of a session."""

    facts: Facts | None
    """null: its row is not made yet."""
    transcript: Transcript
    entries: tuple[Entry, ...]
    """The session's log."""


class Review(Struct, frozen=True, kw_only=True):
    """What the review of a session came to, once it was released."""

    session: str
    site: str
    released_at: Millis
    score: Annotated[int, Meta(ge=0, le=100)] | None
    """null: every item was left out."""
    failed: bool
    """A critical item failed the whole."""
    reviewer: str
    agent: str
    scorecard: str


class ReviewList(Struct, frozen=True, kw_only=True):
    """A page of reviews, the latest session first."""

    reviews: tuple[Review, ...]
    total: int
    """How many there are on all pages."""
    next: str
    """The address of the page after this one; empty: this is the last."""


class SessionReviews(Struct, frozen=True, kw_only=True):
    """The released reviews of a session."""

    session: str
    reviews: tuple[ReviewView, ...]


class FigureValue(Struct, frozen=True, kw_only=True):
    """A figure over some sessions."""

    value: float | None
    """null: there is nothing to reckon it from."""
    n: int
    """How many sessions it counts."""
    met: int
    """Of those, how many add to it, where it is a share."""


class FigureRow(Struct, frozen=True, kw_only=True):
    """A key figure, now and before."""

    figure: str
    name: str
    unit: Unit
    """count: sessions; share: 0 to 1; points: -100 to 100; stars: 1 to 5; scale: 1 to 7; seconds."""
    now: FigureValue
    before: FigureValue
    formula: str
    """How it is reckoned, in words."""
    source: str
    """Where the definition comes from."""
    sessions: str
    """The address of the sessions that it counts."""


class FigureGroup(Struct, frozen=True, kw_only=True):
    """Some of the figures, of one site, task, team, agent, hour, day or week."""

    key: str
    ranked: bool
    """Whether there are enough sessions to compare it with others."""
    figures: dict[str, FigureValue]


class Figures(Struct, frozen=True, kw_only=True):
    """The figures of some days."""

    first: date
    last: date
    figures: tuple[FigureRow, ...]
    groups: tuple[FigureGroup, ...]
