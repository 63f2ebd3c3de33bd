"""Zones: which day, hour and half hour it is by the clock of a place, for times in milliseconds since 1970.

Asked of every row that is counted, so what a place's clock differs by is looked up once for each quarter of an hour:
clocks change at none but those. The rules of time zones come with Python. It must not know whose zone it is.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_MILLIS = 86_400_000
HALF_MILLIS = 1_800_000
_QUARTER = 900_000
_LONGEST_NAME = 64
_KEPT = 40_000
"""Quarters of hours: more than a year of them."""


class Zone:
    """A place's clock. Days are numbered from 1970, half hours of a day from 0, and weekdays from Monday, 0."""

    def __init__(self, name: str) -> None:
        """Raises an exception of its library for a name that is none."""
        self.name = name or "UTC"
        self._rules = None if self.name == "UTC" else ZoneInfo(self.name)
        self._ahead: dict[int, int] = {}
        self._begins: dict[int, int] = {}

    def local(self, at: int) -> int:
        """What the clock shows, as if it were milliseconds of UTC."""
        if self._rules is None:
            return at
        ahead = self._ahead.get(at // _QUARTER)
        return at + (self._look_up(at // _QUARTER) if ahead is None else ahead)

    def moment(self, at: int) -> datetime:
        """This time as the clock there shows it."""
        return datetime.fromtimestamp(at / 1000, self._rules or UTC)

    def day(self, at: int) -> int:
        return self.local(at) // DAY_MILLIS

    def half(self, at: int) -> int:
        return self.local(at) % DAY_MILLIS // HALF_MILLIS

    def weekday(self, at: int) -> int:
        return (self.day(at) + 3) % 7  # 1970 began on a Thursday

    def begins(self, day: int) -> int:
        """When this day begins there. Where the clock is put forward at midnight: when it is."""
        if self._rules is None:
            return day * DAY_MILLIS
        found = self._begins.get(day)
        if found is None:
            midnight = datetime.combine(named(day), time(), self._rules)
            found = self._begins[day] = round(midnight.timestamp() * 1000)
        return found

    def _look_up(self, quarter: int) -> int:
        if len(self._ahead) >= _KEPT:
            self._ahead.clear()
        there = datetime.fromtimestamp(quarter * _QUARTER / 1000, UTC).astimezone(self._rules)
        ahead = self._ahead[quarter] = round((there.utcoffset() or timedelta()).total_seconds() * 1000)
        return ahead


@lru_cache(64)
def zone(name: str) -> Zone:
    """The clock of this zone, as in `Europe/London`; empty, and one that nobody knows: UTC."""
    try:
        return Zone(name if len(name) <= _LONGEST_NAME else "")
    except (ValueError, OSError, KeyError):  # as ZoneInfo says that there is none
        return Zone("")


def is_zone(name: str) -> bool:
    """Whether there is such a zone."""
    return zone(name).name == name


def number_of(day: date) -> int:
    """The day's number since 1970."""
    return (day - date(1970, 1, 1)).days


def named(day: int) -> date:
    """The day of this number."""
    return date(1970, 1, 1) + timedelta(days=day)
