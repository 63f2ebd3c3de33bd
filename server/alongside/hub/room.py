"""A room: one live session in this process. Commands come in, are decided on the folded state and appended
to the log, and what changed goes out to the audience.

How this works
--------------
There is at most one append in flight (a refused 0-7 could otherwise be followed by an accepted 0-8).
Commands that arrive meanwhile wait and join the next entry. The writer is a task that lives while there is
something to write; it is the only code that moves the state on, but for a bell that brings exactly the next
entry while nothing is being written.

Compare-and-append: when somebody else wrote first, the room catches up from the log and decides the same
commands again on the newer state. When the store is away, nothing is known of the last append: the room is
`stale`, answers "keep it and try again", and catches up before it decides anything more. A retried command
is recognised by its client and sequence number, so it is applied once whatever happened to the first try.

If the store comes back with fewer entries than this room has seen, acknowledged entries are lost. The room
starts again from what the log has and records the gap; the new epoch makes every client take the view anew.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

import structlog

from alongside import instruments
from alongside.access import SYSTEM, Who
from alongside.hub.audience import Audience
from alongside.hub.deciding import BROKEN, UNSAVED, decide_batch
from alongside.hub.listening import Listener
from alongside.log import Conflict, Log, Stored, StoreGone
from alongside.protocol import (
    Answer,
    Cursor,
    Decision,
    Entry,
    RecordGap,
    Request,
    Update,
    decode_entry,
    encode_entry,
)
from alongside.session import Rules, State, decide, fold, fold_entry, new_state, update_between

HISTORY = 256
"""States kept for clients that come back: a reconnect within so many entries needs no reading of the log."""

FURTHEST_CLAIM = 1_000
"""A client may claim to have seen so many entries that the store has lost; more is not believed."""

logger = structlog.get_logger()


class Asked(NamedTuple):
    """A command that waits for its turn."""

    who: Who
    request: Request
    done: asyncio.Future[Answer]
    came: float


class Room:
    """One session, live. Made by the hub, which also drops it when nobody is left."""

    def __init__(
        self,
        session: str,
        site: str,
        log: Log,
        rules: Callable[[], Rules],
        now: Callable[[], int],
        on_change: Callable[["Room"], None],
    ) -> None:
        self.session = session
        self.state = new_state(session, site)
        self.audience = Audience(lambda payload: log.signal(session, payload), now)
        self._log = log
        self._rules = rules
        self._now = now
        self._on_change = on_change
        self._asked: list[Asked] = []
        self.stale = False
        self.told = 0  # pieces of news that the outbox has
        self._top: bytes | None = None  # the last entry as stored, to know whether the log is still the same
        self._writer: asyncio.Task[None] | None = None
        self._moving = asyncio.Lock()  # held by whoever may move the state on
        self._history: deque[State] = deque(maxlen=HISTORY)
        self._following = log.follow(session, self._heard_entry, self.audience.heard, self.check)

    async def load(self) -> None:
        """Hear the session's bell, then read its log. Raises StoreGone."""
        async with self._moving:  # what rings meanwhile waits for its turn
            await self._following.ready()
            entries = await self._log.read(self.session)
            self._fold_from_nothing(entries)
        if entries:
            self._on_change(self)

    def close(self) -> None:
        """Stop following. The log has everything."""
        self._following.stop()

    @property
    def idle(self) -> bool:
        """Whether nobody listens and nothing is being written."""
        return not self.audience.listeners and not self._writing and not self._asked

    # --- commands in ---

    async def submit(self, who: Who, request: Request) -> Answer:
        """Decide and append; answers once the entry is durable, or says why not."""
        done: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked.append(Asked(who, request, done, perf_counter()))
        self._wake_writer()
        return await done

    @property
    def _writing(self) -> bool:
        return self._writer is not None and not self._writer.done()

    def _wake_writer(self) -> None:
        if not self._writing:
            self._writer = asyncio.create_task(self._write(), name=f"room {self.session}")

    async def _write(self) -> None:
        while self._asked or self.stale:
            batch, self._asked = self._asked, []
            try:
                async with self._moving:
                    answers = await self._write_batch(batch)
            except StoreGone as gone:
                logger.warning("the store is away", session=self.session, reason=str(gone))
                self.stale = True
                batch, self._asked = [*batch, *self._asked], []  # those who came meanwhile wait no longer
                _resolve(batch, [UNSAVED] * len(batch))
                return  # the next command, or the bell's reconnect, wakes the writer again
            except Exception:
                logger.exception("a command failed", session=self.session)
                answers = [BROKEN] * len(batch)
            _resolve(batch, answers)

    async def _write_batch(self, batch: list[Asked]) -> list[Answer]:
        if self.stale:
            await self._catch_up()
        while True:
            asked = [(who, request) for who, request, *_ in batch]
            commit = decide_batch(self.state, asked, now=self._now(), rules=self._rules())
            if commit.entry is None:
                return commit.answers
            payload = encode_entry(commit.entry)
            began = perf_counter()
            try:
                await self._log.append(self.session, commit.entry.number, payload)
            except Conflict:
                await self._catch_up()
            else:
                instruments.append_seconds.observe(perf_counter() - began)
                self._advance(commit.state, payload)
                return commit.answers

    # --- the log ---

    async def _catch_up(self) -> None:
        """Take what others appended. If the log is not the one this room has seen, begin again with it."""
        seen = self.state.number
        self.stale = False  # before the read: a bell that rings meanwhile may tell of what the read just missed
        try:
            entries = await self._log.read(self.session, after=max(seen - 1, 0))
        except StoreGone:
            self.stale = True
            raise
        if seen and (not entries or entries[0] != (seen, self._top)):
            await self._start_again(seen)
        elif news := entries[1 if seen else 0 :]:
            self._advance(fold(map(_entry, news), onto=self.state), news[-1].payload)

    async def _start_again(self, seen: int) -> None:
        epoch = self.state.epoch
        entries = await self._log.read(self.session)
        self._fold_from_nothing(entries)
        if not entries:  # erased, or expired: writing a gap would bring it back
            self.audience.dismiss_all()
            self._on_change(self)
        elif self.state.epoch > epoch:  # another process has recorded the gap
            self._advance(self.state, self._top)
        else:
            await self._record_gap(seen)

    def _fold_from_nothing(self, entries: list[Stored]) -> None:
        self.state = fold(map(_entry, entries), onto=new_state(self.session, self.state.info.site))
        self._top = entries[-1].payload if entries else None
        self._history.clear()
        self._history.append(self.state)

    async def _record_gap(self, seen: int) -> None:
        number = self.state.number + 1
        first = min(number, seen)
        logger.error("acknowledged entries are lost", session=self.session, first=first, last=seen)
        request = Request("system-gap", 1, RecordGap(first=first, last=seen))
        events = decide(self.state, SYSTEM, request, now=self._now(), rules=self._rules())
        decision = Decision(actor=SYSTEM.actor, events=events)
        entry = Entry(number=number, at=self._now(), decisions=(decision,))
        payload = encode_entry(entry)
        try:
            await self._log.append(self.session, number, payload)
        except Conflict:
            self.stale = True
        else:
            self._advance(fold_entry(self.state, entry), payload)

    def check(self) -> None:
        """Bells may have been missed, or the store was away: read what is new."""
        self.stale = True
        self._wake_writer()

    def _heard_entry(self, stored: Stored) -> None:
        if stored.number <= self.state.number:
            return
        if stored.number == self.state.number + 1 and not self._moving.locked():
            self._advance(fold_entry(self.state, _entry(stored)), stored.payload)
        else:
            self.check()

    def _advance(self, state: State, top: bytes | None) -> None:
        self.state, self._top = state, top
        self._history.append(state)
        self.audience.deliver(state)
        self._on_change(self)

    # --- coming up to date ---

    async def resume(self, listener: Listener, cursor: Cursor) -> Update:
        """Everything after `cursor`, for one listener; from now on it gets what follows. Raises StoreGone."""
        if cursor.epoch == self.state.epoch and cursor.number > self.state.number:
            await self._believe(cursor)
        before = await self._state_at(cursor)
        # Nothing may be awaited between taking the state and noting that the listener has it.
        self.audience.caught_up(listener, self.state)
        return update_between(before, self.state, listener.who.role)

    async def _believe(self, cursor: Cursor) -> None:
        """A client has seen more than this room: the room is behind, or the store has lost entries."""
        async with self._moving:
            await self._catch_up()
            missing = cursor.number - self.state.number
            if cursor.epoch == self.state.epoch and self.state.number and 0 < missing <= FURTHEST_CLAIM:
                await self._record_gap(cursor.number)

    async def _state_at(self, cursor: Cursor) -> State | None:
        """The state the cursor stands for, or None where its holder has to be given everything."""
        if cursor.number == 0 or cursor.number > self.state.number or cursor.epoch != self.state.epoch:
            return None
        for state in reversed(self._history):
            if state.number == cursor.number:
                return state
        entries = await self._log.read(self.session, until=cursor.number)
        then = fold(map(_entry, entries), onto=new_state(self.session, self.state.info.site))
        return then if then.number == cursor.number else None  # the log may have been erased meanwhile


def _entry(stored: Stored) -> Entry:
    return decode_entry(stored.number, stored.payload)


def _resolve(batch: list[Asked], answers: list[Answer]) -> None:
    now = perf_counter()
    for asked, answer in zip(batch, answers, strict=True):
        outcome = "ok" if answer.ok else "unsaved" if answer.retry else "refused"
        instruments.commanded(type(asked.request.command).__name__, outcome)
        instruments.delivery_seconds.observe(now - asked.came)
        if not asked.done.done():
            asked.done.set_result(answer)
