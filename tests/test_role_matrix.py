"""Who may do what: every page, every route of programs and every socket event, tried as everybody. Deny by default.

One row each, a mark for each caller: `+` let in, `.` refused. A route or an event without a row fails, and so does a
row without its route: whoever adds one decides here who may. What is let in may still make no sense (400, 404): the
marks say who may ask, other tests what the answer is. Which commands a role may send in a session stands in
test_access.py.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from api_calls import EVERY, dead_letter
from clients import Browser, Client, Refusal, asking, desk
from serving import KEY, LIBRARY, PARKING, PARKING_ORIGIN, PASSWORD, Served, account, serving
from test_fault_pages import wrapped

from alongside.access import Who, session_token
from alongside.api.v1 import OPERATIONS
from alongside.api.v1.operations import Operation
from alongside.sockets import DeskNamespace, SessionNamespace, WallNamespace

CALLERS = ("nobody", "customer", "maya", "otto", "ruth", "tom", "ada", "lea")
"""Nobody, the session's customer, its agent, another agent, a supervisor of its team, of another team, an
administrator, a supervisor of another site. The customer has no account: what their page can send is what nobody's
can, but with its Origin."""

PEOPLE = {
    "maya": account("Maya", "agent", teams=("permits",)),
    "otto": account("Otto", "agent", teams=("payments",)),
    "ruth": account("Ruth", "supervisor", teams=("permits",), sites=(PARKING,)),
    "tom": account("Tom", "supervisor", teams=("payments",)),
    "ada": account("Ada", "administrator"),
    "lea": account("Lea", "supervisor", sites=(LIBRARY,)),
}

EVERYBODY = "++++++++"
SIGNED_IN = "..++++++"
AGENTS = "..++...."
SUPERVISORS = "....++++"
ADMINISTRATORS = "......+."
OF_SITE = "..+++++."  # who looks after the site
SUPERVISORS_OF_SITE = "....+++."
READERS = "..+.+.+."  # of this session
COACHES = "..+.+.++"  # Maya herself, and who looks after a site and a team of hers: she works at every site
PAGES = ".+......"  # of the site

ROUTES: dict[str, str] = {
    "GET /": EVERYBODY,
    "GET /console": AGENTS,
    "GET /console/articles/{site}.json": OF_SITE,
    "GET /live": SUPERVISORS,
    "GET /live/{session}": SUPERVISORS,  # a shell: /wall says who may watch which
    "GET /console/updates.json": AGENTS,
    "POST /console/updates/{playbook}.json": AGENTS,
    "GET /sign-in": EVERYBODY,
    "POST /sign-in": SIGNED_IN,
    "POST /sign-out": "+.++++++",
    "GET /sessions": SIGNED_IN,
    "POST /sessions/filters": SIGNED_IN,
    "POST /sessions/filters/delete": SIGNED_IN,
    "GET /sessions/sample": SUPERVISORS,
    "POST /sessions/sample": SUPERVISORS,
    "GET /sessions/{session}": READERS,
    "GET /sessions/{session}/transcript.txt": READERS,
    "GET /sessions/{session}/transcript.json": READERS,
    "GET /sessions/{session}/transcript.html": READERS,
    "GET /sessions/{session}/transcript.pdf": READERS,
    "GET /sessions/{session}/transcript.csv": READERS,
    "GET /sessions/{session}/replay": READERS,
    "GET /sessions/{session}/replay.json": READERS,
    "GET /sessions/{session}/replay/{chunk}.json": READERS,
    "GET /settings/tokens": ADMINISTRATORS,
    "POST /settings/tokens": ADMINISTRATORS,
    "POST /settings/tokens/{token}/revoke": ADMINISTRATORS,
    "GET /settings/webhooks": ADMINISTRATORS,
    "POST /settings/webhooks": ADMINISTRATORS,
    "GET /coaching": SIGNED_IN,
    "GET /coaching/reviews/{session}": READERS,
    "POST /coaching/reviews/{session}": READERS,
    "GET /coaching/plans/{agent}": COACHES,
    "POST /coaching/plans/{agent}": COACHES,
    "GET /coaching/portfolio/{agent}": COACHES,
    "POST /coaching/portfolio/{agent}": COACHES,
    "GET /coaching/portfolio/{agent}.html": COACHES,
    "GET /coaching/portfolio/{agent}.pdf": COACHES,
    "GET /coaching/{session}.json": READERS,
    "POST /coaching/{session}.json": READERS,
    "GET /figures": SIGNED_IN,
    "GET /figures/journey": SIGNED_IN,
    "GET /figures/causes": SIGNED_IN,
    "POST /figures/causes/{site}": SUPERVISORS_OF_SITE,
    "GET /staffing": SUPERVISORS,
    "GET /staffing/calculator": SUPERVISORS,
    "GET /staffing/plan": SUPERVISORS,
    "GET /staffing/plan/edit": SUPERVISORS,
    "POST /staffing/plan/edit": SUPERVISORS,
    "GET /faults": SIGNED_IN,
    "GET /faults.csv": SIGNED_IN,
    "GET /faults.json": SIGNED_IN,
    "GET /faults/{site}/{fault}": OF_SITE,
    "POST /faults/{site}/{fault}": SUPERVISORS_OF_SITE,
    "GET /widget.js": EVERYBODY,
    "GET /widget/{site}.json": PAGES,
    "GET /widget/{site}/playbooks.json": PAGES,
    "GET /widget/{site}/playbooks/{playbook}.json": PAGES,
    "POST /widget/{site}/visit": PAGES,
    "POST /widget/{site}/offer": PAGES,
    "POST /widget/{site}/copy": PAGES,  # and only with a customer's key: test_copies.py
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /api/v1/docs": EVERYBODY,
    **dict.fromkeys((f"{each.method} {each.address}" for each in OPERATIONS), "........"),  # tokens only: see below
    "GET /static/{name}": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "GET /metrics": EVERYBODY,  # and nobody finds anything unless the settings open it: test_measures.py
    "GET /socket.io/": EVERYBODY,  # it is the connection that is refused: see EVENTS
    "POST /socket.io/": "+.++++++",
    "OPTIONS /socket.io/": EVERYBODY,
}

TOKENS = ("without its scope", "of another site", "of its scope", "of all scopes")
OF_A_SITE = ".." + "++"  # it names a session or a site, which a token of another site may not know of
LISTS = ".+" + "++"  # a token of another site gets an empty list

API: dict[str, str] = {
    "listSessions": LISTS,
    "readSession": OF_A_SITE,
    "listFigures": LISTS,
    "listReviews": LISTS,
    "readReviews": OF_A_SITE,
    "readTranscript": OF_A_SITE,
    "exportSession": OF_A_SITE,
    "eraseSession": OF_A_SITE,
    "listFaults": LISTS,
    "readFault": OF_A_SITE,
    "listPlaybooks": LISTS,
    "listDeadLetters": LISTS,
    "replayDeadLetter": OF_A_SITE,
    "discardDeadLetter": OF_A_SITE,
    "readService": "++++",
}

EVENTS: dict[str, str] = {
    "/session resume": ".++.....",
    "/session command": ".++.....",
    "/session signal": ".++.....",
    "/desk take": AGENTS,
    "/desk redeem": AGENTS,
    "/desk faults": AGENTS,
    "/desk complete": AGENTS,
    "/desk practise": AGENTS,
    "/desk open": "..+.....",
    "/wall faults": SUPERVISORS_OF_SITE,
    "/wall take_over": "....+.+.",
    "/wall watch": "....+.+.",
}
"""Otto, Ruth, Tom, Ada and Lea come with a key to the session, as if somebody had given them one."""

REFUSED = {"no_token", "bad_token", "signed_out", "wrong_origin", "not_yours", "not_allowed", "no_session"}


class World:
    """A server with a session that Maya has had, one that she has, a fault and a token."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.places: dict[str, str] = {}
        self.headers: dict[str, dict[str, str]] = {}

    async def prepare(self) -> None:
        made, _ = await self.server.hub.tokens.make("of the tests", EVERY, (), 1, by="ada")
        self.places = {
            **{"site": PARKING, "session": await wrapped(self.server, "Upload fails"), "fault": ""},
            **{"name": "none", "playbook": "none", "token": made.id, "chunk": "0", "message": "none", "agent": "maya"},
        }
        (row,) = await self.server.hub.faults.rows([PARKING])
        self.places["fault"] = row.fault
        signed_in = {name: await self.server.cookie(name) for name in PEOPLE}
        origins = {"nobody": self.server.url, "customer": PARKING_ORIGIN}
        self.headers = {caller: {"Origin": origin} for caller, origin in origins.items()} | signed_in


