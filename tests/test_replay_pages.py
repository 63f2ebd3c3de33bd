"""A session's replay over HTTP: who may open it, what it is told, and that it keeps up with the log."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
from aiohttp import ClientSession
from serving import PARKING, Served, SettableClock, serving
from talk import CUSTOMER, FORM, START

from alongside.hub.replays import KEPT, KEPT_MILLIS
from alongside.protocol import (
    Actor,
    AgentJoined,
    ConsentGiven,
    Decision,
    Entry,
    Event,
    LensOpened,
    MessageSent,
    Part,
    SessionQueued,
    SessionRequested,
    encode_entry,
)

MAYA = Actor(role="agent", id="maya", name="Maya")
HELPED: tuple[tuple[Actor, Event], ...] = (
    (CUSTOMER.actor, SessionRequested(site=PARKING, channel="queue", goal=(Part(text="My permit"),))),
    (CUSTOMER.actor, SessionQueued()),
    (MAYA, AgentJoined(agent=MAYA)),
    (CUSTOMER.actor, ConsentGiven(scope="lens", wording="lens-3")),
    (CUSTOMER.actor, LensOpened(model=FORM)),
)


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix) as server:
        await written(server, HELPED)
        yield server


async def written(server: Served, events: Sequence[tuple[Actor, Event]], session: str = "s-1") -> None:
    """Appends an entry an event."""
    top = await server.log.top(session)
    for number, (actor, event) in enumerate(events, top + 1):
        decisions = (Decision(actor=actor, events=(event,)),)
        entry = Entry(number=number, at=START + number * 1000, decisions=decisions)
        await server.log.append(session, number, encode_entry(entry))


async def got(server: Served, name: str, path: str, **headers: str) -> tuple[int, Any]:
    """Status and body, of a program's answer as data."""
    async with (
        ClientSession(server.url, headers=await server.cookie(name) | headers) as web,
        web.get(f"/sessions/s-1/{path}", allow_redirects=False) as answer,
    ):
        is_data = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_data else await answer.text()


async def test_its_agent_opens_a_session_and_sees_what_they_saw(server: Served) -> None:
    status, page = await got(server, "maya", "replay")
    assert status == 200
    assert "Replay: My permit" in page
    _, outline = await got(server, "maya", "replay.json")
    assert (outline["waits"], outline["running"]) == ([0, 1000, 1000, 1000, 1000], True)
    _, chunk = await got(server, "maya", "replay/0.json")
    assert [update["number"] for update in chunk["updates"]] == [1, 2, 3, 4, 5]
    assert chunk["updates"][4]["view"]["fields"]["born"]["name"] == "Date of birth"


@pytest.mark.parametrize("path", ["replay", "replay.json", "replay/0.json"])
async def test_who_may_not_read_a_session_may_not_replay_it(server: Served, path: str) -> None:
    assert (await got(server, "sam", path))[0] == 403  # an agent of the site, who took no part
    assert (await got(server, "ruth", path))[0] == 200
    async with (
        ClientSession(server.url) as nobody,
        nobody.get(f"/sessions/s-1/{path}", allow_redirects=False) as answer,
    ):
        assert answer.status in (303, 403)


async def test_who_did_not_help_is_not_shown_a_form_that_was_shared_with_the_helper_alone(server: Served) -> None:
    _, chunk = await got(server, "ruth", "replay/0.json")
    assert chunk["updates"][3]["view"]["withheld"] is True
    for path in ("replay.json", "replay/0.json"):
        assert "Date of birth" not in str(await got(server, "ruth", path))


async def test_a_running_session_is_replayed_up_to_now(server: Served) -> None:
    await got(server, "ruth", "replay.json")
    await written(server, [(MAYA, MessageSent(id="m.1", parts=(Part(text="Hello"),)))])
    _, outline = await got(server, "ruth", "replay.json")
    assert outline["marks"][-1] == {
        "entry": 6, "lane": "agent", "kind": "message", "words": "Hello", "who": "Maya",
    }  # fmt: skip
    assert (await got(server, "ruth", "replay.json", **{"If-None-Match": '"0-6-supervisor"'}))[0] == 304
    _, chunk = await got(server, "ruth", "replay/0.json")
    assert len(chunk["updates"]) == 6


async def test_a_chunk_that_is_not_there_is_not_found(server: Served) -> None:
    assert (await got(server, "ruth", "replay/1.json"))[0] == 404


async def test_an_erased_session_is_gone_from_the_replay_too(server: Served) -> None:
    assert (await got(server, "ruth", "replay.json"))[0] == 200
    await server.log.erase("s-1")
    assert (await got(server, "ruth", "replay.json"))[0] == 403
    assert server.hub.replays.kept == ()


async def test_a_sessions_page_leads_to_the_replay_and_each_line_to_its_moment(server: Served) -> None:
    cookie = await server.cookie("maya")
    async with ClientSession(server.url, headers=cookie) as web, web.get("/sessions/s-1") as answer:
        page = await answer.text()
    assert 'href="/sessions/s-1/replay"' in page
    assert 'href="/sessions/s-1/replay#entry=3"' in page


async def test_a_replay_that_had_to_make_room_while_somebody_waited_for_it_is_there_for_them(server: Served) -> None:
    replays = server.hub.replays
    await replays.course("s-1")
    reading = replays._kept["s-1"].reading
    async with reading:
        waiting = asyncio.create_task(replays.course("s-1"))
        await asyncio.sleep(0)
        replays._kept.clear()
    assert await waiting is not None
    assert await replays.outline("s-1", "agent") is not None


async def test_recordings_are_kept_for_a_few_sessions_and_for_a_while(redis_url: str, prefix: str) -> None:
    clock = SettableClock()
    async with serving(redis_url, prefix, clock=clock) as server:
        replays = server.hub.replays
        for number in range(KEPT + 1):
            await written(server, HELPED[:1], f"s-{number}")
            await replays.course(f"s-{number}")
        assert replays.kept == tuple(f"s-{number}" for number in range(1, KEPT + 1))
        clock.go_on(KEPT_MILLIS / 1000 + 1)
        replays.forget_unused()
        assert replays.kept == ()
