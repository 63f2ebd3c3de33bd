"""`alongside reindex`: indexes made anew from the logs: sessions, what is left to do, faults, coaching."""

from __future__ import annotations

import argparse
import asyncio
import time
from datetime import timedelta

from msgspec.structs import replace

from alongside.cli import reading, telling
from alongside.cli.store import beside
from alongside.config import Settings
from alongside.hub import coaching
from alongside.hub.aftercare import rebuild
from alongside.log import Indexes, Log, StoreGone


def reindex(chosen: argparse.Namespace) -> int:
    """Make the indexes anew. Status 1 if the store cannot be read."""
    settings = reading.settings(chosen)
    if chosen.data_dir:
        settings = replace(settings, data_dir=chosen.data_dir)
    try:
        count = asyncio.run(_rebuild(settings))
    except StoreGone as error:
        telling.sentence(f"The store cannot be read: {error}", "`alongside check` says more.")
        return 1
    print(f"{count} sessions are in the indexes.")
    return 0


async def _rebuild(settings: Settings) -> int:
    async with beside(settings) as complete:
        log = Log(complete.redis_url or "", retention=timedelta(days=settings.retention_days))
        await log.start()
        try:
            count = await rebuild(log, Indexes(log), time.time_ns() // 1_000_000)
            await coaching.rebuild(log)
            return count
        finally:
            await log.close()
