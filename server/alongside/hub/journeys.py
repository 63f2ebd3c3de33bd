"""Journeys: each finished session's way through its form, read from its log once and kept beside its row of facts.

A journey lies where the session's facts lie, by site and day, and goes when they go: when the session is erased, and
when its time is over. One that was not kept, for a process died, is made when the indexes are made anew.
"""

import asyncio
from collections.abc import Callable, Iterable

import msgspec

from alongside.hub.table import place_of
from alongside.log import FactStore, Log, Place, Stored
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, Walk
from alongside.protocol import Entry, decode_entry

PLACES_AT_ONCE = 4
"""Days of sites in one round trip: some 50 ms, in which others wait."""

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
        """The journeys of these sessions, of those that have one; some days at a time, as others wait meanwhile."""
        of_place: dict[Place, list[str]] = {}
        for facts in wanted:
            if facts.shared and facts.ended_at:
                of_place.setdefault(place_of(facts), []).append(facts.session)
        found: list[Journey] = []
        places = list(of_place)
        for first in range(0, len(places), PLACES_AT_ONCE):
            some = {place: of_place[place] for place in places[first : first + PLACES_AT_ONCE]}
            kept = await self._store.kept("journeys", some)
            found += await asyncio.to_thread(_decoded, [put.payload for put in kept])
        return found


def _walked(session: str, stored: Iterable[Stored]) -> Journey:
    return walked(session, (decode_entry(*each) for each in stored))


def walked(session: str, entries: Iterable[Entry]) -> Journey:
    """The journey after these entries, which are the session's log from the beginning."""
    walk = Walk(session)
    for entry in entries:
        walk.take(entry)
    return walk.journey()


def _decoded(payloads: Iterable[bytes]) -> list[Journey]:
    journeys = []
    for payload in payloads:
        try:
            journeys.append(_decode(payload))
        except msgspec.ValidationError:
            continue  # a later version's: reindexing mends it
    return journeys
