"""The probe: each thing wrong with a Redis becomes one sentence with its remedy, and never a password."""

import asyncio
from pathlib import Path

import pytest
from log_store import free_port, killable_store
from redis.asyncio import Redis

from alongside.log import probe
from alongside.log.probe import judge


async def test_a_store_fit_for_the_log_has_no_problem(redis_url: str) -> None:
    found = await probe(redis_url)
    assert (found.flavour, found.problems, found.warnings) == ("Valkey", [], [])
    assert int(found.version.partition(".")[0]) >= 8


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://host",
        "redis://:hunter2@host:port/0",
        "redis+sentinel://host:26379",
        "redis://[oops",
    ],
)
async def test_an_address_that_cannot_be_read_is_explained(url: str) -> None:
    (problem,) = (await probe(url)).problems
    assert "cannot be read" in problem
    assert "redis://host:6379/0" in problem
    assert "hunter2" not in problem


async def test_nobody_at_the_address_is_explained() -> None:
    port = free_port()
    (problem,) = (await probe(f"redis://:hunter2@127.0.0.1:{port}/0")).problems
    assert problem.startswith(f"Nothing answers at 127.0.0.1:{port}. Start Redis there")


async def test_a_socket_that_is_not_there_is_explained(tmp_path: Path) -> None:
    (problem,) = (await probe(f"unix://{tmp_path}/none.sock")).problems
    assert problem.startswith(f"Nothing answers at {tmp_path}/none.sock.")


async def test_a_host_without_an_address_is_explained() -> None:
    (problem,) = (await probe("redis://no-such-host.invalid:6379/0")).problems
    assert "cannot be found" in problem


async def test_a_wrong_or_missing_password_is_explained_and_not_shown(tmp_path: Path) -> None:
    async with killable_store(tmp_path) as store:
        host = store.url.removeprefix("redis://")
        async with Redis.from_url(store.url) as redis:
            await redis.config_set("requirepass", "right")
        for url in (f"redis://:hunter2@{host}", f"redis://ada:hunter2@{host}", store.url):
            (problem,) = (await probe(url)).problems
            assert "refuses the log-in" in problem
            assert "hunter2" not in problem
        assert (await probe(f"redis://:right@{host}")).problems == []


async def test_a_server_that_is_no_redis_is_explained() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        (problem,) = (await probe(f"redis://127.0.0.1:{port}")).problems
    assert "does not speak Redis" in problem


async def test_tls_where_the_server_has_none_is_explained(tmp_path: Path) -> None:
    async with killable_store(tmp_path) as store:
        (problem,) = (await probe(store.url.replace("redis://", "rediss://"))).problems
    assert "only where the server wants TLS" in problem


async def test_settings_that_may_lose_messages_are_warned_of(tmp_path: Path) -> None:
    settings = {"appendonly": "no", "maxmemory-policy": "allkeys-lru"}
    async with killable_store(tmp_path, **settings) as store:
        found = await probe(store.url)
    assert found.problems == []
    lost, evicted = found.warnings
    assert "appendonly is off" in lost
    assert "maxmemory-policy is allkeys-lru" in evicted


async def test_a_sync_once_a_second_is_warned_of(tmp_path: Path) -> None:
    async with killable_store(tmp_path, appendfsync="everysec") as store:
        (warning,) = (await probe(store.url)).warnings
    assert "appendfsync is everysec" in warning


def test_a_redis_before_seven_is_too_old() -> None:
    found = judge({"redis_version": "6.2.14"})
    assert found.problems == ["Redis 6.2.14 is too old. Upgrade it to Redis 7 or newer, or to any Valkey."]


def test_a_valkey_counts_by_its_own_version() -> None:
    found = judge({"redis_version": "7.2.4", "valkey_version": "9.1.0", "server_name": "valkey"})
    assert (found.version, found.flavour, found.problems) == ("9.1.0", "Valkey", [])
