"""Dates as people enter them, and where they must lie, seen from a given day.

Dates are kept as ISO text, which sorts as time does. Must not know the clock: today comes in. The twin of
`widget/src/customer/lens/dates.ts`.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_DIVIDED = r"[-/., ]+"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_DIVIDED}([0-9]{{1,2}}){_DIVIDED}([0-9]{{1,2}})")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})(?:st|nd|rd|th)?{_DIVIDED}([0-9]{{1,2}}|[a-z]{{3,9}}){_DIVIDED}([0-9]{{1,5}})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FROM_TODAY = re.compile(r"([+-]?[0-9]{1,3})([dwmy])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Dated(NamedTuple):
    """A date as ISO text, or else the mistake that keeps it from being read as one."""

    date: str = ""
    mistake: str = ""


def read_date(text: str) -> Dated:
    """The date in a line of text: 31/1/2026, 31.01.2026, 31 1 2026, 31 January 2026, 2026-01-31."""
    lower = text.lower()
    if found := _YEAR_FIRST.fullmatch(lower):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(lower):
        day, month, year = found.groups()
    else:
        return Dated(mistake="not-a-date")
    return read_parts(day, month, year)


def read_parts(day: str, month: str, year: str) -> Dated:
    """The date in three separate inputs. The month may be a number or its English name."""
    if "" in (day, month, year):
        return Dated(mistake="date-incomplete")
    number = _month(month.lower())
    if not re.fullmatch("[0-9]{1,2} [0-9]{1,2} [0-9]{2,4}", f"{day} {number} {year}"):
        return Dated(mistake="not-a-date")
    if len(year) == 2:
        return Dated(mistake="two-digit-year")
    found = _iso(year, number, day)
    return Dated(found) if found else Dated(mistake=_mistake(year, number, day))


def bound(text: str, today: str) -> str:
    """The day that `earliest` or `latest` names: a date, or so far from today (-28d, +2w, -1m, +1y).

    Where the month has no such day it is the month's last. "" for what names no day.
    """
    start = _real(today)
    if _real(text) or not start:
        return text if _real(text) else ""
    if not (found := _FROM_TODAY.fullmatch(text)):
        return ""
    step = int(found[1])
    try:
        if found[2] in "dw":
            return str(start + timedelta(days=step * (7 if found[2] == "w" else 1)))
        return str(_months_on(start, step * (12 if found[2] == "y" else 1)))
    except (OverflowError, ValueError):
        return ""


def _month(text: str) -> str:
    return str(_MONTHS.index(text[:3]) + 1) if text[:3] in _MONTHS else text


def _mistake(year: str, month: str, day: str) -> str:
    if _iso(year, day, month):
        return "day-and-month-swapped"
    # The first of that month is there, and other months have such a day.
    return "no-such-day" if _iso(year, month, "1") and _iso(year, "1", day) else "not-a-date"


def _iso(year: str, month: str, day: str) -> str:
    """The day in ISO text if there is such a day in the years from 1000 on; else ""."""
    text = f"{year}-{month:0>2}-{day:0>2}"
    return text if _real(text) else ""


def _real(text: str) -> date | None:
    if not _ISO.fullmatch(text) or text < "1000":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _months_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
