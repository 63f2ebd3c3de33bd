"""Practice: customers played by this process, each in a session of its own, which sends what a customer would send.

A played customer listens as a browser does and commands as a customer does, so everything between is the real path. It
lives in the process where it began: after a restart nobody plays it any more, and the sweep ends its session. What
such a customer does is `alongside.practice`'s affair; here is only the clock, and the way to the hub.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from msgspec.structs import replace

from alongside.access import Who, may_read_session, may_see_site
from alongside.hub.aftercare import SESSION_SOURCE
from alongside.hub.entries import read_entries
from alongside.hub.naming import new_session_id
from alongside.hub.room import Room
from alongside.log import StoreGone
from alongside.practice import Move, Part, Recorded, Recording, Scripted, Willing, recording, sheet_of
from alongside.practice.part import plain
from alongside.protocol import (
    Answer,
    BeginPractice,
    ChoosePlaybook,
    CustomerView,
    GiveFeedback,
    SendMessage,
    Signal,
)
from alongside.session import Refused, fold, new_state, view
from alongside.tasks import stop

if TYPE_CHECKING:
    from alongside.hub.live import Hub

TRY_AGAIN_SECONDS = 1.0

logger = structlog.get_logger()


class Played:
    """A customer that this process plays, as the room knows them: one more listener."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.woken = asyncio.Event()

    def update(self, update: msgspec.Raw) -> None:
        """Something happened: look at it."""
        self.woken.set()

    def signal(self, signal: Signal) -> None:
        """Somebody is typing, say. A played customer does not mind."""

    def dismiss(self) -> None:
        """The session is gone."""
        self.woken.set()


class Practice:
    """The customers that this process plays. `pace` scales the time they take: 0 in tests."""

    def __init__(self, hub: Hub) -> None:
        self.pace = 1.0
        self._hub = hub
        self._playing: dict[str, asyncio.Task[None]] = {}

    async def close(self) -> None:
        """Stop playing."""
        await stop(*self._playing.values())

    async def scripted(self, who: Who, site: str, playbook: str, script: str) -> tuple[str, Answer]:
        """Begin with a script's customer, who works with this playbook's form; (session, answer). Raises Refused."""
        self._check(who, site)
        offered = {each.id for each in self._hub.library.scripts_for(site)}
        found = self._hub.library.scripts.get(script) if script in offered else None
        if found is None:
            raise Refused("no_script", "This customer is no longer there. Choose another one.")
        book = self._hub.library.books.get(playbook) if playbook in self._hub.library.titles(site) else None
        if playbook and book is None:
            raise Refused("no_playbook", "There is no such playbook for this site.")
        about = book.playbook if book else None
        begin = BeginPractice(
            goal=found.goal or (about.task if about else ""),
            difficulty=found.difficulty,
            familiarity=found.familiarity,
            source=f"script:{script}",
        )
        return await self._begin(who, site, begin, playbook, Scripted(found, sheet_of(found, about)))

    async def recorded(self, who: Who, session: str) -> tuple[str, Answer]:
        """Begin with the customer of a finished session that `who` may read; (session, answer). Raises Refused."""
        found, playbook = await self._recording(who, session)
        self._check(who, found.site)
        began = found.began
        begin = BeginPractice(
            goal=plain(began.goal),
            difficulty=plain(began.difficulty),
            choice=began.choice,
            familiarity=began.familiarity,
            language=began.language,
            source=f"{SESSION_SOURCE}{session}",
        )
        return await self._begin(who, found.site, begin, playbook, Recorded(found), of=session)

    def _check(self, who: Who, site: str) -> None:
        if not may_see_site(who, site):
            raise Refused("not_allowed", "This is a site that you do not look after.")
        if any(each.row.practice and each.row.agent == who.id for each in self._hub.desk.summaries.values()):
            raise Refused("practising", "You are practising already. End that first.")

    async def _recording(self, who: Who, session: str) -> tuple[Recording, str]:
        """A finished session to practise with, and the playbook it was worked by."""
        entries = await read_entries(self._hub.log, session)
        state = fold(entries, onto=new_state(session))
        teams_of = self._hub.rules.teams_of
        if not entries or not may_read_session(who, state.info.site, state.people, teams_of):
            raise Refused("no_session", "There is no such session, or it is not one that you may read.")
        found = recording(state.info.site, entries)
        if found is None or state.info.practice or state.info.ended is None:
            raise Refused("no_recording", "Only a finished session with a real customer can be practised with.")
        playbook = state.guide.info.id
        return found, playbook if playbook in self._hub.library.titles(state.info.site) else ""

    async def _begin(
        self, who: Who, site: str, begin: BeginPractice, playbook: str, part: Part, of: str = ""
    ) -> tuple[str, Answer]:
        session = new_session_id()
        if of:
            await self._hub.indexes.practises(session, of)
        agent = replace(who, site=site, session=session)
        played = Played(Who(role="customer", site=site, session=session))
        room = await self._hub.room(session, site)
        room.audience.join(played)
        try:
            answer = await self._hub.submit(session, agent, self._hub.own_request(agent, begin))
            if answer.ok and playbook:
                await self._hub.submit(session, agent, self._hub.own_request(agent, ChoosePlaybook(playbook=playbook)))
        except BaseException:
            room.audience.leave(played)
            raise
        if not answer.ok:
            room.audience.leave(played)
            return session, answer
        room.audience.caught_up(played, room.state)
        task = asyncio.create_task(self._play(room, played, Willing(part)), name=f"practice {session}")
        self._playing[session] = task
        task.add_done_callback(lambda _: self._playing.pop(session, None))
        return session, answer

    async def _play(self, room: Room, played: Played, part: Part) -> None:
        try:
            await _Playing(self._hub, room, played, part, lambda: self.pace).run()
        except Exception:
            logger.exception("a practice customer failed", session=room.session)
        finally:
            room.audience.leave(played)


class _Playing:
    """One customer, from beginning to end."""

    def __init__(self, hub: Hub, room: Room, played: Played, part: Part, pace: Callable[[], float]) -> None:
        self._hub, self._room, self._played, self._part, self._pace = hub, room, played, part, pace
        self._memory: Any = None
        self._plan: deque[Move] = deque()

    @property
    def _view(self) -> CustomerView:
        shown = view(self._room.state, "customer")
        assert isinstance(shown, CustomerView)
        return shown

    async def run(self) -> None:
        """React, do what is planned, wait for something to happen; until the end has been talked about."""
        while True:
            self._played.woken.clear()
            self._take(self._part.react(self._memory, self._view))
            if self._room.state.info.status == "ended":
                self._plan = deque(move for move in self._plan if isinstance(move.command, GiveFeedback))
            if self._plan:
                await self._do(self._plan.popleft())
            elif self._room.state.info.status == "ended":
                return
            else:
                await self._wait()

    def _take(self, planned: tuple[Any, tuple[Move, ...]]) -> None:
        self._memory, moves = planned
        self._plan.extend(moves)

    async def _do(self, move: Move) -> None:
        if isinstance(move.command, SendMessage):
            self._room.audience.typing(self._played)
        await asyncio.sleep(move.after / 1000 * self._pace())
        request = self._hub.own_request(self._played.who, move.command)
        while True:
            try:
                answer = await self._hub.submit(self._room.session, self._played.who, request)
            except StoreGone:
                answer = Answer(ok=False, retry=True)
            if not answer.retry:
                return  # a refusal too: what the customer planned no longer fits
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._played.woken.wait(), self._part.patience)
        except TimeoutError:
            self._take(self._part.waited(self._memory, self._view))
