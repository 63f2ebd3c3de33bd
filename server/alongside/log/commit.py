"""Group commit: everything one tick of the event loop asks for goes to Redis in one pipeline.

How this works
--------------
A **step** is one Redis command and what follows from its outcome. Callers add steps; a single task takes
all that are waiting, sends them in one pipeline, and hands each step its own answer. What is added while
a pipeline is under way goes out in the next one. So the busier the process, the larger the pipelines:
one system call, and with `appendfsync always` one disk sync, for all of them.

    Append    XADD log:{session} 0-N. Redis refuses an id that is not above the top: somebody else was
              first, and the caller gets Conflict. The pipeline is not a transaction, so one refused
              append does not disturb the others.
    Ring      PUBLISH to the processes that follow the session. It follows from an Append that succeeded,
              and therefore travels in the *next* pipeline. In the same one it would ring for refused
              entries too; awaited by the caller it would cost everyone a round trip. The caller is told
              first, the bell goes out right after.
    Look      When the connection breaks, nobody knows which appends arrived. The callers get StoreGone
              at once (they must read before they decide again) and nothing is sent twice. But an
              entry that did arrive has rung no bell: a Look asks the stream when it is back, and rings.
    Signal    a PUBLISH that may be lost; dropped when a connection breaks or far too many wait.
    Keep      EXPIRE, so that no log outlives its retention even if the process dies.

The queue needs no limit: a session has at most one append in flight (the hub's duty: after a refused
`0-7` an accepted `0-8` would have been decided on a state that never was), so it holds at most one append
per session.

This module must not know what an entry says, nor who follows.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import structlog
from redis.exceptions import ResponseError

from alongside.log.store import COMMAND_SECONDS, Store, StoreGone

PAUSE_SECONDS = 0.25  # before bells are tried again on a store that went away
MOST_SIGNALS = 5_000  # waiting steps above which signals are dropped

logger = structlog.get_logger()


class Conflict(Exception):
    """Someone else appended first. Read what they wrote, and decide again."""

    def __init__(self, session: str) -> None:
        super().__init__(f"another entry was appended first to session {session}")
        self.session = session


class Step(Protocol):
    """One command, and what follows from its answer or from its loss."""

    def command(self) -> tuple[Any, ...]: ...
    def answered(self, answer: Any) -> Iterable["Step"]: ...
    def lost(self, trouble: Exception) -> Iterable["Step"]: ...


@dataclass(slots=True, eq=False)
class Ring:
    """Tell the other processes. Ringing twice is harmless: the entry's number is in the message."""

    channel: str
    message: bytes

    def command(self) -> tuple[Any, ...]:
        return "PUBLISH", self.channel, self.message

    def answered(self, answer: Any) -> Iterable[Step]:
        if isinstance(answer, Exception):
            logger.warning("bell refused", reason=str(answer))
        return ()

    def lost(self, trouble: Exception) -> Iterable[Step]:
        return (self,)


@dataclass(slots=True, eq=False)
class Signal(Ring):
    """A ring that may be lost."""

    def lost(self, trouble: Exception) -> Iterable[Step]:
        return ()


@dataclass(slots=True, eq=False)
class Append:
    """One entry, and the caller who waits for it. `bell` is rung when the entry is durable."""

    session: str
    key: str
    number: int
    payload: bytes
    bell: Ring
    done: asyncio.Future[None]

    def command(self) -> tuple[Any, ...]:
        # Only the first entry may create the stream: an entry for a session that was erased or has
        # expired meanwhile finds nothing (nil), rather than starting a log with a hole in it.
        create = () if self.number == 1 else ("NOMKSTREAM",)
        return "XADD", self.key, *create, f"0-{self.number}", "e", self.payload

    def answered(self, answer: Any) -> Iterable[Step]:
        if answer is None or _is_refused_id(answer):
            self._tell(Conflict(self.session))
            return ()
        if isinstance(answer, Exception):
            self._tell(StoreGone(str(answer)))
            return ()
        self._tell(None)
        return (self.bell,)

    def lost(self, trouble: Exception) -> Iterable[Step]:
        self._tell(StoreGone(str(trouble)))
        return (Look(self),)

    def _tell(self, failure: Exception | None) -> None:
        if self.done.done():  # the caller was cancelled and no longer waits
            return
        if failure is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(failure)


@dataclass(slots=True, eq=False)
class Look:
    """Did an append of unknown outcome arrive after all? Then its bell is still to be rung."""

    append: Append

    def command(self) -> tuple[Any, ...]:
        entry = f"0-{self.append.number}"
        return "XRANGE", self.append.key, entry, entry

    def answered(self, answer: Any) -> Iterable[Step]:
        arrived = not isinstance(answer, Exception) and any(
            fields.get(b"e") == self.append.payload for _, fields in answer
        )
        return (self.append.bell,) if arrived else ()

    def lost(self, trouble: Exception) -> Iterable[Step]:
        return (self,)


@dataclass(slots=True, eq=False)
class Keep:
    """Let a key live for so long from now, and no longer."""

    key: str
    after: timedelta

    def command(self) -> tuple[Any, ...]:
        return "PEXPIRE", self.key, int(self.after.total_seconds() * 1000)

    def answered(self, answer: Any) -> Iterable[Step]:
        return ()

    def lost(self, trouble: Exception) -> Iterable[Step]:
        return ()


def _is_refused_id(answer: Any) -> bool:
    return isinstance(answer, ResponseError) and "equal or smaller" in str(answer)


class Commits:
    """The queue of steps of one process, and the task that sends them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Step] = []
        self._wake = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="group commit")

    async def close(self) -> None:
        """Send what is waiting, for a few seconds at most, then stop."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._task, COMMAND_SECONDS)
        self._lose(self._take(), StoreGone("the log is closed"))

    def add(self, *steps: Step) -> None:
        """Have these sent with all else that this tick adds. Raises StoreGone once closed."""
        if self._closing or self._task is None:
            raise StoreGone("the log is not open")
        self._waiting.extend(steps)
        self._wake.set()

    def add_signal(self, signal: Signal) -> None:
        """Have this sent too, unless the log is closed or far too much is waiting already."""
        if len(self._waiting) < MOST_SIGNALS:
            with suppress(StoreGone):
                self.add(signal)

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting and await self._send(self._take()):
                pass
            if self._closing:
                return
            if self._waiting:
                asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._wake.set)

    def _take(self) -> list[Step]:
        steps, self._waiting = self._waiting, []
        return steps

    async def _send(self, steps: list[Step]) -> bool:
        """Send these in one pipeline; false when the store is gone."""
        try:
            answers = await self._store.tell_all(*(step.command() for step in steps))
            for step, answer in zip(steps, answers, strict=True):
                self._waiting.extend(step.answered(answer))
        except Exception as trouble:  # whatever it was, nobody knows now what arrived
            logger.warning("group commit failed", steps=len(steps), reason=repr(trouble))
            self._lose(steps, trouble)
            return False
        return True

    def _lose(self, steps: list[Step], trouble: Exception) -> None:
        for step in steps:
            self._waiting.extend(step.lost(trouble))
