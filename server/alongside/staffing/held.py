"""The plan's promises held against what was: each objective with its figure, and in a word whether it is kept.

The figures are the KPIs of `metrics`, over the same sessions as anywhere else. With few sessions chance decides: below
twenty nothing is said.
"""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from alongside.metrics import Facts
from alongside.metrics.kpis import BY_ID, Kpi
from alongside.metrics.measures import Asked
from alongside.metrics.tally import figures, tally
from alongside.protocol.plans import ServicePlan
from alongside.staffing.form import OBJECTIVES

FEWEST = 20
"""Sessions that a verdict takes."""
Verdict = Literal["met", "not met", "too few"]


class Held(Struct, frozen=True):
    """One objective: what is promised and what was, in percent (None: nothing counts), of `n` sessions."""

    kpi: Kpi
    promised: int
    actual: float | None
    n: int
    verdict: Verdict


def held(plan: ServicePlan, site: str, rows: Iterable[Facts]) -> list[Held]:
    """Each objective of the plan against these sessions of its site."""
    found = figures(tally(rows, Asked({site: plan.answer_seconds})))
    kept: list[Held] = []
    for name in OBJECTIVES:
        if name in plan.objectives:
            figure = found[name]
            actual = None if figure.value is None else figure.value * 100
            kept.append(
                Held(
                    BY_ID[name],
                    plan.objectives[name],
                    actual,
                    figure.n,
                    _verdict(BY_ID[name], plan.objectives[name], actual, figure.n),
                )
            )
    return kept


def _verdict(kpi: Kpi, promised: int, actual: float | None, count: int) -> Verdict:
    if actual is None or count < FEWEST:
        return "too few"
    kept = actual <= promised if kpi.better == "down" else actual >= promised
    return "met" if kept else "not met"
