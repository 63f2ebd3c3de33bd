"""Telling organisations' servers what happened in sessions, each thing once, whatever stops in between.

How this works
--------------
What may be told stands in a session's folded state, under the entry that made it: so every process that folds the log
tells the same under the same id, and the outbox takes an id once. Before something to tell is appended, the session is
put on a list with the time. While a process has the session live it tells at once what comes, and renews that time; a
session whose time is old has nobody, and whoever finds it loads it from its log, tells what is left, and takes it off
the list once it is over.
"""

from typing import TYPE_CHECKING, Literal

from alongside.hub.apart import apart
from alongside.hub.room import Room
from alongside.log import Indexes, StoreGone, unnamed
from alongside.protocol import Command, RecordWrapup, RequestHelp
from alongside.session.state import News, State
from alongside.webhooks import Kind, Outbox

if TYPE_CHECKING:
    from alongside.hub.live import Hub

TELL_WITHIN_MILLIS = 86_400_000
"""A webhook that is set up later is not told of what is older."""
ALONE_SECONDS = 150.0
"""A session that nobody saw to for so long has nobody: those who have one live say so every minute."""
NOTE: Literal["note"] = "note"
KINDS: tuple[Kind, ...] = ("session.started", "session.ended", "session.wrapped_up", "check.failed")


class Telling:
    """The hub's news. Methods that are awaited may raise StoreGone."""

    def __init__(self, hub: "Hub", indexes: Indexes, outbox: Outbox, address: str) -> None:
        self._hub = hub
        self._indexes = indexes
        self._outbox = outbox
        self._address = address

    async def expect(self, site: str, session: str, command: Command) -> None:
        """This command may begin something to tell: should this process stop, another will look."""
        if isinstance(command, RequestHelp | RecordWrapup) and self._wants(site):
            await self._indexes.seen_to([session], self._hub.clock.seconds())

    def due(self, room: Room) -> bool:
        """Whether there is news of this session that this process has not told."""
        return len(room.state.news) > room.told and self._wants(room.state.info.site)

    async def settle(self, room: Room) -> None:
        """Tell what there is to tell. What cannot be told now is told when the session is looked at again."""
        now, state, told = self._hub.clock.seconds(), room.state, room.told
        if len(state.news) == told:
            return
        room.told = len(state.news)
        try:
            for piece in state.news[told:]:
                await self._tell(state, piece)
            if state.info.ended is not None:
                await self._indexes.all_told(state.info.id, now)
        except StoreGone:
            room.told = told

    async def settle_all(self) -> None:
        """See to the sessions that are live here, and to those that nobody sees to."""
        now = self._hub.clock.seconds()
        rooms = [room for room in self._hub.rooms.values() if self._wants(room.state.info.site)]
        for room in rooms:
            with apart(room.session):
                await self.settle(room)
        await self._indexes.seen_to([room.session for room in rooms if not room.state.info.ended], now)
        for session in await self._indexes.unseen_to(now - ALONE_SECONDS):
            with apart(session):
                await self._see_to(session, now)

    async def _see_to(self, session: str, now: float) -> None:
        room = await self._hub.room(session)
        await self.settle(room)
        goes_on = room.state.number and room.state.info.ended is None
        if goes_on and self._wants(room.state.info.site):
            await self._indexes.seen_to([session], now)
        else:
            await self._indexes.all_told(session, now)

    async def _tell(self, state: State, piece: News) -> None:
        site, kind = state.info.site, next((kind for kind in KINDS if kind == piece.kind), None)
        if kind is None or piece.at < self._hub.clock.millis() - TELL_WITHIN_MILLIS:
            return
        if kind == "session.wrapped_up" and self._outbox.has(site, NOTE):
            id = f"note.{unnamed(state.info.id)}.{piece.number}.{piece.index}"
            await self._outbox.put(site, NOTE, id, {"session": state.info.id}, at=piece.at / 1000)
        session = unnamed(state.info.id)
        id = f"session.{session}.{piece.number}.{piece.index}"
        facts = {"session": session, **self._link(site, state.info.id), **piece.facts}
        await self._outbox.put(site, kind, id, facts, at=piece.at / 1000)

    def _link(self, site: str, session: str) -> dict[str, str]:
        """The session's page, where the site's people follow links to it."""
        target = self._outbox.target(site)
        return {"page": f"{self._address}/sessions/{session}"} if target and target.sessions else {}

    def _wants(self, site: str) -> bool:
        return self._outbox.has(site, NOTE) or any(self._outbox.has(site, kind) for kind in KINDS)
