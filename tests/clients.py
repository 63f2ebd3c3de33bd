"""Browsers without a screen: real socket.io clients, and raw WebSockets for what no browser would send."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from socket import SO_RCVBUF, SOL_SOCKET
from typing import Any
from uuid import uuid4

import socketio
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from log_store import PATIENCE
from serving import PARKING_ORIGIN, Served

from alongside.protocol import Visit
from alongside.session import apply_difference

REQUEST = {"do": "session.request", "channel": "queue", "goal": "Renew my permit"}


class Refusal(Exception):
    """The server would not have us; `data` is what it told."""

    def __init__(self, data: Any) -> None:
        super().__init__(str(data))
        self.data = data


class Client:
    """One socket.io connection to one namespace. Keeps what it hears."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.io = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self.gone = asyncio.Event()
        self.refused_with: Any = None
        self._news = asyncio.Condition()
        self.io.on("*", self._hear, namespace)
        self.io.on("connect_error", self._refused, namespace)
        self.io.on("disconnect", self._lost, namespace)

    async def connect(self, url: str, headers: dict[str, str], token: str | None = None) -> None:
        """Raises Refusal."""
        auth = None if token is None else {"token": token}
        try:
            await self.io.connect(  # a copy: it takes the cookie out of what it is given
                url,
                dict(headers),
                auth,
                transports=["websocket"],
                namespaces=[self.namespace],
                wait_timeout=5,
            )
        except socketio.exceptions.ConnectionError as error:
            await self.io.disconnect()
            raise Refusal(self.refused_with or str(error)) from None

    async def ask(self, event: str, *message: Any) -> Any:
        """Send an event and wait for its answer."""
        data = message[0] if len(message) == 1 else message
        return await self.io.call(event, data, self.namespace, timeout=PATIENCE)

    async def hears(self, matches: Callable[[str, Any], bool]) -> Any:
        """The first message that matches, waiting for it if need be."""

        def found() -> list[Any]:
            return [message for event, message in self.heard if matches(event, message)]

        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(found)
        return found()[0]

    async def leave(self) -> None:
        await self.io.disconnect()

    async def _hear(self, event: str, message: Any) -> None:
        async with self._news:
            self.heard.append((event, message))
            self._take(event, message)
            self._news.notify_all()

    def _take(self, event: str, message: Any) -> None:
        """What a kind of client does with what it hears."""

    async def _refused(self, data: Any) -> None:
        self.refused_with = data

    async def _lost(self, reason: str = "") -> None:
        self.gone.set()


class Browser(Client):
    """A customer's or an agent's browser in one session, with the view that it would show."""

    def __init__(self) -> None:
        super().__init__("/session")
        self.name = str(uuid4())
        self.view: dict[str, Any] = {}
        self.cursor = {"epoch": 0, "number": 0}
        self._seq = 0

    async def resume(self) -> dict[str, Any]:
        update: dict[str, Any] = await self.ask("resume", self.cursor)
        self._apply(update)
        return update

    async def command(self, **command: Any) -> Any:
        self._seq += 1
        return await self.send(self._seq, command)

    async def send(self, seq: int, command: dict[str, Any]) -> Any:
        return await self.ask("command", {"client": self.name, "seq": seq, "command": command})

    async def says(self, text: str) -> Any:
        return await self.command(do="message.send", text=text)

    async def sees(self, matches: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until the view is so."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.view and matches(self.view))

    def _take(self, event: str, message: Any) -> None:
        if event == "update":
            self._apply(message)

    def _apply(self, update: dict[str, Any]) -> None:
        if "view" not in update:
            return
        stands = {"epoch": update["epoch"], "number": update["after"]}
        if update["after"] == 0:
            self.view = {}
        elif stands != self.cursor:
            return
        self.view = apply_difference(update["view"], onto=self.view)
        self.cursor = {"epoch": update["epoch"], "number": update["number"]}


def texts(view: dict[str, Any]) -> list[str]:
    """What was said in the chat."""
    return [part.get("text", "") for item in view["chat"].values() for part in item.get("parts", ())]


@asynccontextmanager
async def customer(server: Served, visit: Visit | None = None) -> AsyncIterator[Browser]:
    """A customer who is connected and up to date."""
    visit = visit or await server.visit()
    browser = Browser()
    await browser.connect(server.url, {"Origin": PARKING_ORIGIN}, visit.token)
    try:
        await browser.resume()
        yield browser
    finally:
        await browser.leave()


@asynccontextmanager
async def asking(server: Served, visit: Visit | None = None) -> AsyncIterator[Browser]:
    """A customer who has asked for help and waits."""
    async with customer(server, visit) as browser:
        await browser.command(**REQUEST)
        yield browser


@asynccontextmanager
async def desk(server: Served, name: str) -> AsyncIterator[Client]:
    """An agent's desk."""
    async with _signed_in(server, name, "/desk") as console:
        yield console


@asynccontextmanager
async def wall(server: Served, name: str = "ruth") -> AsyncIterator[Client]:
    """A supervisor's wall."""
    async with _signed_in(server, name, "/wall") as screen:
        yield screen


@asynccontextmanager
async def _signed_in(server: Served, name: str, namespace: str) -> AsyncIterator[Client]:
    screen = Client(namespace)
    await screen.connect(server.url, await server.cookie(name))
    try:
        yield screen
    finally:
        await screen.leave()


@asynccontextmanager
async def agent(server: Served, console: Client, **take: str) -> AsyncIterator[Browser]:
    """An agent in a session that their console takes: the next, or `session=...`."""
    async with let_in(server, await console.ask("take", take)) as browser:
        yield browser


@asynccontextmanager
async def let_in(server: Served, grant: dict[str, Any]) -> AsyncIterator[Browser]:
    """Somebody of the desk in a session, by what their console or wall was granted."""
    browser = Browser()
    await browser.connect(server.url, {"Origin": server.url}, grant["token"])
    try:
        await browser.resume()
        yield browser
    finally:
        await browser.leave()


class Raw:
    """A WebSocket on which anything may be sent."""

    def __init__(self, line: ClientWebSocketResponse) -> None:
        self.line = line

    async def send(self, frame: str | bytes) -> None:
        await (self.line.send_str(frame) if isinstance(frame, str) else self.line.send_bytes(frame))

    async def join(self, token: str) -> None:
        """Ask for a connection to /session."""
        await self.send(f'40/session,{{"token":"{token}"}}')

    @property
    def transport(self) -> asyncio.Transport:
        connection = self.line._response.connection
        assert connection is not None
        assert connection.transport is not None
        return connection.transport

    def stop_reading(self) -> None:
        """Take nothing more from the line, which stays open."""
        self.transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
        self.transport.pause_reading()

    async def frame(self) -> str:
        """The next text frame, pings aside."""
        while True:
            frame = await self.line.receive_str(timeout=PATIENCE)
            if frame != "2":
                return frame

    async def ended(self) -> int | None:
        """The close code, once the server has ended the connection."""
        while True:
            message = await self.line.receive(timeout=PATIENCE)
            if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                return self.line.close_code


@asynccontextmanager
async def raw(server: Served, origin: str = PARKING_ORIGIN, token: str = "") -> AsyncIterator[Raw]:
    """A raw connection; with a token, one that is connected to /session already."""
    url = f"{server.url}/socket.io/?EIO=4&transport=websocket"
    async with ClientSession() as client, client.ws_connect(url, headers={"Origin": origin}) as line:
        opened = Raw(line)
        await opened.frame()  # engine.io's handshake
        if token:
            await opened.join(token)
            await opened.frame()
        yield opened
