"""What the server writes down: every request under an id, and nothing of the people it serves."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from aiohttp import ClientSession
from clients import agent, customer, desk
from serving import PASSWORD, Served, serving

from alongside import journal
from alongside.log import unnamed

CARD = "4929 1234 5678 9012"
WORDS = "The moon over Harrowmere is blue"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """All that is written, at the level that writes most."""
    written = io.StringIO()
    handlers, level = logging.root.handlers[:], logging.root.level
    journal.begin("debug", "json", written)
    yield written
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


async def called(server: Served, method: str, path: str, **options: object) -> str:
    async with (
        ClientSession() as web,
        web.request(method, server.url + path, allow_redirects=False, **options) as answer,  # type: ignore[arg-type]
    ):
        return answer.headers["X-Request-Id"]


async def a_day(server: Served, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sign-ins, a session, pages, errors, a store that is away; what must not be found written down."""
    cookie, visit = await server.cookie("maya"), await server.visit()
    wrong = {"username": "somebody.secret", "password": "a wrong password"}
    await called(server, "POST", "/sign-in", data=wrong, headers={"Origin": server.url})
    async with customer(server, visit) as anna, desk(server, "maya") as console:
        await anna.command(do="session.request", channel="queue", goal=f"{WORDS}, {CARD}")
        async with agent(server, console, session=visit.session):
            await anna.says(f"{WORDS}, {CARD}")
            await anna.ask("command", {"client": WORDS, "seq": "x", "command": {"do": WORDS}})
            monkeypatch.setattr("alongside.hub.live.Hub.submit", _breaks)
            await anna.says(WORDS)
            monkeypatch.undo()
    await called(server, "GET", f"/sessions/{visit.session}?looking={CARD}", headers=cookie)
    monkeypatch.setattr("alongside.hub.register.FaultRegister.rows", _breaks)
    await called(server, "GET", f"/faults?site={WORDS}", headers=cookie)
    logging.getLogger("somebody.else").error("failed for %s", WORDS, exc_info=ValueError(WORDS))
    asyncio.get_running_loop().call_exception_handler({"message": "gone", "exception": ValueError(WORDS)})
    secrets = [visit.session, visit.token, cookie["Cookie"].partition("=")[2], PASSWORD, CARD, WORDS, "Maya"]
    return [*secrets, "moon", "9012", "maya", "somebody.secret", "wrong password", "127.0.0.1"]


async def _breaks(*_: object, **__: object) -> None:
    raise ValueError(WORDS)


async def test_nothing_of_anybody_is_written_down(
    redis_url: str, prefix: str, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(redis_url, prefix) as server:
        secrets = await a_day(server, monkeypatch)
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    events = {line["event"] for line in written}
    assert {"request", "connected", "an event failed", "a request failed", "a library says"} <= events
    assert any(line.get("session") == unnamed(secrets[0]) for line in written)
    for line in lines.getvalue().splitlines():
        assert [secret for secret in secrets if secret in line] == [], line


async def test_every_request_has_an_id_that_its_lines_and_its_answer_share(
    redis_url: str, prefix: str, lines: io.StringIO
) -> None:
    async with serving(redis_url, prefix) as server:
        id = await called(server, "GET", "/healthz")
        strange = await called(server, "GET", "/healthz", headers={"X-Request-Id": "somebody-elses-word"})
        visit = await server.visit()
        async with customer(server, visit):
            pass
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    [line] = [line for line in written if line.get("request") == id]
    assert (line["event"], line["route"], line["status"]) == ("request", "/healthz", 200)
    assert strange != "somebody-elses-word"
    connected = next(line for line in written if line["event"] == "connected")
    closing = [line["route"] for line in written if line.get("request") == connected["request"] and "route" in line]
    assert closing == ["/socket.io/"]


async def test_an_id_that_a_trusted_proxy_gave_is_kept(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, trusted_proxies=1) as server:
        given = "0af7651916cd43dd8448eb211c80319c"
        assert await called(server, "GET", "/healthz", headers={"X-Request-Id": given}) == given
        assert await called(server, "GET", "/healthz", headers={"X-Request-Id": "a b"}) != "a b"
