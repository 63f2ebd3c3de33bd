"""The fault register's own facts: what happened to a row of it, as the site's fault log keeps it.

Which sessions met a fault is not among them: their own logs say so, and are erased with them. No fact here names a
customer or a session, so a site's fault log may be kept for as long as it is of use.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.ledgers import LedgerCodec, LedgerEntry, Written
from alongside.protocol.shapes import Part
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


FaultEntry = LedgerEntry[Fact]
"""One commit in a site's fault log."""
FAULT_CODEC = LedgerCodec(Written[Fact])


class ChangeFault(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a supervisor asks for: how the row shall stand."""

    status: FaultStatus
    owner: Annotated[str, Meta(max_length=64)] = ""
    note: Annotated[str, Meta(max_length=2_000)] = ""
    ticket: Annotated[str, Meta(max_length=500)] = ""
    into: Annotated[str, Meta(max_length=20, pattern=r"^[a-z0-9]*\Z")] = ""
