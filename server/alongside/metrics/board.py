"""Board: the figures of a time and of the same time before it, by day and broken down; from rows, kept by day.

What a day's sessions come to is kept until one of them changes, is added or is erased: so a dashboard over a hundred
thousand sessions costs little more than looking which days changed. Nothing kept names a session. Pure: it knows not
where rows come from; whoever asks passes only rows that the reader may see.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from alongside.metrics.breaking import By, Teams, day_name, grouped, unbroken
from alongside.metrics.causes import Counts, count
from alongside.metrics.duty import MINUTE, Had, had
from alongside.metrics.facts import Facts, Row
from alongside.metrics.measures import Asked
from alongside.metrics.selection import Selection
from alongside.metrics.tally import Figure, Tally, added, figures, tally
from alongside.metrics.zones import Zone, number_of, zone

KEPT = 48
"""So many selections' days are kept; of more the one looked at longest ago goes."""
COLUMNS = (
    *("sessions", "service_level", "wait_median", "response_median", "handling_median"),
    *("first_contact", "self_completion", "csat", "nps"),
)
"""The KPIs that sessions are broken down by."""
_BROKEN = ("asked", "in_time", "wait", "response", "handling", "first_contact", "themselves", "satisfied", "recommend")


class Span(Struct, frozen=True):
    """Days from `first` to `last`, both in it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """As many days right before it."""
        return Span(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


class Group(Struct, frozen=True, kw_only=True):
    """The sessions of one site, task, agent or hour, now and before. `ranked`: enough of them to be compared."""

    key: str
    now: dict[str, Figure]
    before: dict[str, Figure]
    ranked: bool = True


class Seen(NamedTuple):
    """The rows that a reader sees, latest first. Of the same reader and version the rows are the same."""

    rows: Sequence[Row]
    reader: Hashable
    version: int


class Board(Struct, frozen=True, kw_only=True):
    """What a dashboard shows. `days` has every day of the span; `had` when agents had customers, by agent and day."""

    span: Span
    now: dict[str, Figure]
    before: dict[str, Figure]
    days: list[tuple[str, dict[str, Figure]]]
    groups: list[Group]
    checks: dict[str, Counter[str]]
    had: dict[tuple[str, int], Had]
    causes: Counts


class _Cell(Struct):
    """One day of one selection. `stamp` changes with any session of the day."""

    stamp: int
    tally: Tally
    figures: dict[str, Figure]
    checks: dict[str, Counter[str]]
    had: dict[str, Had]
    causes: Counts
    groups: dict[str, dict[str, Tally]]


class _Kept(Struct):
    """What is kept of one selection: its days, and the latest board with what it was asked for."""

    cells: dict[int, _Cell] = {}
    asked_for: Any = None
    board: Board | None = None


class Boards:
    """Makes boards, and keeps what days came to. May be asked from several threads."""

    def __init__(self, teams_of: Callable[[], Teams]) -> None:
        self._teams_of = teams_of
        self._kept: dict[Any, _Kept] = {}
        self._stamps: dict[Hashable, tuple[int, dict[int, int]]] = {}

    def board(self, seen: Seen, wanted: Selection, span: Span, asked: Asked, by: By | None, least: int) -> Board:
        """The board of those rows that are wanted. Agents with fewer than `least` sessions are not ranked."""
        asked = replace(asked, agent=wanted.agent)
        wanted = replace(wanted, from_day="", to_day="", sort="latest", page=1)
        kept = self._find((seen.reader, wanted, tuple(sorted(asked.answer_seconds.items()))))
        asked_for = (seen.version, span, by, least)
        if kept.board is None or kept.asked_for != asked_for:
            cells = self._cells(seen, kept.cells, wanted, span, asked, by)
            kept.board = _board(cells, span, by, least)
            kept.asked_for = asked_for
        return kept.board

    def _find(self, key: Any) -> _Kept:
        """What is kept of a selection; the one looked at longest ago makes room."""
        kept = self._kept.pop(key, None) or _Kept()
        self._kept[key] = kept
        if len(self._kept) > KEPT:
            self._kept.pop(next(iter(self._kept)), None)
        return kept

    def _cells(
        self, seen: Seen, kept: dict[int, _Cell], wanted: Selection, span: Span, asked: Asked, by: By | None
    ) -> dict[int, _Cell]:
        """The days of the span and of the one before it, those that changed made anew."""
        cells: dict[int, _Cell] = {}
        clock = zone(wanted.zone)
        for day in range(number_of(span.before.first), number_of(span.last) + 1):
            rows = between(seen.rows, clock, day, day)
            if not rows:
                continue
            stamp, cell = self._stamp(seen, clock, day, rows), kept.get(day)
            if cell is None or cell.stamp != stamp or (by is not None and by not in cell.groups):
                cell = kept[day] = self._cell(stamp, rows, cell, wanted, day, asked, by)
            cells[day] = cell
        return cells

    def _stamp(self, seen: Seen, clock: Zone, day: int, rows: Sequence[Row]) -> int:
        """A number that changes with any session of the day, by their entries."""
        version, stamps = self._stamps.get((seen.reader, clock.name), (-1, {}))
        if version != seen.version:
            stamps = {}
            self._stamps[seen.reader, clock.name] = seen.version, stamps
        if day not in stamps:
            stamps[day] = hash(tuple([(row.facts.session, row.facts.number) for row in rows]))
        return stamps[day]

    def _cell(
        self,
        stamp: int,
        rows: Sequence[Row],
        before: _Cell | None,
        wanted: Selection,
        day: int,
        asked: Asked,
        by: By | None,
    ) -> _Cell:
        facts = [row.facts for row in wanted.choose(rows, self._teams_of())]
        clock = zone(wanted.zone)
        cell = before if before is not None and before.stamp == stamp else _cell(stamp, facts, clock.begins(day), asked)
        if by is not None:
            cell.groups[by] = self._broken(facts, by, asked, clock)
        return cell

    def _broken(self, rows: list[Facts], by: By, asked: Asked, clock: Zone) -> dict[str, Tally]:
        of_agent = by == "agent"
        return {
            key: tally(each, replace(asked, agent=key) if of_agent else asked, _BROKEN)
            for key, each in grouped(rows, by, self._teams_of(), clock).items()
        }


def between(rows: Sequence[Row], clock: Zone, first: int, last: int) -> Sequence[Row]:
    """Those of `rows` (latest first) that began on these days by this clock, both in it, by their numbers."""
    begin = bisect_left(rows, -clock.begins(last + 1) + 1, key=_backwards)
    return rows[begin : bisect_left(rows, -clock.begins(first) + 1, key=_backwards)]


def _backwards(row: Row) -> int:
    return -row.facts.requested_at


def _board(cells: Mapping[int, _Cell], span: Span, by: By | None, least: int) -> Board:
    now, before = _within(cells, span), _within(cells, span.before)
    days = [number_of(span.first) + more for more in range(span.days)]
    return Board(
        span=span,
        now=figures(added(cell.tally for cell in now.values())),
        before=figures(added(cell.tally for cell in before.values())),
        days=[(day_name(day), now[day].figures if day in now else figures({})) for day in days],
        groups=_groups(by, now.values(), before.values(), least) if by else [],
        checks=_checks(now.values()),
        had={(agent, day): each for day, cell in now.items() for agent, each in cell.had.items()},
        causes=sum((cell.causes for cell in now.values()), Counts()),
    )


def _cell(stamp: int, rows: list[Facts], begins: int, asked: Asked) -> _Cell:
    whole = tally(rows, asked)
    checks: dict[str, Counter[str]] = {}
    for row in rows:
        for check, outcome in row.checks.items():
            checks.setdefault(check, Counter())[outcome] += 1
    customers = had(rows, begins // MINUTE)
    return _Cell(stamp, whole, figures(whole), checks, customers, count(rows), {})


def _within(cells: Mapping[int, _Cell], span: Span) -> dict[int, _Cell]:
    first, last = number_of(span.first), number_of(span.last)
    return {day: cell for day, cell in cells.items() if first <= day <= last}


def _groups(by: By, now: Iterable[_Cell], before: Iterable[_Cell], least: int) -> list[Group]:
    found, earlier = _by_key(by, now), _by_key(by, before)
    groups = []
    for key in unbroken(by, found):
        of_now = figures(added(found.get(key, ())))
        ranked = by != "agent" or of_now["sessions"].n >= least
        groups.append(Group(key=key, now=of_now, before=figures(added(earlier.get(key, ()))), ranked=ranked))
    return groups


def _by_key(by: By, cells: Iterable[_Cell]) -> dict[str, list[Tally]]:
    found: dict[str, list[Tally]] = {}
    for cell in cells:
        for key, each in cell.groups[by].items():
            found.setdefault(key, []).append(each)
    return found


def _checks(cells: Iterable[_Cell]) -> dict[str, Counter[str]]:
    total: dict[str, Counter[str]] = {}
    for cell in cells:
        for check, counts in cell.checks.items():
            total.setdefault(check, Counter()).update(counts)
    return dict(sorted(total.items()))
