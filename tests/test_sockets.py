"""The socket.io edge with real clients: who may connect, what is answered, what ends a connection."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog
from aiohttp import ClientSession
from clients import REQUEST, Browser, Client, Refusal, agent, asking, customer, desk, raw, texts
from log_store import PATIENCE
from serving import KEY, LIBRARY_ORIGIN, PARKING, PARKING_ORIGIN, Network, Served, serving
from structlog.testing import LogCapture

from alongside.access import Who, session_token
from alongside.hub.audience import Audience
from alongside.sockets.engine import BAD_FRAME


@pytest.fixture(autouse=True)
def no_traceback(caplog: pytest.LogCaptureFixture) -> Any:
    """No test of this page may leave a traceback, in our log, in socket.io's or in the event loop's."""
    capture = LogCapture()
    structlog.configure(processors=[capture])
    yield capture
    structlog.reset_defaults()
    assert [entry for entry in capture.entries if "exc_info" in entry or entry["log_level"] == "error"] == []
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


async def refusal(server: Served, origin: str | None, token: str | None) -> Any:
    """What a connection to /session with this origin and token is told."""
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(Refusal) as refused:
        await Browser().connect(server.url, headers, token)
    return refused.value.data["data"]


@asynccontextmanager
async def in_session(server: Served) -> AsyncIterator[tuple[Browser, Browser]]:
    """A customer and the agent who took them."""
    async with (
        asking(server) as anna,
        desk(server, "maya") as console,
        agent(server, console) as maya,
    ):
        yield anna, maya


# --- who may connect --------------------------------------------------------------------------------------


async def test_a_page_of_another_origin_is_refused_with_a_sentence_for_its_owner(server: Served) -> None:
    told = await refusal(server, "http://evil.test", (await server.visit()).token)
    assert told["code"] == "wrong_origin"
    assert "http://evil.test" in told["says"]
    assert "sites.parking.origins" in told["says"]


async def test_another_sites_page_is_refused(server: Served) -> None:
    told = await refusal(server, LIBRARY_ORIGIN, (await server.visit()).token)
    assert told["code"] == "wrong_origin"


async def test_a_missing_origin_is_refused(server: Served) -> None:
    assert (await refusal(server, None, (await server.visit()).token))["code"] == "wrong_origin"


@pytest.mark.parametrize("origin", ["null", "http://[", "\u00e9", "x" * 5000])
async def test_a_nonsense_origin_is_refused(server: Served, origin: str) -> None:
    assert (await refusal(server, origin, (await server.visit()).token))["code"] == "wrong_origin"


async def test_a_site_that_does_not_exist_any_more_is_refused(server: Served) -> None:
    who = Who(role="customer", site="gone", session="s-gone")
    token = session_token(KEY, who, expires_at=int(server.hub.clock.seconds()) + 60)
    assert (await refusal(server, PARKING_ORIGIN, token))["code"] == "no_site"


async def test_connecting_needs_a_token(server: Served) -> None:
    assert (await refusal(server, PARKING_ORIGIN, None))["code"] == "no_token"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é" * 20, "eyJhbGciOiJub25lIn0.e30.", "." * 10_000])
async def test_a_token_that_we_did_not_sign_is_refused(server: Served, token: str) -> None:
    assert (await refusal(server, PARKING_ORIGIN, token))["code"] == "bad_token"


async def test_an_expired_token_is_refused(server: Served) -> None:
    who = Who(role="customer", site=PARKING, session="s-old")
    token = session_token(KEY, who, expires_at=int(server.hub.clock.seconds()) - 1)
    assert (await refusal(server, PARKING_ORIGIN, token))["code"] == "bad_token"


async def test_an_agents_key_is_no_good_once_another_has_the_customer(server: Served) -> None:
    async with asking(server), desk(server, "maya") as maya, desk(server, "sam") as sam:
        grant = await maya.ask("take", {})
        mayas = Browser()
        await mayas.connect(server.url, {"Origin": server.url}, grant["token"])
        await mayas.resume()
        await mayas.command(do="session.return")
        await asyncio.wait_for(mayas.gone.wait(), PATIENCE)
        async with agent(server, sam, session=grant["session"]):
            told = await refusal(server, server.url, grant["token"])
        assert told == {"ok": False, "code": "not_yours", "says": "Sam has this customer now."}


async def test_an_agents_key_does_not_work_on_a_customers_page(server: Served) -> None:
    async with asking(server), desk(server, "maya") as maya:
        grant = await maya.ask("take", {})
        assert (await refusal(server, PARKING_ORIGIN, grant["token"]))["code"] == "wrong_origin"


async def test_the_desk_is_refused_without_a_cookie_and_from_other_pages(server: Served) -> None:
    for headers in ({"Origin": server.url}, await server.cookie("maya") | {"Origin": PARKING_ORIGIN}):
        with pytest.raises(Refusal) as refused:
            await Client("/desk").connect(server.url, headers)
        assert refused.value.data["data"]["code"] in ("signed_out", "wrong_origin")


async def test_the_desk_is_for_agents(server: Served) -> None:
    with pytest.raises(Refusal) as refused:
        await Client("/desk").connect(server.url, await server.cookie("ruth"))
    assert refused.value.data["data"]["says"] == "The queue is for agents."


async def test_a_namespace_that_there_is_not_is_refused(server: Served) -> None:
    async with raw(server) as line:
        await line.send("40/nowhere,{}")
        assert "Unable to connect" in await line.frame()


# --- what is answered -------------------------------------------------------------------------------------


async def test_customer_and_agent_talk_and_see_the_same(server: Served) -> None:
    async with in_session(server) as (anna, maya):
        assert (await anna.says("Where is the number?"))["ok"]
        assert (await maya.says("On the back."))["ok"]
        for browser in (anna, maya):
            await browser.sees(lambda view: texts(view) == ["Where is the number?", "On the back."])
        await anna.sees(lambda view: view["people"]["maya"]["here"])


async def test_a_retried_command_is_applied_once(server: Served) -> None:
    async with asking(server) as anna:
        command = {"do": "message.send", "text": "Hello"}
        answers = [await anna.send(7, command), await anna.send(7, command)]
        assert [answer["ok"] for answer in answers] == [True, True]
        assert texts(anna.view) == ["Hello"]


@pytest.mark.parametrize(
    ("event", "message", "code"),
    [
        ("dance", ({},), "unknown_event"),
        ("on_connect", ({},), "unknown_event"),
        ("command", (), "bad_arguments"),
        ("command", ({}, {}), "bad_arguments"),
        ("command", ({},), "bad_command"),
        ("command", ("text",), "bad_command"),
        ("command", ({"client": "12345678", "seq": 1, "command": {"do": "session.fly"}},), "bad_command"),
        ("command", ({"client": "12345678", "seq": 0, "command": REQUEST},), "bad_command"),
        ("command", ({"client": "short", "seq": 1, "command": REQUEST},), "bad_command"),
        ("resume", ([],), "bad_cursor"),
        ("resume", ({"number": -1},), "bad_cursor"),
    ],
)
async def test_what_is_not_of_the_protocol_is_answered_and_the_connection_lives_on(
    server: Served, event: str, message: tuple[Any, ...], code: str
) -> None:
    async with customer(server) as anna:
        answer = await anna.ask(event, *message)
        assert (answer["ok"], answer["code"]) == (False, code)
        assert answer["says"].endswith((".", "`"))
        assert (await anna.command(**REQUEST))["ok"]


async def test_a_message_that_is_too_long_says_how_long_it_is(server: Served) -> None:
    async with asking(server) as anna:
        answer = await anna.says("x" * 2001)
        assert (answer["code"], answer["says"]) == (
            "too_long",
            "This is 2,001 characters long. The most is 2,000. Please shorten it.",
        )


async def test_a_customer_may_not_send_an_agents_command(server: Served) -> None:
    async with asking(server) as anna:
        assert (await anna.command(do="session.join"))["code"] == "not_allowed"


async def test_nobody_may_send_the_systems_commands(server: Served) -> None:
    async with in_session(server) as (anna, maya):
        for browser in (anna, maya):
            answer = await browser.command(do="log.record_gap", first=1, last=9)
            assert answer["code"] == "not_allowed"


async def test_that_somebody_types_reaches_the_other_side_alone(server: Served) -> None:
    async with in_session(server) as (anna, maya):
        await maya.io.emit("signal", {"signal": "typing", "name": "Mallory"}, "/session")
        typing = await anna.hears(lambda event, m: event == "signal" and m["signal"] == "typing")
        assert typing == {"signal": "typing", "role": "agent", "name": "Maya"}
        assert not [m for _, m in maya.heard if m.get("signal") == "typing"]


async def test_an_event_named_like_a_callback_of_ours_ends_the_connection(server: Served) -> None:
    visit = await server.visit()
    for name in ("connect", "disconnect"):
        async with raw(server, token=visit.token) as line:
            await line.send(f'42/session,1["{name}",{{}},{{}}]')
            assert await line.ended() == 1008


# --- frames that no browser of ours sends -----------------------------------------------------------------

NESTED = "[" * 200_000

MALFORMED = {
    "an empty frame": "",
    "no packet type of engine.io": "x",
    "a type of engine.io that there is not": "9",
    "base64, which is for polling": "bAAAA",
    "bytes": b"\x00\x01",
    "a packet of no type": "4",
    "a type of socket.io that there is not": "49",
    "a type that is no number": "4x",
    "a connection error from a client": '44/session,{"message":"no"}',
    "an event without data": "42/session,",
    "an event that is an object": '42/session,{"a":1}',
    "an event that is a number": "42/session,1",
    "an event without a name": "42/session,[]",
    "an event whose name is an object": '42/session,[{"a":1}]',
    "an event whose name is a number": "42/session,[1]",
    "broken JSON": '42/session,["command",{',
    "half a surrogate": '42/session,["command","\\ud800"]',
    "deep nesting": f'42/session,["command",{NESTED}',
    "deep nesting without a namespace": f"42{NESTED}",
    "deep nesting in the handshake": f"40/session,{NESTED}",
    "deep nesting below engine.io": f"4{NESTED}",
    "an endless id": f'42/session,{"1" * 200}["command"]',
    "an announced attachment": '451-/session,["command",{"_placeholder":true,"num":0}]',
    "ten billion announced attachments": '459999999999-/session,["command"]',
    "an acknowledgement with attachments": '461-/session,1["x"]',
}


@pytest.mark.parametrize("frame", MALFORMED.values(), ids=MALFORMED)
async def test_a_malformed_frame_ends_its_connection_and_no_other(server: Served, frame: str | bytes) -> None:
    async with (
        asking(server) as anna,
        raw(server, token=(await server.visit()).token) as line,
    ):
        await line.send(frame)
        assert await line.ended() == 1008
        assert (await anna.says("I am still here."))["ok"]


async def test_whoever_sends_a_malformed_frame_is_told_why_it_ends(server: Served) -> None:
    async with raw(server) as line:
        await line.send("what?")
        message = await line.line.receive(timeout=PATIENCE)
        assert (message.data, message.extra) == (1008, BAD_FRAME)


async def test_a_frame_that_is_too_large_ends_its_connection_and_no_other(server: Served) -> None:
    async with asking(server) as anna, raw(server) as line:
        await line.send("4" + "x" * server.settings.command_bytes)
        assert await line.ended() == 1009
        assert (await anna.says("I am still here."))["ok"]


@pytest.mark.parametrize(
    "frame",
    [
        '42/session,1["command",{}]',  # not connected to the namespace
        '42/desk,1["take",{}]',
        '42["command",{}]',
        '43/session,1["x"]',  # an answer that nobody asked for
        "41/session,",
        "6",
        "5",
    ],
)
async def test_a_frame_out_of_place_does_nothing(server: Served, frame: str) -> None:
    async with raw(server) as line:
        await line.send(frame)
        await line.join((await server.visit()).token)
        while not (answer := await line.frame()).startswith("40/session,"):
            assert answer == "6"


async def test_connecting_twice_on_one_line_is_refused(server: Served) -> None:
    visit = await server.visit()
    async with raw(server, token=visit.token) as line:
        await line.join(visit.token)
        while not (answer := await line.frame()).startswith("44/session,"):
            assert answer.startswith("42/session,")
        room = server.hub.rooms[visit.session]
        assert len(room.audience.listeners) == 1


async def test_nobody_is_left_in_a_room_after_their_line_broke(server: Served) -> None:
    visit = await server.visit()
    async with raw(server, token=visit.token) as line:
        room = server.hub.rooms[visit.session]
        assert len(room.audience.listeners) == 1
        left = asyncio.Event()
        room.audience.leave = lambda listener: (Audience.leave(room.audience, listener), left.set())  # type: ignore
        line.transport.abort()
        await asyncio.wait_for(left.wait(), PATIENCE)
        assert not room.audience.listeners


async def test_deflate_is_not_negotiated(server: Served) -> None:
    url = f"{server.url}/socket.io/?EIO=4&transport=websocket"
    async with ClientSession() as client, client.ws_connect(url, compress=15) as line:
        assert line.compress == 0
        assert "Sec-WebSocket-Extensions" not in line._response.headers


async def test_long_polling_is_refused_with_what_to_do(server: Served) -> None:
    url = f"{server.url}/socket.io/?EIO=4&transport=polling"
    async with ClientSession() as client, client.get(url) as answer:
        assert answer.status == 400
        assert "transports: ['websocket']" in await answer.text()


@pytest.mark.parametrize("query", ["", "EIO=3&transport=websocket", "EIO=4&transport=websocket&sid=x", "EIO=4&j=x"])
async def test_a_nonsense_handshake_is_refused(server: Served, query: str) -> None:
    async with ClientSession() as client, client.get(f"{server.url}/socket.io/?{query}") as answer:
        assert answer.status == 400


# --- slow, cut, resumed -----------------------------------------------------------------------------------


async def test_a_browser_that_does_not_read_is_cut_off_and_catches_up(redis_url: str, prefix: str) -> None:
    async with serving(redis_url, prefix, outbound_queue=5, message_length=20_000) as server:
        visit = await server.visit()
        async with asking(server, visit) as anna, raw(server, token=visit.token) as slow:
            await slow.send('42/session,1["resume",{}]')
            await slow.frame()
            slow.stop_reading()
            server.shrink_send_buffers()
            room = server.hub.rooms[visit.session]
            said = 0
            async with asyncio.timeout(60):
                while len(room.audience.listeners) == 2:
                    assert (await anna.says("x" * 20_000))["ok"]
                    said += 1
            async with customer(server, visit) as again:
                assert texts(again.view) == ["x" * 20_000] * said


async def test_after_a_cut_a_browser_gets_what_it_missed(server: Served) -> None:
    visit = await server.visit()
    async with Network(server.port).laid() as network, asking(server, visit) as anna:
        phone = Browser()
        url = f"http://localhost:{network.port}"
        await phone.connect(url, {"Origin": PARKING_ORIGIN}, visit.token)
        await phone.resume()
        network.cut()
        await asyncio.wait_for(phone.gone.wait(), PATIENCE)
        await anna.says("While you were away")
        network.mend()
        again = Browser()
        again.view, again.cursor = phone.view, phone.cursor
        await again.connect(url, {"Origin": PARKING_ORIGIN}, visit.token)
        update = await again.resume()
        assert update["after"] == phone.cursor["number"]
        assert again.view == anna.view
        await again.leave()


async def test_a_restarted_server_goes_on_where_it_was(server: Served) -> None:
    visit = await server.visit()
    async with asking(server, visit) as anna:
        await anna.says("Before")
        await anna.sees(lambda view: texts(view) == ["Before"])
        await server.restart()
        await asyncio.wait_for(anna.gone.wait(), PATIENCE)
    async with customer(server, visit) as again:
        assert again.view == anna.view
        assert (await again.says("After"))["ok"]


async def test_presence_tells_that_the_other_side_left(server: Served) -> None:
    def presence(agent: bool) -> Any:
        return lambda event, m: event == "signal" and m["signal"] == "presence" and m["agent"] is agent

    async with asking(server) as anna, desk(server, "maya") as console:
        async with agent(server, console):
            await anna.hears(presence(True))
            anna.heard.clear()
        await anna.hears(presence(False))


async def test_an_agent_who_hands_over_no_longer_hears(server: Served) -> None:
    async with in_session(server) as (anna, maya):
        await maya.command(do="session.return")
        await asyncio.wait_for(maya.gone.wait(), PATIENCE)
        await anna.says("A secret")
        assert "A secret" not in texts(maya.view)


async def test_the_desk_shows_who_waits_and_tells_when_they_are_taken(server: Served) -> None:
    visit = await server.visit()
    async with desk(server, "maya") as maya, desk(server, "sam") as sam, asking(server, visit):
        await maya.hears(lambda event, m: m["rows"].get(visit.session, {}).get("status") == "waiting")
        assert "token" in await sam.ask("take", {"session": visit.session})
        await maya.hears(lambda event, m: visit.session in m["rows"] and m["rows"][visit.session] is None)
        told = await maya.ask("take", {"session": visit.session})
        assert told["says"] == "Sam has just taken this customer."
        assert (await maya.ask("take", {}))["code"] == "nobody"


async def test_coming_back_to_a_session_is_for_who_has_it(server: Served) -> None:
    visit = await server.visit()
    async with asking(server, visit), desk(server, "maya") as maya, desk(server, "sam") as sam:
        await maya.ask("take", {})
        assert (await maya.ask("open", {"session": visit.session}))["session"] == visit.session
        for session in (visit.session, "no-such"):
            assert (await sam.ask("open", {"session": session}))["code"] == "not_yours"


async def test_a_code_leads_an_agent_to_the_customer_and_only_once(server: Served) -> None:
    visit = await server.visit()
    async with customer(server, visit) as anna, desk(server, "maya") as maya, desk(server, "sam") as sam:
        digits = (await anna.command(do="session.request", channel="code"))["secret"]
        spoken = f"{digits[:3]} {digits[3:]}"
        assert (await maya.ask("redeem", {"code": spoken}))["session"] == visit.session
        assert (await sam.ask("redeem", {"code": spoken}))["code"] == "wrong_code"


@pytest.mark.parametrize("message", [{}, {"code": 1}, {"code": "1" * 41}, [], "x"])
async def test_the_desk_answers_what_it_does_not_understand(server: Served, message: Any) -> None:
    async with desk(server, "maya") as maya:
        assert (await maya.ask("redeem", message))["code"] == "bad_command"
