"""Hub: the live sessions of this process, their desk, their codes, and the sweep."""

import asyncio
import secrets
import time
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from msgspec import Struct
from msgspec.structs import replace

from alongside import instruments
from alongside.access import Who, may_see_site
from alongside.config.notes import NoteRules
from alongside.hub import notes
from alongside.hub.aftercare import Aftercare, keep
from alongside.hub.apart import apart
from alongside.hub.checks import Checks
from alongside.hub.coaching import CoachingDesk
from alongside.hub.codes import Codes
from alongside.hub.desk import Desk
from alongside.hub.development import Plans
from alongside.hub.improvements import ImprovementLedgers
from alongside.hub.journeys import Journeys
from alongside.hub.library import Library
from alongside.hub.plans import ServicePlans
from alongside.hub.practice import Practice
from alongside.hub.register import FaultRegister
from alongside.hub.replays import Replays
from alongside.hub.room import Room
from alongside.hub.sweep import Sweep
from alongside.hub.table import Table
from alongside.hub.tally import Tally
from alongside.hub.telling import Telling
from alongside.hub.tokens import Tokens
from alongside.hub.wall import Wall
from alongside.hub.watching import Watching
from alongside.identity import Verifier
from alongside.log import Duties, Erased, FactStore, Indexes, Log, OutboxStore, StoreGone
from alongside.metrics.board import Boards
from alongside.protocol import Answer, Command, CompleteFollowUp, IssueCode, JoinSession, Request, RequestHelp
from alongside.session import Refused, Rules, summary
from alongside.session.summary import decode_summary
from alongside.tasks import stop
from alongside.webhooks import DeadLetters, Outbox, Target
from alongside.webhooks.dead import Keep

logger = structlog.get_logger()


AGREED_SECONDS = 3_600.0


class Clock:
    """The time, as everything in this process sees it."""

    def millis(self) -> int:
        """Milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def seconds(self) -> float:
        """Seconds since 1970."""
        return self.millis() / 1000

    def agrees_with(self, seconds: float) -> bool:
        """Whether another clock, the store's, tells much the same: what is over by one that is wrong is not erased."""
        return abs(self.seconds() - seconds) < AGREED_SECONDS


class Limits(Struct, frozen=True, kw_only=True):
    """What of the settings matters to the hub beside the rules: secrets, times and rates."""

    secret_key: str
    grace_seconds: float
    customer_gone_seconds: float
    wrong_codes_per_agent: int
    wrong_codes_overall: int
    webhooks: Mapping[str, Target] = {}
    dead_letters: Keep = Keep()
    address: str = ""
    """The server's public address, for links."""
    notes: Mapping[str, tuple[str, NoteRules]] = {}
    """Sites whose wrap-ups are written down elsewhere: name as people read it, and where."""
    tried_out: bool = False


