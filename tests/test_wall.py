"""The wall and watching on a whole server: who sees which rows, gets in, whispers and takes over; who does not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from clients import Browser, Client, Refusal, agent, asking, desk, let_in, wall
from hubs import ANNA, MAYA, WAITS, Person, S, process
from log_store import PATIENCE
from serving import LIBRARY, LIBRARY_ORIGIN, PARKING, PARKING_ORIGIN, Served, SettableClock, account, serving

from alongside.access import Who
from alongside.hub.entries import read_entries
from alongside.hub.wall import ROWS_MOST
from alongside.protocol import Command, SessionUnwatched
from alongside.protocol import Wall as WallMessage
from alongside.session import Refused

ACCOUNTS = {
    "maya": account("Maya", "agent", teams=("permits",)),
    "sam": account("Sam", "agent", teams=("permits", "payments")),
    "ruth": account("Ruth", "supervisor", sites=(PARKING,)),
    "lena": account("Lena", "supervisor", sites=(LIBRARY,)),
    "pia": account("Pia", "supervisor", teams=("permits",)),
    "olga": account("Olga", "supervisor", teams=("payments",)),
    "abel": account("Abel", "administrator"),
}
LENS = {
    "page": "p1",
    "title": "Permit",
    "steps": [{"id": "s1", "name": "About you", "state": "done"}, {"id": "s2", "name": "Car", "state": "current"}],
    "fields": [{"id": "f1", "step": "s2", "name": "Plate", "kind": "text", "state": "invalid"}],
}


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
async def server(redis_url: str, prefix: str, clock: SettableClock) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix, clock=clock, accounts=ACCOUNTS) as server:
        yield server


def who(name: str) -> Who:
    own = ACCOUNTS[name]
    return Who(role=own.role, id=name, name=own.display, teams=own.teams, sites=own.sites)


def rows(screen: Client) -> dict[str, Any]:
    """The wall as it would be drawn."""
    shown: dict[str, Any] = {}
    for _, message in screen.heard:
        shown = {} if message["whole"] else shown
        shown.update(message["rows"])
    return {session: row for session, row in shown.items() if row is not None}


# --- the wall -------------------------------------------------------------------------------------------


async def test_the_wall_shows_who_waits_and_then_the_step_errors_and_what_is_unanswered(server: Served) -> None:
    async with wall(server) as screen, asking(server) as anna, desk(server, "maya") as console:
        server.hub.wall.beat()
        await screen.hears(lambda _, m: any(row and row["status"] == "waiting" for row in m["rows"].values()))
        async with agent(server, console) as maya:
            await maya.says("Hello")
            await anna.command(do="consent.give", scope="lens", wording="lens-4")
            await anna.command(do="lens.open", model=LENS)
            await anna.says("What now?")
            server.hub.wall.beat()
            await screen.hears(lambda _, m: any(row and row["standing"]["step"] for row in m["rows"].values()))
            (row,) = rows(screen).values()
    assert (row["agent_name"], row["teams"]) == ("Maya", ["permits"])
    standing = row["standing"]
    assert (standing["step"], standing["place"], standing["steps"], standing["errors"]) == ("Car", 2, 2, 1)
    assert standing["unanswered_since"] > 0
    assert "Plate" not in str(row)


async def test_the_wall_tells_no_step_of_who_agreed_before_its_words_told_of_watching(server: Served) -> None:
    async with wall(server) as screen, asking(server) as anna, desk(server, "maya") as console, agent(server, console):
        await anna.command(do="consent.give", scope="lens", wording="lens-3")
        await anna.command(do="lens.open", model=LENS)
        server.hub.wall.beat()
        row = await screen.hears(lambda _, m: any(each and each["standing"] for each in m["rows"].values()))
    assert "Car" not in str(row)


async def test_many_changes_of_a_second_are_one_update_and_none_is_worked_out_while_nobody_looks(
    server: Served,
) -> None:
    async with asking(server) as anna:
        assert not server.hub.wall._marked
        async with wall(server) as screen:
            for number in range(5):
                await anna.says(f"{number}")
            server.hub.wall.beat()
            server.hub.wall.beat()
            await screen.hears(lambda _, m: not m["whole"])
            assert sum(not message["whole"] for _, message in screen.heard) == 1


@pytest.mark.parametrize(
    ("name", "seen"),
    [("ruth", {PARKING}), ("lena", {LIBRARY}), ("abel", {PARKING, LIBRARY}), ("pia", {PARKING, LIBRARY})],
)
async def test_a_wall_shows_what_is_within_reach(server: Served, name: str, seen: set[str]) -> None:
    at_library = await server.visit(LIBRARY, LIBRARY_ORIGIN)
    reader = Browser()
    await reader.connect(server.url, {"Origin": LIBRARY_ORIGIN}, at_library.token)
    await reader.command(do="session.request", channel="queue")
    async with asking(server), wall(server, name) as screen:
        whole = await screen.hears(lambda _, m: m["whole"])
        assert {row["site"] for row in whole["rows"].values()} == seen
    await reader.leave()


@pytest.mark.parametrize(
    ("name", "may"), [("ruth", True), ("lena", False), ("pia", True), ("olga", False), ("abel", True), ("sam", False)]
)
async def test_who_may_watch_a_session_of_parking_that_maya_has(server: Served, name: str, may: bool) -> None:
    visit = await server.visit()
    async with asking(server, visit), desk(server, "maya") as console, agent(server, console):
        if may:
            assert (await server.hub.watching.begin(who(name), visit.session))[0] == who(name).role
        else:
            with pytest.raises(Refused, match="not one that you may watch"):
                await server.hub.watching.begin(who(name), visit.session)
            with pytest.raises(Refused, match="not one that you may watch"):
                await server.hub.watching.take_over(who(name), visit.session, "")


async def test_a_session_that_is_not_there_is_answered_as_one_beyond_reach(server: Served) -> None:
    with pytest.raises(Refused, match="not one that you may watch"):
        await server.hub.watching.begin(who("abel"), "nosuchsession")


async def test_a_wall_is_sent_so_many_rows_and_told_how_many_more_there_are(
    server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ROWS_MOST >= 100
    monkeypatch.setattr("alongside.hub.wall.ROWS_MOST", 1)
    async with asking(server), asking(server) as second, wall(server) as screen:
        whole = await screen.hears(lambda _, m: m["whole"])
        assert (len(whole["rows"]), whole["unlisted"]) == (1, 1)
        await second.command(do="session.end")
        server.hub.wall.beat()
        assert (await screen.hears(lambda _, m: not m["whole"]))["unlisted"] == 0


class Kept:
    """A wall's listener that waits for a step."""

    def __init__(self, whose: Who) -> None:
        self.who = whose
        self.stepped = asyncio.Event()

    def wall(self, message: WallMessage) -> None:
        if any(row and row.standing and row.standing.step for row in message.rows.values()):
            self.stepped.set()


