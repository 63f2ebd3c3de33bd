"""The service plan as a form has it: words to read and to write, and what is wrong with them, by the place.

`read(written(plan))` is the plan again. Hours are written as people write them, `09:00-17:00, 18:00-20:00`; special
days and shifts are a line each, `2026-12-25 closed Christmas Day` and `Mon-Fri 09:00-17:00 3`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import TypeVar

from alongside.protocol.plans import Contingency, ServicePlan, Shift, Span, Special
from alongside.staffing.arrivals import HALVES, clock

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = tuple(day[:3] for day in WEEKDAYS)
OBJECTIVES = ("service_level", "abandonment", "first_contact", "self_completion", "csat", "easy")
"""The KPIs that something may be promised of: shares, in percent."""
CONTINGENCIES = 8
TEXT_MOST = 500
LINES_MOST = 100
AGENTS_MOST = 500

STARTER = ServicePlan(
    objectives={"service_level": 80, "abandonment": 5, "csat": 80},
    hours=((Span(18, 34),),) * 5 + ((),) * 2,
)
"""What the form begins with where there is no plan yet: usual promises and office hours, to be changed."""

_NUMBERS = {
    "answer_seconds": (1, 3600),
    "at_a_time": (1, 6),
    "away_percent": (0, 90),
    "patience_seconds": (0, 14_400),
}
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")

T = TypeVar("T")
Problems = dict[str, str]
"""A field's name to a sentence that says what to write there."""


class NotRead(Exception):
    """A piece of text is none of what belongs there. `says` is a sentence for the person who wrote it."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def written(plan: ServicePlan) -> dict[str, str]:
    """The plan's fields as the form shows them."""
    fields = {name: str(getattr(plan, name)) for name in _NUMBERS}
    fields |= {name: str(plan.objectives[name]) if name in plan.objectives else "" for name in OBJECTIVES}
    fields |= {f"hours_{day}": hours_said(spans) for day, spans in enumerate(plan.hours)}
    fields["aim"] = plan.aim
    fields["specials"] = "\n".join(_special_said(each) for each in plan.specials)
    fields["shifts"] = "\n".join(shift_said(each) for each in plan.shifts)
    blank = Contingency(when="", then="")
    for at, each in enumerate([*plan.contingencies, *[blank] * CONTINGENCIES][:CONTINGENCIES]):
        fields |= {f"when_{at}": each.when, f"then_{at}": each.then, f"who_{at}": each.who}
    return fields


def contingencies_shown(fields: Mapping[str, str]) -> int:
    """How many of them the form shows: those that are filled in, and room for more."""
    filled = [at for at in range(CONTINGENCIES) if any(fields.get(f"{part}_{at}") for part in ("when", "then", "who"))]
    return min(CONTINGENCIES, max(filled, default=-1) + 3)


def read(fields: Mapping[str, str]) -> tuple[ServicePlan | None, Problems]:
    """The plan that these fields are, or what is wrong with them. A field that is missing counts as empty."""
    problems: Problems = {}

    def taken(name: str, how: Callable[[str], T], instead: T) -> T:
        try:
            return how(fields.get(name, "").strip())
        except NotRead as refused:
            problems[name] = refused.says
            return instead

    numbers = {name: taken(name, _between(*limits), limits[0]) for name, limits in _NUMBERS.items()}
    objectives = {name: taken(name, _percent, None) for name in OBJECTIVES}
    closed: tuple[Span, ...] = ()
    hours = tuple(taken(f"hours_{day}", hours_read, closed) for day in range(7))
    plan = ServicePlan(
        aim=taken("aim", _text, ""),
        objectives={name: value for name, value in objectives.items() if value is not None},
        hours=hours,
        specials=taken("specials", _lines(_special), ()),
        shifts=taken("shifts", _lines(_shift), ()),
        contingencies=_contingencies(fields, problems),
        **numbers,
    )
    return (None, problems) if problems else (plan, {})


# --- times ----------------------------------------------------------------------------------------------


def hours_read(text: str) -> tuple[Span, ...]:
    """`09:00-12:30, 13:00-17:00` as spans in order; `closed`, or nothing, as none. Raises NotRead."""
    if text.lower() in ("", "closed", "-", "–"):
        return ()
    spans = sorted(_span(part) for part in text.split(","))
    for earlier, later in pairwise(spans):
        if later.begin < earlier.end:
            raise NotRead(
                f"{_span_said(earlier)} and {_span_said(later)} overlap. Write one of them, or change the times."
            )
    return tuple(spans)


def _span(text: str) -> Span:
    ends = [end.strip() for end in re.split(r"\s*(?:-|–|to)\s*", text.strip())]
    if len(ends) != 2 or not all(ends):
        raise NotRead(f"“{text.strip()}” is no time span. Write it as 09:00-17:00, or closed.")
    begin, end = (_half(each) for each in ends)
    if end <= begin:
        raise NotRead(
            f"“{text.strip()}” ends before it begins. For a night, write 22:00-24:00 and the rest the next day."
        )
    return Span(begin, end)


