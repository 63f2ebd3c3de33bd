"""The sweep: what happens because time passes. Heartbeats, agents gone for too long, customers who left.

It only ever submits commands as the system; the session's log decides, so that any number of processes may
sweep the same session. After trouble with the store nobody is judged until everyone had time to report again.
"""

import asyncio
from typing import TYPE_CHECKING

import structlog

from alongside.access import SYSTEM
from alongside.hub.apart import apart
from alongside.log import StoreGone
from alongside.protocol import Command, EndSession, LapseAgent, RemindAgent
from alongside.session import Summary, due_prompt, waits_for_time

if TYPE_CHECKING:
    from alongside.hub.live import Hub

LONGEST_PAUSE_SECONDS = 5.0
ON_DUTY_SECONDS = 15.0
"""An agent seen within so long is on duty: three heartbeats, and the time a page reload takes."""

logger = structlog.get_logger()


class Sweep:
    """The hub's recurring work."""

    def __init__(self, hub: "Hub", *, grace_seconds: float, customer_gone_seconds: float) -> None:
        self._hub = hub
        self._grace = grace_seconds
        self._customer_gone = customer_gone_seconds
        self._pause = min(LONGEST_PAUSE_SECONDS, grace_seconds / 4)
        self._fair_from = hub.clock.seconds()

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.once()
            except StoreGone:
                self._fair_from = self._hub.clock.seconds()
            except Exception:
                logger.exception("the sweep failed")
            await asyncio.sleep(self._pause)

    async def once(self) -> None:
        """One sweep. Raises StoreGone. Who is gone is judged as of its heartbeats, however long it takes."""
        now = self._hub.clock.seconds()
        self._hub.check_stale_rooms()
        await self._heartbeats(now)
        await self._hub.refresh_desk()
        await self._hub.aftercare.refresh_sometimes()
        await self._lapse_agents(now)
        await self._hub.watching.lapse(now, self._fair_from, self._grace)
        await self._end_abandoned(now)
        await self._remind_agents()
        await self._expire_checks()
        self._hub.close_idle_rooms()
        self._hub.replays.forget_unused()

    async def _heartbeats(self, now: float) -> None:
        indexes = self._hub.indexes
        for agent in self._hub.agents_here():
            await indexes.seen(agent, now)
        await self._hub.duties.mark(self._hub.agents_here(), int(now // 60))
        for room in list(self._hub.rooms.values()):  # others come and go meanwhile
            room.audience.announce()
            if room.audience.has_customer:
                await indexes.seen_customer(room.session, now)
        await self._hub.watching.report(now)
        self._hub.wall.announce()
        on_duty = await indexes.present(now - ON_DUTY_SECONDS)
        self._hub.desk.set_present(on_duty)

    async def _lapse_agents(self, now: float) -> None:
        active = [summary for summary in self._open() if summary.row.agent]
        seen = await self._hub.indexes.last_seen("agent", {summary.row.agent for summary in active})
        for summary in active:
            joined = summary.joined_at / 1000
            last = max(seen.get(summary.row.agent, 0.0), joined, self._fair_from)
            if now - last > self._grace:
                await self._submit(summary.row.session, LapseAgent(agent=summary.row.agent))

    async def _end_abandoned(self, now: float) -> None:
        sessions = [summary.row.session for summary in self._open()]
        seen = await self._hub.indexes.last_seen("customer", sessions)
        for summary in self._open():
            requested = summary.requested_at / 1000
            last = max(seen.get(summary.row.session, 0.0), requested, self._fair_from)
            if now - last > self._customer_gone:
                await self._submit(summary.row.session, EndSession())

    async def _remind_agents(self) -> None:
        """Prompts that only time makes due. A session is asked once a minute that nothing else happened in."""
        now = self._hub.clock.millis()
        for room in list(self._hub.rooms.values()):
            if waits_for_time(room.state, now) and due_prompt(room.state, self._hub.rules, now):
                await self._submit(room.session, RemindAgent())

    async def _expire_checks(self) -> None:
        for room in list(self._hub.rooms.values()):
            with apart(room.session):
                await self._hub.checks.expire(room, self._hub.clock.millis())

    def _open(self) -> list[Summary]:
        return list(self._hub.desk.summaries.values())

    async def _submit(self, session: str, command: Command) -> None:
        logger.info("sweeping", session=session, command=type(command).__name__)
        with apart(session):
            await self._hub.submit(session, SYSTEM, self._hub.own_request(SYSTEM, command))
