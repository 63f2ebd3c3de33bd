"""Short-lived things beside the log: kept for minutes, taken once, used once.

Everything here may be lost: whoever needed it asks again. This module must not know what a value means; callers pass
digests and sealed bytes, never a secret in clear.
"""

from alongside.log.store import or_store_gone
from alongside.log.stream import Log

_DELETE_IF_SAME = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0"


class Keeping:
    """Kept things over one Log's connections. Every method may raise StoreGone; spans are whole seconds."""

    def __init__(self, log: Log) -> None:
        self._keys = log.keys
        self._store = log.store

    @or_store_gone
    async def put(self, name: str, value: bytes, seconds: int) -> None:
        """Keep this, in place of what was kept by the name."""
        await self._store.ask("SET", self._keys.kept(name), value, "EX", seconds)

    @or_store_gone
    async def get(self, name: str) -> bytes | None:
        """What is kept by the name."""
        value: bytes | None = await self._store.ask("GET", self._keys.kept(name))
        return value

    @or_store_gone
    async def take(self, name: str) -> bytes | None:
        """What is kept by the name, once: of two callers at the same moment one gets None."""
        value: bytes | None = await self._store.tell("GETDEL", self._keys.kept(name))
        return value

    @or_store_gone
    async def drop(self, name: str) -> None:
        """Keep it no more."""
        await self._store.ask("DEL", self._keys.kept(name))

    @or_store_gone
    async def spend(self, name: str, value: bytes) -> bool:
        """Whether exactly this was kept, which it is no more: of two callers with the right value one gets True."""
        return bool(await self._store.tell("EVAL", _DELETE_IF_SAME, 1, self._keys.kept(name), value))

    @or_store_gone
    async def claim(self, name: str, seconds: int) -> bool:
        """Whether nobody claimed this name before, within the time."""
        return bool(await self._store.tell("SET", self._keys.kept(name), 1, "NX", "EX", seconds))

    @or_store_gone
    async def uncount(self, key: str) -> None:
        """Take one back from a counter, while it is there."""
        name = self._keys.counter(key)
        script = "return redis.call('EXISTS', KEYS[1]) == 1 and redis.call('DECR', KEYS[1]) or 0"
        await self._store.tell("EVAL", script, 1, name)
