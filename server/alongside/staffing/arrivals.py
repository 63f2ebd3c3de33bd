"""Half hours of a place: which one a moment falls into by the clock on its wall, and how many arrivals each had.

On the day that summer time ends, an hour comes twice and its half hours have what came in both; on the day that it
begins, one is left out. `turns` says how often a half hour comes, so that neither is taken for a busy or a quiet one.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

HALVES = 48
"""Half hours of a day, numbered from 0 at midnight."""
HALF_SECONDS = 1800

Half = tuple[date, int]
"""A day and the number of a half hour in it."""


def half_of(millis: int, zone: tzinfo) -> Half:
    """The half hour that this moment falls into."""
    there = datetime.fromtimestamp(millis / 1000, UTC).astimezone(zone)
    return there.date(), there.hour * 2 + there.minute // 30


def count(moments: Iterable[int], zone: tzinfo) -> Counter[Half]:
    """How many of these moments (milliseconds) fell into each half hour."""
    return Counter(half_of(moment, zone) for moment in moments)


def turns(half: Half, zone: tzinfo) -> int:
    """How often this half hour comes on this day: once, and on two days of the year twice or never."""
    day, number = half
    wall = datetime.combine(day, time(number // 2, number % 2 * 30))
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sum(half_of(round(each.timestamp() * 1000), zone) == half for each in found)


def clock(number: int) -> str:
    """A half hour's beginning as people say it: 09:30. 48 is the day's end, 24:00."""
    return f"{number // 2:02}:{number % 2 * 30:02}"


def week_of(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())


def begins(day: date, zone: tzinfo) -> int:
    """When this day begins there, in milliseconds."""
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)
