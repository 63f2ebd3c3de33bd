"""A week of half hours: what came, what is expected, how many agents that takes, how many are planned, and the gap.

Each half hour is reckoned by itself, as if it had gone on like that for long: a queue that a half hour leaves behind is
not carried into the next one, so after a rush it is a little too hopeful, and before one too careful.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from math import inf

from msgspec import Struct

from alongside.protocol.plans import ServicePlan
from alongside.staffing.arrivals import HALF_SECONDS, HALVES, Half
from alongside.staffing.chat import Need, Target, Work, need
from alongside.staffing.erlang import Load
from alongside.staffing.forecast import History, forecast, halves_of
from alongside.staffing.plan import open_at, planned

HANDLING_SECONDS = 600.0
"""Taken for the handling time while no session has shown one."""
ANSWERED_PERCENT = 80
"""Taken for the service level where the plan promises none."""
EXPECTED_STEP = 0.1
"""Arrivals are rounded to so much before agents are reckoned: nobody forecasts better than that."""


class Cell(Struct, frozen=True, kw_only=True):
    """One half hour. None: not known; `came` is known once the half hour has begun."""

    half: Half
    open: bool
    came: int | None
    expected: float | None
    needed: int | None
    planned: int

    @property
    def gap(self) -> int | None:
        """Planned less needed: below 0, so many agents are missing."""
        return None if self.needed is None else self.planned - self.needed


def work_of(plan: ServicePlan) -> Work:
    return Work(at_a_time=plan.at_a_time, away=plan.away_percent / 100)


def target_of(plan: ServicePlan) -> Target:
    """What the plan promises of waiting."""
    gives_up = plan.objectives.get("abandonment")
    return Target(
        answered=plan.objectives.get("service_level", ANSWERED_PERCENT) / 100,
        within=plan.answer_seconds,
        gives_up=None if gives_up is None or not plan.patience_seconds else gives_up / 100,
    )


def load_of(plan: ServicePlan, arrivals: float, handling: float) -> Load:
    """The load of a half hour with so many arrivals."""
    return Load(arrivals / HALF_SECONDS, handling, float(plan.patience_seconds) or inf)


def week(history: History, plan: ServicePlan, handling: float, monday: date, now: Half) -> list[Cell]:
    """The half hours of this week, in order."""
    expected = forecast(history, monday)
    return [_cell(history, plan, handling, half, expected, now) for half in halves_of(monday)]


def _cell(
    history: History, plan: ServicePlan, handling: float, half: Half, expected: Mapping[Half, float], now: Half
) -> Cell:
    is_open = open_at(plan, half)
    will = expected.get(half) if is_open else None
    found = None if will is None else _needed(plan, round(will / EXPECTED_STEP), handling)
    return Cell(
        half=half,
        open=is_open,
        came=history.counts.get(half, 0) if half <= now else None,
        expected=will,
        needed=found.rostered if found else None,
        planned=planned(plan, half),
    )


def _needed(plan: ServicePlan, steps: int, handling: float) -> Need | None:
    load = load_of(plan, steps * EXPECTED_STEP, handling)
    return _reckoned(load, work_of(plan), target_of(plan))


@lru_cache(maxsize=4096)
def _reckoned(load: Load, work: Work, target: Target) -> Need | None:
    return need(load, work, target, gives_up=True)


def shown(cells: list[Cell]) -> range:
    """The half hours of the day that have anything to show on some day of these, without the nights around."""
    busy = {
        cell.half[1] for cell in cells if cell.came or cell.expected or cell.planned or (cell.open and _bounded(cells))
    }
    return range(min(busy, default=0), max(busy, default=-1) + 1)


def _bounded(cells: list[Cell]) -> bool:
    """Whether there are hours in which the service is closed: else that it is open says nothing."""
    return any(not cell.open for cell in cells[: 7 * HALVES])
