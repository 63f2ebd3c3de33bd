"""THE log: one Redis stream per session, its entries numbered 1, 2, 3 without a gap.

How this works
--------------
Entry ids are exactly `0-1`, `0-2`, ...: the number is order, cursor and expected version at once. To append,
a caller names the number after the last one it has seen. Redis refuses an id that is not above the top of
the stream, so of two callers who saw the same state one gets Conflict, reads what the other wrote, and
decides again. No locks, on any number of processes. `commit.py` tells how appends share a round trip.

First join, reconnect and reload are the same three calls:

    following = log.follow(session, on_entry, on_signal)
    await following.ready()
    entries = await log.read(session, after=last_number_seen)

A follower that hears 7 after 5 reads from 5. Bells may be late, doubled, out of order or missing;
numbers tell.

This module must not know what a payload says: bytes in, the same bytes out.
"""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any, NamedTuple

from alongside.log import erasing
from alongside.log.bells import ENTRY, GONE, SIGNAL, Bells, Following
from alongside.log.commit import Append, Commits, Conflict, Keep, Ring, Signal
from alongside.log.erasing import Erased
from alongside.log.keys import Keys
from alongside.log.store import Store, StoreGone, or_store_gone

__all__ = ["Conflict", "Log", "StoreGone", "Stored"]

PAGE = 500  # entries per XRANGE: an answer of some 100 kB, so that one long log does not hold up others
RENEW_EVERY = 64  # entries between renewals of a log's retention


class Stored(NamedTuple):
    """An entry as the log holds it."""

    number: int
    payload: bytes


class Log:
    """The logs of all sessions on one Redis, as one process uses them.

    `url`: an address as in store.py. `prefix` is put before every key and channel. `retention`: how long
    a log is kept after its last entries at most; `expire` shortens it for one session.
    Every method may raise StoreGone.
    """

    def __init__(self, url: str, *, prefix: str = "", retention: timedelta) -> None:
        self.keys = Keys(prefix)
        self.store = Store(url)
        self.bells = Bells(self.store, always=self.keys.desk_bell)
        self.commits = Commits(self.store)
        self.retention = retention

    async def start(self) -> None:
        """Begin to send and listen. Does not fail when Redis is away: see `ping`."""
        self.commits.start()
        self.bells.start()

    async def close(self) -> None:
        """Send what is waiting, then let go of all connections."""
        await self.commits.close()
        await self.bells.close()
        await self.store.close()

    @or_store_gone
    async def ping(self) -> None:
        """Return if Redis answers, else raise StoreGone. For readiness checks."""
        await self.store.tell("PING")

    @or_store_gone
    async def clock(self) -> float:
        """What the store's own clock says, in seconds since 1970."""
        # By a script with a key: in a cluster, a bare TIME would ask every node.
        return float(await self.store.tell("EVAL", "return redis.call('TIME')[1]", 1, self.keys.sessions))

    async def append(self, session: str, number: int, payload: bytes) -> None:
        """Make `payload` entry `number`, which must be the last seen number plus one. Durable on return.

        Raises Conflict if someone else appended first (or the log is gone), and StoreGone if the outcome
        is unknown: read before deciding again. Have one append per session in flight at most.
        """
        key, done = self.keys.log(session), asyncio.get_running_loop().create_future()
        bell = Ring(self.keys.bell(session), self.bells.message(ENTRY, number, payload))
        self.commits.add(Append(session, key, number, payload, bell, done))
        if number % RENEW_EVERY == 1:
            self.commits.add(Keep(key, self.retention))
        await done

    @or_store_gone
    async def read(self, session: str, after: int = 0, until: int | None = None) -> list[Stored]:
        """The entries numbered above `after`, up to and including `until`, oldest first."""
        key, entries = self.keys.log(session), list[Stored]()
        last = "+" if until is None else f"0-{until}"
        while True:
            page = await self.store.ask("XRANGE", key, f"(0-{after}", last, "COUNT", PAGE)
            entries.extend(_stored(row) for row in page)
            if len(page) < PAGE:
                return entries
            after = entries[-1].number

    @or_store_gone
    async def top(self, session: str) -> int:
        """The number of the last entry; 0 for a session without a log."""
        rows = await self.store.ask("XREVRANGE", self.keys.log(session), "+", "-", "COUNT", 1)
        return _stored(rows[0]).number if rows else 0

    def follow(
        self,
        session: str,
        on_entry: Callable[[Stored], None],
        on_signal: Callable[[bytes], None],
        on_gone: Callable[[], None] = lambda: None,
    ) -> Following:
        """Hear what *other* processes append and signal, and that they erased the session, until `stop`. Await `ready`
        before reading."""

        def hear(what: bytes, number: int, payload: bytes) -> None:
            if what == ENTRY:
                on_entry(Stored(number, payload))
            elif what == SIGNAL:
                on_signal(payload)
            elif what == GONE:
                on_gone()

        return self.bells.follow(self.keys.bell(session), hear)

    def on_reconnect(self, hook: Callable[[], None]) -> None:
        """Call `hook` whenever bells may have been missed: read all followed sessions again then."""
        self.bells.on_reconnect(hook)

    def signal(self, session: str, payload: bytes) -> None:
        """Relay to the followers in other processes. May be lost, is never stored, never raises."""
        message = self.bells.message(SIGNAL, 0, payload)
        self.commits.add_signal(Signal(self.keys.bell(session), message))

    @or_store_gone
    async def sessions(self) -> list[str]:
        """Every session that has a log, in no order. Reads the names of all keys: for rebuilding indexes."""
        head, tail = self.keys.log("\0").split("\0")
        return [name[len(head) : -len(tail)] for name in await self.names(head)]

    @or_store_gone
    async def coached(self) -> list[str]:
        """Every session that has a coaching log, in no order. Reads the names of all keys."""
        head, tail = self.keys.coaching("\0").split("\0")
        return [name[len(head) : -len(tail)] for name in await self.names(head)]

    async def names(self, head: str) -> list[str]:
        """Every key whose name begins so."""
        pattern = "".join(f"\\{char}" if char in "[]?*\\" else char for char in head) + "*"
        return [key.decode() async for key in self.store.reads.scan_iter(match=pattern, count=1_000)]

    @or_store_gone
    async def erase(self, session: str) -> Erased:
        """Remove every trace of a session: log, mirror, summary, code, coaching, what its ID checks keep for minutes,
        its messages, its rows in all indexes, and the sessions practised with it. Reads the names of all keys."""
        return await erasing.erase(self, session)

    async def erase_remains(self, session: str) -> None:
        """To be called after something was put for a session: it goes again where the log is gone, erased meanwhile."""
        if not await self.top(session):
            await self.erase(session)

    @or_store_gone
    async def erase_over(self, before: float, running: Collection[str] = ()) -> int:
        """Erase every session that began before this time (seconds since 1970) and is not in `running`; how many."""
        return await erasing.erase_over(self, before, running)

    @or_store_gone
    async def expire(self, session: str, after: timedelta) -> None:
        """Let a session's log, mirror and summary vanish so long from now; index rows follow."""
        lives = [Keep(key, after).command() for key in self.keys.all_of(session)]
        over = time.time() + after.total_seconds()
        await self.store.tell_each(*lives, ("ZADD", self.keys.facts_over, over, session))


def _stored(row: Any) -> Stored:
    """From redis-py's (b"0-7", {b"e": payload})."""
    return Stored(int(row[0][2:]), row[1][b"e"])
