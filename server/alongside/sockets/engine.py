"""The socket.io server, set up against its defaults that bite (python-socketio 5.18, engineio 4.15).

- WebSocket only: long-polling loses bodies above ~120 kB after answering 200, and needs sticky workers.
- No deflate: aiohttp negotiates it with every browser, at 285 kB of memory per pair and half the throughput.
- JSON by msgspec: a typed message is encoded as it is, and hostile nesting is an error, not a RecursionError.
- A browser that does not read is disconnected once `outbound_queue` packets wait for it; it resumes later.
"""

from collections.abc import Collection
from typing import Any

import engineio
import msgspec
import socketio
import structlog
from aiohttp import WSCloseCode, web
from engineio.async_drivers import aiohttp as driver
from socketio import packet

from alongside import instruments
from alongside.hub.deciding import BROKEN
from alongside.protocol import Answer
from alongside.sockets.tasks import Tasks

PING_SECONDS = 10
PING_TIMEOUT_SECONDS = 10
"""A connection that is cut without a word is noticed within twenty seconds, on both sides."""

PACKET_TYPES = tuple("0123456")
"""What a frame of engine.io begins with."""

REFUSE_FRAME = "alongside.refuse_frame"
"""In a connection's environment: what to call when a frame makes no sense."""

BAD_FRAME = "This frame is not of the protocol. The connection is closed."
ONLY_WEBSOCKET = (
    "Only WebSocket is served here, not long-polling. Use transports: ['websocket'] in the client, and let "
    "proxies in front of the server pass WebSocket upgrades."
)
GONE = Answer(ok=False, code="gone", says="This connection has ended. Please connect again.")

logger = structlog.get_logger()


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
    """engineio's WebSocket on aiohttp, without permessage-deflate and for well-formed text frames alone."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Serve one connection until it closes."""
        self._sock = web.WebSocketResponse(max_msg_size=self.server.max_http_buffer_size, compress=False)
        await self._sock.prepare(environ["aiohttp.request"])
        environ[REFUSE_FRAME] = self._refuse_frame
        await self.handler(self)
        return self._sock

    async def wait(self) -> str:
        """The next frame. Raises OSError, which ends the connection, when it is none of engine.io's."""
        frame = await super().wait()
        if isinstance(frame, str) and frame[:1] in PACKET_TYPES:
            return frame
        await self._refuse_frame("not a frame of engine.io")
        raise OSError(BAD_FRAME)

    async def _refuse_frame(self, reason: str) -> None:
        logger.warning("a malformed frame", reason=reason)
        await self._sock.close(code=WSCloseCode.POLICY_VIOLATION, message=BAD_FRAME.encode())


class StrictEngine(engineio.AsyncServer):  # type: ignore[misc]
    """engine.io that says why it will not serve long-polling."""

    def _bad_request(self, message: str | None = None) -> dict[str, Any]:
        told: dict[str, Any] = super()._bad_request(ONLY_WEBSOCKET if message == "Invalid transport" else message)
        return told


class StrictServer(socketio.AsyncServer):  # type: ignore[misc]
    """socket.io that takes only what a browser of ours sends, and ends a connection that sends anything else.

    Attachments are among that: they are unbounded in python-socketio, and we send none. An acknowledgement
    is passed over: we never ask for one.
    """

    async def _handle_eio_message(self, eio_sid: str, data: object) -> None:
        try:
            received = _decoded(self.packet_class, data)
        except (ValueError, TypeError, RecursionError) as error:
            await self.environ[eio_sid][REFUSE_FRAME](str(error))
            return
        namespace = received.namespace or "/"
        if received.packet_type == packet.CONNECT:
            await self._handle_connect(eio_sid, namespace, received.data)
        elif received.packet_type == packet.DISCONNECT:
            await self._handle_disconnect(eio_sid, namespace, self.reason.CLIENT_DISCONNECT)
        elif received.packet_type == packet.EVENT:
            await self._handle_event(eio_sid, namespace, received.id, received.data)

    def _engineio_server_class(self) -> type[StrictEngine]:
        return StrictEngine


def _decoded(packet_class: type[packet.Packet], data: object) -> packet.Packet:
    """A packet of socket.io, checked for what python-socketio takes for granted."""
    if not isinstance(data, str):
        raise ValueError("not text")
    received = packet_class(encoded_packet=data)
    if received.packet_type not in (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK):
        raise ValueError("a packet of this type is not expected")
    if received.packet_type == packet.EVENT:
        event = received.data[0] if isinstance(received.data, list) and received.data else None
        if not isinstance(event, str) or event in ("connect", "disconnect"):
            raise ValueError("an event without a name of its own")
    return received


def make_engine(command_bytes: int) -> socketio.AsyncServer:
    """The server. Origins are checked per namespace, where the site or the account is known (origins.py)."""
    engine = StrictServer(
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
        """Dispatch by name. Everything is answered; a bug is logged, and the connection lives on."""
        try:
            if event in ("connect", "disconnect"):
                return await self._counted(event, *args)
            return await self._answer(event, *args)
        except socketio.exceptions.ConnectionRefusedError:
            raise
        except Exception:
            logger.exception("an event failed", namespace=self.namespace, event_name=event)
            if event == "connect":
                raise refusal(BROKEN) from None
            return BROKEN

    async def _counted(self, event: str, sid: str, *args: Any) -> Any:
        """Let a connection in or go, and count those that were let in. It has the request id of its opening."""
        was_here = self.knows(sid)
        answer = await getattr(self, f"on_{event}")(sid, *args)
        came = self.knows(sid) - was_here
        if came:
            instruments.sockets.labels(self.namespace).inc(came)
            logger.info("connected" if came > 0 else "disconnected", namespace=self.namespace)
        return answer

    async def _answer(self, event: str, sid: str, *received: Any) -> Any:
        if event not in self._events:
            shown = event[:40]
            return Answer(ok=False, code="unknown_event", says=f"There is no event called '{shown}' here.")
        if len(received) != 1:
            return Answer(ok=False, code="bad_arguments", says=f"'{event}' takes exactly one argument.")
        if not self.knows(sid):
            return GONE
        return await getattr(self, f"on_{event}")(sid, *received)

    def knows(self, sid: str) -> bool:
        """Whether this connection was accepted and is still there."""
        raise NotImplementedError

    def send(self, sid: str, event: str, message: object) -> None:
        """Queue a message for one browser; too many waiting ends the connection."""
        if self._waiting_packets(sid) > self._outbound_queue:
            self._abort(sid)
        else:
            self._tasks.soon(self.emit(event, message, to=sid))

    def close(self, sid: str) -> None:
        """End one browser's connection."""
        self._tasks.soon(self.disconnect(sid))

    def _abort(self, sid: str) -> None:
        """Cut the line: a farewell would wait behind all that this browser does not read."""
        environ = self.server.environ.get(self._engine_sid(sid), {})
        transport = environ["aiohttp.request"].transport if environ else None
        if transport is not None:
            logger.warning("a browser reads too slowly", namespace=self.namespace)
            transport.abort()

    def _waiting_packets(self, sid: str) -> int:
        socket = self.server.eio.sockets.get(self._engine_sid(sid))
        return int(socket.queue.qsize()) if socket is not None else 0

    def _engine_sid(self, sid: str) -> str | None:
        found: str | None = self.server.manager.eio_sid_from_sid(sid, self.namespace)
        return found


def refusal(answer: Answer) -> socketio.exceptions.ConnectionRefusedError:
    """What a browser that may not connect is told: connect_error with the answer as its `data`."""
    return socketio.exceptions.ConnectionRefusedError(answer.says, msgspec.to_builtins(answer))
