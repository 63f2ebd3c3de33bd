"""Which store a command works on: the Redis of the settings, the one that is running, or one of our own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec.structs import replace

from alongside.config import Settings
from alongside.embedded import Embedded, running


@asynccontextmanager
async def with_store(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with a Redis address in them; the embedded store lives as long as this."""
    if settings.redis_url:
        yield settings
    else:
        async with Embedded(settings.data_dir) as store:
            yield replace(settings, redis_url=store.url)


@asynccontextmanager
async def beside(settings: Settings) -> AsyncIterator[Settings]:
    """The same for looking only: shares the embedded store of a server that is running."""
    address = settings.redis_url or await running(settings.data_dir)
    async with with_store(replace(settings, redis_url=address)) as ready:
        yield ready
