"""The indexes on a real store: what is kept, what is refused, what works only once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from log_store import PATIENCE, opened
from redis.asyncio import Redis

from alongside.log import Indexes, Log

TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
async def log(redis_url: str, prefix: str) -> AsyncIterator[Log]:
    async with opened(redis_url, prefix) as log:
        yield log


@pytest.fixture
def indexes(log: Log) -> Indexes:
    return Indexes(log)


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        yield redis


async def test_an_older_summary_does_not_overwrite_a_newer_one(indexes: Indexes) -> None:
    assert await indexes.put_summary("s", 7, b"newer", open=True, started_at=1.0)
    assert not await indexes.put_summary("s", 6, b"older", open=True, started_at=1.0)
    assert not await indexes.put_summary("s", 7, b"same", open=True, started_at=1.0)
    assert await indexes.open_summaries() == [("s", b"newer")]


async def test_a_session_that_is_over_has_a_summary_but_is_no_longer_open(indexes: Indexes) -> None:
    await indexes.put_summary("s", 1, b"open", open=True, started_at=1.0)
    await indexes.put_summary("s", 2, b"over", open=False, started_at=1.0)
    assert await indexes.open_summaries() == []
    assert await indexes.summary("s") == b"over"


async def test_a_stale_row_of_the_open_sessions_is_seen_through(indexes: Indexes, log: Log, redis: Redis) -> None:
    await indexes.put_summary("s", 2, b"over", open=False, started_at=1.0)
    await redis.sadd(log.keys.open_sessions, "s", "gone")
    assert await indexes.open_summaries() == []
    assert await redis.scard(log.keys.open_sessions) == 0


async def test_the_desks_of_other_processes_hear_of_a_summary(indexes: Indexes, redis_url: str, prefix: str) -> None:
    heard: asyncio.Queue[tuple[str, int, bytes]] = asyncio.Queue()
    async with opened(redis_url, prefix) as elsewhere:
        await Indexes(elsewhere).follow_desk(lambda *summary: heard.put_nowait(summary)).ready()
        await indexes.put_summary("s", 3, b"a\0b", open=True, started_at=1.0)
        await indexes.put_summary("s", 2, b"older", open=True, started_at=1.0)
        await indexes.put_summary("s", 4, b"c", open=True, started_at=1.0)
        for expected in (("s", 3, b"a\0b"), ("s", 4, b"c")):
            assert await asyncio.wait_for(heard.get(), PATIENCE) == expected


async def test_a_code_redeemed_by_many_at_once_leads_exactly_one_to_the_session(indexes: Indexes) -> None:
    assert await indexes.issue_code("digest", "s", TEN_MINUTES)
    found = await asyncio.gather(*(indexes.redeem_code("digest") for _ in range(10)))
    assert sorted(found, key=str) == [None] * 9 + ["s"]


async def test_a_code_in_use_is_not_issued_again(indexes: Indexes) -> None:
    assert await indexes.issue_code("digest", "s", TEN_MINUTES)
    assert not await indexes.issue_code("digest", "t", TEN_MINUTES)
    assert await indexes.redeem_code("digest") == "s"


async def test_a_new_code_revokes_the_old_one(indexes: Indexes) -> None:
    await indexes.issue_code("old", "s", TEN_MINUTES)
    await indexes.issue_code("new", "s", TEN_MINUTES)
    assert await indexes.redeem_code("old") is None
    assert await indexes.redeem_code("new") == "s"


async def test_a_revoked_code_leads_nowhere(indexes: Indexes) -> None:
    await indexes.issue_code("digest", "s", TEN_MINUTES)
    await indexes.revoke_code("s")
    await indexes.revoke_code("s")
    assert await indexes.redeem_code("digest") is None


async def test_digits_given_to_somebody_else_since_are_not_revoked(indexes: Indexes) -> None:
    await indexes.issue_code("digest", "s", TEN_MINUTES)
    await indexes.redeem_code("digest")
    await indexes.issue_code("digest", "t", TEN_MINUTES)
    await indexes.revoke_code("s")
    assert await indexes.redeem_code("digest") == "t"


async def test_a_code_expires(indexes: Indexes, log: Log, redis: Redis) -> None:
    await indexes.issue_code("digest", "s", TEN_MINUTES)
    assert 590 < await redis.ttl(log.keys.code("digest")) <= 600
    assert 590 < await redis.ttl(log.keys.code_of("s")) <= 600


async def test_who_was_seen_lately_is_present(indexes: Indexes) -> None:
    await indexes.seen("ada", 100.0)
    await indexes.seen("bob", 50.0)
    assert await indexes.present(since=60.0) == {"ada"}
    assert await indexes.last_seen("agent", ["ada", "bob", "eve"]) == {"ada": 100.0, "bob": 50.0}


async def test_a_late_report_makes_nobody_seem_longer_gone(indexes: Indexes) -> None:
    await indexes.seen_customer("s", 100.0)
    await indexes.seen_customer("s", 90.0)
    assert await indexes.last_seen("customer", ["s"]) == {"s": 100.0}
    assert await indexes.last_seen("agent", ["s"]) == {}


async def test_presence_older_than_the_retention_is_forgotten(indexes: Indexes) -> None:
    await indexes.seen_customer("old", 1_000.0)
    await indexes.seen_customer("new", 1_000.0 + 86_401)
    assert await indexes.present(0.0, "customer") == {"new"}


async def test_a_count_goes_up_and_its_window_stays_where_it_began(indexes: Indexes, log: Log, redis: Redis) -> None:
    assert [await indexes.count("guess", 60) for _ in range(3)] == [1, 2, 3]
    await redis.expire(log.keys.counter("guess"), 10)
    await indexes.count("guess", 60)
    assert await redis.ttl(log.keys.counter("guess")) <= 10
    assert await indexes.peek("guess") == 4


async def test_a_count_begins_anew_when_its_window_is_over(indexes: Indexes) -> None:
    await indexes.count("guess", 1)
    async with asyncio.timeout(PATIENCE):
        while await indexes.peek("guess"):
            pass
    assert await indexes.count("guess", 60) == 1


async def test_a_cleared_count_begins_anew(indexes: Indexes) -> None:
    await indexes.count("guess", 60)
    await indexes.clear("guess")
    assert await indexes.peek("guess") == 0


async def test_a_signed_out_token_is_known_until_it_would_expire(indexes: Indexes, log: Log, redis: Redis) -> None:
    await indexes.revoke("token", timedelta(hours=1))
    assert await indexes.revoked("token")
    assert not await indexes.revoked("another")
    assert 3590 < await redis.ttl(log.keys.signed_out("token")) <= 3600
