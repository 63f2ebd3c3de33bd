"""Matching: which rows a selection takes, and in which order they stand.

To add a filter, its test goes here, and what it is called in an address to selection.py.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal

from alongside.metrics.facts import Row
from alongside.metrics.kpis import behind
from alongside.metrics.measures import Asked
from alongside.metrics.zones import number_of, zone

if TYPE_CHECKING:
    from alongside.metrics.selection import Selection

Test = Callable[[Row], bool]
Teams = Mapping[str, tuple[str, ...]]
"""Account to the teams that it is in."""

Outcome = Literal["yes", "partly", "no", "unknown", "abandoned"]
"""yes, partly, no: by the agent's account; unknown: over, and nobody gave one; abandoned: over, and nobody took it."""

MINUTE_MILLIS = 60_000


def tests(wanted: "Selection", teams_of: Teams) -> Iterator[Test]:
    """What a row has to pass, all of it. The cheapest and most telling first: what they leave out, others pass over."""
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


def _days(wanted: "Selection") -> Iterator[Test]:
    clock = zone(wanted.zone)
    if wanted.from_day:
        first = clock.begins(number_of(date.fromisoformat(wanted.from_day)))
        yield lambda row: row.facts.requested_at >= first
    if wanted.to_day:
        end = clock.begins(number_of(date.fromisoformat(wanted.to_day)) + 1)
        yield lambda row: row.facts.requested_at < end
    if wanted.hour >= 0:
        hour = wanted.hour
        yield lambda row: clock.half(row.facts.requested_at) // 2 == hour
    if wanted.half >= 0:
        half = wanted.half
        yield lambda row: clock.half(row.facts.requested_at) == half
    if wanted.weekday >= 0:
        weekday = wanted.weekday
        yield lambda row: clock.weekday(row.facts.requested_at) == weekday


NO_TASK = "-"
"""In the place of a task: sessions without one."""
_SAME = ("channel", "familiarity", "language", "cause", "solved", "follow_up")


def _equals(wanted: "Selection") -> Iterator[Test]:
    if wanted.playbook:
        yield _same("playbook", "" if wanted.playbook == NO_TASK else wanted.playbook)
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


def _people(wanted: "Selection", teams_of: Teams) -> Iterator[Test]:
    if wanted.agent:
        yield lambda row: wanted.agent in row.facts.agents
    if wanted.team:
        members = frozenset(account for account, teams in teams_of.items() if wanted.team in teams)
        yield lambda row: not members.isdisjoint(row.facts.agents)


def _counted(wanted: "Selection") -> Iterator[Test]:
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


def _checked(checks: Mapping[str, str], wanted: "Selection") -> bool:
    results = (result for check, result in checks.items() if wanted.method in ("", check))
    return any(wanted.check in ("", result) for result in results)


def _judged(wanted: "Selection") -> Iterator[Test]:
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


def _behind(wanted: "Selection") -> Test:
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


def _spans(wanted: "Selection") -> Iterator[Test]:
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


def ordered(rows: list[Row], sort: str) -> list[Row]:
    """These rows, which stand latest first, in an order of `Sort`; the same list."""
    if sort == "oldest":
        rows.reverse()
    elif sort != "latest":
        rows.sort(key=_ORDERS[sort])
    return rows


_ORDERS: dict[str, Callable[[Row], tuple[int, ...]]] = {
    "longest": lambda row: (-row.facts.took, -row.facts.requested_at),
    "shortest": lambda row: (row.facts.took or _LAST, -row.facts.requested_at),
    "waited": lambda row: (-waited(row), -row.facts.requested_at),
    "rating": lambda row: (row.facts.rating or _LAST, -row.facts.requested_at),
    "score": lambda row: (_LAST if (score := score_of(row)) is None else score, -row.facts.requested_at),
    "errors": lambda row: (-max(row.facts.errors.values(), default=0), -row.facts.requested_at),
    "cues": lambda row: (-sum(row.facts.cues.values()), -row.facts.requested_at),
}
