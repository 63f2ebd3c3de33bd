"""The fault register's own facts: what happened to a row of it, as the site's fault log keeps it.

Which sessions met a fault is not among them: their own logs say so, and are erased with them. No fact here names a
customer or a session, so a site's fault log may be kept for as long as it is of use.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from alongside.protocol.shapes import Actor, Part
from alongside.protocol.wrapups import FaultArea, Where

FaultStatus = Literal["open", "known", "fixed"]
"""open: nobody has looked yet; known: somebody looks after it; fixed."""


class _Fact(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    fault: str


class FaultOpened(_Fact, frozen=True, tag="fault.opened"):
    """A row of the register begins: somebody noted a fault that was not in it."""

    kind: FaultArea
    what: tuple[Part, ...]
    where: Where = Where()


class FaultChanged(_Fact, frozen=True, tag="fault.changed"):
    """Somebody looked after it: how it stands now, who owns it, what they noted, where its ticket is."""

    status: FaultStatus = "open"
    owner: str = ""
    note: tuple[Part, ...] = ()
    ticket: str = ""


class FaultMerged(_Fact, frozen=True, tag="fault.merged"):
    """It turned out to be the same as `into`: its sessions count there from now on."""

    into: str


Fact = FaultOpened | FaultChanged | FaultMerged


class FaultEntry(Struct, frozen=True, kw_only=True):
    """One commit in a site's fault log: what happened, when (milliseconds) and by whom."""

    number: int
    at: int
    by: Actor
    fact: Fact


class ChangeFault(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supervisor asks for: how the row shall stand."""

    status: FaultStatus
    owner: Annotated[str, Meta(max_length=64)] = ""
    note: Annotated[str, Meta(max_length=2_000)] = ""
    ticket: Annotated[str, Meta(max_length=500)] = ""
    into: Annotated[str, Meta(max_length=20, pattern=r"^[a-z0-9]*\Z")] = ""


class _Stored(Struct, frozen=True, omit_defaults=True):
    at: int
    by: Actor
    fact: Fact


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Stored)


def encode_fault_entry(entry: FaultEntry) -> bytes:
    """The entry as it is stored; its number is the stream's."""
    return _encoder.encode(_Stored(entry.at, entry.by, entry.fact))


def decode_fault_entry(number: int, payload: bytes) -> FaultEntry:
    """The entry as it was stored. Raises msgspec.ValidationError for what a later version wrote."""
    stored = _decoder.decode(payload)
    return FaultEntry(number=number, at=stored.at, by=stored.by, fact=stored.fact)
