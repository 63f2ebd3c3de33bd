"""Journeys: each finished session's way through its form, read from its log once and kept beside its row of facts.

A journey lies where the session's facts lie, by site and day, and goes when they go: when the session is erased, and
when its time is over. One that was not kept, for a process died, is made when the indexes are made anew.
"""

import asyncio
from collections.abc import Callable, Iterable

import msgspec

from alongside.hub.table import place_of
from alongside.log import FactStore, Log, Stored
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, Walk
from alongside.protocol import Entry, decode_entry

_decode = msgspec.json.Decoder(Journey).decode
_encode: Callable[[Journey], bytes] = msgspec.json.Encoder().encode


class Journeys:
    """The journeys beside the facts of one store. Every method may raise StoreGone."""

    def __init__(self, log: Log, store: FactStore) -> None:
        self._log = log
        self._store = store

    async def keep(self, facts: Facts) -> None:
        """Read a session's log and keep its journey, once it is over and the form was shared."""
        if facts.ended_at and facts.shared:
            made = await asyncio.to_thread(_walked, facts.session, await self._log.read(facts.session))
            await self.put(facts, made)

    async def put(self, facts: Facts, made: Journey) -> None:
        """Keep this journey of the session."""
        if made.steps:
            await self._store.put("journeys", place_of(facts), facts.session, made.number, _encode(made), again=True)

    async def of(self, wanted: Iterable[Facts]) -> list[Journey]:
        """The journeys of these sessions, of those that have one."""
        sessions = {facts.session: facts for facts in wanted if facts.shared}
        places = list(dict.fromkeys(place_of(facts) for facts in sessions.values()))
        kept = await self._store.kept("journeys", places)
        return await asyncio.to_thread(_decoded, {put.session: put.payload for put in kept if put.session in sessions})


def _walked(session: str, stored: Iterable[Stored]) -> Journey:
    return walked(session, (decode_entry(*each) for each in stored))


def walked(session: str, entries: Iterable[Entry]) -> Journey:
    """The journey after these entries, which are the session's log from the beginning."""
    walk = Walk(session)
    for entry in entries:
        walk.take(entry)
    return walk.journey()


def _decoded(payloads: dict[str, bytes]) -> list[Journey]:
    journeys = []
    for payload in payloads.values():
        try:
            journeys.append(_decode(payload))
        except msgspec.ValidationError:
            continue  # a later version's: reindexing mends it
    return journeys
