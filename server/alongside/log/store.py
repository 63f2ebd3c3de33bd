"""The connection to Redis: addresses, time-outs, retries, and the one way it fails.

Two clients on one server. `reads` retries a lost connection with a growing pause, because asking twice
is harmless. `once` never retries: when the answer to an append is lost, nobody knows whether the append
happened, and sending it again would be refused by itself. This module must not know any key.

Addresses: `redis://`, `rediss://` (TLS) and `unix://` as redis-py reads them;
`redis+sentinel://[user:password@]host:26379,host:26379/name-of-the-master[/db]`;
`redis+cluster://[user:password@]host:port` (any one node; `rediss+cluster://` for TLS).
Sentinels that ask for a password of their own are not supported.
"""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import unquote, urlsplit

from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import RedisClusterException, RedisError

from alongside import instruments

CONNECT_SECONDS = 2.0
COMMAND_SECONDS = 5.0
CONNECTIONS = 16  # per client and process; further callers wait their turn

P = ParamSpec("P")
R = TypeVar("R")

TROUBLE = (RedisError, RedisClusterException, OSError)
"""All that redis-py raises when the server is away or refuses."""


class StoreGone(Exception):
    """Redis cannot be reached or refuses; nothing is known about the last append."""


def or_store_gone(call: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Make a method raise StoreGone in place of redis-py's own errors."""

    @wraps(call)
    async def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await call(*args, **kwargs)
        except TROUBLE as trouble:
            instruments.store_errors.inc()
            raise StoreGone(str(trouble)) from trouble

    return guarded


def or_raise(answer: Any) -> Any:
    """One answer of `Store.tell_all`. Raises it where it is a refusal."""
    if isinstance(answer, Exception):
        raise answer
    return answer


class Store:
    """The two clients of one process. Connects at the first command, and again by itself."""

    def __init__(self, url: str) -> None:
        # Any: redis-py leaves execute_command and pubsub untyped, and mypy strict refuses to call those.
        self.reads: Any = open_client(url, Retry(ExponentialBackoff(cap=0.5, base=0.05), 3))
        self.once: Any = open_client(url, Retry(NoBackoff(), 0))

    async def ask(self, *command: Any) -> Any:
        """One command that may safely be sent twice."""
        return await self.reads.execute_command(*command)

    async def tell(self, *command: Any) -> Any:
        """One command that is sent at most once."""
        return await self.once.execute_command(*command)

    async def tell_all(self, *commands: tuple[Any, ...]) -> list[Any]:
        """Several commands in one pipeline, sent at most once; a refused one is an exception in the list."""
        if not commands:
            return []
        pipe = self.once.pipeline(transaction=False)
        for command in commands:
            pipe.execute_command(*command)
        answers: list[Any] = await pipe.execute(raise_on_error=False)
        return answers

    async def tell_each(self, *commands: tuple[Any, ...]) -> list[Any]:
        """The answers to several commands in one pipeline, sent at most once. Raises the first refusal among them."""
        return [or_raise(answer) for answer in await self.tell_all(*commands)]

    async def line(self) -> PubSub:
        """A pub/sub connection, not yet made. Close it when done."""
        await self.once.initialize()  # a cluster must know its nodes before it can choose one
        return cast(PubSub, self.once.pubsub())

    async def close(self) -> None:
        await close_client(self.reads)
        await close_client(self.once)


def open_client(url: str, retry: Retry) -> Redis:
    """A client for any of the addresses above. Raises ValueError when the address makes no sense."""
    options: dict[str, Any] = {
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": COMMAND_SECONDS,
        "retry": retry,
        "protocol": 2,
    }
    scheme = url.partition("://")[0]
    if scheme == "redis+sentinel":
        return _behind_sentinels(url, options)
    if scheme in ("redis+cluster", "rediss+cluster"):
        # The cluster client is not a Redis by type, but has every method used here.
        return cast(Redis, RedisCluster.from_url(url.replace("+cluster", "", 1), **options))
    pool = BlockingConnectionPool.from_url(url, max_connections=CONNECTIONS, timeout=COMMAND_SECONDS, **options)
    return Redis.from_pool(pool)


async def close_client(client: Any) -> None:
    """Close it with all its connections, those to its sentinels too, which redis-py forgets."""
    await client.aclose()
    pool = getattr(client, "connection_pool", None)  # a cluster has one for each node, and closes them
    manager = getattr(pool, "sentinel_manager", None)
    for sentinel in manager.sentinels if manager else ():
        await sentinel.aclose()


def _behind_sentinels(url: str, options: dict[str, Any]) -> Redis:
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    name, _, db = parts.path.strip("/").partition("/")
    if not name:
        raise ValueError("a redis+sentinel:// address ends in the name of the master")
    username, _, password = login.partition(":")
    options |= {
        "username": unquote(username) or None,
        "password": unquote(password) or None,
        "db": int(db or 0),
    }
    sentinels = [_host_and_port(host) for host in hosts.split(",")]
    manager: Any = Sentinel  # Any: its constructor is untyped
    return cast(Redis, manager(sentinels, **options).master_for(name))


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host else (text, 26379)
