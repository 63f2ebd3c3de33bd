"""Every route and every socket event, tried as nobody, a customer, an agent and a supervisor.

One row each; a route or an event without a row fails. What is expected is a status (with where a redirect
leads) or an answer's code; `-` is an answer that is no refusal.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import ClientSession
from clients import Browser, Client, Refusal, asking, desk
from serving import KEY, PARKING, PARKING_ORIGIN, PASSWORD, Served, serving

from alongside.access import Who, session_token
from alongside.api.v1 import OPERATIONS
from alongside.sockets import DeskNamespace, SessionNamespace

CALLERS = ("nobody", "customer", "agent", "supervisor")
SIGN_IN = "303 /sign-in"

# A customer has no account; what their page can send to a route is what nobody's can, but with its Origin.
# nobody, customer, agent, supervisor
ROUTES: dict[str, tuple[str, str, str, str]] = {
    "GET /": ("303 /console",) * 4,
    "GET /console": (SIGN_IN, SIGN_IN, "200", "303 /sessions"),
    "GET /console/articles/{site}.json": ("403", "403", "200", "403"),
    "GET /console/updates.json": ("403", "403", "200", "403"),
    "POST /console/updates/{playbook}.json": ("403", "403", "404", "403"),
    "GET /sign-in": ("200",) * 4,
    "POST /sign-in": ("403", "403", "303 /console", "303 /console"),
    "POST /sign-out": ("403", "403", SIGN_IN, SIGN_IN),
    "GET /sessions": (SIGN_IN, SIGN_IN, "200", "200"),
    "GET /sessions/{session}": (SIGN_IN, SIGN_IN, "403", "200"),
    "GET /sessions/{session}/transcript.txt": (SIGN_IN, SIGN_IN, "403", "200"),
    "GET /sessions/{session}/transcript.json": ("403", "403", "403", "200"),
    "GET /sessions/{session}/transcript.html": (SIGN_IN, SIGN_IN, "403", "200"),
    "GET /sessions/{session}/transcript.pdf": (SIGN_IN, SIGN_IN, "403", "200"),
    "GET /sessions/{session}/transcript.csv": (SIGN_IN, SIGN_IN, "403", "200"),
    "GET /settings/tokens": (SIGN_IN, SIGN_IN, "403", "403"),
    "POST /settings/tokens": ("403", "403", "403", "403"),
    "POST /settings/tokens/{token}/revoke": ("403", "403", "403", "403"),
    "GET /coaching/{session}.json": ("403", "403", "403", "200"),
    "POST /coaching/{session}.json": ("403", "403", "403", "400"),
    "GET /faults": (SIGN_IN, SIGN_IN, "200", "200"),
    "GET /faults.csv": (SIGN_IN, SIGN_IN, "200", "200"),
    "GET /faults.json": ("403", "403", "200", "200"),
    "GET /faults/{site}/{fault}": (SIGN_IN, SIGN_IN, "403", "403"),  # there is none of this name
    "POST /faults/{site}/{fault}": ("403", "403", "403", "403"),
    "GET /settings/webhooks": (SIGN_IN, SIGN_IN, "403", "403"),  # administrators: test_webhook_pages.py
    "POST /settings/webhooks": ("403", "403", "403", "403"),
    "GET /widget.js": ("200",) * 4,
    "GET /widget/{site}.json": ("403", "200", "403", "403"),
    "GET /widget/{site}/playbooks.json": ("403", "200", "403", "403"),
    "GET /widget/{site}/playbooks/{playbook}.json": ("403", "404", "403", "403"),
    "POST /widget/{site}/visit": ("403", "200", "403", "403"),
    "POST /widget/{site}/offer": ("403", "200", "403", "403"),
    # No cookie opens these; what tokens open stands in test_api.py.
    "GET /api/v1/openapi.json": ("200",) * 4,
    "GET /api/v1/docs": ("200",) * 4,
    **dict.fromkeys((f"{each.method} {each.address}" for each in OPERATIONS), ("401",) * 4),
    "GET /static/{name}": ("404",) * 4,  # `none`: what is built is served to everybody
    "GET /healthz": ("200",) * 4,
    "GET /readyz": ("200",) * 4,
    "GET /socket.io/": ("400",) * 4,  # no WebSocket; see EVENTS
    "POST /socket.io/": ("403", "403", "400", "400"),
    "OPTIONS /socket.io/": ("400",) * 4,
}

# The agent is one who does not have the session that their key names; the second, one who has.
EVENTS: dict[str, tuple[str, str, str, str, str]] = {
    # nobody, customer, agent without the session, agent with it, supervisor
    "/session resume": ("no_token", "-", "not_yours", "-", "not_yours"),
    "/session command": ("no_token", "-", "not_yours", "-", "not_yours"),
    "/session signal": ("no_token", "-", "not_yours", "-", "not_yours"),
    "/desk take": ("signed_out", "wrong_origin", "taken", "-", "not_allowed"),
    "/desk redeem": ("signed_out", "wrong_origin", "wrong_code", "wrong_code", "not_allowed"),
    "/desk faults": ("signed_out", "wrong_origin", "-", "-", "not_allowed"),
    "/desk complete": ("signed_out", "wrong_origin", "no_follow_up", "no_follow_up", "not_allowed"),
    "/desk practise": ("signed_out", "wrong_origin", "no_script", "no_script", "not_allowed"),
    "/desk open": ("signed_out", "wrong_origin", "not_yours", "-", "not_allowed"),
}


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix) as server:
        yield server


def test_every_route_has_a_row(server: Served) -> None:
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in server.app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert routes == set(ROUTES)


def test_every_socket_event_has_a_row(server: Served) -> None:
    spaces = (SessionNamespace(server.hub, server.settings), DeskNamespace(server.hub, server.settings, _no))
    assert {f"{space.namespace} {event}" for space in spaces for event in space._events} == set(EVENTS)


async def _no(_: object) -> Who:
    raise NotImplementedError


@pytest.mark.parametrize("caller", CALLERS)
async def test_every_route_lets_in_whom_it_should(server: Served, caller: str) -> None:
    async with asking(server, await server.visit()) as _:
        session = next(iter(server.hub.rooms))
        outcomes = {route: await called(server, route, caller, session) for route in ROUTES}
    assert outcomes == {route: expected[CALLERS.index(caller)] for route, expected in ROUTES.items()}


async def called(server: Served, route: str, caller: str, session: str) -> str:
    """What comes of calling a route: the status, and where a redirect leads."""
    method, path = route.split(" ")
    path = path.format(session=session, site=PARKING, name="none", fault="none", playbook="none", token="none")
    name = {"agent": "maya", "supervisor": "ruth"}.get(caller, "maya")
    headers = {"nobody": {}, "customer": {"Origin": PARKING_ORIGIN}}.get(caller) or {}
    if caller in ("agent", "supervisor"):
        headers = await server.cookie(name)
    fields = {"username": name, "password": PASSWORD} if route == "POST /sign-in" else None
    async with (
        ClientSession() as web,
        web.request(method, server.url + path, headers=headers, data=fields, allow_redirects=False) as answer,
    ):
        where = answer.headers.get("Location", "").partition("?")[0]
        return f"{answer.status} {where}".strip()


@pytest.mark.parametrize("caller", range(5))
async def test_every_socket_event_lets_in_whom_it_should(server: Served, caller: int) -> None:
    visit = await server.visit()
    async with asking(server, visit), desk(server, "sam") as sam:
        grant = await sam.ask("take", {"session": visit.session})
        callers = [
            ({"Origin": PARKING_ORIGIN}, None, {"Origin": server.url}),
            ({"Origin": PARKING_ORIGIN}, visit.token, {"Origin": PARKING_ORIGIN}),
            ({"Origin": server.url}, key("maya", visit.session), await server.cookie("maya")),
            ({"Origin": server.url}, grant["token"], await server.cookie("sam")),
            ({"Origin": server.url}, key("ruth", visit.session), await server.cookie("ruth")),
        ]
        page, token, console = callers[caller]
        outcomes = {
            event: await asked(server, event, page if event.startswith("/session") else console, token, visit.session)
            for event in EVENTS
        }
    assert outcomes == {event: expected[caller] for event, expected in EVENTS.items()}


def key(name: str, session: str) -> str:
    """A session's key as it would be had it been given to this account."""
    role: Any = "supervisor" if name == "ruth" else "agent"
    return session_token(KEY, Who(role=role, id=name, site=PARKING, session=session), expires_at=2**40)


MESSAGES: dict[str, Any] = {
    "resume": {},
    "command": {"client": "client-of-rights", "seq": 1, "command": {"do": "message.send", "text": "Hello"}},
    "signal": {"signal": "typing"},
    "redeem": {"code": "123456"},
    "practise": {"site": PARKING, "script": "nobody"},
    "faults": {"site": PARKING, "words": "Upload"},
}


async def asked(server: Served, event: str, headers: dict[str, str], token: str | None, session: str) -> str:
    """What comes of sending an event: the refusal's code, of the connection or of the event, or `-`."""
    namespace, name = event.split(" ")
    async with AsyncExitStack() as stack:
        client = Browser() if namespace == "/session" else Client(namespace)
        try:
            await client.connect(server.url, headers, token if namespace == "/session" else None)
        except Refusal as refusal:
            return str(refusal.data["data"]["code"])
        stack.push_async_callback(client.leave)
        answer = await client.ask(name, MESSAGES.get(name, {"session": session}))
        return str(answer.get("code", "-")) if isinstance(answer, dict) else "-"
