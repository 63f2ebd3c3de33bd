"""What a command costs the server from socket to socket, against a bare python-socketio server in the same run.

    .venv/bin/python tests/bench/bench_frames.py [--seconds 2]

Sessions of a customer and an agent; every customer keeps a few commands under way. Alongside decodes, decides,
appends durably, folds and delivers to both; `relay` acknowledges a message and passes it to both; `echo` only
acknowledges it. Each server is a process of its own, the three are measured in turns, and only the ratios are
worth reading. CPU is the server's own; the store's is not in it, and neither is the load's.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import socketio
from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector, WSMsgType, web

sys.path.insert(0, str(Path(__file__).parents[1]))

from clients import REQUEST, Client
from log_store import free_port
from serving import PARKING_ORIGIN, Served, settings

from alongside.embedded import Embedded
from alongside.protocol import Visit

PREFIX = "bench:"
PAIRS = 20
UNDER_WAY = 4
"""Commands that one customer has sent and not had answered."""
ROUNDS = 5
FIELDS = 20
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

Message = Callable[[int], dict[str, Any]]
"""The command to send as the n-th."""


# --- what is sent ----------------------------------------------------------------------------------------


def field(number: int, state: str) -> dict[str, Any]:
    return {"id": f"f{number}", "step": "s1", "name": f"Question {number}", "kind": "text", "state": state}


MODEL = {
    "page": "page-1",
    "title": "Renew a permit",
    "steps": [{"id": "s1", "name": "About you", "state": "current"}],
    "fields": [field(number, "empty") for number in range(FIELDS)],
}


def typed(count: int) -> dict[str, Any]:
    """A field's change: what most commands are."""
    changed = field(count % FIELDS, "filled" if count // FIELDS % 2 else "typing")
    return {"do": "lens.change", "page": "page-1", "fields": [changed], "focus": changed["id"]}


def said(count: int) -> dict[str, Any]:
    return {"do": "message.send", "text": f"I am at question {count} and do not know what it means."}


# --- one browser's line, as cheap as can be ---------------------------------------------------------------


class Line:
    """A WebSocket that speaks just enough socket.io to send commands and count what comes."""

    def __init__(self, socket: ClientWebSocketResponse, name: str) -> None:
        self.answered = 0
        self._socket = socket
        self._name = name
        self._count = itertools.count(1)
        self._sent = itertools.count()
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._reading = asyncio.create_task(self._read())
        self.joined = asyncio.Event()

    async def join(self, token: str) -> None:
        await self._socket.send_str(f'40/session,{{"token":"{token}"}}')
        await self.joined.wait()

    async def ask(self, event: str, message: dict[str, Any]) -> Any:
        number = next(self._count)
        self._answers[number] = asyncio.get_running_loop().create_future()
        text = msgspec.json.encode([event, message]).decode()
        await self._socket.send_str(f"42/session,{number}{text}")
        return (await self._answers[number])[0]

    async def command(self, command: dict[str, Any]) -> Any:
        request = {"client": self._name, "seq": next(self._count), "command": command}
        answer = await self.ask("command", request)
        assert answer.get("ok", True), answer
        return answer

    async def keep_sending(self, message: Message, until: float) -> None:
        """Command after command, until the event loop's clock says `until`."""
        while asyncio.get_running_loop().time() < until:
            await self.command(message(next(self._sent)))
            self.answered += 1

    async def _read(self) -> None:
        async for frame in self._socket:
            if frame.type is not WSMsgType.TEXT:
                return
            text = frame.data
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith("40/session"):
                self.joined.set()
            elif text.startswith("43/session,"):
                number, bracket, rest = text.removeprefix("43/session,").partition("[")
                self._answers.pop(int(number)).set_result(msgspec.json.decode(bracket + rest))


@asynccontextmanager
async def line(client: ClientSession, url: str, origin: str, token: str) -> AsyncIterator[Line]:
    address = f"{url}/socket.io/?EIO=4&transport=websocket"
    async with client.ws_connect(address, headers={"Origin": origin}) as socket:
        opened = Line(socket, f"bench-{id(socket)}")
        await opened.join(token)
        yield opened


# --- the servers, each in a process of its own ------------------------------------------------------------


async def serve_alongside(port: int, store: str) -> None:
    server = Served(settings(port, store, sessions_per_address=10_000), PREFIX, None, None)
    await server.start()
    await say_ready()
    await server.stop()


async def serve_bare(port: int, passes_on: bool) -> None:
    """python-socketio as it comes, WebSocket only. Clients join the room that their token names."""
    server = socketio.AsyncServer(async_mode="aiohttp", transports=["websocket"], cors_allowed_origins="*")

    async def connect(sid: str, environ: dict[str, Any], auth: dict[str, str]) -> None:
        await server.save_session(sid, auth, namespace="/session")
        await server.enter_room(sid, auth["token"], namespace="/session")

    async def command(sid: str, message: dict[str, Any]) -> dict[str, Any]:
        if passes_on:
            room = (await server.get_session(sid, namespace="/session"))["token"]
            await server.emit("update", message, room=room, namespace="/session")
        return {"ok": True, "number": message["seq"]}

    server.on("connect", connect, namespace="/session")
    server.on("command", command, namespace="/session")
    app = web.Application()
    server.attach(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "localhost", port).start()
    await say_ready()


async def say_ready() -> None:
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)


