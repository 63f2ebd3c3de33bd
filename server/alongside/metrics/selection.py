"""Selection: which sessions somebody wants, and in which order. It is what the query of an address says.

`parse` is forgiving: a word that is none of ours counts as left out, as an address may be old or typed. `query`
is its inverse: every figure links to the sessions behind it by the query of the selection that it counted.

To add a filter: a field, its kind in the tables below, and its test in matching.py.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from alongside.metrics.facts import Row
from alongside.metrics.journey import NAME_MOST
from alongside.metrics.journey import WHAT as JOURNEY_WHAT
from alongside.metrics.kpis import BY_ID
from alongside.metrics.matching import Outcome, Teams, Test, ordered, tests
from alongside.metrics.zones import is_zone
from alongside.protocol import Cause, Channel, CueKind, Familiarity, FaultKind, HelpedBy, OfferReason, Solved

CheckResult = Literal["passed", "failed", "locked", "cancelled", "expired", "asked"]
Sort = Literal["latest", "oldest", "longest", "shortest", "waited", "rating", "score", "errors", "cues"]

PAGE = 100


class Selection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which sessions are wanted. What is empty, or has its default, leaves every session in."""

    sites: tuple[str, ...] = ()
    status: Literal["", "open", "waiting", "active", "ended"] = ""
    agent: str = ""
    team: str = ""
    playbook: str = ""
    """The task; `-`: none."""
    channel: str = ""
    familiarity: str = ""
    language: str = ""
    cause: str = ""
    outcome: str = ""
    solved: str = ""
    """What the customer said."""
    helped: str = ""
    """Who brought it about, by the agent's account."""
    came_back: Literal["", "yes", "no"] = ""
    """Whether the customer had been helped within the site's window of days before."""
    offered: str = ""
    """The reason for which help was offered; `any`: for whichever."""
    cue: str = ""
    system: str = ""
    """A kind of system trouble; `any`: whichever."""
    fault: str = ""
    """A row of the fault register."""
    check: str = ""
    """A result that an ID check of the session came to."""
    method: str = ""
    """An ID check, by its id."""
    question: str = ""
    """A question of the form that came to an error, by its name."""
    what: str = ""
    """What the journey map counts, of the sessions whose journey is kept: see `journey.WHAT`."""
    step: str = ""
    """Of these, at a step of the form, by its name. Alone: sessions that came to it."""
    field: str = ""
    """Of these, those in which this question made trouble, by an error or a sign of trouble."""
    errors: int = 0
    """The same question came to an error at least so often."""
    scored: Literal["", "yes", "no", "failed"] = ""
    """Whether a review was released; failed: a critical item failed it."""
    score_from: int = -1
    score_to: int = -1
    rating_from: int = 0
    rating_to: int = 0
    recommend_from: int = -1
    recommend_to: int = -1
    ease_from: int = 0
    ease_to: int = 0
    from_day: str = ""
    to_day: str = ""
    """Both days are in it."""
    zone: str = ""
    """By whose clock days, hours and weekdays are meant, as in `Europe/London`. It leaves nothing out by itself."""
    hour: int = -1
    half: int = -1
    """A half hour of the day, from 0: that of 09:30 is 19."""
    weekday: int = -1
    """0 is Monday."""
    minutes_from: int = 0
    minutes_to: int = 0
    """How long the session took, waiting included. One that goes on is left out."""
    waited_from: int = 0
    """Seconds from the request until an agent joined, or it ended with nobody: at least so many."""
    waited_to: int = 0
    transferred: Literal["", "yes", "no"] = ""
    follow_up: Literal["", "open", "done"] = ""
    review: Literal["", "yes"] = ""
    """yes: it needs review."""
    figure: str = ""
    """A KPI, by its id: the sessions that it counts."""
    part: Literal["", "met", "missed"] = ""
    """Of those, the ones that add to it, or that do not."""
    within: str = ""
    """The answer times that the figure was reckoned with, as in `parking:60 library:90`."""
    words: str = ""
    """All of these stand in what the customer wanted."""
    practice: Literal["no", "yes", "with"] = "no"
    """no: without sessions of practice; yes: these only."""
    sort: Sort = "latest"
    page: int = 1

    def query(self) -> dict[str, str]:
        """The query of an address that `parse` reads as this. What has its default is left out."""
        told = {SPELLED.get(name, name): _written(getattr(self, name)) for name in self.active}
        if self.zone:
            told["zone"] = self.zone
        if self.sort != "latest":
            told["sort"] = self.sort
        return told | ({"page": str(self.page)} if self.page > 1 else {})

    @property
    def active(self) -> tuple[str, ...]:
        """The names of the filters that leave something out, in the order of the fields."""
        return tuple(name for name in _FILTERS if getattr(self, name) != getattr(NOTHING, name))

    def without(self, name: str) -> "Selection":
        """The same without one filter, from its first page."""
        return replace(self, **{name: getattr(NOTHING, name), "page": 1})

    @property
    def of_journeys(self) -> bool:
        """Whether rows alone do not tell: the journeys of those that are chosen are to be asked too."""
        return bool(self.what or self.step or self.field)

    def takes(self, row: Row, teams_of: Teams) -> bool:
        """Whether this row is wanted. For many rows ask `tests` once."""
        return all(test(row) for test in self.tests(teams_of))

    def tests(self, teams_of: Teams) -> tuple[Test, ...]:
        """What a row has to pass, all of it: one test for each active filter."""
        return tuple(tests(self, teams_of))

    def choose(self, rows: Sequence[Row], teams_of: Teams) -> list[Row]:
        """The rows that are wanted, in the order that is wanted. `rows` stand latest first."""
        found: list[Row] = list(rows)
        for test in self.tests(teams_of):
            found = [row for row in found if test(row)]
        return ordered(found, self.sort)


