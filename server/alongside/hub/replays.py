"""The recordings of sessions that somebody replays, kept for a while in this process, and brought up to now when used.

Every use reads what is new from the log, and that the log is still the one it was: what was erased is gone from here
too. The work on a long log is done in threads, a piece at a time: while its outline is looked at, the states at the
chunks' starts are made ready, so that a seek far into it need not wait for them. That work rests while anybody waits.
"""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec

from alongside.log import Log
from alongside.protocol import Role
from alongside.replaying import CHUNK, Recording
from alongside.session import State
from alongside.tasks import stop

KEPT = 6
"""Recordings in memory: one of two hours takes some 10 MB."""
KEPT_MILLIS = 15 * 60_000
"""One that nobody used for so long goes."""
PREPARE_AFTER = 0.5
"""Seconds: what is asked for first, the outline and the first view, is not to share the processor with the rest."""
AT_ONCE = 4
"""Chunks folded at a time: who asks for one meanwhile waits some 50 ms."""

T = TypeVar("T")


class _Kept:
    """A recording, and who may work on it: one thread at a time."""

    def __init__(self, session: str) -> None:
        self.recording = Recording(session)
        self.reading = asyncio.Lock()
        self.used_at = 0
        self.outlines: dict[Role, tuple[int, bytes]] = {}
        """The last ones, and up to which entry they go."""
        self._working = threading.Lock()

    async def work(self, task: Callable[[Recording], T]) -> T:
        def alone() -> T:
            with self._working:
                return task(self.recording)

        return await asyncio.to_thread(alone)


class Replays:
    """One per process."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._log = log
        self._now = now
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._preparing: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()

    @property
    def kept(self) -> tuple[str, ...]:
        """The sessions whose recordings are in memory."""
        return tuple(self._kept)

    async def course(self, session: str) -> State | None:
        """How the session stands by its log, but for the form: whose it is. None where there is no log. May raise
        StoreGone."""
        with self._somebody_waits():
            kept = await self._up_to_date(session)
        return kept.recording.course if kept else None

    async def outline(self, session: str, role: Role) -> bytes | None:
        """The Outline of the session as it was at the last `course`, as `role` may have it, as JSON."""
        kept = self._kept.get(session)
        if kept is None:
            return None
        number, outline = kept.outlines.get(role, (0, b""))
        if number != kept.recording.number:
            number = kept.recording.number
            with self._somebody_waits():
                outline = await kept.work(lambda recording: msgspec.json.encode(recording.outline(role)))
            kept.outlines[role] = number, outline
        return outline

    async def chunk(self, session: str, number: int, role: Role) -> bytes | None:
        """The Chunk `number`, from 0, as `role` may have it, as JSON; None where there is none."""
        kept = self._kept.get(session)
        if kept is None or not 0 <= number < kept.recording.chunks:
            return None
        with self._somebody_waits():
            return await kept.work(lambda recording: msgspec.json.encode(recording.chunk(number, role)))

    async def close(self) -> None:
        """Stop what is being made ready."""
        await stop(*self._preparing)

    async def _up_to_date(self, session: str) -> _Kept | None:
        kept = self._kept.get(session)
        if kept is None:
            self._make_room()
            kept = self._kept[session] = _Kept(session)
        async with kept.reading:
            seen = kept.recording.number
            stored = await self._log.read(session, after=max(seen - 1, 0))
            if seen and (not stored or stored[0].payload != kept.recording.last):  # erased, or another log by now
                kept.recording, kept.outlines, seen = Recording(session), {}, 0
                stored = await self._log.read(session)
            news = [entry.payload for entry in stored[1 if seen else 0 :]]
            if news:
                await kept.work(lambda recording: recording.extend(news))
        if not kept.recording.number:
            self._kept.pop(session, None)
            return None
        kept.used_at = self._now()
        self._kept[session] = kept  # it may have had to make room while we waited for who read it before us
        self._kept.move_to_end(session)
        if len(news) > CHUNK:
            self._prepare(kept)
        return kept

    def _prepare(self, kept: _Kept) -> None:
        async def fold() -> None:
            await asyncio.sleep(PREPARE_AFTER)
            while not await kept.work(lambda recording: recording.fold_to(recording.chunks, AT_ONCE)):
                await self._nobody_waits.wait()

        task = asyncio.create_task(fold(), name=f"replay {kept.recording.session}")
        self._preparing.add(task)
        task.add_done_callback(self._preparing.discard)

    @contextmanager
    def _somebody_waits(self) -> Iterator[None]:
        self._waiting += 1
        self._nobody_waits.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._nobody_waits.set()

    def forget_unused(self) -> None:
        """Let go of what nobody used for long: it may have been erased since."""
        for session, kept in list(self._kept.items()):
            if not kept.reading.locked() and self._now() - kept.used_at > KEPT_MILLIS:
                del self._kept[session]

    def _make_room(self) -> None:
        """For one more: the oldest of too many go."""
        self.forget_unused()
        for session, kept in list(self._kept.items()):
            if len(self._kept) >= KEPT and not kept.reading.locked():
                del self._kept[session]
