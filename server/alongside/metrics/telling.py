"""Figures in words for people: a value with its unit, and how it moved against the time before. Pure."""

from typing import Literal

from msgspec import Struct

from alongside.metrics.causes import FEW
from alongside.metrics.kpis import Kpi, Unit
from alongside.metrics.tally import Figure

Verdict = Literal["better", "worse", "same", ""]
"""Empty: neither direction is better, or there is nothing to compare with."""
MINUS = "\N{MINUS SIGN}"


class Moved(Struct, frozen=True):
    """How a figure moved: in words, and whether that is better."""

    words: str
    verdict: Verdict


def told(unit: Unit, value: float | None) -> str:
    """A value with its unit; a dash where there is none."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value * 100:.0f} %"
    if unit == "seconds":
        return span(value)
    if unit in ("stars", "scale"):
        return f"{value:.1f}"
    return signed(round(value)) if unit == "points" else f"{value:,.0f}"


def span(seconds: float) -> str:
    """A span of time: 42 s, 3 min 05 s, 1 h 10 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def signed(number: int) -> str:
    """With its sign, and a true minus."""
    return f"+{number}" if number > 0 else str(number).replace("-", MINUS)


def moved(kpi: Kpi, now: Figure, before: Figure) -> Moved:
    """How a figure moved against the time before, as exactly as it is shown. Few sessions are not judged."""
    if now.value is None or before.value is None or (kpi.way == "count" and not before.n):
        return Moved("Nothing to compare with", "")
    if told(kpi.unit, now.value) == told(kpi.unit, before.value):
        return Moved("As before", "same")
    up = now.value > before.value
    words = f"{'+' if up else MINUS}{_difference(kpi.unit, now.value, before.value)}"
    if not kpi.better:
        return Moved(words, "")
    if min(now.n, before.n) < FEW:
        return Moved(f"{words}, of few {kpi.counts}", "")
    return Moved(words, "better" if up == (kpi.better == "up") else "worse")


def _difference(unit: Unit, now: float, before: float) -> str:
    """By how much the two differ as they are shown: of 87 % and 85 % it is 2 points, whatever was rounded away."""
    if unit == "share":
        return _points(abs(round(now * 100) - round(before * 100)))
    if unit == "seconds":
        return span(abs(round(now) - round(before)))
    if unit in ("stars", "scale"):
        return f"{abs(round(now, 1) - round(before, 1)):.1f}"
    return _points(abs(round(now) - round(before))) if unit == "points" else f"{abs(round(now) - round(before)):,}"


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"
