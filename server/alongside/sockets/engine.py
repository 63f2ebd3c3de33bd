"""The socket.io server, set up against its defaults that bite (python-socketio 5.18, engineio 4.15).

- WebSocket only: long-polling loses bodies above ~120 kB after answering 200, and needs sticky workers.
- No deflate: aiohttp negotiates it with every browser, at 285 kB of memory per pair and half the throughput.
- JSON by msgspec: a typed message is encoded as it is, and hostile nesting is an error, not a RecursionError.
- A browser that does not read is disconnected once `outbound_queue` packets wait for it; it resumes later.
"""

from collections.abc import Collection
from typing import Any

import msgspec
import socketio
from aiohttp import web
from engineio.async_drivers import aiohttp as driver

from alongside.protocol import Answer
from alongside.sockets.tasks import Tasks

PING_SECONDS = 10
PING_TIMEOUT_SECONDS = 10
"""A connection that is cut without a word is noticed within twenty seconds, on both sides."""


class Wire:
    """The json module that socket.io is given."""

    @staticmethod
    def dumps(message: Any, **_: Any) -> str:
        """Compact JSON of plain values, typed messages and pre-encoded parts."""
        return msgspec.json.encode(message).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Plain values. Raises ValueError for anything that is not JSON, however deep."""
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            raise ValueError(f"not JSON: {error}") from None


class PlainWebSocket(driver.WebSocket):  # type: ignore[misc]
    """engineio's WebSocket on aiohttp, without permessage-deflate."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Serve one connection until it closes."""
        self._sock = web.WebSocketResponse(max_msg_size=self.server.max_http_buffer_size, compress=False)
        await self._sock.prepare(environ["aiohttp.request"])
        self.environ = environ
        await self.handler(self)
        return self._sock


def make_engine(command_bytes: int) -> socketio.AsyncServer:
    """The server. Origins are checked per namespace, where the site or the account is known (origins.py)."""
    engine = socketio.AsyncServer(
        async_mode="aiohttp",
        transports=["websocket"],
        cors_allowed_origins="*",
        cors_credentials=False,
        max_http_buffer_size=command_bytes,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_TIMEOUT_SECONDS,
        http_compression=False,
        json=Wire,
    )
    engine.eio._async = {**engine.eio._async, "websocket": PlainWebSocket}
    return engine


class StrictNamespace(socketio.AsyncNamespace):  # type: ignore[misc]
    """A namespace that answers what it does not know, and lets go of browsers that do not read.

    `events` are those a client may send, each with exactly one argument.
    """

    def __init__(self, name: str, events: Collection[str], outbound_queue: int) -> None:
        super().__init__(name)
        self._events = frozenset(events)
        self._outbound_queue = outbound_queue
        self._tasks = Tasks()

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """Dispatch by name; an unknown event or a wrong number of arguments is answered."""
        if event in ("connect", "disconnect"):
            return await getattr(self, f"on_{event}")(*args)
        if event not in self._events:
            shown = str(event)[:40]
            return Answer(ok=False, code="unknown_event", says=f"There is no event called '{shown}' here.")
        if len(args) != 2:
            return Answer(ok=False, code="bad_arguments", says=f"'{event}' takes exactly one argument.")
        return await getattr(self, f"on_{event}")(*args)

    def send(self, sid: str, event: str, message: object) -> None:
        """Queue a message for one browser; too many waiting ends the connection."""
        if self._waiting_packets(sid) > self._outbound_queue:
            self.close(sid)
        else:
            self._tasks.soon(self.emit(event, message, to=sid))

    def close(self, sid: str) -> None:
        """End one browser's connection."""
        self._tasks.soon(self.disconnect(sid))

    def _waiting_packets(self, sid: str) -> int:
        eio_sid = self.server.manager.eio_sid_from_sid(sid, self.namespace)
        socket = self.server.eio.sockets.get(eio_sid)
        return int(socket.queue.qsize()) if socket is not None else 0


def refusal(code: str, says: str) -> socketio.exceptions.ConnectionRefusedError:
    """What a browser that may not connect is told: connect_error with `data` = {code, says}."""
    return socketio.exceptions.ConnectionRefusedError(says, {"code": code, "says": says})
