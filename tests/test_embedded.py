"""The embedded store, with the real server: what survives, what is refused, what comes back."""

import asyncio
import os
import signal
import stat
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from alongside import embedded
from alongside.embedded import Embedded, StoreError, running


async def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    async with Embedded(tmp_path) as store, Redis.from_url(store.url) as redis:
        await redis.xadd("log", {"event": "one"}, id="0-1")
    async with Embedded(tmp_path) as store, Redis.from_url(store.url) as redis:
        assert await redis.xlen("log") == 1


async def test_every_write_is_synced_before_it_is_acknowledged(tmp_path: Path) -> None:
    async with Embedded(tmp_path) as store, Redis.from_url(store.url) as redis:
        assert await redis.config_get("appendonly", "appendfsync") == {
            "appendonly": "yes",
            "appendfsync": "always",
        }


async def test_a_store_that_is_killed_comes_back_at_its_address_with_its_data(tmp_path: Path) -> None:
    async with Embedded(tmp_path) as store:
        async with Redis.from_url(store.url) as redis:
            await redis.set("kept", "yes")
        first = store.pid
        os.kill(first, signal.SIGKILL)
        async with Redis.from_url(store.url) as redis:
            assert await _once_up(redis) == b"yes"
        assert store.pid != first


async def test_a_second_store_on_the_same_directory_is_refused(tmp_path: Path) -> None:
    async with Embedded(tmp_path):
        with pytest.raises(StoreError, match="Another Alongside is using the data directory"):
            async with Embedded(tmp_path):
                pass


async def test_the_store_of_another_process_can_be_found(tmp_path: Path) -> None:
    assert await running(tmp_path) is None
    async with Embedded(tmp_path) as store:
        assert await running(tmp_path) == store.url
    assert await running(tmp_path) is None


async def test_only_its_owner_can_reach_the_store(tmp_path: Path) -> None:
    async with Embedded(tmp_path) as store:
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (store.directory, store._socket)]
        assert modes == [0o700, 0o700]


async def test_a_long_data_directory_is_no_obstacle(tmp_path: Path) -> None:
    async with Embedded(tmp_path / ("long" * 30)) as store, Redis.from_url(store.url) as redis:
        assert await redis.ping()


async def test_a_store_that_cannot_start_says_why(tmp_path: Path) -> None:
    store = tmp_path / "store" / "appendonlydir"
    store.mkdir(parents=True)
    (store / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(StoreError, match=r"did not start:\n(.|\n)*manifest"):
        async with Embedded(tmp_path):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
async def test_when_we_are_killed_the_store_ends_too_and_can_be_started_anew(tmp_path: Path) -> None:
    script = f"""
        import asyncio, pathlib
        from alongside.embedded import Embedded
        async def main():
            async with Embedded(pathlib.Path({str(tmp_path)!r})) as store:
                print(store.pid, flush=True)
                await asyncio.sleep(60)
        asyncio.run(main())
    """
    program = [sys.executable, "-c", textwrap.dedent(script)]
    other = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    assert other.stdout
    await other.stdout.readline()
    other.kill()
    await other.communicate()
    async with Embedded(tmp_path) as store:
        assert await running(tmp_path) == store.url


def test_without_any_server_to_start_the_remedies_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StoreError, match=r"alongside\[embedded\](.|\n)*redis-server(.|\n)*ALONGSIDE_REDIS_URL"):
        embedded._server()


def test_a_server_from_the_path_serves_if_it_is_new_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    _program(tmp_path / "valkey-server", "Redis server v=6.0.16 sha=0")
    newer = _program(tmp_path / "redis-server", "Redis server v=7.0.15 sha=0")
    assert embedded._server() == str(newer)


def _program(path: Path, says: str) -> Path:
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


async def _once_up(redis: Redis) -> object:
    """The value once the store answers again; the connection is refused until then."""
    async with asyncio.timeout(10):
        while True:
            with suppress(RedisConnectionError, FileNotFoundError):
                return await redis.get("kept")
            await asyncio.sleep(0.01)
