"""Board: the figures of a time and of the same time before it, by day and broken down; from rows, kept by day.

What a day's sessions come to is kept until one of them changes, is added or is erased: so a dashboard over a hundred
thousand sessions costs little more than looking which days changed. Nothing kept names a session. Pure: it knows not
where rows come from; whoever asks passes only rows that the reader may see.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from alongside.metrics.breaking import DAY, By, Teams, grouped, when
from alongside.metrics.duty import MINUTE, Had, had
from alongside.metrics.facts import Facts, Row
from alongside.metrics.kpis import Asked
from alongside.metrics.selection import Selection
from alongside.metrics.tally import Figure, Tally, added, figures, tally

KEPT = 24
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


class Board(Struct, frozen=True, kw_only=True):
    """What a dashboard shows. `days` has every day of the span; `had` when agents had customers, by agent and day."""

    span: Span
    now: dict[str, Figure]
    before: dict[str, Figure]
    days: list[tuple[str, dict[str, Figure]]]
    groups: list[Group]
    checks: dict[str, Counter[str]]
    had: dict[tuple[str, int], Had]


class _Cell(Struct):
    """One day of one selection. `stamp` changes with any of its sessions."""

    stamp: int
    tally: Tally
    figures: dict[str, Figure]
    checks: dict[str, Counter[str]]
    had: dict[str, Had]
    groups: dict[str, dict[str, Tally]]


class Boards:
    """Makes boards, and keeps what days came to."""

    def __init__(self, teams_of: Teams) -> None:
        self._teams_of = teams_of
        self._kept: dict[Any, dict[int, _Cell]] = {}

    def board(
        self, rows: Sequence[Row], wanted: Selection, span: Span, asked: Asked, by: By | None, least: int
    ) -> Board:
        """The board of those `rows` (latest first) that are wanted. Agents with fewer than `least` are not ranked."""
        asked = replace(asked, agent=wanted.agent)
        both = replace(wanted, from_day=str(span.before.first), to_day=str(span.last), sort="latest", page=1)
        cells = self._cells(both.choose(rows, self._teams_of), self._days_of(wanted, asked), asked, by)
        now, before = _within(cells, span), _within(cells, span.before)
        days = [day_number(span.first) + more for more in range(span.days)]
        return Board(
            span=span,
            now=figures(added(cell.tally for cell in now.values())),
            before=figures(added(cell.tally for cell in before.values())),
            days=[(when(day * DAY, "day"), now[day].figures if day in now else figures({})) for day in days],
            groups=_groups(by, now.values(), before.values(), least) if by else [],
            checks=_checks(now.values()),
            had={(agent, day): each for day, cell in now.items() for agent, each in cell.had.items()},
        )

    def _days_of(self, wanted: Selection, asked: Asked) -> dict[int, _Cell]:
        """The days that are kept of a selection."""
        plain = replace(wanted, from_day="", to_day="", sort="latest", page=1)
        key = (plain, tuple(sorted(asked.answer_seconds.items())))
        days = self._kept.pop(key, {})
        self._kept[key] = days  # the latest stands last
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return days

    def _cells(self, rows: Iterable[Row], kept: dict[int, _Cell], asked: Asked, by: By | None) -> dict[int, _Cell]:
        cells: dict[int, _Cell] = {}
        for day, found in groupby(rows, lambda row: row.facts.requested_at // DAY):
            of_day = [row.facts for row in found]
            stamp = hash(tuple([(row.session, row.number) for row in of_day]))
            cell = kept.get(day)
            if cell is None or cell.stamp != stamp:
                cell = kept[day] = _cell(stamp, of_day, day, asked)
            if by is not None and by not in cell.groups:
                cell.groups[by] = self._broken(of_day, by, asked)
            cells[day] = cell
        return cells

    def _broken(self, rows: list[Facts], by: By, asked: Asked) -> dict[str, Tally]:
        of_agent = by == "agent"
        return {
            key: tally(each, replace(asked, agent=key) if of_agent else asked, _BROKEN)
            for key, each in grouped(rows, by, self._teams_of).items()
        }


def _cell(stamp: int, rows: list[Facts], day: int, asked: Asked) -> _Cell:
    whole = tally(rows, asked)
    checks: dict[str, Counter[str]] = {}
    for row in rows:
        for check, outcome in row.checks.items():
            checks.setdefault(check, Counter())[outcome] += 1
    return _Cell(stamp, whole, figures(whole), checks, had(rows, day * DAY // MINUTE), {})


def _within(cells: Mapping[int, _Cell], span: Span) -> dict[int, _Cell]:
    first, last = day_number(span.first), day_number(span.last)
    return {day: cell for day, cell in cells.items() if first <= day <= last}


def day_number(day: date) -> int:
    """The day's number since 1970."""
    return (day - date(1970, 1, 1)).days


def _groups(by: By, now: Iterable[_Cell], before: Iterable[_Cell], least: int) -> list[Group]:
    found, earlier = _by_key(by, now), _by_key(by, before)
    groups = []
    for key in sorted(found):
        of_now = figures(added(found[key]))
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
