"""Entries of ledgers: what happened, when and by whom; and how that is written as bytes.

What the facts are, each kind of ledger says in a module of its own.
"""

from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from alongside.protocol.shapes import Actor

Fact = TypeVar("Fact")


class LedgerEntry(Struct, Generic[Fact], frozen=True, kw_only=True):
    """One commit in a ledger. `at` in milliseconds; no fact: a later version wrote what happened."""

    number: int
    at: int
    by: Actor
    fact: Fact | None


class Written(Struct, Generic[Fact], frozen=True, omit_defaults=True):
    """An entry as it is stored; its number is the stream's."""

    at: int
    by: Actor
    fact: Fact


class LedgerCodec(Generic[Fact]):
    """The entries of ledgers of one kind as bytes, and back."""

    def __init__(self, written: type[Written[Fact]]) -> None:
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(written)

    def encode(self, entry: LedgerEntry[Fact]) -> bytes:
        """The entry as it is stored."""
        assert entry.fact is not None, "what is not understood is never written"
        return self._encoder.encode(Written(entry.at, entry.by, entry.fact))

    def decode(self, number: int, payload: bytes) -> LedgerEntry[Fact]:
        """The entry as it was stored. Raises msgspec.ValidationError for what a later version wrote."""
        stored = self._decoder.decode(payload)
        return LedgerEntry(number=number, at=stored.at, by=stored.by, fact=stored.fact)
