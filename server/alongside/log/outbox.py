"""The outbox's part in the store: messages for other people's servers, kept until they were taken there.

A message has an id that names what it tells, so that several processes may put it in and it goes out once. Whoever
takes a message holds it for a while (the lease); if they stop meanwhile, it falls due again. What was given up is
kept apart (the dead letters), up to a number and an age, until somebody has it sent again or throws it away. This
module must not know what a message says or where it goes. Times are seconds since the epoch.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from alongside.log.store import or_store_gone
from alongside.log.stream import Log

_PUT = """
if redis.call('ZADD', KEYS[3], 'NX', ARGV[3], ARGV[1]) == 0 then return 0 end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[4])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
"""
_TAKE = """
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
local taken = {}
for _, id in ipairs(ids) do
  local message = redis.call('HGET', KEYS[2], id)
  if message then
    redis.call('ZADD', KEYS[1], ARGV[3], id)
    taken[#taken + 1] = id
    taken[#taken + 1] = message
  else
    redis.call('ZREM', KEYS[1], id)
  end
end
return taken
"""
_KEEP = """
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
"""
_DROP = "redis.call('ZREM', KEYS[1], ARGV[1]); redis.call('HDEL', KEYS[2], ARGV[1]); return 1"
# Between two processes that give the same message up, and one that was told to discard it, the first has its way.
_BURY = """
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return 0 end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[4], ARGV[3], ARGV[1])
local over = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', '(' .. ARGV[4])
local many = redis.call('ZRANGE', KEYS[4], 0, -1 - tonumber(ARGV[5]))
for _, ids in ipairs({over, many}) do
  for _, id in ipairs(ids) do redis.call('ZREM', KEYS[4], id); redis.call('HDEL', KEYS[2], id) end
end
return 1
"""
_REVIVE = """
if redis.call('ZREM', KEYS[4], ARGV[1]) == 0 then return 0 end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
return 1
"""
_DISCARD = """
if redis.call('ZREM', KEYS[4], ARGV[1]) == 0 then return 0 end
redis.call('HDEL', KEYS[2], ARGV[1])
return 1
"""


class Due(NamedTuple):
    """A message whose time has come."""

    id: str
    message: bytes


class Held(NamedTuple):
    """A message in the outbox: `at` is when it is due, or when it was given up."""

    id: str
    message: bytes
    at: float


class OutboxStore:
    """The outbox of all processes on one store. Every method may raise StoreGone."""

    def __init__(self, log: Log) -> None:
        self._store = log.store
        self._keys = log.keys.outbox
        self._remembered = log.retention + timedelta(days=1)

    @or_store_gone
    async def put(self, id: str, message: bytes, at: float) -> bool:
        """Put a message in, due at once; False if one of this id was put in before, gone or not."""
        forgotten = at - self._remembered.total_seconds()
        return bool(await self._do(_PUT, id, message, at, forgotten))

    @or_store_gone
    async def take(self, at: float, lease: float, limit: int = 20) -> list[Due]:
        """Up to `limit` messages that are due; nobody else gets them for `lease` seconds."""
        found = await self._do(_TAKE, at, limit, at + lease)
        return [Due(id.decode(), message) for id, message in zip(found[::2], found[1::2], strict=True)]

    @or_store_gone
    async def keep(self, id: str, message: bytes, due: float) -> None:
        """Try this one again, as it is now, at a later time."""
        await self._do(_KEEP, id, message, due)

    @or_store_gone
    async def drop(self, id: str) -> None:
        """This one is done with."""
        await self._do(_DROP, id)

    @or_store_gone
    async def waiting(self) -> int:
        """How many messages are not done with."""
        return int(await self._store.ask("ZCARD", self._keys[0]))

    @or_store_gone
    async def under_way(self, limit: int = 200) -> list[Held]:
        """The messages that are not done with, the next due first."""
        return await self._held(await self._store.ask("ZRANGE", self._keys[0], 0, limit - 1, "WITHSCORES"))

    # --- what was given up ---

    @or_store_gone
    async def bury(self, id: str, message: bytes, at: float, *, since: float, limit: int) -> None:
        """Keep this one as a dead letter. Those given up before `since`, and the oldest above `limit`, go."""
        await self._do(_BURY, id, message, at, since, limit)

    @or_store_gone
    async def dead(self, since: float, limit: int = 200) -> list[Held]:
        """The dead letters given up at `since` or later, latest first."""
        return await self._held(
            await self._store.ask("ZREVRANGEBYSCORE", self._keys[3], "+inf", since, "WITHSCORES", "LIMIT", 0, limit)
        )

    @or_store_gone
    async def count_dead(self, since: float) -> int:
        """How many dead letters there are."""
        return int(await self._store.ask("ZCOUNT", self._keys[3], since, "+inf"))

    @or_store_gone
    async def revive(self, id: str, message: bytes, due: float) -> bool:
        """Have a dead letter sent again, as it is now; False if it is none."""
        return bool(await self._do(_REVIVE, id, message, due))

    @or_store_gone
    async def discard(self, id: str) -> bool:
        """Throw a dead letter away; False if it is none."""
        return bool(await self._do(_DISCARD, id))

    async def _do(self, script: str, *arguments: Any) -> Any:
        return await self._store.tell("EVAL", script, len(self._keys), *self._keys, *arguments)

    async def _held(self, found: Sequence[Any]) -> list[Held]:
        """Ids and times, as the store answers them, with their messages."""
        pairs = found if not found or isinstance(found[0], tuple | list) else zip(found[::2], found[1::2], strict=True)
        rows = [(id.decode(), float(at)) for id, at in pairs]
        messages = await self._store.ask("HMGET", self._keys[1], *(id for id, _ in rows)) if rows else []
        return [Held(id, message, at) for (id, at), message in zip(rows, messages, strict=True) if message is not None]
