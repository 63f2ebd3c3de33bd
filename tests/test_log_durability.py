"""The log when Redis dies: nothing acknowledged is lost, and all goes on when it is back."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from log_store import PATIENCE, Ear, KillableStore, killable_store, opened

from alongside.log import Log, Stored, StoreGone

SESSIONS = [f"s{number}" for number in range(20)]


async def test_a_kill_under_load_loses_no_acknowledged_append(tmp_path: Path) -> None:
    async with killable_store(tmp_path) as store, opened(store.url) as log:
        for round_ in range(3):
            acknowledged = dict.fromkeys(SESSIONS, 0)
            await _load_until_killed(log, store, acknowledged, enough=300 * (round_ + 1))
            await store.start()
            await _reachable(log)
            for session, number in acknowledged.items():
                numbers = [entry.number for entry in await log.read(session)]
                assert numbers == list(range(1, len(numbers) + 1))
                assert len(numbers) >= number


async def _load_until_killed(log: Log, store: KillableStore, acknowledged: dict[str, int], enough: int) -> None:
    async def keep_appending(session: str) -> None:
        acknowledged[session] = await log.top(session)  # an append of unknown outcome may have arrived
        while True:
            await log.append(session, acknowledged[session] + 1, b"x" * 200)
            acknowledged[session] += 1
            if sum(acknowledged.values()) >= enough:
                store.kill()

    outcomes = await asyncio.wait_for(asyncio.gather(*map(keep_appending, SESSIONS), return_exceptions=True), PATIENCE)
    assert {type(outcome) for outcome in outcomes} == {StoreGone}


async def _reachable(log: Log) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(StoreGone):
                return await log.ping()


async def test_an_append_fails_while_the_store_is_down_and_works_when_it_is_back(tmp_path: Path) -> None:
    async with killable_store(tmp_path) as store, opened(store.url) as log:
        await log.append("s", 1, b"before")
        store.kill()
        with pytest.raises(StoreGone):
            await log.append("s", 2, b"down")
        with pytest.raises(StoreGone):
            await log.read("s")
        await store.start()
        await log.append("s", 2, b"after")
        assert await log.read("s") == [Stored(1, b"before"), Stored(2, b"after")]


async def test_followers_hear_again_after_a_restart(tmp_path: Path) -> None:
    async with killable_store(tmp_path) as store, opened(store.url) as log, opened(store.url) as other:
        reconnected = asyncio.Event()
        other.on_reconnect(reconnected.set)
        ear = await Ear().on(other, "s")
        store.kill()
        await store.start()
        await asyncio.wait_for(reconnected.wait(), PATIENCE)
        await log.append("s", 1, b"again")
        assert await ear.entry() == Stored(1, b"again")


async def test_a_log_may_be_opened_before_its_store(tmp_path: Path) -> None:
    async with killable_store(tmp_path) as store:
        store.kill()
        async with opened(store.url) as log:
            with pytest.raises(StoreGone):
                await log.ping()
            await store.start()
            ear = await Ear().on(log, "s")
            await log.append("s", 1, b"")
            assert ear.entries.empty()


async def test_a_store_that_is_full_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    async with killable_store(tmp_path, maxmemory="3mb") as store, opened(store.url) as log:
        numbers = iter(range(1, 1_000))
        with pytest.raises(StoreGone, match="maxmemory"):
            await _append_all(log, numbers)
        assert await log.top("s") == next(numbers) - 2


async def _append_all(log: Log, numbers: Iterator[int]) -> None:
    for number in numbers:
        await log.append("s", number, b"x" * 50_000)