async def ended(server: Served) -> str:
    """A session that Maya had."""
    visit = await server.visit()
    async with asking(server, visit) as customer, desk(server, "maya") as maya:
        await maya.ask("take", {"session": visit.session})
        await customer.command(do="session.end")
    return visit.session


@pytest.fixture(scope="module")
async def world(redis_url: str) -> AsyncIterator[World]:
    limits: dict[str, Any] = {"api_requests_per_minute": 10_000, "sessions_per_address": 1_000}
    async with serving(redis_url, "test-role-matrix:", accounts=PEOPLE, **limits) as server:
        world = World(server)
        await world.prepare()
        yield world


async def test_every_route_has_a_row(world: World) -> None:
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in world.server.app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }
    assert routes == set(ROUTES)


def test_every_operation_of_programs_has_a_row() -> None:
    assert {each.id for each in OPERATIONS} == set(API)


def test_every_socket_event_has_a_row(world: World) -> None:
    server = world.server
    hub, settings = server.hub, server.settings
    spaces = (SessionNamespace(hub, settings), DeskNamespace(hub, settings, _no), WallNamespace(hub, settings, _no))
    assert {f"{space.namespace} {event}" for space in spaces for event in space._events} == set(EVENTS)


async def _no(_: object) -> Who:
    raise NotImplementedError


