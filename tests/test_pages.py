"""Pages and the routes for programs, over HTTP: signing in, rights, headers, refusals, limits."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, FormData
from clients import agent, customer, desk
from serving import (
    LIBRARY,
    LIBRARY_ORIGIN,
    PARKING_ORIGIN,
    PASSWORD,
    Served,
    SettableClock,
    serving,
    serving_with_store,
)

from alongside.access import Who
from alongside.log import Indexes
from alongside.pages import session_list
from alongside.pages.accounts import COOKIE, WRONG
from alongside.pages.guard import HEADERS
from alongside.protocol import RequestHelp


@pytest.fixture
async def web(server: Served) -> AsyncIterator[ClientSession]:
    """A browser without cookies that follows no redirect by itself."""
    async with browser(server) as session:
        yield session


def browser(server: Served) -> ClientSession:
    return ClientSession(server.url, cookie_jar=CookieJar(unsafe=True))


async def get(web: ClientSession, path: str, **headers: str) -> ClientResponse:
    async with web.get(path, headers=headers, allow_redirects=False) as answer:
        await answer.read()
        return answer


async def post(web: ClientSession, path: str, data: Any = None, **headers: str) -> ClientResponse:
    async with web.post(path, data=data, headers=headers, allow_redirects=False) as answer:
        await answer.read()
        return answer


async def sign_in(
    web: ClientSession, server: Served, name: str = "maya", password: str = PASSWORD, **fields: str
) -> ClientResponse:
    data = {"username": name, "password": password} | fields
    return await post(web, "/sign-in", data, Origin=server.url)


# --- signing in and out -----------------------------------------------------------------------------------


async def test_the_right_password_opens_the_console(server: Served, web: ClientSession) -> None:
    answer = await sign_in(web, server)
    assert (answer.status, answer.headers["Location"]) == (303, "/console")
    assert (await get(web, "/console")).status == 200


async def test_a_wrong_password_and_an_unknown_name_are_told_the_same(server: Served, web: ClientSession) -> None:
    answers = [await sign_in(web, server, name, "wrong") for name in ("maya", "nobody")]
    assert [answer.status for answer in answers] == [403, 403]
    pages = [await answer.text() for answer in answers]
    assert pages[0].replace("maya", "") == pages[1].replace("nobody", "")
    assert WRONG in pages[0]


async def test_after_several_failures_even_the_right_password_is_refused_for_a_while(
    server: Served, web: ClientSession
) -> None:
    for _ in range(server.settings.sign_in_failures):
        await sign_in(web, server, password="wrong")
    answer = await sign_in(web, server)
    assert answer.status == 403
    assert "wait 15 minutes" in await answer.text()
    assert (await sign_in(web, server, "sam")).status == 303


async def test_many_guesses_at_once_are_no_way_around_the_lock(server: Served, web: ClientSession) -> None:
    answers = await asyncio.gather(*(sign_in(web, server, password=f"guess {n}") for n in range(20)))
    wrong = [answer for answer in answers if WRONG in await answer.text()]
    assert len(wrong) == server.settings.sign_in_failures


async def test_a_success_forgets_the_failures_before_it(server: Served, web: ClientSession) -> None:
    for _ in range(2):
        for _ in range(server.settings.sign_in_failures - 1):
            await sign_in(web, server, password="wrong")
        assert (await sign_in(web, server)).status == 303


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(server: Served, web: ClientSession) -> None:
    cookie = (await sign_in(web, server)).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert not cookie["secure"]
    assert cookie["max-age"] == "43200"


async def test_the_cookie_is_secure_where_the_server_is_reached_by_https(redis_url: str, prefix: str) -> None:
    address = "https://help.example.org"
    async with serving(redis_url, prefix, public_url=address) as server:
        here = f"http://localhost:{server.port}/sign-in"
        fields = {"username": "maya", "password": PASSWORD}
        async with ClientSession() as web:
            answer = await post(web, here, fields, Origin=address)
        assert answer.cookies[COOKIE]["secure"]


async def test_signing_out_ends_every_copy_of_the_cookie(server: Served, web: ClientSession) -> None:
    copy = await server.cookie("maya")
    assert (await get(web, "/console", **copy)).status == 200
    answer = await post(web, "/sign-out", **copy)
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")
    assert (await get(web, "/console", **copy)).headers["Location"] == "/sign-in?next=/console"


async def test_a_cookie_that_we_did_not_sign_is_as_good_as_none(web: ClientSession) -> None:
    answer = await get(web, "/console", Cookie=f"{COOKIE}=a.b.c")
    assert answer.headers["Location"] == "/sign-in?next=/console"


async def test_after_signing_in_one_is_where_one_wanted_to_be(server: Served, web: ClientSession) -> None:
    way = (await get(web, "/sessions?before=5")).headers["Location"]
    assert way == "/sign-in?next=/sessions?before%3D5"
    page = await (await get(web, way)).text()
    target = re.search(r'name="next" value="([^"]*)"', page)
    assert target is not None
    assert target[1] == "/sessions?before=5"
    assert (await sign_in(web, server, next=target[1])).headers["Location"] == "/sessions?before=5"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test",
        "//evil.test",
        "/\\evil.test",
        "/\t/evil.test",
        "/\n/evil.test",
        "javascript:alert(1)",
        "evil.test",
        "/\r\nSet-Cookie: a=b",
        "",
    ],
)
async def test_signing_in_leads_to_no_other_site(server: Served, web: ClientSession, target: str) -> None:
    answer = await sign_in(web, server, next=target)
    assert (answer.status, answer.headers["Location"]) == (303, "/console")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
@pytest.mark.parametrize("origin", ["http://evil.test", "null", PARKING_ORIGIN, None])
async def test_a_form_sent_from_elsewhere_is_refused(server: Served, path: str, origin: str | None) -> None:
    headers = await server.cookie("maya")
    async with browser(server) as web:
        fields = {"username": "maya", "password": PASSWORD}
        others = {} if origin is None else {"Origin": origin}
        answer = await post(web, path, fields, Cookie=headers["Cookie"], **others)
        assert answer.status == 403
        assert (await get(web, "/console", **headers)).status == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=klingon", b"username=maya"),
        ("application/x-www-form-urlencoded; charset=utf-8", b"username=\xff"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--c\r\n"),
    ],
)
async def test_a_broken_form_is_refused_without_a_stumble(
    server: Served, web: ClientSession, kind: str, body: bytes
) -> None:
    await sign_in(web, server, "ruth")
    for path in ("/sign-in", "/sessions/filters"):
        answer = await post(web, path, body, Origin=server.url, **{"Content-Type": kind})
        assert answer.status == 400


async def test_a_form_with_files_for_words_is_a_wrong_password(server: Served, web: ClientSession) -> None:
    form = FormData()
    for name in ("username", "password", "next"):
        form.add_field(name, b"x", filename="x.txt")
    assert (await post(web, "/sign-in", form, Origin=server.url)).status == 403


async def test_a_form_that_is_too_large_is_refused_as_such(server: Served, web: ClientSession) -> None:
    answer = await sign_in(web, server, password="x" * server.settings.command_bytes)
    assert answer.status == 413
    assert "larger than this server takes" in await answer.text()


# --- the console and sessions -----------------------------------------------------------------------------


async def test_a_supervisor_is_led_to_the_sessions(server: Served, web: ClientSession) -> None:
    answer = await get(web, "/console", **await server.cookie("ruth"))
    assert (answer.status, answer.headers["Location"]) == (303, "/sessions")


async def finished(server: Served, name: str, goal: str) -> str:
    """A session that this agent has had and the customer has ended."""
    visit = await server.visit()
    async with customer(server, visit) as anna, desk(server, name) as console:
        await anna.command(do="session.request", channel="queue", goal=goal)
        async with agent(server, console, session=visit.session) as helper:
            await helper.says("How can I help <you>?")
            await anna.command(do="session.end")
            await anna.command(do="feedback.give", solved="yes", rating=5)
    return visit.session


async def test_agents_find_their_own_sessions_and_supervisors_those_of_their_sites(server: Served) -> None:
    await finished(server, "maya", "Mayas parking permit")
    await finished(server, "sam", "Sams parking permit")

    async def listed(name: str) -> set[str]:
        async with browser(server) as web:
            page = await (await get(web, "/sessions", **await server.cookie(name))).text()
        return set(re.findall(r"(\w+) parking permit</a>", page))

    assert await listed("maya") == {"Mayas"}
    assert await listed("sam") == {"Sams"}
    assert await listed("ruth") == {"Mayas", "Sams"}


async def test_a_supervisor_finds_no_session_of_another_site(server: Served, web: ClientSession) -> None:
    visit = await server.visit(LIBRARY, LIBRARY_ORIGIN)
    await asked_without_a_browser(server, visit.session, LIBRARY)
    for path in (f"/sessions/{visit.session}", f"/sessions/{visit.session}/transcript.json"):
        assert (await get(web, path, **await server.cookie("ruth"))).status == 403
    assert visit.session not in await (await get(web, "/sessions", **await server.cookie("ruth"))).text()


async def asked_without_a_browser(server: Served, session: str, site: str) -> None:
    who = Who(role="customer", site=site, session=session)
    request = server.hub.own_request(who, RequestHelp(channel="queue", goal=f"goal of {session}"))
    assert (await server.hub.submit(session, who, request)).ok


async def test_older_sessions_are_on_further_pages_and_each_on_one(
    redis_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_list, "PAGE", 3)
    clock, expected = SettableClock(), [f"s-{number}" for number in range(7)]
    async with serving(redis_url, prefix, clock=clock) as server, browser(server) as web:
        for session in expected:
            await asked_without_a_browser(server, session, "parking")
            clock.go_on(1)
        await server.hub.refresh_desk()
        assert await listed_page_by_page(web, await server.cookie("ruth")) == expected[::-1]


async def listed_page_by_page(web: ClientSession, cookie: dict[str, str]) -> list[str]:
    found: list[str] = []
    path: str | None = "/sessions"
    while path:
        page = await (await get(web, path, **cookie)).text()
        found += re.findall(r'href="/sessions/(s-\d+)"', page)
        older = re.search(r'rel="next" href="(/sessions\?page=\d+)"', page)
        path = older[1] if older else None
    return found


@pytest.mark.parametrize(
    "asked", ["page=x", "page=-1", "page=" + "9" * 5000, "hour=٣", "from=1e5", "page=999", "site=x"]
)
async def test_a_nonsense_place_in_the_list_is_passed_over(server: Served, web: ClientSession, asked: str) -> None:
    answer = await get(web, f"/sessions?{asked}", **await server.cookie("ruth"))
    assert answer.status == 200


async def test_a_transcript_is_a_page_a_text_and_a_document(server: Served, web: ClientSession) -> None:
    session = await finished(server, "maya", "My permit")
    cookie = await server.cookie("maya")
    page = await get(web, f"/sessions/{session}", **cookie)
    assert "How can I help &lt;you&gt;?" in await page.text()
    text = await get(web, f"/sessions/{session}/transcript.txt", **cookie)
    assert (text.content_type, text.charset) == ("text/plain", "utf-8")
    assert "How can I help <you>?" in await text.text()
    document = await get(web, f"/sessions/{session}/transcript.json", **cookie)
    assert document.content_type == "application/json"
    assert "How can I help <you>?" in str(await document.json())


async def test_a_session_that_there_is_not_is_answered_like_one_that_is_forbidden(
    server: Served, web: ClientSession
) -> None:
    session = await finished(server, "maya", "My permit")
    cookie = await server.cookie("sam")
    for ending in ("", "/transcript.txt", "/transcript.json"):
        answers = [await get(web, f"/sessions/{id}{ending}", **cookie) for id in (session, "no-such")]
        numberless = [re.sub("[0-9a-f]{16}", "", await answer.text()) for answer in answers]
        assert [answer.status for answer in answers] == [403, 403]
        assert numberless[0] == numberless[1]


# --- what holds for every answer --------------------------------------------------------------------------

EVERYWHERE = [
    "/",
    "/console",
    "/sign-in",
    "/sessions",
    "/sessions/x",
    "/sessions/x/transcript.json",
    "/healthz",
    "/readyz",
    "/widget.js",
    "/widget/parking.json",
    "/static/nothing.js",
    "/no-such-page",
    "/socket.io/?EIO=4&transport=polling",
]


@pytest.mark.parametrize("path", EVERYWHERE)
async def test_every_answer_has_the_security_headers(web: ClientSession, path: str) -> None:
    answer = await get(web, path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-Id"])


async def test_nothing_personal_is_kept_by_caches(server: Served, web: ClientSession) -> None:
    for path in ("/console", "/sessions", "/sign-in"):
        answer = await get(web, path, **await server.cookie("maya"))
        assert answer.headers["Cache-Control"] == "no-store"


async def test_a_page_that_there_is_not_says_so_in_words(web: ClientSession) -> None:
    answer = await get(web, "/no-such-page")
    assert answer.status == 404
    assert "This page does not exist" in await answer.text()


async def test_a_method_that_there_is_not_is_told_which_there_are(server: Served, web: ClientSession) -> None:
    answer = await post(web, "/console", Origin=server.url)
    assert (answer.status, set(answer.headers["Allow"].split(","))) == (405, {"GET", "HEAD"})


# --- health -----------------------------------------------------------------------------------------------


async def test_health_and_readiness(web: ClientSession) -> None:
    for path in ("/healthz", "/readyz"):
        assert await (await get(web, path)).json() == {"ok": True}


async def test_without_its_store_the_server_is_healthy_but_not_ready_and_pages_say_why(
    tmp_path: Path,
) -> None:
    async with serving_with_store(tmp_path) as server, browser(server) as web:
        cookie = await server.cookie("maya")
        assert server.store is not None
        server.store.kill()
        assert (await get(web, "/healthz")).status == 200
        ready = await get(web, "/readyz")
        assert ready.status == 503
        assert "Check that it runs" in (await ready.json())["says"]
        page = await get(web, "/sessions", **cookie)
        assert page.status == 503
        assert "Saving is interrupted" in await page.text()
        visit = await post(web, "/widget/parking/visit", Origin=PARKING_ORIGIN)
        assert (visit.status, (await visit.json())["code"]) == (503, "unsaved")
        assert visit.headers["Access-Control-Allow-Origin"] == PARKING_ORIGIN
        await server.store.start()
        assert (await get(web, "/readyz")).status == 200


# --- the widget's routes ----------------------------------------------------------------------------------


async def test_the_widget_may_be_loaded_by_every_page(web: ClientSession) -> None:
    answer = await get(web, "/widget.js")
    assert (answer.status, answer.content_type) == (200, "text/javascript")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_a_built_file_may_be_kept_for_ever_and_be_loaded_by_every_page(
    server: Served, web: ClientSession
) -> None:
    page = await (await get(web, "/sign-in")).text()
    css = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert css is not None
    answer = await get(web, css[1])
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["nothing.js", "../assets.py", "..%2fassets.py", "%2e%2e/app.py", "."])
async def test_nothing_but_built_files_is_served(web: ClientSession, name: str) -> None:
    assert (await get(web, f"/static/{name}")).status == 404


async def test_a_sites_facts_are_for_its_own_pages(web: ClientSession) -> None:
    answer = await get(web, "/widget/parking.json", Origin=PARKING_ORIGIN)
    told = await answer.json()
    assert (told["name"], told["first_contact_days"]) == ("Parking permits", 0)
    assert answer.headers["Access-Control-Allow-Origin"] == PARKING_ORIGIN


@pytest.mark.parametrize(
    ("site", "origin", "status", "says"),
    [
        (
            "parking",
            "http://evil.test",
            403,
            "The site 'parking' may not be used on http://evil.test. Whoever runs Alongside can add this "
            "address to its origins in the settings: sites.parking.origins.",
        ),
        (
            "nowhere",
            PARKING_ORIGIN,
            404,
            "There is no site called 'nowhere' on this server. Check data-site in the script tag.",
        ),
    ],
)
async def test_a_page_that_may_not_use_a_site_can_read_why(
    web: ClientSession, site: str, origin: str, status: int, says: str
) -> None:
    for answer in (
        await get(web, f"/widget/{site}.json", Origin=origin),
        await post(web, f"/widget/{site}/visit", Origin=origin),
    ):
        assert (answer.status, (await answer.json())["says"]) == (status, says)
        assert answer.headers["Access-Control-Allow-Origin"] == origin


async def test_a_visit_leaves_nothing_in_the_store_but_its_count(server: Served) -> None:
    visit = await server.visit()
    assert await server.log.read(visit.session) == []
    assert await Indexes(server.log).open_summaries() == []


async def visits(web: ClientSession, times: int, **headers: str) -> list[int]:
    return [(await post(web, "/widget/parking/visit", Origin=PARKING_ORIGIN, **headers)).status for _ in range(times)]


async def test_one_address_begins_so_many_visits_a_minute(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, sessions_per_address=2) as server, browser(server) as web:
        assert await visits(web, 3) == [200, 200, 429]


async def test_without_proxies_nobody_gets_another_address_by_saying_so(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, sessions_per_address=1) as server, browser(server) as web:
        told = [(await visits(web, 1, **{"X-Forwarded-For": f"10.0.0.{n}"}))[0] for n in range(2)]
        assert told == [200, 429]


async def test_behind_a_proxy_the_address_that_it_saw_counts_and_what_the_caller_wrote_does_not(
    redis_url: str, prefix: str
) -> None:
    async with (
        serving(redis_url, prefix, sessions_per_address=1, trusted_proxies=1) as server,
        browser(server) as web,
    ):
        forged = [f"1.2.3.{n}, 10.0.0.1" for n in range(2)]
        others = "10.0.0.2"
        told = [(await visits(web, 1, **{"X-Forwarded-For": each}))[0] for each in (*forged, others)]
        assert told == [200, 429, 200]


# --- what changed in the playbooks ------------------------------------------------------------------------


async def test_an_update_that_an_agent_acknowledged_does_not_come_again(
    tmp_path: Path, redis_url: str, prefix: str
) -> None:
    (tmp_path / "permit.yaml").write_text(PERMIT_PLAYBOOK)
    async with serving(redis_url, prefix, playbooks_dir=tmp_path) as server, browser(server) as web:
        maya, sam = await server.cookie("maya"), await server.cookie("sam")
        told = await (await get(web, "/console/updates.json", **maya)).json()
        assert [(each["playbook"], each["version"], each["note"]) for each in told] == [("permit", "2", "New price.")]
        read = await post(web, "/console/updates/permit.json", **maya)
        assert read.status == 200
        assert await (await get(web, "/console/updates.json", **maya)).json() == []
        assert len(await (await get(web, "/console/updates.json", **sam)).json()) == 1


PERMIT_PLAYBOOK = """
title: Get a permit
task: Apply for a permit
owner: Permits team
version: "2"
changed:
  - {version: "2", note: New price.}
applies_to:
  sites: [parking]
steps:
  - id: name
    title: Name
    match: {name: Name}
    say: {new: Please type your name.}
"""
