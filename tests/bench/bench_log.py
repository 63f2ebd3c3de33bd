"""How much CPU an append costs: one by one, by group commit, and against XADDs packed by hand.

    .venv/bin/python tests/bench/bench_log.py

All three run in turns against the same real store, and only the ratios are worth reading: absolute figures
swing with the machine. CPU is this process's; the store's own is the same for all three.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from redis.asyncio import Redis

from alongside.embedded import Embedded
from alongside.log import Log

ROUNDS = 5
SESSIONS = 200  # append in the same tick
ENTRIES = 10  # per session and round
PAYLOAD = b"x" * 300

Way = Callable[[], Awaitable[None]]


async def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        async with Embedded(Path(directory)) as store, Redis.from_url(store.url) as redis:
            log = Log(store.url, prefix="bench:", retention=timedelta(hours=1))
            await log.start()
            report(await race(ways(log, redis)))
            await log.close()


def ways(log: Log, redis: Redis) -> dict[str, Way]:
    async def one_by_one() -> None:
        run = uuid4().hex
        for number in range(1, SESSIONS * ENTRIES + 1):
            await log.append(run, number, PAYLOAD)

    async def by_group_commit() -> None:
        run = uuid4().hex
        for number in range(1, ENTRIES + 1):
            await asyncio.gather(*(log.append(f"{run}{s}", number, PAYLOAD) for s in range(SESSIONS)))

    async def packed_by_hand() -> None:
        run = uuid4().hex
        for number in range(1, ENTRIES + 1):
            pipe = redis.pipeline(transaction=False)
            for s in range(SESSIONS):
                pipe.xadd(f"bench:{run}{s}", {"e": PAYLOAD}, id=f"0-{number}")
            await pipe.execute()

    return {"one by one": one_by_one, "group commit": by_group_commit, "XADD packed by hand": packed_by_hand}


async def race(ways: dict[str, Way]) -> dict[str, tuple[float, float]]:
    """Per way the median of (CPU, elapsed) microseconds per append, in turns so that noise hits all."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            cpu, clock = time.process_time(), time.perf_counter()
            await way()
            taken[name].append((time.process_time() - cpu, time.perf_counter() - clock))
    scale = 1e6 / (SESSIONS * ENTRIES)
    return {
        name: (
            statistics.median(cpu for cpu, _ in rounds) * scale,
            statistics.median(elapsed for _, elapsed in rounds) * scale,
        )
        for name, rounds in taken.items()
    }


def report(results: dict[str, tuple[float, float]]) -> None:
    peer, _ = results["XADD packed by hand"]
    print(f"{'':22}{'appends per CPU-second':>24}{'CPU us':>9}{'x peer':>9}{'elapsed us':>12}")
    for name, (cpu, elapsed) in results.items():
        print(f"{name:22}{1e6 / cpu:>24,.0f}{cpu:>9.1f}{peer / cpu:>9.2f}{elapsed:>12.1f}")


if __name__ == "__main__":
    asyncio.run(main())
