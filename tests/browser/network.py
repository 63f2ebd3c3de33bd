"""One person's network: a SOCKS5 proxy between their browser and all else, to be cut, silenced and mended.

    async with Network().laid() as network:
        context = await browser.new_context(proxy={"server": network.url})

It knows no HTTP and no WebSocket: it carries bytes, or does not.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK = 65_536
NO_LOG_IN = b"\x05\x00"
CONNECTED = b"\x05\x00\x00\x01" + bytes(6)
NUMBERED, NAMED = 1, 3
"""How SOCKS writes a host: as four bytes, or as a name after its length."""


class Network:
    """Whole at first. What happens to it happens to all its connections, and to those made meanwhile."""

    def __init__(self) -> None:
        self.url = ""
        self._cut = False
        self._sends = asyncio.Event()
        self._hears = asyncio.Event()
        self._lines: set[asyncio.StreamWriter] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self.mend()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["Network"]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            self.cut()
            for task in self._carrying:
                task.cancel()
            await asyncio.gather(*self._carrying, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        self._cut = True
        for line in self._lines:
            line.transport.abort()
        self._lines.clear()

    def silence(self) -> None:
        """Half open: connections stand, nobody is told anything, and nothing gets through until `mend`."""
        self._sends.clear()
        self._hears.clear()

    def deafen(self) -> None:
        """What this person sends arrives; no answer comes back until `mend`."""
        self._hears.clear()

    def mend(self) -> None:
        """Everything goes through again, what was held back first."""
        self._cut = False
        self._sends.set()
        self._hears.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut:
            writer.transport.abort()
            return
        self._lines.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            host, port = await _asked_for(reader, writer)
            far_reader, far_writer = await asyncio.open_connection(host, port)
            self._lines.add(far_writer)
            writer.write(CONNECTED)
            self._carry(reader, far_writer, self._sends)
            self._carry(far_reader, writer, self._hears)
            return
        writer.transport.abort()

    def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open: asyncio.Event) -> None:
        task = asyncio.create_task(_carried(reader, writer, open))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)


async def _asked_for(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    """The greeting, and where the browser wants to go."""
    _version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(NO_LOG_IN)
    _version, _command, _reserved, kind = await reader.readexactly(4)
    if kind == NAMED:
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode()
    else:
        assert kind == NUMBERED
        host = ".".join(map(str, await reader.readexactly(4)))
    (port,) = struct.unpack("!H", await reader.readexactly(2))
    return host, port


async def _carried(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open: asyncio.Event) -> None:
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            await open.wait()
            writer.write(data)
            await writer.drain()
    await open.wait()
    writer.close()