class Hub:
    """One per process. `start` it before use; every method that asks the store may raise StoreGone."""

    def __init__(
        self,
        log: Log,
        rules: Rules,
        limits: Limits,
        clock: Clock | None = None,
        playbooks: Path | None = None,
        verifier: Verifier | None = None,
    ) -> None:
        self.log = log
        self.indexes = Indexes(log)
        self.library = Library(playbooks, self.indexes)
        self.rules = replace(rules, books=self.library.books, articles=self.library.articles)
        self.clock = clock or Clock()
        self.rooms: dict[str, Room] = {}
        self.desk = Desk(dict(rules.agents), rules.teams, self.clock.millis)
        self.codes = Codes(
            self.indexes,
            limits.secret_key,
            minutes=rules.code_minutes,
            wrong_per_agent=limits.wrong_codes_per_agent,
            wrong_overall=limits.wrong_codes_overall,
        )
        self.checks = Checks(self, verifier)
        self.practice = Practice(self)
        self.replays = Replays(log, self.clock.millis)
        self.facts = FactStore(log)
        retention = int(log.retention.total_seconds() * 1000)
        self.journeys = Journeys(log, self.facts)
        self.table = Table(self.facts, self.journeys, lambda: self.rules.teams_of, self.clock.millis, retention)
        self.tally = Tally(log, self.facts, self.journeys)
        self.agents: dict[str, int] = {}
        self.outbox = Outbox(
            OutboxStore(log),
            limits.webhooks,
            self.clock.seconds,
            tried_out=limits.tried_out,
            keep=limits.dead_letters,
        )
        for site, (name, where) in limits.notes.items():
            make = notes.maker(log, where, name, limits.address)
            self.outbox.makes(site, "note", make, near=where.url if where.internal else "")
        self.letters = DeadLetters(OutboxStore(log), self.clock.seconds, limits.dead_letters)
        self.telling = Telling(self, self.indexes, self.outbox, limits.address)
        self.duties = Duties(log)
        self.boards = Boards(lambda: self.rules.teams_of)
        self.improvements = ImprovementLedgers(log, self.clock.millis)
        self.faults = FaultRegister(log, self.indexes, self.clock.millis, self.outbox)
        self.plans = ServicePlans(log, self.clock.millis)
        self.coaching = CoachingDesk(
            log,
            self.clock.millis,
            self.outbox,
            self.table,
            cards=lambda: self.library.scorecards,
            teams_of=lambda: self.rules.teams_of,
        )
        self.development = Plans(log, self.clock.millis, self.coaching)
        self.aftercare = Aftercare(self)
        self.watching = Watching(self)
        self.wall = Wall(self)
        self.tokens = Tokens(log, self.clock.millis)
        self._sweep = Sweep(
            self, grace_seconds=limits.grace_seconds, customer_gone_seconds=limits.customer_gone_seconds
        )
        self._loading: dict[str, asyncio.Task[None]] = {}
        self._unsaved: set[str] = set()
        self._background: set[asyncio.Task[None]] = set()
        self._name = secrets.token_hex(6)  # of this hub: a process of the tests has several
        self._sequence = 0

    async def start(self) -> None:
        """Follow the desk, fill it, begin to sweep."""
        self.log.on_reconnect(self._check_rooms)
        self._desk_following = self.indexes.follow_desk(self._heard_summary)
        self.wall.start()
        with suppress(StoreGone):
            await self.refresh_desk()
            await self.library.refresh()
            await self.aftercare.refresh()
        self._sweeping = asyncio.create_task(self._sweep.run(), name="sweep")
        self._sending = asyncio.create_task(self.outbox.run(), name="outbox")
        self._watching = asyncio.create_task(self.library.watch(), name="playbooks")

    async def close(self) -> None:
        """Stop sweeping and following. Nothing needs saving: the log has it."""
        self.wall.stop()
        await stop(self._sweeping, self._sending, self._watching, self.wall.beating)
        await self.checks.close()
        await self.practice.close()
        await self.replays.close()
        await asyncio.gather(*self._background, return_exceptions=True)
        self._desk_following.stop()
        for room in self.rooms.values():
            room.close()

    # --- sessions ---

    async def room(self, session: str, site: str = "") -> Room:
        """The live session, loaded if it is not here yet."""
        # A room may be closed, for nobody was in it yet, in the moment between its loading and our waking.
        while (room := self.rooms.get(session)) is None:
            loading = self._loading.get(session)
            if loading is None:
                loading = asyncio.create_task(self._load(session, site))
                self._loading[session] = loading
                loading.add_done_callback(lambda _: self._loading.pop(session, None))
            await asyncio.shield(loading)
        return room

    async def _load(self, session: str, site: str) -> None:
        room = Room(session, site, self.log, lambda: self.rules, self.clock.millis, self._changed)
        try:
            await room.load()
            await self.library.fetch(room.state.guide.info.id, room.state.guide.hash)
        except BaseException:
            room.close()
            raise
        self.rooms[session] = room

    async def submit(self, session: str, who: Who, request: Request) -> Answer:
        """Hand a command to its session."""
        room = await self.room(session, who.site)
        await self.telling.expect(room.state.info.site or who.site, session, request.command)
        answer = await room.submit(who, request)
        if answer.ok and self._needs_code(room, request.command):
            digits = await self.codes.issue(session)
            return Answer(ok=True, number=answer.number, secret=digits)
        return await self.checks.after(room, request, answer) if answer.ok else answer

    def _needs_code(self, room: Room, command: Command) -> bool:
        asks = isinstance(command, IssueCode) or (isinstance(command, RequestHelp) and command.channel == "code")
        return asks and room.state.info.status == "coded"

    async def take(self, who: Who, session: str | None) -> tuple[str, Answer]:
        """Take the session, or the next in the queue; (session, answer)."""
        if session is not None:
            return session, await self._join(who, session, JoinSession())
        return await self._take_next(who)

    async def _take_next(self, who: Who) -> tuple[str, Answer]:
        """The next who is not taken by somebody else at this very moment."""
        tried: set[str] = set()
        while (session := self.desk.next_for(who, but=tried)) is not None:
            answer = await self._join(who, session, JoinSession())
            if answer.ok or answer.retry:
                return session, answer
            tried.add(session)
        raise Refused("nobody", "Nobody is waiting at the moment.")

    async def redeem(self, who: Who, typed: str) -> tuple[str, Answer]:
        """Join the customer who reads out this code; (session, answer). Raises Refused."""
        session = await self.codes.redeem(who.id, typed)
        return session, await self._join(who, session, JoinSession(by_code=True))

    async def _join(self, who: Who, session: str, command: JoinSession) -> Answer:
        room = await self.room(session)
        if not may_see_site(who, room.state.info.site):
            raise Refused("not_allowed", "This customer is on a site that you do not look after.")
        answer = await self.submit(session, who, self.own_request(who, command))
        if answer.ok and len(room.state.people) == 1:
            info = room.state.info
            instruments.queue_wait_seconds.observe(max(0, info.joined_at - info.requested_at) / 1000)
        return answer

    def own_request(self, who: Who, command: Command) -> Request:
        """A request of this process's own making on behalf of `who`, with an id that no other has."""
        self._sequence += 1
        return Request(f"server-{self._name}-{who.role}-{who.id}", self._sequence, command)

    def close_idle_rooms(self) -> None:
        """Let go of sessions that nobody in this process looks at."""
        for session, room in list(self.rooms.items()):
            if room.idle and session not in self._unsaved:
                room.close()
                self.tally.forget(session)
                del self.rooms[session]

    def check_stale_rooms(self) -> None:
        """Have those try again whose last append met a store that was away."""
        for room in self.rooms.values():
            if room.stale:
                room.check()

    def _check_rooms(self) -> None:
        for room in self.rooms.values():
            room.check()

    async def readers(self, session: str) -> tuple[str, ...]:
        """The accounts that may read this session, as its summary says: for links, not for deciding."""
        read = await self.indexes.summary(session)
        found = decode_summary(read) if read is not None else None
        return found.readers if found else ()

    async def complete(self, who: Who, session: str) -> Answer:
        """Tick a session's follow-up off."""
        room = await self.room(session)
        if not may_see_site(who, room.state.info.site):
            raise Refused("not_allowed", "This customer was on a site that you do not look after.")
        return await self.submit(session, who, self.own_request(who, CompleteFollowUp()))

    async def erase(self, session: str) -> Erased:
        """Have nothing kept of a session, and show it to nobody any more; how much there was."""
        await asyncio.gather(*self._background, return_exceptions=True)  # one may be about to keep its row
        self._unsaved.discard(session)
        erased = await self.log.erase(session)
        if room := self.rooms.get(session):
            room.check()
        self.desk.drop(session)
        return erased

    # --- agents on duty ---

    def agent_came(self, agent: str) -> None:
        """A connection of this agent's console opened."""
        self.agents[agent] = self.agents.get(agent, 0) + 1
        self.desk.set_present({*self.desk.present, agent})
        self._tell_places()

    def agent_went(self, agent: str) -> None:
        """One closed."""
        self.agents[agent] -= 1
        if not self.agents[agent]:
            del self.agents[agent]

    def agents_here(self) -> list[str]:
        """Accounts with a console open in this process."""
        return list(self.agents)

    # --- the desk ---

    async def refresh_desk(self) -> None:
        """Put what could not be put into the index, then take what others have: bells may have been missed.

        What this process has live, or heard of while the index was read, it knows better than the index.
        """
        for session in list(self._unsaved):
            if room := self.rooms.get(session):
                with apart(session):
                    await self._put_summary(room)
        known = dict(self.desk.summaries)
        found = dict(await self.indexes.open_summaries())
        for session in known.keys() | found.keys():
            if session in self.rooms or self.desk.summaries.get(session) is not known.get(session):
                continue
            if session not in found:
                self.desk.drop(session)
            elif (read := decode_summary(found[session])) is not None:
                self.desk.put(session, read)
            else:
                with apart(session):
                    await self.room(session)  # which puts it on the desk from its log
        self._tell_places()

    def _changed(self, room: Room) -> None:
        self.wall.mark(room.session)
        if room.state.info.status == "new":  # nobody has asked for help yet, or it was erased
            self.desk.drop(room.session)
            self.tally.forget(room.session)
            self._unsaved.discard(room.session)
            return
        if self.telling.due(room):
            self._soon(self.telling.settle(room))
        new = summary(room.state)
        if new.open and self.desk.known(room.session) == new:
            return
        if self.desk.put(room.session, new) or not new.open:
            self._unsaved.add(room.session)
            self._soon(self._put_summary(room))
            self._tell_places()

    async def _put_summary(self, room: Room) -> None:
        new, number = summary(room.state), room.state.number
        try:
            await keep(self.indexes, room.session, number, new, self.clock.millis())
            if not new.row.practice:
                await self.faults.settle(new)
            if not new.open:
                await self.codes.revoke(room.session)
            await self.tally.keep(room)
            await self.log.erase_remains(room.session)
        except StoreGone:
            return  # stays in `_unsaved`; the sweep tries again
        if room.state.number == number:  # else who wrote meanwhile puts what is newer
            self._unsaved.discard(room.session)

    def _heard_summary(self, session: str, _number: int, payload: bytes) -> None:
        heard = decode_summary(payload)
        self.wall.mark(session)
        if heard is not None and self.desk.put(session, heard):
            self._tell_places()

    def _tell_places(self) -> None:
        for session, place in self.desk.places().items():
            if room := self.rooms.get(session):
                room.audience.tell(place, role="customer")

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
