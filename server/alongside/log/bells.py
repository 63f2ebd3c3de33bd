"""The one pub/sub connection of this process: hears what other processes append and signal.

How this works
--------------
A bell is a hint, the stream is the truth. A message carries who rang (so that a process skips its own),
what for, and the payload, so that in the common case nobody need read the stream. Messages may be lost
whenever the connection breaks. So after every reconnect, once the server has confirmed that it listens
to *all* channels again, the hooks given to `on_reconnect` run and their owners read the
streams. For the same reason a follower awaits `Following.ready()` before its first read: what is appended
after the confirmation rings, what was appended before is read.

Connecting and listening is one attempt (`_attend`): two tasks, one reading, one keeping the server's
subscriptions as the followers want them. Any trouble ends both, and the next attempt starts from nothing.
redis-py would quietly reconnect inside a call; then nobody would know that bells were missed.

This module must not know what a payload says, nor any stream.
"""

import asyncio
import secrets
import struct
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from redis.asyncio.client import PubSub

from alongside.log.store import COMMAND_SECONDS, Store, StoreGone
from alongside.tasks import stop

IDLE_SECONDS = 15.0  # of silence before the server is asked whether it is still there
PAUSE_SECONDS = 0.05  # before the first new attempt; doubles up to LONGEST_PAUSE_SECONDS
LONGEST_PAUSE_SECONDS = 1.0

ENTRY, SIGNAL, SUMMARY, GONE = b"e", b"s", b"d", b"g"
_HEAD = struct.Struct(">8scQ")  # who rings, what for, entry number (0 for a signal)

Hear = Callable[[bytes, int, bytes], None]
"""What for, number, payload."""

logger = structlog.get_logger()


class Following:
    """One follower of one channel. Stop it when done."""

    def __init__(self, bells: "Bells", channel: bytes, hear: Hear) -> None:
        self._bells = bells
        self.channel = channel
        self.hear = hear

    async def ready(self) -> None:
        """Wait until the server confirms that it listens; from then on every append rings.

        Raises StoreGone after a few seconds without an answer.
        """
        await self._bells.confirmed(self.channel)

    def stop(self) -> None:
        """Hear no more. May be called twice."""
        self._bells.drop(self)


class Bells:
    """Who follows what in this process, and the task that listens for them."""

    def __init__(self, store: Store, always: str) -> None:
        self._store = store
        self._origin = secrets.token_bytes(8)
        # A pub/sub connection without any channel cannot be read, so one is always subscribed.
        self._always = always.encode()
        self._followers: dict[bytes, list[Following]] = {}
        self._hooks: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()  # followers came or went
        self._heard = asyncio.Condition()  # the server confirmed a channel
        self._subscribed: set[bytes] = set()
        self._unanswered: Counter[bytes] = Counter()

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="bells")

    async def close(self) -> None:
        if self._task is not None:
            await stop(self._task)

    def message(self, what: bytes, number: int, payload: bytes) -> bytes:
        """The bytes to publish."""
        return _HEAD.pack(self._origin, what, number) + payload

    def gone(self) -> bytes:
        """The bytes that say: this session was erased."""
        return self.message(GONE, 0, b"")

    def follow(self, channel: str, hear: Hear) -> Following:
        following = Following(self, channel.encode(), hear)
        self._followers.setdefault(following.channel, []).append(following)
        self._changed.set()
        return following

    def drop(self, following: Following) -> None:
        others = self._followers.get(following.channel, [])
        if following in others:
            others.remove(following)
        if not others:
            self._followers.pop(following.channel, None)
            self._changed.set()

    def on_reconnect(self, hook: Callable[[], None]) -> None:
        """Call this whenever bells may have been missed and all channels are heard again."""
        self._hooks.append(hook)

    async def confirmed(self, channel: bytes) -> None:
        """Wait until the server listens to this channel. Raises StoreGone after COMMAND_SECONDS."""
        try:
            async with asyncio.timeout(COMMAND_SECONDS), self._heard:
                await self._heard.wait_for(lambda: self._listens_to(channel))
        except TimeoutError as late:
            raise StoreGone("Redis did not confirm a subscription in time") from late

    def _listens_to(self, channel: bytes) -> bool:
        return channel in self._subscribed and not self._unanswered[channel]

    async def _run(self) -> None:
        pause = PAUSE_SECONDS
        connected_before = False
        while True:
            try:
                async with await self._store.line() as line:
                    await self._subscribe(line)
                    pause = PAUSE_SECONDS
                    if connected_before:
                        self._call_hooks()
                    connected_before = True
                    await self._attend(line)
            except Exception as trouble:  # the bells must come back, whatever it was
                logger.warning("bells are down", reason=repr(trouble), again_in_seconds=pause)
            self._forget_subscriptions()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _subscribe(self, line: PubSub) -> None:
        """Ask for all channels that are wanted now, and wait for every confirmation."""
        await self._adjust(line)
        while self._unanswered:
            await self._take_message(line, COMMAND_SECONDS)

    async def _attend(self, line: PubSub) -> None:
        reading = asyncio.create_task(self._read(line))
        adjusting = asyncio.create_task(self._keep_adjusted(line))
        try:
            ended, _ = await asyncio.wait({reading, adjusting}, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            await stop(reading, adjusting)

    async def _read(self, line: PubSub) -> None:
        while True:
            with suppress(TimeoutError):
                await self._take_message(line, IDLE_SECONDS)
                continue
            await line.ping()
            await self._take_message(line, COMMAND_SECONDS)

    async def _keep_adjusted(self, line: PubSub) -> None:
        while True:
            await self._changed.wait()
            await self._adjust(line)

    async def _adjust(self, line: PubSub) -> None:
        """Subscribe to what is newly wanted and let go of the rest: one command each."""
        self._changed.clear()
        wanted = {self._always, *self._followers}
        new, old = wanted - self._subscribed, self._subscribed - wanted
        self._subscribed = wanted
        self._unanswered.update(new | old)
        if new:
            await line.subscribe(*new)
        if old:
            await line.unsubscribe(*old)

    async def _take_message(self, line: PubSub, seconds: float) -> None:
        message: dict[str, Any] | None = await line.get_message(timeout=seconds)
        if message is None:
            raise TimeoutError("Redis is silent")
        if message["type"] == "message":
            self._hear(message["channel"], message["data"])
        elif message["type"] in ("subscribe", "unsubscribe"):
            await self._confirm(message["channel"])

    async def _confirm(self, channel: bytes) -> None:
        self._unanswered[channel] -= 1
        if self._unanswered[channel] <= 0:
            del self._unanswered[channel]
        async with self._heard:
            self._heard.notify_all()

    def _forget_subscriptions(self) -> None:
        self._subscribed.clear()
        self._unanswered.clear()

    def _hear(self, channel: bytes, message: bytes) -> None:
        if message.startswith(self._origin) or len(message) < _HEAD.size:
            return  # our own, which the appender knows already; or a stranger's
        _, what, number = _HEAD.unpack_from(message)
        for following in tuple(self._followers.get(channel, ())):
            _shielded(following.hear, what, number, message[_HEAD.size :])

    def _call_hooks(self) -> None:
        for hook in self._hooks:
            _shielded(hook)


def _shielded(call: Callable[..., None], *args: object) -> None:
    """A follower's bug must not silence the bells of the others."""
    try:
        call(*args)
    except Exception:
        logger.exception("a follower failed")
