"""A whole server for tests: real settings, a real store, a free port, in this process.

    async with serving(redis_url, prefix) as server:      the store is somebody else's
    async with serving_with_store(directory) as server:   a store of its own, to be killed and started again

`server.restart()` ends the server (not the store) and starts another on the same port. `Network` relays TCP
to the server, to cut a customer's or an agent's network and mend it again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any

import msgspec
from aiohttp import ClientSession, web
from argon2 import PasswordHasher
from log_store import KillableStore, free_port, killable_store

from alongside.app import SHUTDOWN_SECONDS, make_app, make_hub
from alongside.config import Account, CannedReply, Role, Settings, Site
from alongside.hub import Clock, Hub
from alongside.log import Log
from alongside.pages.accounts import COOKIE
from alongside.protocol import Visit
from alongside.verifier import Timing

KEY = "a key of the tests, long enough for anybody"
PASSWORD = "correct horse"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
"""Cheap, for a test signs in at every turn."""

PARKING, LIBRARY = "parking", "library"
PARKING_ORIGIN, LIBRARY_ORIGIN = "http://forms.test:8701", "http://library.test:8702"


class SettableClock(Clock):
    """A clock that stands still until it is told to go on. Begins at the true time, as Redis has its own."""

    def __init__(self) -> None:
        self.now = super().millis()

    def millis(self) -> int:
        return self.now

    def agrees_with(self, seconds: float) -> bool:
        return True

    def go_on(self, seconds: float) -> None:
        self.now += round(seconds * 1000)


def settings(port: int, redis_url: str, **others: Any) -> Settings:
    """Two sites; agents maya (both sites) and sam (parking only), supervisor ruth (parking only)."""
    defaults: dict[str, Any] = {
        "port": port,
        "redis_url": redis_url,
        "secret_key": KEY,
        "sites": {
            PARKING: site("Parking permits", PARKING_ORIGIN),
            LIBRARY: site("Library cards", LIBRARY_ORIGIN),
        },
        "accounts": {
            "maya": account("Maya", "agent", teams=("permits",)),
            "sam": account("Sam", "agent", teams=("permits", "payments"), sites=(PARKING,)),
            "ruth": account("Ruth", "supervisor", sites=(PARKING,)),
        },
    }
    return Settings(**(defaults | others))


def site(name: str, *origins: str, zone: str = "UTC") -> Site:
    reply = CannedReply(title="Hello", text="Hello, I am happy to help.")
    return Site(name=name, origins=origins, languages=("en", "de"), canned_replies=(reply,), time_zone=zone)


def account(display: str, role: Role, *, teams: tuple[str, ...] = (), sites: tuple[str, ...] = ()) -> Account:
    return Account(display=display, role=role, teams=teams, sites=sites, password_hash=PASSWORD_HASH)


class Served:
    """A running server. `hub` and `log` are its own, for a look inside."""

    def __init__(
        self,
        settings: Settings,
        prefix: str,
        clock: Clock | None,
        store: KillableStore | None,
        timing: Timing | None = None,
    ) -> None:
        self.settings = settings
        self.store = store
        self._timing = timing
        self._prefix = prefix
        self._clock = clock

    @property
    def port(self) -> int:
        return self.settings.port

    @property
    def url(self) -> str:
        """The server's public address, which is the console's origin too."""
        return self.settings.public_url

    async def start(self) -> None:
        retention = timedelta(days=self.settings.retention_days)
        self.log = Log(str(self.settings.redis_url), prefix=self._prefix, retention=retention)
        await self.log.start()
        self.hub: Hub = make_hub(self.settings, self.log, self._clock, self._timing)
        await self.hub.start()
        self.app = make_app(self.settings, self.hub)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, "localhost", self.port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()
        await self.hub.close()
        await self.log.close()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def shrink_send_buffers(self) -> None:
        """Have the kernel take little of what is sent on the connections there are now."""
        assert self._runner.server is not None
        for connection in self._runner.server.connections:
            assert connection.transport is not None
            connection.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_SNDBUF, 4096)

    # --- what a browser would do ---

    async def visit(self, site: str = PARKING, origin: str = PARKING_ORIGIN) -> Visit:
        """A new customer's session and key."""
        async with (
            ClientSession() as client,
            client.post(f"{self.url}/widget/{site}/visit", headers={"Origin": origin}) as answer,
        ):
            return msgspec.json.decode(await answer.read(), type=Visit)

    async def cookie(self, name: str) -> dict[str, str]:
        """The headers of a request by a signed-in account."""
        fields = {"username": name, "password": PASSWORD}
        async with (
            ClientSession() as client,
            client.post(
                f"{self.url}/sign-in", data=fields, headers={"Origin": self.url}, allow_redirects=False
            ) as answer,
        ):
            return {"Cookie": f"{COOKIE}={answer.cookies[COOKIE].value}", "Origin": self.url}


@asynccontextmanager
async def serving(
    redis_url: str,
    prefix: str = "",
    *,
    clock: Clock | None = None,
    store: KillableStore | None = None,
    timing: Timing | None = None,
    **others: Any,
) -> AsyncIterator[Served]:
    """A server on a free port. `others` are settings that differ from the usual."""
    server = Served(settings(free_port(), redis_url, **others), prefix, clock, store, timing)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def answering(app: web.Application, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve this app for a while, on a free port unless one is given; its address, without a slash at its end."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def serving_with_store(directory: Path, **others: Any) -> AsyncIterator[Served]:
    """A server with a store of its own, which may be killed and started again."""
    async with (
        killable_store(directory) as store,
        serving(store.url, store=store, **others) as server,
    ):
        yield server


class Network:
    """TCP from a port of its own to the server's: a network that can be cut and mended."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._whole = True
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["Network"]:
        server = await asyncio.start_server(self._accept, "localhost", free_port())
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break all connections; new ones are refused until `mend`."""
        self._whole = False
        for line in self._lines:
            line.transport.abort()

    def mend(self) -> None:
        self._whole = True

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection("localhost", self._target)
        self._lines |= {writer, far_writer}
        for one, other in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(_copy(one, other))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
