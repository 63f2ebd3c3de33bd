"""Listens to all that browsers exchange with the Alongside server, and reads all that the server keeps.

It only records. What must not be in there the tests say.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Page, Request, WebSocket
from redis.asyncio import Redis


@dataclass
class Wiretap:
    """Everything that goes over the wire between one person's browser and any server but their `own`."""

    own: str
    sent: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.context.on("request", self._requested)
        page.on("websocket", self._opened)

    async def http(self) -> str:
        """Every request: its address, headers and body."""
        return "\n".join(await asyncio.gather(*(_written(request) for request in self.requests)))

    def frames(self) -> str:
        return "\n".join(self.sent)

    def deliveries(self) -> str:
        return "\n".join(self.received)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(f"{self.own}/") and not request.url.startswith(("data:", "blob:")):
            self.requests.append(request)

    def _opened(self, socket: WebSocket) -> None:
        self.sent.append(socket.url)
        socket.on("framesent", lambda frame: self.sent.append(_text(frame)))
        socket.on("framereceived", lambda frame: self.received.append(_text(frame)))


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")


async def _written(request: Request) -> str:
    try:
        headers = await request.all_headers()
    except Exception:  # the page went away with the request: then these are all there are
        headers = request.headers
    return f"{request.method} {request.url}\n{headers}\n{request.post_data or ''}\n"


async def store_dump(socket: Path) -> str:
    """Everything in the store, of whatever type, as text."""
    return await dump_of(Redis(unix_socket_path=str(socket)))


async def dump_of(redis: Redis) -> str:
    """Everything in this store; the connection is closed."""
    try:
        return "\n".join([line async for line in _lines(redis)])
    finally:
        await redis.aclose()


async def _lines(redis: Redis) -> AsyncIterator[str]:
    async for key in redis.scan_iter(count=1000):
        kind = _text(await redis.type(key))
        reading: dict[str, Any] = {
            "string": redis.get,
            "hash": redis.hgetall,
            "set": redis.smembers,
            "list": lambda key: redis.lrange(key, 0, -1),
            "zset": lambda key: redis.zrange(key, 0, -1, withscores=True),
            "stream": redis.xrange,
        }
        yield f"{kind} {key!r}: {await reading[kind](key)!r}"


def files_of(folder: Path) -> bytes:
    """The bytes of every file in a folder: the store's append-only file, and whatever else was written."""
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