async def test_a_wall_shows_the_steps_of_sessions_that_are_live_in_another_process(redis_url: str, prefix: str) -> None:
    async with process(redis_url, prefix) as here, process(redis_url, prefix) as there:
        anna = Person(there, ANNA)
        await anna.send(WAITS)
        await there.take(MAYA, S)
        await anna.send(msgspec.convert({"do": "consent.give", "scope": "lens", "wording": "lens-4"}, Command))
        await anna.send(msgspec.convert({"do": "lens.open", "model": LENS}, Command))
        kept = Kept(Who(role="administrator", id="abel"))
        here.wall.watch(kept)
        async with asyncio.timeout(PATIENCE):
            await kept.stepped.wait()


# --- watching -------------------------------------------------------------------------------------------


@asynccontextmanager
async def helped(server: Served) -> AsyncIterator[tuple[str, Browser, Browser, Client]]:
    """A customer whom Maya helps, and Ruth's wall: (session, customer, Maya, wall)."""
    visit = await server.visit()
    async with (
        asking(server, visit) as anna,
        desk(server, "maya") as console,
        agent(server, console) as maya,
        wall(server) as screen,
    ):
        yield visit.session, anna, maya, screen


async def test_a_watcher_sees_the_conversation_and_the_customer_that_there_is_one(server: Served) -> None:
    async with helped(server) as (session, anna, maya, screen):
        grant = await screen.ask("watch", {"session": session})
        assert grant["role"] == "supervisor"
        async with let_in(server, grant) as ruth:
            await anna.says("Hello")
            await ruth.sees(lambda view: "Hello" in str(view["chat"]))
            await anna.sees(lambda view: view["seen"]["chat"] == 2)
            await maya.sees(lambda view: view["watchers"][0]["who"]["name"] == "Ruth")
            assert "Ruth" not in str(anna.view)
            answer = await ruth.says("I must not")
            assert (answer["ok"], answer["code"]) == (False, "not_allowed")


