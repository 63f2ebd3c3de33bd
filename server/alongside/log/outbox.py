"""The outbox's part in the store: messages for other people's servers, kept until they were taken there.

A message has an id that names what it tells, so that several processes may put it in and it goes out once. Whoever
takes a message holds it for a while (the lease); if they stop meanwhile, it falls due again. This module must not
know what a message says or where it goes. Times are seconds since the epoch.
"""

from datetime import timedelta
from typing import NamedTuple

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


class Due(NamedTuple):
    """A message whose time has come."""

    id: str
    message: bytes


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
        return bool(await self._store.tell("EVAL", _PUT, 3, *self._keys, id, message, at, forgotten))

    @or_store_gone
    async def take(self, at: float, lease: float, limit: int = 20) -> list[Due]:
        """Up to `limit` messages that are due; nobody else gets them for `lease` seconds."""
        found = await self._store.tell("EVAL", _TAKE, 3, *self._keys, at, limit, at + lease)
        return [Due(id.decode(), message) for id, message in zip(found[::2], found[1::2], strict=True)]

    @or_store_gone
    async def keep(self, id: str, message: bytes, due: float) -> None:
        """Try this one again, as it is now, at a later time."""
        await self._store.tell("EVAL", _KEEP, 3, *self._keys, id, message, due)

    @or_store_gone
    async def drop(self, id: str) -> None:
        """This one is done with."""
        await self._store.tell("EVAL", _DROP, 3, *self._keys, id)

    @or_store_gone
    async def waiting(self) -> int:
        """How many messages are not done with."""
        return int(await self._store.ask("ZCARD", self._keys[0]))