# --- pages and routes ---


async def test_every_route_lets_in_whom_it_should(world: World) -> None:
    async with ClientSession() as web:
        marks = {route: [await let_in(world, web, route, caller) for caller in CALLERS] for route in ROUTES}
    assert {route: "".join(each) for route, each in marks.items()} == ROUTES


async def let_in(world: World, web: ClientSession, route: str, caller: str) -> str:
    """What comes of calling a route: a refusal, a way to the sign-in page, or something else."""
    method, path = route.split(" ")
    fields = {"username": caller, "password": PASSWORD} if route == "POST /sign-in" else None
    headers = world.headers[caller]
    if route == "POST /sign-out" and caller in PEOPLE:
        headers = await world.server.cookie(caller)  # which counts no longer afterwards
    async with web.request(
        method, world.server.url + path.format(**world.places), headers=headers, data=fields, allow_redirects=False
    ) as answer:
        assert answer.status < 500, f"{route} as {caller}"
        turned_away = answer.headers.get("Location", "").partition("?")[0] in elsewhere(route)
        return "." if answer.status in (401, 403) or turned_away else "+"


def elsewhere(route: str) -> tuple[str, ...]:
    """Where those are sent who may not see this."""
    return {"GET /console": ("/sign-in", "/sessions"), "POST /sign-out": ()}.get(route, ("/sign-in",))


# --- programs ---


async def test_every_operation_lets_in_the_tokens_that_it_should(world: World) -> None:
    async with ClientSession() as web:
        marks = {each.id: [await takes(world, web, each, kind) for kind in TOKENS] for each in OPERATIONS}
    assert {id: "".join(each) for id, each in marks.items()} == API


