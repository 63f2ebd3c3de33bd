"""The tally: keeps each session's row of facts from its log, as the log grows; and its journey, once it is over.

A session under way is read on from where it was read last, so that all its rows together cost one reading of its log.
Long stretches are read in a thread: 20,000 entries take the better part of a second, and others are waiting.
"""

import asyncio
from typing import TYPE_CHECKING

import structlog

from alongside.hub.journeys import Journeys
from alongside.hub.table import encode_row, place_of
from alongside.log import FactStore, Log, Stored
from alongside.metrics import Reading
from alongside.protocol import decode_entry

if TYPE_CHECKING:
    from alongside.hub.room import Room

READ_AT_ONCE = 100
"""So many entries are read without a thread: some 3 ms."""

logger = structlog.get_logger()


class _Open:
    """A session that is being read."""

    def __init__(self, session: str, epoch: int) -> None:
        self.reading = Reading(session)
        self.epoch = epoch
        self.kept = 0
        self.walked = False
        self.busy = asyncio.Lock()


class Tally:
    """The rows of the sessions that are live in this process."""

    def __init__(self, log: Log, store: FactStore, journeys: Journeys) -> None:
        self._log = log
        self._journeys = journeys
        self._store = store
        self._open: dict[str, _Open] = {}

    async def keep(self, room: "Room") -> None:
        """Put the session's row as its log makes it now. Raises StoreGone."""
        open = self._open.get(room.session)
        if open is None or open.epoch != room.state.epoch:  # a log that lost entries is read from its beginning
            open = self._open[room.session] = _Open(room.session, room.state.epoch)
        async with open.busy:
            if open.kept >= room.state.number:
                return  # who came before us read on to here
            await read_on(open.reading, await self._log.read(room.session, after=open.reading.number))
            facts = open.reading.facts()
            if facts.site and room.state.number:  # else it was erased meanwhile
                await self._store.put("facts", place_of(facts), room.session, facts.number, encode_row(facts))
                open.kept = facts.number
                if facts.ended_at and not open.walked:  # what comes after the end is not of the form
                    await self._journeys.keep(facts)
                    open.walked = True

    def forget(self, session: str) -> None:
        """The session is no longer live here."""
        self._open.pop(session, None)


async def read_on(reading: Reading, stored: list[Stored]) -> None:
    """Take these entries, in a thread if they are many."""
    if len(stored) <= READ_AT_ONCE:
        _take(reading, stored)
    else:
        await asyncio.to_thread(_take, reading, stored)


def _take(reading: Reading, stored: list[Stored]) -> None:
    for each in stored:
        reading.take(decode_entry(*each))