async def test_whispers_reach_agent_and_watcher_and_no_byte_of_them_the_customer(server: Served) -> None:
    async with helped(server) as (session, anna, maya, screen):
        async with let_in(server, await screen.ask("watch", {"session": session})) as ruth:
            await ruth.command(do="whisper.send", text="Ask for the plate")
            await maya.sees(lambda view: "plate" in str(view["whispers"]))
            await maya.command(do="whisper.send", text="Done, plate")
            await ruth.sees(lambda view: len(view["whispers"]) == 2)
            await ruth.io.emit("signal", {"signal": "typing"}, "/session")
            await maya.says("Now")
            await anna.sees(lambda view: "Now" in str(view["chat"]))
        assert "plate" not in str(anna.heard)
        assert not [m for event, m in anna.heard if event == "signal" and m["signal"] == "typing"]


async def test_a_watching_that_breaks_off_is_written_down_as_such(server: Served, clock: SettableClock) -> None:
    async with helped(server) as (session, anna, _maya, screen):
        async with let_in(server, await screen.ask("watch", {"session": session})):
            pass
        await server.hub._sweep.once()
        assert anna.view["session"]["status"] == "active"
        clock.go_on(server.settings.grace_seconds + 1)
        server.hub._sweep._fair_from = 0
        await server.hub.watching.lapse(clock.seconds(), 0.0, server.settings.grace_seconds)
        last = (await read_entries(server.log, session))[-1].decisions[0].events[0]
    assert isinstance(last, SessionUnwatched)
    assert (last.by.id, last.reason) == ("ruth", "lapsed")


async def test_who_stopped_watching_has_no_key_any_more(server: Served) -> None:
    async with helped(server) as (session, _anna, _maya, screen):
        grant = await screen.ask("watch", {"session": session})
        async with let_in(server, grant) as ruth:
            await ruth.command(do="session.unwatch")
            await ruth.gone.wait()
        with pytest.raises(Refusal) as refusal:
            await Browser().connect(server.url, {"Origin": server.url}, grant["token"])
    assert refusal.value.data["data"]["says"] == "You do not watch this session now."


async def test_taking_over_gives_the_customer_to_the_supervisor_and_tells_the_agent_why(server: Served) -> None:
    async with helped(server) as (session, anna, maya, screen):
        async with let_in(server, await screen.ask("watch", {"session": session})):
            grant = await screen.ask("take_over", {"session": session, "note": "Take a break"})
        assert grant["role"] == "agent"
        await maya.gone.wait()
        async with let_in(server, grant) as ruth:
            await ruth.says("Hello from Ruth")
            await anna.sees(lambda view: "Hello from Ruth" in str(view["chat"]))
            notices = [item.get("notice") for item in anna.view["chat"].values()]
            assert notices[-2:] == ["agent.joined.over", None]
            assert "Take a break" not in str(anna.heard)
            assert (await screen.ask("watch", {"session": session}))["role"] == "agent"
        async with desk(server, "maya") as console:
            answer = await console.ask("open", {"session": session})
        assert answer["says"] == "Ruth has taken this customer over. Their note to you: Take a break"


async def test_the_customers_page_cannot_open_a_wall(server: Served) -> None:
    with pytest.raises(Refusal) as refusal:
        await Client("/wall").connect(server.url, {"Origin": PARKING_ORIGIN})
    assert refusal.value.data["data"]["code"] == "wrong_origin"
