"""Measures: of each session one number, or None where it does not count. What figures are put together from.

A measure reads the session's facts alone, and what is asked: how soon a site means to answer, and whose figures these
are. What a figure is called and how its numbers become one stands in `metrics.kpis`; practice is left out there. Pure.
"""

from collections.abc import Callable, Mapping

from msgspec import Struct

from alongside.metrics.facts import Facts

SATISFIED = 4
"""Stars from which a rating counts as satisfied."""
EASY = 5
"""Answers from which on it was easy, of 1 to 7."""
PROMOTER, DETRACTOR = 9, 6
SERVICE_SECONDS = 60
"""Within so long a customer should be answered, where the site does not say otherwise."""


class Asked(Struct, frozen=True):
    """What a measure depends on beside the session: each site's answer time in seconds, and whose figures these are."""

    answer_seconds: Mapping[str, int] = {}
    agent: str = ""


Measure = Callable[[Facts, Asked], float | None]


def _asked_for(row: Facts, asked: Asked) -> float | None:
    return 1.0


def _wait(row: Facts, asked: Asked) -> float | None:
    return (row.joined_at - row.queued_at) / 1000 if 0 < row.queued_at <= row.joined_at else None


def _response(row: Facts, asked: Asked) -> float | None:
    since = row.queued_at if 0 < row.queued_at <= row.joined_at else row.joined_at
    return (row.responded_at - since) / 1000 if 0 < since <= row.responded_at else None


def _abandoned(row: Facts, asked: Asked) -> float | None:
    if not row.queued_at or (row.joined_at and row.joined_at < row.queued_at):
        return None
    if row.joined_at:
        return 0.0
    return 1.0 if row.ended_at else None


def _in_time(row: Facts, asked: Asked) -> float | None:
    if _abandoned(row, asked) is None:
        return None
    waited = _wait(row, asked)
    return float(waited is not None and waited <= asked.answer_seconds.get(row.site, SERVICE_SECONDS))


def _late(row: Facts, asked: Asked) -> float | None:
    in_time = _in_time(row, asked)
    return None if in_time is None else float(not in_time and row.joined_at > 0)


def _handling(row: Facts, asked: Asked) -> float | None:
    if not row.ended_at:
        return None
    held = row.held.get(asked.agent, 0) if asked.agent else sum(row.held.values())
    return held / 1000 if held else None


def _first_contact(row: Facts, asked: Asked) -> float | None:
    if not row.resolved:
        return None
    by_both = row.resolved == "yes" and row.solved in ("", "yes")
    first = row.helped_before < 0
    return float(first and by_both and not row.transfers and not row.follow_up)


def _resolved(row: Facts, asked: Asked) -> float | None:
    return float(row.resolved == "yes") if row.resolved else None


def _themselves(row: Facts, asked: Asked) -> float | None:
    if row.resolved not in ("yes", "partly") or not row.helped_by:
        return None
    return float(row.helped_by != "agent")


def _transferred(row: Facts, asked: Asked) -> float | None:
    return float(row.transfers > 0) if row.agents else None


def _lapsed(row: Facts, asked: Asked) -> float | None:
    return float(row.lapses > 0) if row.agents else None


def _solved(row: Facts, asked: Asked) -> float | None:
    return float(row.solved == "yes") if row.solved else None


def _stars(row: Facts, asked: Asked) -> float | None:
    return float(row.rating) if row.rating else None


def _satisfied(row: Facts, asked: Asked) -> float | None:
    return float(row.rating >= SATISFIED) if row.rating else None


def _recommend(row: Facts, asked: Asked) -> float | None:
    if row.recommend < 0:
        return None
    return float((row.recommend >= PROMOTER) - (row.recommend <= DETRACTOR))


def _ease(row: Facts, asked: Asked) -> float | None:
    return float(row.ease) if row.ease else None


def _easy(row: Facts, asked: Asked) -> float | None:
    return float(row.ease >= EASY) if row.ease else None


def _checked(row: Facts, asked: Asked) -> float | None:
    outcomes = [state for state in row.checks.values() if state in ("passed", "failed", "locked")]
    return float(all(state == "passed" for state in outcomes)) if outcomes else None


def _offered(row: Facts, asked: Asked) -> float | None:
    return float(row.offered != "")


def _shared(row: Facts, asked: Asked) -> float | None:
    return float(row.shared) if row.agents else None


MEASURES: Mapping[str, Measure] = {
    "asked": _asked_for,
    "wait": _wait,
    "response": _response,
    "in_time": _in_time,
    "late": _late,
    "abandoned": _abandoned,
    "handling": _handling,
    "first_contact": _first_contact,
    "resolved": _resolved,
    "themselves": _themselves,
    "transferred": _transferred,
    "lapsed": _lapsed,
    "solved": _solved,
    "stars": _stars,
    "satisfied": _satisfied,
    "recommend": _recommend,
    "ease": _ease,
    "easy": _easy,
    "checked": _checked,
    "offered": _offered,
    "shared": _shared,
}
