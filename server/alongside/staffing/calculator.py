"""The calculator: one half hour's numbers as a form has them, reckoned by Erlang C and by Erlang A.

`read` says what is wrong by the field's name and keeps nothing; the caller keeps what was typed.
"""

from collections.abc import Mapping
from math import inf

from msgspec import Struct

from alongside.staffing.arrivals import HALF_SECONDS
from alongside.staffing.chat import Need, Target, Work, around, need
from alongside.staffing.erlang import Load, Outlook


class Field(Struct, frozen=True):
    """A number of the form: its limits, whether it may be a fraction, and whether it may be left out."""

    least: float
    most: float
    whole: bool = True
    optional: bool = False


FIELDS: Mapping[str, Field] = {
    "arrivals": Field(0, 5_000, whole=False),
    "minutes": Field(0.1, 240, whole=False),
    "at_a_time": Field(1, 6),
    "slower": Field(0, 100),
    "answered": Field(1, 99),
    "within": Field(0, 3_600),
    "patience": Field(0, 14_400),
    "gives_up": Field(0, 100, optional=True),
    "away": Field(0, 90),
}
"""arrivals in a half hour; minutes of handling; within and patience in seconds, 0: for ever; the rest in percent."""


class Reckoned(Struct, frozen=True, kw_only=True):
    """Both answers. None: no number of agents is enough, or more than one queue can have."""

    erlangs: float
    patient: Need | None
    impatient: Need | None
    around: list[tuple[int, Outlook, Outlook]]


def read(fields: Mapping[str, str]) -> tuple[dict[str, float], dict[str, str]]:
    """The numbers, and what is wrong by the field's name. An optional one that is left out is in neither."""
    numbers: dict[str, float] = {}
    problems: dict[str, str] = {}
    for name, field in FIELDS.items():
        text = fields.get(name, "").strip().removesuffix("%").strip().replace(",", ".")
        if not text and field.optional:
            continue
        number = _number(text, field)
        if number is None:
            kind = "a whole number" if field.whole else "a number"
            problems[name] = f"Write {kind} from {field.least:g} to {field.most:g}."
        else:
            numbers[name] = number
    return numbers, problems


def _number(text: str, field: Field) -> float | None:
    digits = text.replace(".", "", 0 if field.whole else 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        return None
    return float(text) if field.least <= float(text) <= field.most else None


def reckon(numbers: Mapping[str, float]) -> Reckoned:
    """Both answers for numbers that `read` gave."""
    load = Load(numbers["arrivals"] / HALF_SECONDS, numbers["minutes"] * 60, numbers["patience"] or inf)
    work = Work(at_a_time=int(numbers["at_a_time"]), slower=numbers["slower"] / 100, away=numbers["away"] / 100)
    gives_up = numbers["gives_up"] / 100 if "gives_up" in numbers else None
    waits = Target(answered=numbers["answered"] / 100, within=numbers["within"])
    target = Target(answered=waits.answered, within=waits.within, gives_up=gives_up)
    c, a = need(load, work, waits, gives_up=False), need(load, work, target, gives_up=True)
    middle = c or a
    return Reckoned(
        erlangs=load.rate * work.handling(load.handling),
        patient=c,
        impatient=a,
        around=around(load, work, middle.agents, waits.within) if middle and middle.agents else [],
    )
