"""Selection: which sessions somebody wants, and in which order. It is what the query of an address says.

`parse` is forgiving: a word that is none of ours counts as left out, as an address may be old or typed. `query`
is its inverse: every figure links to the sessions behind it by the query of the selection that it counted.

To add a filter: a field, its kind in the tables below, and its test in `_tests`. Days are days of UTC.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from alongside.metrics.facts import Row
from alongside.metrics.kpis import BY_ID, behind
from alongside.metrics.measures import Asked
from alongside.protocol import Cause, Channel, CueKind, Familiarity, FaultKind, HelpedBy, OfferReason, Solved

Test = Callable[[Row], bool]
Teams = Mapping[str, tuple[str, ...]]
"""Account to the teams that it is in."""

Outcome = Literal["yes", "partly", "no", "unknown", "abandoned"]
"""yes, partly, no: by the agent's account; unknown: over, and nobody gave one; abandoned: over, and nobody took it."""
CheckResult = Literal["passed", "failed", "locked", "cancelled", "expired", "asked"]
Sort = Literal["latest", "oldest", "longest", "shortest", "waited", "rating", "score", "errors", "cues"]

PAGE = 100
DAY_MILLIS = 86_400_000
MINUTE_MILLIS = 60_000


class Selection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which sessions are wanted. What is empty, or has its default, leaves every session in."""

    sites: tuple[str, ...] = ()
    status: Literal["", "open", "waiting", "active", "ended"] = ""
    agent: str = ""
    team: str = ""
    playbook: str = ""
    """The task."""
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
    hour: int = -1
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

    def takes(self, row: Row, teams_of: Teams) -> bool:
        """Whether this row is wanted. For many rows ask `tests` once."""
        return all(test(row) for test in self.tests(teams_of))

    def tests(self, teams_of: Teams) -> tuple[Test, ...]:
        """What a row has to pass, all of it: one test for each active filter."""
        return tuple(_tests(self, teams_of))

    def choose(self, rows: Sequence[Row], teams_of: Teams) -> list[Row]:
        """The rows that are wanted, in the order that is wanted. `rows` stand latest first."""
        found: list[Row] = list(rows)
        for test in self.tests(teams_of):
            found = [row for row in found if test(row)]
        return self._ordered(found)

    def _ordered(self, rows: list[Row]) -> list[Row]:
        if self.sort == "oldest":
            rows.reverse()
        elif self.sort != "latest":
            rows.sort(key=_ORDERS[self.sort])
        return rows


NOTHING = Selection()
"""Every session that is no practice."""

_FILTERS = tuple(name for name in Selection.__struct_fields__ if name not in ("sort", "page"))
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
    **{"language": 20, "question": 300, "words": 200, "within": 2_000},
}
"""Filters with words of their own, and how long those are at most."""
NUMBERS: dict[str, tuple[int, int]] = {
    "errors": (1, 99),
    **dict.fromkeys(("score_from", "score_to"), (0, 100)),
    **dict.fromkeys(("rating_from", "rating_to"), (1, 5)),
    **dict.fromkeys(("recommend_from", "recommend_to"), (0, 10)),
    **dict.fromkeys(("ease_from", "ease_to"), (1, 7)),
    "hour": (0, 23),
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


# --- testing rows ---------------------------------------------------------------------------------------


def _tests(wanted: Selection, teams_of: Teams) -> Iterator[Test]:
    """The cheapest and most telling first: what they leave out the others need not look at."""
    if wanted.practice != "with":
        practice = wanted.practice == "yes"
        yield lambda row: row.facts.practice == practice
    yield from _days(wanted)
    yield from _equals(wanted)
    yield from _people(wanted, teams_of)
    yield from _judged(wanted)
    yield from _spans(wanted)
    yield from _counted(wanted)
    if wanted.figure:
        yield _behind(wanted)
    yield from map(_has_word, wanted.words.casefold().split())


def _days(wanted: Selection) -> Iterator[Test]:
    if wanted.from_day:
        first = midnight(wanted.from_day)
        yield lambda row: row.facts.requested_at >= first
    if wanted.to_day:
        end = midnight(wanted.to_day) + DAY_MILLIS
        yield lambda row: row.facts.requested_at < end
    if wanted.hour >= 0:
        hour = wanted.hour
        yield lambda row: row.facts.requested_at // 3_600_000 % 24 == hour
    if wanted.weekday >= 0:
        weekday = wanted.weekday
        yield lambda row: (row.facts.requested_at // DAY_MILLIS + 3) % 7 == weekday  # 1970 began on a Thursday


def midnight(day: str) -> int:
    """When a day of UTC (as in 2026-01-31) begins, in milliseconds since 1970."""
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * DAY_MILLIS


_SAME = ("playbook", "channel", "familiarity", "language", "cause", "solved", "follow_up")


def _equals(wanted: Selection) -> Iterator[Test]:
    for name in _SAME:
        if word := getattr(wanted, name):
            yield _same(name, word)
    if wanted.helped:
        yield _same("helped_by", wanted.helped)
    if wanted.sites:
        sites = frozenset(wanted.sites)
        yield lambda row: row.facts.site in sites
    if wanted.status == "open":
        yield lambda row: row.facts.open
    elif wanted.status:
        yield _same("status", wanted.status)
    if wanted.outcome:
        yield lambda row: outcome(row) == wanted.outcome
    if wanted.came_back:
        yield lambda row: (row.facts.helped_before >= 0) == (wanted.came_back == "yes")
    if wanted.transferred:
        yield lambda row: (row.facts.transfers > 0) == (wanted.transferred == "yes")


def _same(name: str, word: str) -> Test:
    return lambda row: getattr(row.facts, name) == word


def outcome(row: Row) -> Outcome | Literal[""]:
    """How a session came out; empty while it goes on."""
    facts = row.facts
    if not facts.ended_at:
        return ""
    if not facts.joined_at:
        return "abandoned"
    return facts.resolved or "unknown"


def _people(wanted: Selection, teams_of: Teams) -> Iterator[Test]:
    if wanted.agent:
        yield lambda row: wanted.agent in row.facts.agents
    if wanted.team:
        members = frozenset(account for account, teams in teams_of.items() if wanted.team in teams)
        yield lambda row: not members.isdisjoint(row.facts.agents)


def _counted(wanted: Selection) -> Iterator[Test]:
    if wanted.offered:
        yield lambda row: row.facts.offered == wanted.offered or (wanted.offered == "any" and row.facts.offered != "")
    if wanted.cue:
        yield _counts("cues", wanted.cue)
    if wanted.system:
        yield _counts("system_faults", wanted.system)
    if wanted.fault:
        yield lambda row: wanted.fault in row.facts.faults
    if wanted.check or wanted.method:
        yield lambda row: bool(checks := row.facts.checks) and _checked(checks, wanted)
    if wanted.question:
        yield lambda row: row.facts.errors.get(wanted.question, -1) >= wanted.errors
    elif least := wanted.errors:
        yield lambda row: bool(errors := row.facts.errors) and max(errors.values()) >= least


def _counts(name: str, kind: str) -> Test:
    if kind == "any":
        return lambda row: bool(getattr(row.facts, name))
    return lambda row: kind in getattr(row.facts, name)


def _checked(checks: Mapping[str, str], wanted: Selection) -> bool:
    results = (result for check, result in checks.items() if wanted.method in ("", check))
    return any(wanted.check in ("", result) for result in results)


def _judged(wanted: Selection) -> Iterator[Test]:
    if wanted.scored == "no":
        yield lambda row: not _released(row)
    elif wanted.scored == "yes":
        yield _released
    elif wanted.scored:
        yield lambda row: _released(row) and row.score is not None and row.score.failed
    if wanted.score_from >= 0 or wanted.score_to >= 0:
        yield lambda row: _between(score_of(row), wanted.score_from, wanted.score_to)
    if wanted.rating_from or wanted.rating_to:
        worst, best = wanted.rating_from or 1, wanted.rating_to or 5
        yield lambda row: worst <= row.facts.rating <= best
    if wanted.recommend_from >= 0 or wanted.recommend_to >= 0:
        yield lambda row: _between(row.facts.recommend, max(0, wanted.recommend_from), wanted.recommend_to)
    if wanted.ease_from or wanted.ease_to:
        ease = (wanted.ease_from or 1, wanted.ease_to or 7)
        yield lambda row: _between(row.facts.ease, *ease)
    if wanted.review:
        yield lambda row: row.needs_review


def _behind(wanted: Selection) -> Test:
    asked = Asked(answer_seconds=seconds_of(wanted.within), agent=wanted.agent)
    return lambda row: behind(wanted.figure, wanted.part or "counted", row.facts, asked)


def seconds_of(within: str) -> dict[str, int]:
    """Answer times by site, as `answer_times` writes them. What makes no sense is left out."""
    pairs = (each.rpartition(":") for each in within.split())
    return {site: int(seconds) for site, _, seconds in pairs if seconds.isascii() and seconds.isdigit()}


def answer_times(seconds: Mapping[str, int]) -> str:
    """Answer times by site, as a selection has them in `within`."""
    return " ".join(f"{site}:{each}" for site, each in sorted(seconds.items()))


def _released(row: Row) -> bool:
    return row.score is not None and row.score.released_at > 0


def score_of(row: Row) -> int | None:
    """The released score, 0 to 100; None where there is none."""
    return row.score.score if row.score is not None and row.score.released_at else None


def _between(value: int | None, least: int, most: int) -> bool:
    """Whether it lies between. A bound of -1 is none."""
    return value is not None and value >= least and (most < 0 or value <= most)


def _spans(wanted: Selection) -> Iterator[Test]:
    if wanted.minutes_from:
        least = wanted.minutes_from * MINUTE_MILLIS
        yield lambda row: row.facts.ended_at > 0 and row.facts.took >= least
    if wanted.minutes_to:
        most = wanted.minutes_to * MINUTE_MILLIS
        yield lambda row: row.facts.ended_at > 0 and row.facts.took <= most
    if wanted.waited_from:
        yield lambda row: waited(row) >= wanted.waited_from * 1000
    if wanted.waited_to:
        yield lambda row: 0 <= waited(row) <= wanted.waited_to * 1000


def waited(row: Row) -> int:
    """Milliseconds from the request until an agent joined, or it ended with nobody; -1 while somebody waits."""
    until = row.facts.joined_at or row.facts.ended_at
    return until - row.facts.requested_at if until else -1


def _has_word(word: str) -> Test:
    return lambda row: word in row.facts.goal.casefold()


# --- order ----------------------------------------------------------------------------------------------

_LAST = 10**15
"""Where there is nothing to order by, a row comes last."""

_ORDERS: dict[str, Callable[[Row], tuple[int, ...]]] = {
    "longest": lambda row: (-row.facts.took, -row.facts.requested_at),
    "shortest": lambda row: (row.facts.took or _LAST, -row.facts.requested_at),
    "waited": lambda row: (-waited(row), -row.facts.requested_at),
    "rating": lambda row: (row.facts.rating or _LAST, -row.facts.requested_at),
    "score": lambda row: (_LAST if (score := score_of(row)) is None else score, -row.facts.requested_at),
    "errors": lambda row: (-max(row.facts.errors.values(), default=0), -row.facts.requested_at),
    "cues": lambda row: (-sum(row.facts.cues.values()), -row.facts.requested_at),
}
