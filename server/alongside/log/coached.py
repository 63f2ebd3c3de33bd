"""CoachedRows: a small row for each session that has a coaching log, for the lists; and how long such a log lives.

A coaching log goes with its session's log: it shares its time to live, and is erased with it. A row whose log is gone
is dropped by who reads the list. This module must not know what a payload says.
"""

from alongside.log.store import or_store_gone
from alongside.log.stream import Log

_PUT = """
local old = redis.call('HGET', KEYS[1], ARGV[1])
if old and tonumber(string.match(old, '^%d+')) > tonumber(ARGV[2]) then return 0 end
return redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
"""
"""The row of a later entry wins, in whatever order two processes put theirs."""

_SHARE_LIFE = """
local life = redis.call('PTTL', KEYS[1])
if life == -2 then return redis.call('DEL', KEYS[2]) end
return life > 0 and redis.call('PEXPIRE', KEYS[2], life) or 0
"""


class CoachedRows:
    """The rows on one Log's store. Every method may raise StoreGone."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._keys = log.keys
        self._store = log.store

    @or_store_gone
    async def put(self, session: str, number: int, payload: bytes) -> None:
        """Keep this row, made from the coaching log's entry of this number, and let the log live with its session's."""
        await self._store.ask("EVAL", _PUT, 1, self._keys.coached, session, number, payload)
        keys = (self._keys.log(session), self._keys.coaching(session))
        await self._store.ask("EVAL", _SHARE_LIFE, 2, *keys)

    @or_store_gone
    async def open(self, session: str, at: float) -> None:
        """Something is about to be appended to this coaching log; what follows is settled at `close`."""
        await self._store.ask("ZADD", self._keys.coached_open, "NX", at, session)

    @or_store_gone
    async def close(self, session: str) -> None:
        """It is settled."""
        await self._store.ask("ZREM", self._keys.coached_open, session)

    @or_store_gone
    async def left_open(self, before: float) -> list[str]:
        """The sessions that were opened before this time and are not settled: whoever did that is gone."""
        members = await self._store.ask("ZRANGEBYSCORE", self._keys.coached_open, "-inf", f"({before!r}")
        return [member.decode() for member in members]

    @or_store_gone
    async def all(self) -> list[tuple[str, bytes]]:
        """(session, row) of every coached session that still is, in no order."""
        kept = await self._store.ask("HGETALL", self._keys.coached)
        rows = {session.decode(): value.partition(b" ")[2] for session, value in kept.items()}
        answers = await self._store.tell_all(*(("EXISTS", self._keys.coaching(session)) for session in rows))
        gone = [session for session, there in zip(rows, answers, strict=True) if there == 0]
        if gone:
            await self._store.ask("HDEL", self._keys.coached, *gone)
        return [(session, payload) for session, payload in rows.items() if session not in gone]

    @or_store_gone
    async def forget_all(self) -> None:
        """Drop all rows, for them to be made again from the logs."""
        await self._store.ask("DEL", self._keys.coached)
