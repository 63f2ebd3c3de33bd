"""Tokens of programs: what is known of each under its digest, and the day each was last used.

Kept until taken out: they stand in no log, and nothing can make them anew. This module must not know what a
record means, and never sees a token.
"""

from alongside.log.store import or_store_gone
from alongside.log.stream import Log


class TokenStore:
    """The tokens on the store of one Log. Every method may raise StoreGone."""

    def __init__(self, log: Log) -> None:
        self._key, self._used = log.keys.tokens
        self._store = log.store

    @or_store_gone
    async def put(self, digest: str, record: bytes) -> None:
        """Keep this record, in place of what was kept."""
        await self._store.ask("HSET", self._key, digest, record)

    @or_store_gone
    async def get(self, digest: str) -> bytes | None:
        """The record of the token of this digest."""
        record: bytes | None = await self._store.ask("HGET", self._key, digest)
        return record

    @or_store_gone
    async def every(self) -> dict[str, bytes]:
        """All records, by digest."""
        kept = await self._store.ask("HGETALL", self._key)
        return {str(digest, "utf-8"): bytes(record) for digest, record in kept.items()}

    @or_store_gone
    async def drop(self, digest: str, id: str) -> None:
        """Know nothing of this token any more."""
        await self._store.ask("HDEL", self._key, digest)
        await self._store.ask("HDEL", self._used, id)

    @or_store_gone
    async def note_used(self, id: str, day: str) -> None:
        """It was used on this day, as in 2026-01-31."""
        await self._store.ask("HSET", self._used, id, day)

    @or_store_gone
    async def used(self) -> dict[str, str]:
        """The day each was last used, by id."""
        kept = await self._store.ask("HGETALL", self._used)
        return {str(id, "utf-8"): str(day, "utf-8") for id, day in kept.items()}
