"""Which store a command works on: that of the settings, one that runs, or one of our own; and work on its log."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from msgspec.structs import replace

from alongside.cli import reading, telling
from alongside.config import Settings
from alongside.embedded import Embedded, running
from alongside.log import Log, StoreGone


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


def on_log(chosen: argparse.Namespace, work: Callable[[Log, Settings], Awaitable[int]]) -> int:
    """Do this work on the log of the store that the command means; its exit status. 1 if the store cannot be read."""
    settings = reading.settings(chosen)
    if chosen.data_dir:
        settings = replace(settings, data_dir=chosen.data_dir)
    try:
        return asyncio.run(_on_log(settings, work))
    except StoreGone as error:
        telling.sentence(f"The store cannot be read: {error}", "`alongside check` says more.")
        return 1


async def _on_log(settings: Settings, work: Callable[[Log, Settings], Awaitable[int]]) -> int:
    async with beside(settings) as complete:
        log = Log(complete.redis_url or "", retention=timedelta(days=settings.retention_days))
        await log.start()
        try:
            return await work(log, complete)
        finally:
            await log.close()
