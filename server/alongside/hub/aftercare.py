"""Aftercare: keeps the lists of finished sessions with something left to do, and can make all indexes anew.

The session's log has it all. A list may hold a session too many, never for long: its summary says whether it
belongs there, and whoever reads the list takes out what does not.
"""

import time
from typing import TYPE_CHECKING

import structlog

from alongside.hub.entries import read_entries
from alongside.hub.journeys import Journeys, walked
from alongside.hub.table import encode_row, place_of
from alongside.log import FactStore, Indexes, Listed, Log
from alongside.metrics import facts as made
from alongside.protocol import Entry, SessionRequested
from alongside.session import Summary, fold, new_state, summary
from alongside.session.summary import decode_summary, encode_summary

if TYPE_CHECKING:
    from alongside.hub.live import Hub

logger = structlog.get_logger()

SESSION_SOURCE = "session:"
"""How the source of practice with another session's customer begins."""
REFRESH_SECONDS = 60.0
"""Bells tell of changes at once; this mends what they missed."""


class Aftercare:
    """The hub's work on finished sessions."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._due = 0.0

    async def refresh_sometimes(self) -> None:
        """Refresh if the last time is long ago. Raises StoreGone."""
        if time.monotonic() >= self._due:
            await self.refresh()
            self._due = time.monotonic() + REFRESH_SECONDS

    async def refresh(self) -> None:
        """Take what the list has, drop what has nothing left to do, erase what is over, settle faults, and tell news.
        Raises StoreGone."""
        hub, now = self._hub, self._hub.clock.millis()
        known = dict(hub.desk.after)
        rows = await hub.indexes.listed("after")
        found = {id: read for id, _, payload in rows if (read := decode_summary(payload))}
        for session in known.keys() | found.keys():
            if session in hub.rooms or hub.desk.after.get(session) is not known.get(session):
                continue
            if session in found:
                hub.desk.put(session, found[session])
            else:
                hub.desk.drop(session)
        over = {id: number for id, number, _ in rows if id in found and found[id].after(now) is None}
        await hub.indexes.unlist("after", over)
        await self._erase_over(now / 1000)
        await hub.facts.sweep(now / 1000)
        await hub.faults.settle_all()
        await hub.coaching.settle_all()
        await hub.telling.settle_all()

    async def _erase_over(self, now: float) -> None:
        """Erase the sessions whose time is over, those that were given less of it too."""
        hub = self._hub
        if not hub.clock.agrees_with(await hub.log.clock()):
            logger.warning("the clocks of this server and of the store differ: nothing is erased until they agree")
            return
        for session in await hub.facts.vanished(now):
            await hub.log.erase(session)
        await hub.log.erase_over(now - hub.log.retention.total_seconds(), hub.desk.summaries.keys())


async def keep(indexes: Indexes, session: str, number: int, made: Summary, now: int) -> bool:
    """Keep a session's summary, on the lists it belongs to. Raises StoreGone."""
    listed: list[Listed] = ["after"] if made.after(now) else []
    if made.wrapup and made.wrapup.faults and not made.row.practice:
        listed.append("faults")
    started = made.requested_at / 1000
    return await indexes.put_summary(
        session, number, encode_summary(made), open=made.open, started_at=started, listed=listed
    )


async def _note_practice(indexes: Indexes, session: str, entries: list[Entry]) -> None:
    """Where somebody practised with another session's customer, that session takes this one along when it goes."""
    for event in (event for entry in entries for decision in entry.decisions for event in decision.events):
        if isinstance(event, SessionRequested) and event.source.startswith(SESSION_SOURCE):
            await indexes.practises(session, of=event.source.removeprefix(SESSION_SOURCE))


async def rebuild(log: Log, indexes: Indexes, now: int) -> int:
    """Make every session's summary and the lists anew from the logs; how many. Raises StoreGone."""
    sessions = await log.sessions()
    facts = FactStore(log)
    journeys = Journeys(log, facts)
    for session in sessions:
        entries = await read_entries(log, session)
        state = fold(entries, onto=new_state(session))
        await indexes.forget_summary(session)
        await keep(indexes, session, state.number, summary(state), now)
        await _note_practice(indexes, session, entries)
        row = made(session, entries)
        await facts.put("facts", place_of(row), session, row.number, encode_row(row), again=True)
        if row.ended_at and row.shared:
            await journeys.put(row, walked(session, entries))
    async for puts in facts.everything():
        for session in {put.session for put in puts}.difference(sessions):
            await log.erase_remains(session)  # else it began meanwhile
    return len(sessions)