SERVERS: dict[str, Callable[[int, str], Coroutine[Any, Any, None]]] = {
    "alongside": serve_alongside,
    "relay": lambda port, _: serve_bare(port, True),
    "echo": lambda port, _: serve_bare(port, False),
}


class Process:
    """A server's process, for the time of an `async with`."""

    def __init__(self, kind: str, store: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._arguments = ("--serve", kind, "--port", str(self.port), "--store", store)

    async def __aenter__(self) -> Process:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, *self._arguments, stdin=pipe, stdout=pipe
        )
        assert self._process.stdout is not None
        assert (await self._process.stdout.readline()).strip() == b"ready"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()

    def cpu_seconds(self) -> float:
        """What the process has used so far, in user and kernel."""
        times = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / TICKS_PER_SECOND


# --- the runs --------------------------------------------------------------------------------------------


async def main(seconds: float) -> None:
    async with AsyncExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        store = await stack.enter_async_context(Embedded(Path(directory)))
        client = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
        processes = {
            kind: await stack.enter_async_context(Process(kind, store.url)) for kind in ("alongside", "relay", "echo")
        }
        own = [await pair(stack, client, processes["alongside"].url, store.url) for _ in range(PAIRS)]
        bare = {
            kind: [await bare_pair(stack, client, processes[kind].url, str(n)) for n in range(PAIRS)]
            for kind in ("relay", "echo")
        }
        ways = {
            "Alongside, a field's change": (processes["alongside"], own, typed),
            "Alongside, a message": (processes["alongside"], own, said),
            "bare relay": (processes["relay"], bare["relay"], typed),
            "bare echo": (processes["echo"], bare["echo"], typed),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                taken[name].append(await measured(*way, seconds))
        report({name: statistics.median(rates) for name, rates in taken.items()})


async def measured(process: Process, lines: list[Line], message: Message, seconds: float) -> float:
    """Commands per CPU-second of the server."""
    before, used = sum(line.answered for line in lines), process.cpu_seconds()
    until = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(*(line.keep_sending(message, until) for line in lines for _ in range(UNDER_WAY)))
    return (sum(line.answered for line in lines) - before) / (process.cpu_seconds() - used)


async def pair(stack: AsyncExitStack, client: ClientSession, url: str, store: str) -> Line:
    """A session that shares; the customer's line."""
    server = Served(settings(int(url.rpartition(":")[2]), store), PREFIX, None, None)
    visit: Visit = await server.visit()
    customer = await stack.enter_async_context(line(client, url, PARKING_ORIGIN, visit.token))
    await customer.ask("resume", {"epoch": 0, "number": 0})
    await customer.command(REQUEST)
    desk = Client("/desk")
    await desk.connect(url, await server.cookie("maya"))
    grant = await desk.ask("take", {"session": visit.session})
    await desk.leave()
    agent = await stack.enter_async_context(line(client, url, url, grant["token"]))
    await agent.ask("resume", {"epoch": 0, "number": 0})
    await agent.command({"do": "consent.ask", "scope": "lens"})
    await customer.command({"do": "consent.give", "scope": "lens", "wording": "bench"})
    await customer.command({"do": "lens.open", "model": MODEL})
    return customer


async def bare_pair(stack: AsyncExitStack, client: ClientSession, url: str, room: str) -> Line:
    customer, _agent = [await stack.enter_async_context(line(client, url, PARKING_ORIGIN, room)) for _ in range(2)]
    return customer


def report(rates: dict[str, float]) -> None:
    print(f"{PAIRS} sessions, {UNDER_WAY} commands under way in each")
    print(f"{'':30}{'commands per CPU-second':>24}{'CPU us':>9}{'x relay':>9}{'x echo':>9}")
    for name, rate in rates.items():
        by_relay, by_echo = rate / rates["bare relay"], rate / rates["bare echo"]
        print(f"{name:30}{rate:>24,.0f}{1e6 / rate:>9.0f}{by_relay:>9.2f}{by_echo:>9.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Commands per CPU-second, against bare python-socketio.")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each way is measured in a round")
    parser.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--store", default="", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        asyncio.run(SERVERS[chosen.serve](chosen.port, chosen.store))
    else:
        asyncio.run(main(chosen.seconds))
