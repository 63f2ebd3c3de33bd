"""How many will come in each half hour of a week: from the same half hour of the same weekday in the weeks before.

The method is simple exponential smoothing, a week at a time, over the last eight weeks: the latest week counts most,
and each older one 0.7 times as much as the one after it. It follows slow changes and knows no seasons, holidays or
campaigns: days that the service plan names as exceptions are left out of it.
(R. G. Brown, "Statistical forecasting for inventory control", 1959; weekly season as in G. Koole, "Call center
optimization", 2013, chapter on forecasting.)

How good it is, is measured and not promised: each of the last four weeks is forecast from the weeks before it alone and
held against what came, beside the simplest forecast there is, "the same as last week".
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta, tzinfo

from msgspec import Struct

from alongside.staffing.arrivals import HALVES, Half, turns

WEEKS = 8
KEEPS = 0.7
"""What an older week counts against the one after it: 1 - alpha, with alpha = 0.3."""
WEEKS_NEEDED = 2
"""With fewer full weeks nothing is forecast."""
HELD_OUT = 4


class Missed(Struct, frozen=True):
    """How far a forecast was off. Shares are of 1, None where nothing came."""

    mae: float
    """Mean distance, in arrivals per half hour."""
    wape: float | None
    """All distances together, as a share of all arrivals. What to read: quiet half hours do not spoil it."""
    mape: float | None
    """Mean of each half hour's distance as a share of its arrivals; half hours with none are left out."""
    bias: float
    """Mean of forecast less actual: above 0, it forecasts too many."""


class Tried(Struct, frozen=True):
    """The forecast and the simplest one, held against the same `weeks` weeks."""

    weeks: int
    ours: Missed
    naive: Missed


class History(Struct, frozen=True, kw_only=True):
    """What came: arrivals by half hour, known from the Monday `since` to before the Monday `until`."""

    counts: Mapping[Half, int]
    since: date
    until: date
    zone: tzinfo
    without: Collection[date] = ()
    """Days that are not like others of their weekday."""

    @property
    def weeks(self) -> int:
        return max(0, (self.until - self.since).days // 7)

    def came(self, half: Half) -> float | None:
        """Arrivals as they would be in one half hour; None where it says nothing of other weeks."""
        day, _ = half
        often = turns(half, self.zone)
        if not often or day in self.without or not self.since <= day < self.until:
            return None
        return self.counts.get(half, 0) / often


def forecast(history: History, week: date) -> dict[Half, float]:
    """Arrivals of each half hour in the week of this Monday; empty with fewer than two weeks of history before it."""
    if (min(week, history.until) - history.since).days < WEEKS_NEEDED * 7:
        return {}
    return {half: _smoothed(history, half, min(week, history.until)) for half in halves_of(week)}


def halves_of(week: date) -> list[Half]:
    """The half hours of a week that begins on this day."""
    return [(week + timedelta(days=day), number) for day in range(7) for number in range(HALVES)]


def _smoothed(history: History, half: Half, until: date) -> float:
    """The weighted mean of the weeks before `until`: the same as smoothing from the first of them on."""
    day, number = half
    last = until + timedelta(days=day.weekday() - 7)
    weight, total, weights = 1.0, 0.0, 0.0
    for week in range(WEEKS):
        came = history.came((last - timedelta(weeks=week), number))
        if came is not None:
            total, weights = total + weight * came, weights + weight
        weight *= KEEPS
    return total / weights if weights else 0.0


def tried(history: History) -> Tried | None:
    """How far off it would have been in the latest weeks, up to four; None with fewer than three weeks of history."""
    weeks = min(HELD_OUT, history.weeks - WEEKS_NEEDED)
    if weeks < 1:
        return None
    mondays = [history.until - timedelta(weeks=number + 1) for number in range(weeks)]
    ours = {half: value for monday in mondays for half, value in forecast(history, monday).items()}
    pairs = [(each, came) for each in ours if (came := _both_known(history, each)) is not None]
    naive = [(last, came) for (_, (last, came)) in pairs]
    return Tried(weeks, _missed([(ours[half], came) for half, (_, came) in pairs]), _missed(naive))


def _both_known(history: History, half: Half) -> tuple[float, float] | None:
    """What came in this half hour a week before, and then: both forecasts are held against the same half hours."""
    day, number = half
    before, came = history.came((day - timedelta(weeks=1), number)), history.came(half)
    return None if before is None or came is None else (before, came)


def _missed(pairs: Iterable[tuple[float, float]]) -> Missed:
    """From (forecast, actual). Half hours in which neither saw anybody, such as nights, would only flatter."""
    busy = [(value, came) for value, came in pairs if came or value]
    off = [abs(value - came) for value, came in busy]
    shares = [abs(value - came) / came for value, came in busy if came]
    total = sum(came for _, came in busy)
    return Missed(
        mae=sum(off) / max(1, len(off)),
        wape=sum(off) / total if total else None,
        mape=sum(shares) / len(shares) if shares else None,
        bias=sum(value - came for value, came in busy) / max(1, len(busy)),
    )
