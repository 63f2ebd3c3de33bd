"""Entries: one commit in a session's log, and how it is written as bytes.

A commit usually carries one decision; what was decided while an append was in flight joins the next one,
so that a process never has two appends of one session under way (see log/).
"""

import msgspec
from msgspec import Struct

from alongside.protocol.events import Event, Millis
from alongside.protocol.shapes import Actor


class Decision(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What came of one command: who asked, the command's own id (client and sequence), and the facts."""

    actor: Actor
    client: str = ""
    seq: int = 0
    events: tuple[Event, ...] = ()


class Entry(Struct, frozen=True, kw_only=True):
    """One commit. `number` counts from 1 without a hole; `at` is the server's clock."""

    number: int
    at: Millis
    decisions: tuple[Decision, ...]


class _Payload(Struct, frozen=True):
    at: Millis
    decisions: tuple[Decision, ...]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Payload)


def encode_entry(entry: Entry) -> bytes:
    """The entry as stored. Its number is the store's id and is not repeated."""
    return _encoder.encode(_Payload(at=entry.at, decisions=entry.decisions))


def decode_entry(number: int, payload: bytes) -> Entry:
    """The entry `number` from its stored bytes. Raises msgspec.ValidationError when they are not one."""
    stored = _decoder.decode(payload)
    return Entry(number=number, at=stored.at, decisions=stored.decisions)
