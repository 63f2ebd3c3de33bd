"""Improvements: what a site does about a cause of trouble, by plan, do, check, act, as the site's ledger keeps it.

Each writing is the whole record, so that every version can be read as it was. It names no customer and no session, so
it may be kept for as long as it is of use. What a record must say at which stage is metrics.improvements' to tell.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from alongside.protocol.shapes import Actor, Part

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


class ImprovementEntry(Struct, frozen=True, kw_only=True):
    """One commit in a site's ledger of improvements: its number, when (milliseconds) and by whom."""

    number: int
    at: int
    by: Actor
    fact: ImprovementWritten


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


class _Stored(Struct, frozen=True):
    at: int
    by: Actor
    fact: ImprovementWritten


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Stored)


def encode_improvement_entry(entry: ImprovementEntry) -> bytes:
    """The entry as it is stored; its number is the stream's."""
    return _encoder.encode(_Stored(entry.at, entry.by, entry.fact))


def decode_improvement_entry(number: int, payload: bytes) -> ImprovementEntry:
    """The entry as it was stored. Raises msgspec.ValidationError for what a later version wrote."""
    stored = _decoder.decode(payload)
    return ImprovementEntry(number=number, at=stored.at, by=stored.by, fact=stored.fact)
