"""/api/v1: tokens, limits, troubles as problems, transcripts in every form, erasing, registers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from aiohttp import ClientSession
from api_calls import call, dead_letter, token
from clients import asking, desk
from serving import LIBRARY, PARKING, Served, SettableClock, serving
from test_fault_pages import wrapped
from test_metrics_selection import TAKEN
from test_table import settled

from alongside.access import Who
from alongside.api.v1.lists import SessionQuery
from alongside.api.v1.selecting import ABOUT, selection
from alongside.metrics import Selection
from alongside.protocol.coaching import BeginReview


@pytest.fixture(scope="module")
async def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(scope="module")
async def server(redis_url: str, clock: SettableClock) -> AsyncIterator[Served]:
    """One for all tests of this file: each has a token, and sessions, of its own."""
    async with serving(redis_url, "test-api:", clock=clock, api_requests_per_minute=40) as server:
        yield server


async def finished(server: Served, says: str = "Hello") -> str:
    """A session that an agent took and ended."""
    visit = await server.visit()
    async with asking(server, visit) as customer, desk(server, "sam") as sam:
        await sam.ask("take", {"session": visit.session})
        await customer.says(says)
        await customer.command(do="session.end")
    await settled(server.hub)
    return visit.session


# --- who may ---


async def test_without_a_token_nothing_is_told(server: Served) -> None:
    told = await call(server, "", "/service")
    assert (told.status, told.code) == (401, "no_token")
    assert told.headers["WWW-Authenticate"].startswith("Bearer")
    assert told.headers["Content-Type"] == "application/problem+json"


async def test_the_consoles_cookie_opens_nothing(server: Served) -> None:
    cookie = await server.cookie("ruth")
    assert (await call(server, "", "/service", Cookie=cookie["Cookie"])).code == "no_token"


async def test_a_token_opens_no_page(server: Served) -> None:
    headers = {"Authorization": f"Bearer {await token(server)}"}
    async with ClientSession() as web, web.get(f"{server.url}/faults.json", headers=headers) as answer:
        assert answer.status == 403


async def test_a_token_counts_in_its_header_alone(server: Served) -> None:
    secret = await token(server)
    assert (await call(server, "", f"/service?token={secret}")).code == "no_token"
    assert (await call(server, "", f"/service?access_token={secret}")).code == "no_token"


async def test_a_token_does_what_its_scopes_say(server: Served) -> None:
    told = await call(server, await token(server, "playbooks:read"), "/faults")
    assert (told.status, told.code) == (403, "no_scope")
    assert "faults:read" in told.value["detail"]


async def test_a_revoked_token_counts_no_longer(server: Served) -> None:
    secret = await token(server)
    assert (await call(server, secret, "/service")).status == 200
    made = await call(server, secret, "/service")
    await server.hub.tokens.revoke(made.value["token"], by="ada")
    assert (await call(server, secret, "/service")).code == "bad_token"


async def test_a_token_ends_by_itself(server: Served, clock: SettableClock) -> None:
    secret = await token(server, days=1)
    clock.go_on(86_400)
    assert (await call(server, secret, "/service")).code == "bad_token"


async def test_the_store_never_holds_a_token(server: Served) -> None:
    secret = await token(server)
    await call(server, secret, "/service")
    kept = await server.log.store.reads.hgetall(server.log.keys.tokens[0])
    assert secret.encode() not in b"".join((*kept.keys(), *kept.values()))


async def test_a_token_of_one_site_sees_nothing_of_another(server: Served) -> None:
    session = await finished(server)
    secret = await token(server, sites=(LIBRARY,))
    assert (await call(server, secret, f"/sessions/{session}/transcript")).code == "no_session"
    assert (await call(server, secret, f"/sessions/{session}", "DELETE")).code == "no_session"
    assert (await call(server, secret, "/service")).value["sites"] == [LIBRARY]


async def test_too_many_calls_are_told_when_to_come_again(server: Served) -> None:
    secret = await token(server)
    for _ in range(server.settings.api_requests_per_minute):
        assert (await call(server, secret, "/service")).status == 200
    told = await call(server, secret, "/service")
    assert (told.status, told.headers["Retry-After"]) == (429, "60")
    assert (await call(server, await token(server), "/service")).status == 200


# --- what makes no sense ---


async def test_a_wrong_method_is_told_the_right_ones(server: Served) -> None:
    told = await call(server, await token(server), "/service", "DELETE")
    assert (told.status, told.code, told.headers["Allow"]) == (405, "wrong_method", "GET,HEAD")


async def test_an_address_that_is_not_there_is_a_problem_too(server: Served) -> None:
    told = await call(server, "", "/nothing")
    assert (told.status, told.code) == (404, "no_address")
    assert told.value["request"] == told.headers["X-Request-Id"]


async def test_an_unknown_parameter_is_named(server: Served) -> None:
    told = await call(server, await token(server), "/faults?sites=parking")
    assert (told.status, told.value["errors"][0]["place"]) == (400, "query.sites")


async def test_a_parameter_out_of_its_limits_is_named(server: Served) -> None:
    told = await call(server, await token(server), "/faults?status=broken")
    assert (told.status, told.value["errors"][0]["place"]) == (400, "query.status")


async def test_a_parameter_is_not_given_twice(server: Served) -> None:
    told = await call(server, await token(server), "/faults?site=parking&site=library")
    assert (told.status, told.value["errors"][0]["place"]) == (400, "query.site")


async def test_a_form_that_is_not_to_be_had_is_refused(server: Served) -> None:
    told = await call(server, await token(server), "/service", Accept="application/xml")
    assert (told.status, told.code) == (406, "not_acceptable")


async def test_a_body_that_nobody_reads_is_refused(server: Served) -> None:
    told = await call(server, await token(server), "/faults/parking/a", body=b"{}")
    assert (told.status, told.code) == (415, "wrong_media")


# --- sessions ---


@pytest.mark.parametrize(
    ("form", "media", "begins"),
    [
        ("json", "application/json; charset=utf-8", b'{\n  "session"'),
        ("txt", "text/plain; charset=utf-8", b"Session "),
        ("csv", "text/csv; charset=utf-8", b"session,at,"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
async def test_a_transcript_is_to_be_had_in_each_form(server: Served, form: str, media: str, begins: bytes) -> None:
    session, secret = await finished(server), await token(server)
    asked = await call(server, secret, f"/sessions/{session}/transcript?form={form}")
    assert (asked.status, asked.body[: len(begins)]) == (200, begins)
    assert asked.headers["Content-Type"] == media.replace("json; charset=utf-8", "json")
    liked = await call(server, secret, f"/sessions/{session}/transcript", Accept=media.partition(";")[0])
    assert liked.body == asked.body


async def test_an_erased_session_is_gone(server: Served) -> None:
    session, secret = await finished(server), await token(server)
    assert (await call(server, secret, f"/sessions/{session}", "DELETE")).status == 204
    assert (await call(server, secret, f"/sessions/{session}/transcript")).code == "no_session"
    assert (await call(server, secret, f"/sessions/{session}", "DELETE")).code == "no_session"
    assert await server.hub.indexes.summary(session) is None


async def test_a_session_that_goes_on_is_not_erased(server: Served) -> None:
    secret, visit = await token(server), await server.visit()
    async with asking(server, visit):
        told = await call(server, secret, f"/sessions/{visit.session}", "DELETE")
    assert (told.status, told.code) == (409, "still_open")


async def test_the_service_counts_who_waits_at_the_tokens_sites(server: Served) -> None:
    secret = await token(server, sites=(PARKING,))
    before = await call(server, secret, "/service")
    async with asking(server, await server.visit()):
        here = await call(server, secret, "/service")
        elsewhere = await call(server, await token(server, sites=(LIBRARY,)), "/service")
    assert (here.value["waiting"] - before.value["waiting"], elsewhere.value["waiting"]) == (1, 0)


# --- webhooks' dead letters ---


async def test_a_dead_letter_is_listed_sent_again_and_thrown_away(server: Served) -> None:
    secret = await token(server, "webhooks:manage", sites=(PARKING,))
    for id in ("fault.api-1", "fault.api-2"):
        await dead_letter(server, id)
    await dead_letter(server, "fault.api-3", LIBRARY)
    told = await call(server, secret, "/webhooks/dead-letters")
    assert sorted(each["message"] for each in told.value["messages"]) == ["fault.api-1", "fault.api-2"]
    assert (await call(server, secret, "/webhooks/dead-letters/fault.api-1/replay", "POST")).status == 204
    assert (await call(server, secret, "/webhooks/dead-letters/fault.api-2", "DELETE")).status == 204
    assert (await call(server, secret, "/webhooks/dead-letters/fault.api-3", "DELETE")).code == "no_message"
    left = (await call(server, secret, "/webhooks/dead-letters")).value["messages"]
    assert "fault.api-2" not in [each["message"] for each in left]  # the other has nowhere to go, and may be back


# --- sessions by what is known of them ---


async def test_sessions_come_in_pages_that_lead_on(server: Served, clock: SettableClock) -> None:
    secret = await token(server, sites=(PARKING,))
    for _ in range(3):
        clock.go_on(1)
        await finished(server)
    whole = (await call(server, secret, "/sessions?limit=500")).value
    ids = [each["session"] for each in whole["sessions"]]
    assert (whole["total"], whole["next"]) == (len(ids), "")
    found, address = [], "/sessions?limit=2&status=ended"
    while address:
        page = await call(server, secret, address.removeprefix("/api/v1"))
        found += [each["session"] for each in page.value["sessions"]]
        address = page.value["next"]
        assert page.headers.get("Link", "") == (f'<{address}>; rel="next"' if address else "")
    assert found == [each["session"] for each in whole["sessions"] if each["status"] == "ended"]


async def test_a_page_begins_where_it_should_after_a_session_was_erased(server: Served) -> None:
    secret = await token(server, sites=(PARKING,))
    for _ in range(3):
        await finished(server)
    ids = [each["session"] for each in (await call(server, secret, "/sessions?status=ended")).value["sessions"]]
    page = (await call(server, secret, "/sessions?status=ended&limit=1")).value
    assert (await call(server, secret, f"/sessions/{ids[0]}", "DELETE")).status == 204
    after = await call(server, secret, page["next"].removeprefix("/api/v1"))
    assert after.value["sessions"][0]["session"] in ids[1:3]


async def test_an_erased_session_is_in_no_list(server: Served) -> None:
    session, secret = await finished(server), await token(server)
    assert (await call(server, secret, f"/sessions/{session}")).value["session"] == session
    await call(server, secret, f"/sessions/{session}", "DELETE")
    assert (await call(server, secret, f"/sessions/{session}")).code == "no_session"
    listed = (await call(server, secret, "/sessions")).value["sessions"]
    assert session not in [each["session"] for each in listed]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("outcome=splendid", "query.outcome"),
        ("rating_from=6", "query.rating_from"),
        ("from=2026-02-30", "query.from"),
        ("limit=501", "query.limit"),
        ("cursor=abc", "query.cursor"),
        ("errors=1&errors=2", "query.errors"),
        ("site=", "query.site"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_named(server: Served, query: str, place: str) -> None:
    told = await call(server, await token(server), f"/sessions?{query}")
    assert (told.status, told.value["errors"][0]["place"]) == (400, place)


def test_every_filter_of_the_pages_is_one_here() -> None:
    assert set(Selection.__struct_fields__) - set(ABOUT) == {"sites", "within", "zone", "page"}


@pytest.mark.parametrize("filters", [filters for filters, _ in TAKEN if "within" not in filters])
def test_what_a_program_asks_for_is_what_is_selected(filters: dict[str, Any]) -> None:
    wanted = Selection(**filters)
    query = {name: value.split(",") if name == "site" else value for name, value in wanted.query().items()}
    assert selection(msgspec.convert(query, SessionQuery, strict=False)) == wanted


async def test_reviews_are_none_before_they_are_released(server: Served) -> None:
    session, secret = await finished(server), await token(server)
    assert (await call(server, secret, f"/sessions/{session}/reviews")).value == {"session": session, "reviews": []}
    assert (await call(server, secret, "/sessions/none/reviews")).code == "no_session"
    assert (await call(server, secret, "/reviews")).value["reviews"] == []


# --- figures ---


async def test_a_figure_leads_to_the_sessions_that_it_counts(server: Served) -> None:
    await finished(server)
    secret = await token(server, sites=(PARKING,))
    told = (await call(server, secret, "/figures?by=agent&site=parking")).value
    by_id = {each["figure"]: each for each in told["figures"]}
    assert by_id["sessions"]["now"]["n"] > 0
    for id in ("sessions", "service_level", "abandonment"):
        behind = await call(server, secret, by_id[id]["sessions"].removeprefix("/api/v1"))
        assert behind.value["total"] == by_id[id]["now"]["n"], id
    assert "sam" in [group["key"] for group in told["groups"]]
    elsewhere = await call(server, await token(server, sites=(LIBRARY,)), "/figures")
    assert elsewhere.value["figures"][0]["now"]["n"] == 0


async def test_figures_look_at_no_day_to_come_and_at_a_year_at_most(server: Served, clock: SettableClock) -> None:
    secret = await token(server)
    told = (await call(server, secret, "/figures?from=1999-01-01&to=9999-12-31")).value
    today = datetime.fromtimestamp(clock.seconds(), UTC).date()
    assert (told["first"], told["last"]) == (str(today - timedelta(days=365)), str(today))
    assert (await call(server, secret, "/figures?from=0001-01-01&to=0001-01-01")).value["last"] == "2000-01-01"
    told = (await call(server, secret, "/figures?from=9999-01-01")).value
    assert (told["first"], told["last"]) == (str(today), str(today))


async def test_no_key_of_the_store_names_a_session_after_it_was_erased(server: Served) -> None:
    session, secret = await wrapped(server, "The upload fails", name="sam"), await token(server)
    who = Who(role="administrator", id="ada", name="Ada")
    await server.hub.coaching.submit(who, session, BeginReview())
    assert await named(server, session)
    assert (await call(server, secret, f"/sessions/{session}", "DELETE")).status == 204
    await settled(server.hub)
    assert await named(server, session) == []


async def named(server: Served, session: str) -> list[str]:
    """The keys that name a session, or hold something that does."""
    store, found = server.log.store.reads, list[str]()
    async for key in store.scan_iter(match=f"{server.log.keys.prefix}*", count=1_000):
        if session in key.decode() or session.encode() in await everything(store, key):
            found.append(key.decode())
    return found


async def everything(store: Any, key: bytes) -> bytes:
    """All that a key holds, whatever it is."""
    kind = (await store.type(key)).decode()
    asks = {
        "string": ("GET", key),
        "hash": ("HGETALL", key),
        "set": ("SMEMBERS", key),
        "zset": ("ZRANGE", key, 0, -1),
        "stream": ("XRANGE", key, "-", "+"),
        "list": ("LRANGE", key, 0, -1),
    }
    return repr(await store.execute_command(*asks[kind])).encode() if kind in asks else b""  # it went meanwhile


async def test_the_record_of_a_session_has_all_of_its_log(server: Served) -> None:
    session, secret = await wrapped(server, "A record", name="sam"), await token(server)
    record = (await call(server, secret, f"/sessions/{session}/record")).value
    assert [each["number"] for each in record["entries"]] == [each.number for each in await server.log.read(session)]
    assert record["facts"]["session"] == record["transcript"]["session"] == session
