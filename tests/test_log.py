"""The log on a real store: numbers, conflicts, group commit, bells, erasing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from log_store import PATIENCE, Ear, Wire, free_port, killable_store, opened, sentinel
from redis.asyncio import Redis

from alongside.log import Conflict, Indexes, Keeping, Log, Stored, StoreGone, bells, of_session


@pytest.fixture
async def log(redis_url: str, prefix: str) -> AsyncIterator[Log]:
    async with opened(redis_url, prefix) as log:
        yield log


@pytest.fixture
async def other(redis_url: str, prefix: str) -> AsyncIterator[Log]:
    """The log as a second process has it."""
    async with opened(redis_url, prefix) as log:
        yield log


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        yield redis


async def test_entries_are_numbered_from_one_and_come_back_as_they_went_in(log: Log) -> None:
    payloads = [b"\x00\xff", b"", b"x" * 100_000]
    for number, payload in enumerate(payloads, 1):
        await log.append("s", number, payload)
    assert await log.read("s") == [Stored(number, payload) for number, payload in enumerate(payloads, 1)]
    assert await log.top("s") == 3


async def test_a_session_without_a_log_is_empty(log: Log) -> None:
    assert await log.read("nobody") == []
    assert await log.top("nobody") == 0


async def test_reading_begins_after_one_number_and_ends_with_another(log: Log) -> None:
    for number in range(1, 11):
        await log.append("s", number, b"%d" % number)
    assert [entry.number for entry in await log.read("s", after=4, until=7)] == [5, 6, 7]


async def test_a_log_longer_than_a_page_is_read_whole(log: Log) -> None:
    await asyncio.gather(*(log.append("s", number, b"") for number in range(1, 1202)))
    assert [entry.number for entry in await log.read("s")] == list(range(1, 1202))


async def test_of_two_who_append_the_same_number_one_is_refused(log: Log, other: Log) -> None:
    outcomes = await asyncio.gather(
        log.append("s", 1, b"mine"), other.append("s", 1, b"theirs"), return_exceptions=True
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert [conflict.session for conflict in refused] == ["s"]
    assert len(await log.read("s")) == 1


async def test_a_conflict_does_not_disturb_other_appends_of_the_same_tick(log: Log) -> None:
    await log.append("taken", 1, b"first")
    outcomes = await asyncio.gather(
        log.append("before", 1, b""),
        log.append("taken", 1, b"second"),
        log.append("after", 1, b""),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, type(None)]
    assert await log.read("taken") == [Stored(1, b"first")]


async def test_a_key_of_another_kind_fails_one_append_and_no_other(log: Log, redis: Redis) -> None:
    await redis.set(log.keys.log("odd"), "not a stream")
    outcomes = await asyncio.gather(log.append("odd", 1, b""), log.append("even", 1, b""), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StoreGone, type(None)]


async def test_a_late_append_does_not_revive_an_erased_session(log: Log) -> None:
    await log.append("s", 1, b"")
    await log.erase("s")
    with pytest.raises(Conflict):
        await log.append("s", 2, b"")
    assert await log.read("s") == []


async def test_all_appends_of_one_tick_reach_the_store_in_one_read(log: Log, redis: Redis) -> None:
    async def reads() -> int:
        return int((await redis.info("stats"))["total_reads_processed"])

    await log.append("warm", 1, b"")
    await log.top("warm")  # a round trip, so that the warm-up's bell is counted before
    before = await reads()
    await asyncio.gather(*(log.append(f"s{number}", 1, b"") for number in range(50)))
    # One for the appends; their bells, this INFO, and a ping of the store's keeper may add to it.
    assert await reads() - before <= 4


async def test_a_cancelled_caller_leaves_the_others_alone(log: Log) -> None:
    cancelled = asyncio.create_task(log.append("s1", 1, b""))
    kept = asyncio.create_task(log.append("s2", 1, b""))
    asyncio.get_running_loop().call_soon(cancelled.cancel)
    await kept
    assert await log.top("s2") == 1


async def test_five_hundred_appenders_in_two_processes_lose_nothing(log: Log, other: Log) -> None:
    seen = {log: 0, other: 0}
    catching_up = {log: asyncio.Lock(), other: asyncio.Lock()}

    async def append(by: Log, payload: bytes) -> None:
        while True:
            expected = seen[by]
            try:
                await by.append("s", expected + 1, payload)
            except Conflict:
                async with catching_up[by]:
                    if seen[by] == expected:
                        seen[by] = (await by.read("s", after=expected))[-1].number
            else:
                seen[by] = max(seen[by], expected + 1)
                return

    payloads = [b"%d" % number for number in range(500)]
    await asyncio.gather(*(append((log, other)[n % 2], payload) for n, payload in enumerate(payloads)))
    entries = await log.read("s")
    assert [entry.number for entry in entries] == list(range(1, 501))
    assert sorted(entry.payload for entry in entries) == sorted(payloads)


async def test_an_append_rings_in_the_other_process_with_its_payload(log: Log, other: Log) -> None:
    ear = await Ear().on(other, "s")
    await log.append("s", 1, b"hello")
    assert await ear.entry() == Stored(1, b"hello")


async def test_a_process_does_not_hear_its_own_bells(log: Log, other: Log) -> None:
    mine = await Ear().on(log, "s")
    await log.append("s", 1, b"mine")
    log.signal("s", b"mine")
    await other.append("s", 2, b"theirs")
    other.signal("s", b"theirs")
    assert await mine.entry() == Stored(2, b"theirs")
    assert await mine.signal() == b"theirs"


async def test_a_refused_append_rings_no_bell(log: Log, other: Log) -> None:
    await log.append("s", 1, b"first")
    ear = await Ear().on(other, "s")
    with pytest.raises(Conflict):
        await log.append("s", 1, b"refused")
    await log.append("s", 2, b"second")
    assert await ear.entry() == Stored(2, b"second")


async def test_a_signal_is_relayed_and_not_kept(log: Log, other: Log) -> None:
    ear = await Ear().on(other, "s")
    log.signal("s", b"typing")
    assert await ear.signal() == b"typing"
    assert await log.top("s") == 0


async def test_a_stopped_follower_hears_no_more_and_others_do(log: Log, other: Log) -> None:
    silent = Ear()
    following = other.follow("s", silent.entries.put_nowait, silent.signals.put_nowait)
    ear = await Ear().on(other, "s")
    following.stop()
    following.stop()
    await log.append("s", 1, b"")
    assert await ear.entry() == Stored(1, b"")
    assert silent.entries.empty()


async def test_a_session_can_be_followed_again_after_it_was_let_go(log: Log, other: Log) -> None:
    for number in range(1, 4):
        ear = Ear()
        following = other.follow("s", ear.entries.put_nowait, ear.signals.put_nowait)
        await following.ready()
        await log.append("s", number, b"")
        assert (await ear.entry()).number == number
        following.stop()


async def test_a_failing_follower_does_not_silence_the_others(log: Log, other: Log) -> None:
    def fail(_: Stored) -> None:
        raise RuntimeError("a bug")

    other.follow("s", fail, lambda _: None)
    ear = await Ear().on(other, "s")
    await log.append("s", 1, b"")
    await log.append("s", 2, b"")
    assert [(await ear.entry()).number, (await ear.entry()).number] == [1, 2]


async def test_a_missed_bell_is_repaired_by_reading(log: Log, redis: Redis) -> None:
    reconnected = asyncio.Event()
    log.on_reconnect(reconnected.set)
    ear = await Ear().on(log, "s")
    # In one transaction, so that the entry certainly falls between hanging up and listening again.
    async with redis.pipeline(transaction=True) as cut:
        cut.client_kill_filter(_type="pubsub")
        cut.xadd(log.keys.log("s"), {"e": b"missed"}, id="0-1")
        await cut.execute()
    await asyncio.wait_for(reconnected.wait(), PATIENCE)
    assert ear.entries.empty()
    assert await log.read("s") == [Stored(1, b"missed")]


async def test_bells_ring_again_after_the_line_was_cut(log: Log, other: Log, redis: Redis) -> None:
    reconnected = asyncio.Event()
    other.on_reconnect(reconnected.set)
    ear = await Ear().on(other, "s")
    await redis.client_kill_filter(_type="pubsub")
    await asyncio.wait_for(reconnected.wait(), PATIENCE)
    await log.append("s", 1, b"again")
    assert await ear.entry() == Stored(1, b"again")


async def test_a_line_that_goes_dead_without_a_word_is_noticed(
    redis_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bells, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(bells, "COMMAND_SECONDS", 0.2)
    async with Wire(redis_url).laid() as wire, opened(wire.url, prefix) as log:
        reconnected = asyncio.Event()
        log.on_reconnect(reconnected.set)
        await Ear().on(log, "s")
        assert wire.dialled.get_nowait() is None
        wire.answers_pass.clear()
        await asyncio.wait_for(wire.dialled.get(), PATIENCE)
        wire.answers_pass.set()
        await asyncio.wait_for(reconnected.wait(), PATIENCE)


async def test_an_append_whose_answer_is_lost_is_not_repeated_and_rings_later(
    redis_url: str, prefix: str, log: Log
) -> None:
    ear = await Ear().on(log, "s")
    async with Wire(redis_url).laid() as wire, opened(wire.url, prefix) as far:
        await far.append("s", 1, b"one")
        assert await ear.entry() == Stored(1, b"one")
        wire.answers_pass.clear()
        lost = asyncio.create_task(far.append("s", 2, b"two"))
        await asyncio.wait_for(wire.held_back.wait(), PATIENCE)
        wire.cut()
        with pytest.raises(StoreGone):
            await lost
        wire.answers_pass.set()
        assert await ear.entry() == Stored(2, b"two")
        assert await far.read("s", after=1) == [Stored(2, b"two")]


async def test_erasing_leaves_no_key(log: Log, redis: Redis, prefix: str) -> None:
    indexes = Indexes(log)
    await log.append("s", 1, b"")
    await redis.xadd(log.keys.mirror("s"), {"e": b""})
    await indexes.put_summary("s", 1, b"", open=True, started_at=1.0)
    await indexes.issue_code("digest", "s", timedelta(minutes=10))
    await indexes.seen_customer("s", 1.0)
    await Keeping(log).put(of_session("s", "signed"), b"sealed", 60)
    await Keeping(log).claim(of_session("s", "try:who-you-are:1"), 60)
    await log.erase("s")
    assert [key async for key in redis.scan_iter(prefix + "*")] == []


async def test_no_log_is_kept_for_ever(log: Log, redis: Redis) -> None:
    await log.append("s", 1, b"")
    await log.expire("s", timedelta(seconds=50))
    assert 40_000 < await redis.pttl(log.keys.log("s")) <= 50_000
    await log.append("t", 1, b"")
    await log.top("t")
    assert 86_000_000 < await redis.pttl(log.keys.log("t")) <= 86_400_000


async def test_a_closed_log_says_so(redis_url: str, prefix: str) -> None:
    async with opened(redis_url, prefix) as log:
        pass
    with pytest.raises(StoreGone):
        await log.append("s", 1, b"")
    log.signal("s", b"lost, and nobody minds")


async def test_a_cluster_holds_the_log_too(tmp_path: Path) -> None:
    settings = {"cluster-enabled": "yes", "cluster-port": free_port()}
    async with killable_store(tmp_path, **settings) as store:
        await _make_cluster_of_one(store.url)
        url = store.url.replace("redis://", "redis+cluster://")
        async with opened(url) as log, opened(url) as other:
            ear = await Ear().on(other, "s")
            await asyncio.gather(*(log.append(session, 1, b"first") for session in ("s", "t", "u")))
            assert await ear.entry() == Stored(1, b"first")
            with pytest.raises(Conflict):
                await other.append("s", 1, b"late")
            await Indexes(log).put_summary("s", 1, b"sum", open=True, started_at=1.0)
            assert await Indexes(log).open_summaries() == [("s", b"sum")]
            await log.erase("s")
            assert await log.top("s") == 0


async def test_the_log_is_found_through_a_sentinel(tmp_path: Path) -> None:
    port = free_port()
    async with killable_store(tmp_path / "master") as store, sentinel(tmp_path, store.port, port):
        address = f"redis+sentinel://127.0.0.1:{port}/main"
        async with opened(address) as log, opened(store.url) as other:
            ear = await Ear().on(log, "s")
            await other.append("s", 1, b"one")
            assert await ear.entry() == Stored(1, b"one")
            await log.append("s", 2, b"two")
            assert await other.top("s") == 2


async def _make_cluster_of_one(url: str) -> None:
    node: Any = Redis.from_url(url)  # Any: execute_command is untyped
    async with node, asyncio.timeout(PATIENCE):
        await node.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        while b"cluster_state:ok" not in await node.execute_command("CLUSTER", "INFO"):
            pass