def _half(text: str) -> int:
    found = _TIME.fullmatch(text)
    hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
    number = hour * 2 + minute // 30
    if number > HALVES or (number == HALVES and minute):
        raise NotRead(f"“{text}” is no time. Write it as 09:00; the day ends at 24:00.")
    if minute not in (0, 30):
        raise NotRead(f"“{text}” is not on the half hour. Write the hour or half past, such as 09:00 or 09:30.")
    return number


def _span_said(span: Span) -> str:
    return f"{clock(span.begin)}-{clock(span.end)}"


def hours_said(spans: tuple[Span, ...]) -> str:
    """Spans as the form has them."""
    return ", ".join(map(_span_said, spans)) or "closed"


# --- lines ----------------------------------------------------------------------------------------------


def _lines(how: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    def every(text: str) -> tuple[T, ...]:
        found: list[T] = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(how(line.strip()))
            except NotRead as refused:
                raise NotRead(f"Line {number}: {refused.says}") from None
        if len(found) > LINES_MOST:
            raise NotRead(f"These are more than {LINES_MOST} lines. Leave out what is long past.")
        return tuple(found)

    return every


def _special(line: str) -> Special:
    day, _, rest = line.partition(" ")
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise NotRead(f"“{day}” is no day. Begin with the date, as in 2026-12-25 closed Christmas Day.") from None
    times = re.match(r"closed\b|(?:[\d:.]+\s*(?:-|–|to)\s*[\d:.]+(?:\s*,\s*)?)+", rest.strip(), re.IGNORECASE)
    if times is None:
        raise NotRead("after the date write closed or the hours, as in 2026-12-24 09:00-12:00 Christmas Eve.")
    hours = hours_read(times[0].strip(" ,"))
    return Special(day=when.isoformat(), hours=hours, why=_text(rest.strip()[times.end() :].strip(" ,")))


def _special_said(special: Special) -> str:
    return f"{special.day} {hours_said(special.hours)} {special.why}".rstrip()


def _shift(line: str) -> Shift:
    words = line.split()
    if len(words) < 3:
        raise NotRead("write days, hours and how many agents, as in Mon-Fri 09:00-17:00 3.")
    days, agents = words[0], words[-1]
    if not agents.isdigit() or not 1 <= int(agents) <= AGENTS_MOST:
        raise NotRead(f"“{agents}” is no number of agents. End the line with a number from 1 to {AGENTS_MOST}.")
    return Shift(days=_days(days), span=_span(" ".join(words[1:-1])), agents=int(agents))


def _days(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        ends = [_weekday(end) for end in re.split("[-–]", part)]
        if len(ends) > 2 or ends[-1] < ends[0]:
            raise NotRead(f"“{part}” is no range of days. Write it as Mon-Fri.")
        found |= set(range(ends[0], ends[-1] + 1))
    return tuple(sorted(found))


def _weekday(text: str) -> int:
    short = text.strip()[:3].capitalize()
    if short not in SHORT:
        raise NotRead(f"“{text.strip()}” is no weekday. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.")
    return SHORT.index(short)


def shift_said(shift: Shift) -> str:
    """A shift as the form has it."""
    first, last = shift.days[0], shift.days[-1]
    row = last - first == len(shift.days) - 1 and last > first
    days = f"{SHORT[first]}-{SHORT[last]}" if row else ",".join(SHORT[day] for day in shift.days)
    return f"{days} {_span_said(shift.span)} {shift.agents}"


def _contingencies(fields: Mapping[str, str], problems: Problems) -> tuple[Contingency, ...]:
    found: list[Contingency] = []
    for at in range(CONTINGENCIES):
        words = {part: fields.get(f"{part}_{at}", "").strip() for part in ("when", "then", "who")}
        for part, text in words.items():
            if len(text) > TEXT_MOST:
                problems[f"{part}_{at}"] = f"Write at most {TEXT_MOST} characters here."
        if not any(words.values()):
            continue
        for part, says in (("when", "Say when this is done."), ("then", "Say what is done then.")):
            if not words[part]:
                problems[f"{part}_{at}"] = says
        found.append(Contingency(**words))
    return tuple(found)


# --- numbers and text -----------------------------------------------------------------------------------


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
            raise NotRead(f"Write a whole number from {least} to {most}.")
        return int(text)

    return number


def _percent(text: str) -> int | None:
    return _between(0, 100)(text.removesuffix("%").strip()) if text else None


def _text(text: str) -> str:
    if len(text) > TEXT_MOST:
        raise NotRead(f"Write at most {TEXT_MOST} characters here.")
    return text
