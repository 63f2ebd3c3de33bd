"""Tally: what the measures say of some sessions, in a form that can be added up, and the figures it makes.

Tallies of days add up to the tally of a month, so that a dashboard need not look at every session again. Pure.
"""

import math
from array import array
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from alongside.metrics.facts import Facts
from alongside.metrics.kpis import KPIS, Kpi
from alongside.metrics.measures import MEASURES, Asked

_ORDERED = frozenset(kpi.measure for kpi in KPIS if kpi.way in ("median", "p90"))
"""Measures of which every number is wanted, and not only the sum."""


class Numbers(Struct, frozen=True):
    """A measure's numbers of the sessions that it counts: how many, their sum, how many above 0; all, where wanted."""

    n: int = 0
    total: float = 0.0
    met: int = 0
    each: tuple["array[float]", ...] = ()


class Figure(Struct, frozen=True):
    """A KPI's value over some sessions, None where nothing can be reckoned. `met` of `n` sessions add to it."""

    value: float | None
    n: int
    met: int = 0


Tally = Mapping[str, Numbers]
"""By measure."""


def tally(rows: Iterable[Facts], asked: Asked, names: Collection[str] = tuple(MEASURES)) -> Tally:
    """The tally of these sessions, by the measures of these names. Practice is left out."""
    real = [row for row in rows if not row.practice]
    return {name: _numbers(name, real, asked) for name in names}


def _numbers(name: str, rows: Iterable[Facts], asked: Asked) -> Numbers:
    measure = MEASURES[name]
    found = [value for row in rows if (value := measure(row, asked)) is not None]
    each = (array("d", sorted(found)),) if name in _ORDERED and found else ()
    return Numbers(len(found), math.fsum(found), sum(value > 0 for value in found), each)


def added(tallies: Iterable[Tally]) -> Tally:
    """The tally of all these sessions together."""
    by_name: dict[str, list[Numbers]] = {}
    for tally in tallies:
        for name, numbers in tally.items():
            by_name.setdefault(name, []).append(numbers)
    return {name: _sum(numbers) for name, numbers in by_name.items()}


def _sum(numbers: list[Numbers]) -> Numbers:
    return Numbers(
        sum(each.n for each in numbers),
        math.fsum(each.total for each in numbers),
        sum(each.met for each in numbers),
        tuple(values for each in numbers for values in each.each),
    )


def figures(of: Tally) -> dict[str, Figure]:
    """The value of every KPI that the tally's measures make, by its id."""
    ordered = {name: _ordered(of[name].each) for name in _ORDERED if name in of}
    return {kpi.id: _figure(kpi, of.get(kpi.measure, _NONE), ordered.get(kpi.measure, [])) for kpi in KPIS}


def _ordered(days: Iterable["array[float]"]) -> list[float]:
    """All numbers in order. Those of a day are: to sort runs costs little."""
    whole = array("d")
    for each in days:
        whole.extend(each)
    return sorted(whole)


_NONE = Numbers()


def _figure(kpi: Kpi, of: Numbers, ordered: list[float]) -> Figure:
    value = _value(kpi, of, ordered) if of.n or kpi.way == "count" else None
    return Figure(value, of.n, of.met if kpi.way in ("share", "net") else 0)


def _value(kpi: Kpi, of: Numbers, ordered: list[float]) -> float:
    if kpi.way == "count":
        return float(of.n)
    if kpi.way == "median":
        return (ordered[(of.n - 1) // 2] + ordered[of.n // 2]) / 2
    if kpi.way == "p90":
        return ordered[math.ceil(0.9 * of.n) - 1]
    if kpi.way == "share":
        return of.met / of.n
    return of.total / of.n * (100 if kpi.way == "net" else 1)
