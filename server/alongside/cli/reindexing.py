"""`alongside reindex`: indexes made anew from the logs: sessions, what is left to do, faults, coaching."""

from __future__ import annotations

import argparse
import time

from alongside.cli.store import on_log
from alongside.config import Settings
from alongside.hub import coaching
from alongside.hub.aftercare import rebuild
from alongside.log import Indexes, Log


def reindex(chosen: argparse.Namespace) -> int:
    """Make the indexes anew. Status 1 if the store cannot be read."""

    async def work(log: Log, _: Settings) -> int:
        count = await rebuild(log, Indexes(log), time.time_ns() // 1_000_000)
        await coaching.rebuild(log)
        print(f"{count} sessions are in the indexes.")
        return 0

    return on_log(chosen, work)
