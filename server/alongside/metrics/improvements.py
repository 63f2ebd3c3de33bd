"""Improvements of one site: its ledger folded into records, and what may be written. Pure, by the law of all folds.

A record goes by plan, do, check, act (Deming, “Out of the Crisis”, 1986). It must not know how a cause is counted.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from alongside.metrics.causes import CAUSES
from alongside.privacy import redact
from alongside.protocol import Part
from alongside.protocol.improvements import ImprovementEntry, ImprovementWritten, Stage, WriteImprovement

STAGES: dict[Stage, str] = {"plan": "Plan", "do": "Do", "check": "Check", "act": "Act"}


class NotWritten(Exception):
    """It cannot be written so. `says` is a sentence for a person."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class Improvement(Struct, frozen=True, kw_only=True):
    """A record as it stands: what was written last, in which entry, when and by whom; and each version before it."""

    now: ImprovementWritten
    number: int
    at: int
    by: str
    versions: tuple[ImprovementEntry, ...]


class Improvements(Struct, frozen=True, kw_only=True):
    """A site's records by their id, after entry `number` of its ledger."""

    number: int = 0
    records: dict[str, Improvement] = {}


def fold(entries: Iterable[ImprovementEntry], onto: Improvements) -> Improvements:
    """The records after these entries, in order."""
    records, number = dict(onto.records), onto.number
    for entry in entries:
        number = entry.number
        if entry.fact is None or not entry.fact.improvement:
            continue  # what a later version wrote
        before = records.get(entry.fact.improvement)
        versions = (*(before.versions if before else ()), entry)
        records[entry.fact.improvement] = Improvement(
            now=entry.fact, number=entry.number, at=entry.at, by=entry.by.name, versions=versions
        )
    return replace(onto, number=number, records=records)


def write(state: Improvements, asked: WriteImprovement, today: str) -> ImprovementWritten | None:
    """What is to be appended, None where the record reads so already. Raises NotWritten."""
    before = state.records.get(asked.improvement)
    if asked.improvement and before is None:
        raise NotWritten("There is no such record.")
    if before and asked.seen != before.number:
        raise NotWritten(f"{before.by} changed this record meanwhile. See what it says now, then write yours again.")
    _check(asked, today)
    written = ImprovementWritten(
        improvement=asked.improvement or f"i{state.number + 1}",
        cause=before.now.cause if before else asked.cause,
        stage=asked.stage,
        hypothesis=_clean(asked.hypothesis),
        change=_clean(asked.change),
        changed_on=asked.changed_on,
        outcome=_clean(asked.outcome),
        owner=" ".join(asked.owner.split()),
    )
    return None if before and before.now == written else written


def _check(asked: WriteImprovement, today: str) -> None:
    if asked.cause not in CAUSES:
        raise NotWritten("Choose the cause that this is about.")
    if not asked.hypothesis.strip():
        raise NotWritten("Hypothesis: say what you think brings the trouble about.")
    if asked.stage != "plan" and not asked.change.strip():
        raise NotWritten("Change: say what was changed. Until something is, leave the stage at Plan.")
    if asked.stage != "plan" and not asked.changed_on:
        raise NotWritten("Day of the change: give the day from which on it counts.")
    if asked.changed_on and not _is_day(asked.changed_on):
        raise NotWritten("Day of the change: give a day, as in 2026-01-31.")
    if asked.stage != "plan" and asked.changed_on > today:
        raise NotWritten("Day of the change: this day is still to come. Until then leave the stage at Plan.")
    if asked.stage in ("check", "act") and not asked.outcome.strip():
        raise NotWritten("Outcome: say what came of the change. Until that is known, leave the stage at Do.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _clean(text: str) -> tuple[Part, ...]:
    return redact(text.strip()) if text.strip() else ()