async def takes(world: World, web: ClientSession, operation: Operation, kind: str) -> str:
    """What comes of calling an operation with a token of a kind."""
    own = (operation.scope,) if operation.scope else ()
    scopes = {"without its scope": tuple(each for each in EVERY if each not in own), "of all scopes": EVERY}
    sites = (LIBRARY,) if kind == "of another site" else (PARKING,)
    _, secret = await world.server.hub.tokens.make("of the tests", scopes.get(kind, own), sites, 1, by="ada")
    letter = await dead_letter(world.server, f"matrix.{operation.id}.{TOKENS.index(kind)}")
    places = world.places | {"message": letter}
    if operation.id == "eraseSession":
        places["session"] = await ended(world.server)
    headers = {"Authorization": f"Bearer {secret}"}
    path = operation.address.format(**places)
    async with web.request(operation.method, world.server.url + path, headers=headers) as answer:
        assert answer.status < 500, f"{operation.id} with a token {kind}"
        return "." if answer.status in (401, 403, 404) else "+"


# --- sockets ---


async def test_every_socket_event_lets_in_whom_it_should(world: World) -> None:
    server, visit = world.server, await world.server.visit()
    async with asking(server, visit), desk(server, "maya") as maya:
        await maya.ask("take", {"session": visit.session})
        marks = dict.fromkeys(EVENTS, "")
        for caller in CALLERS:
            for namespace in ("/session", "/desk", "/wall"):
                events = [event for event in EVENTS if event.startswith(f"{namespace} ")]
                heard = await heard_of(world, namespace, events, caller, visit.session, visit.token)
                for event, mark in zip(events, heard, strict=True):
                    marks[event] += mark
    assert marks == EVENTS


async def heard_of(
    world: World, namespace: str, events: list[str], caller: str, session: str, customers_key: str
) -> list[str]:
    """What comes of sending these events over one connection: a refusal, of it or of the event, or something else."""
    console = namespace != "/session"
    headers = {"Origin": PARKING_ORIGIN} if caller == "nobody" and not console else world.headers[caller]
    client = Client(namespace) if console else Browser()
    try:
        await client.connect(world.server.url, headers, None if console else key(caller, session, customers_key))
    except Refusal as refusal:
        codes = [refusal.data["data"]["code"]] * len(events)
        return ["." if code in REFUSED else "+" for code in codes]
    try:
        answers = [await client.ask(event.split(" ")[1], message(event, session)) for event in events]
    finally:
        await client.leave()
    codes = [answer.get("code", "") if isinstance(answer, dict) else "" for answer in answers]
    return ["." if code in REFUSED else "+" for code in codes]


def key(caller: str, session: str, customers: str) -> str | None:
    """A key to the session: the customer's own; for the others as it would be had somebody given it to them."""
    if caller not in PEOPLE:
        return customers if caller == "customer" else None
    who = PEOPLE[caller]
    held = Who(role=who.role, id=caller, teams=who.teams, sites=who.sites, site=PARKING, session=session)
    return session_token(KEY, held, expires_at=2**40)


def message(event: str, session: str) -> dict[str, Any]:
    """Something that makes sense to the event, and changes nothing that the others need."""
    said = {"do": "message.send", "text": "Hello"}
    messages: dict[str, dict[str, Any]] = {
        "/session resume": {},
        "/session command": {"client": "client-of-the-matrix", "seq": 1, "command": said},
        "/session signal": {"signal": "typing"},
        "/desk redeem": {"code": "123456"},
        "/desk practise": {"site": PARKING, "script": "nobody"},
        "/desk faults": {"site": PARKING, "words": "Upload"},
        "/wall faults": {"site": PARKING, "words": "Upload"},
    }
    return messages.get(event, {"session": session})