NOTHING = Selection()
"""Every session that is no practice."""

_FILTERS = tuple(name for name in Selection.__struct_fields__ if name not in ("zone", "sort", "page"))
SPELLED = {"from_day": "from", "to_day": "to", "sites": "site"}

LITERALS: dict[str, tuple[str, ...]] = {
    "status": ("open", "waiting", "active", "ended"),
    "channel": get_args(Channel),
    "familiarity": get_args(Familiarity),
    "cause": get_args(Cause),
    "outcome": get_args(Outcome),
    "solved": get_args(Solved),
    "helped": get_args(HelpedBy),
    "came_back": ("yes", "no"),
    "offered": ("any", *filter(None, get_args(OfferReason))),
    "cue": ("any", *get_args(CueKind)),
    "what": tuple(JOURNEY_WHAT),
    "system": ("any", *get_args(FaultKind)),
    "check": get_args(CheckResult),
    "scored": ("yes", "no", "failed"),
    "transferred": ("yes", "no"),
    "follow_up": ("open", "done"),
    "review": ("yes",),
    "figure": tuple(BY_ID),
    "part": ("met", "missed"),
    "practice": ("yes", "with"),
    "sort": get_args(Sort),
}
"""Filters whose words are a closed set."""
TEXTS: dict[str, int] = {
    **dict.fromkeys(("agent", "team", "playbook", "fault", "method"), 64),
    **{"language": 20, "question": 300, "step": NAME_MOST, "field": NAME_MOST, "words": 200, "within": 2_000},
}
"""Filters with words of their own, and how long those are at most."""
NUMBERS: dict[str, tuple[int, int]] = {
    "errors": (1, 99),
    **dict.fromkeys(("score_from", "score_to"), (0, 100)),
    **dict.fromkeys(("rating_from", "rating_to"), (1, 5)),
    **dict.fromkeys(("recommend_from", "recommend_to"), (0, 10)),
    **dict.fromkeys(("ease_from", "ease_to"), (1, 7)),
    "hour": (0, 23),
    "half": (0, 47),
    "weekday": (0, 6),
    **dict.fromkeys(("minutes_from", "minutes_to"), (1, 100_000)),
    **dict.fromkeys(("waited_from", "waited_to"), (1, 1_000_000)),
    "page": (1, 1_000_000),
}
"""Filters that are numbers, from and to."""


def parse(query: Mapping[str, str]) -> Selection:
    """The selection that an address's query names. What makes no sense counts as left out."""
    found: dict[str, Any] = {}
    for name in Selection.__struct_fields__:
        given = _given(query, SPELLED.get(name, name)).strip()
        if given and (read := _read(name, given)) is not None:
            found[name] = read
    return Selection(**found)


def _given(query: Mapping[str, str], name: str) -> str:
    several = getattr(query, "getall", None)  # a form's query may name a site more than once
    return ",".join(several(name, ())) if several and name == "site" else query.get(name, "")


def _read(name: str, given: str) -> Any:
    """What is given for a filter, None if it makes no sense."""
    if name == "sites":
        return tuple(sorted({site for part in given.split(",") if (site := part.strip()[:64])})) or None
    if name in LITERALS:
        return given if given in LITERALS[name] else None
    if name in TEXTS:
        return " ".join(given.split())[: TEXTS[name]].strip()
    if name == "zone":
        return given if is_zone(given) else None
    if name in NUMBERS:
        return _number(given, *NUMBERS[name])
    return given if _day(given) else None


def _number(given: str, least: int, most: int) -> int | None:
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return None
    return int(given) if least <= int(given) <= most else None


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if len(given) == 10 else None
    except ValueError:
        return None


def _written(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
