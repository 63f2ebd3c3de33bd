"""Improvements: what a site does about a cause of trouble, by plan, do, check, act, as the site's ledger keeps it.

Each writing is the whole record, so that every version can be read as it was. It names no customer and no session, so
it may be kept for as long as it is of use. What a record must say at which stage is metrics.improvements' to tell.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.ledgers import LedgerCodec, LedgerEntry, Written
from alongside.protocol.shapes import Part

Stage = Literal["plan", "do", "check", "act"]
"""plan: a hypothesis; do: something was changed; check: what came of it; act: it stays, or something else is tried."""
_Text = Annotated[str, Meta(max_length=2_000)]


class _Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="event"):
    improvement: str


class ImprovementWritten(_Fact, frozen=True, tag="improvement.written"):
    """Somebody wrote an improvement's record. `changed_on` is the day of the change (as 2026-01-31), or empty."""

    cause: str
    stage: Stage = "plan"
    hypothesis: tuple[Part, ...] = ()
    change: tuple[Part, ...] = ()
    changed_on: str = ""
    outcome: tuple[Part, ...] = ()
    owner: str = ""


ImprovementEntry = LedgerEntry[ImprovementWritten]
"""One commit in a site's ledger of improvements."""
IMPROVEMENT_CODEC = LedgerCodec(Written[ImprovementWritten])


class WriteImprovement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supervisor asks for: how the record shall read. `improvement` is empty for a new one.

    `seen` is the number of the entry they saw of it: who wrote on something older is told so.
    """

    cause: Annotated[str, Meta(max_length=60)]
    improvement: Annotated[str, Meta(max_length=20, pattern=r"^[a-z0-9]*\Z")] = ""
    seen: int = 0
    stage: Stage = "plan"
    hypothesis: _Text = ""
    change: _Text = ""
    changed_on: Annotated[str, Meta(max_length=10)] = ""
    outcome: _Text = ""
    owner: Annotated[str, Meta(max_length=64)] = ""
