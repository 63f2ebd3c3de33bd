"""Ledger: a log that is no session's, by the same law: entries 1, 2, 3, and of two who append one is refused.

For facts that come now and then, such as what is done about a fault: an append is a command of its own, and
nobody follows. It has no retention. This module must not know what a payload says.
"""

from redis.exceptions import ResponseError

from alongside.log.store import or_store_gone
from alongside.log.stream import Conflict, Log, Stored


class Ledger:
    """One such log on the store of `log`, under `key`. Every method may raise StoreGone."""

    def __init__(self, log: Log, key: str) -> None:
        self._store = log.store
        self._key = key

    @or_store_gone
    async def append(self, number: int, payload: bytes) -> None:
        """Make `payload` entry `number`, the last one seen plus one. Durable on return. Raises Conflict."""
        create = () if number == 1 else ("NOMKSTREAM",)
        try:
            added = await self._store.tell("XADD", self._key, *create, f"0-{number}", "e", payload)
        except ResponseError as refused:
            if "equal or smaller" in str(refused):
                raise Conflict(self._key) from None
            raise
        if added is None:
            raise Conflict(self._key)

    @or_store_gone
    async def read(self, after: int = 0) -> list[Stored]:
        """The entries numbered above `after`, oldest first."""
        rows = await self._store.ask("XRANGE", self._key, f"(0-{after}", "+")
        return [Stored(int(id[2:]), fields[b"e"]) for id, fields in rows]
