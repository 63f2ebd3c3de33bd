"""The hub on a real store: exactly once, conflicts, resuming, lost tails, time passing, codes, the queue."""

import asyncio
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hubs import ANNA, MAYA, SAM, SPEAKS, WAITS, Person, S, process
from log_store import PATIENCE, KillableStore, killable_store
from msgspec.structs import replace
from redis.asyncio import Redis
from serving import SettableClock

from alongside.access import Who
from alongside.hub import Hub, new_session_id
from alongside.hub.deciding import UNSAVED
from alongside.log import CoachedRows, Conflict, Log, StoreGone
from alongside.protocol import (
    Answer,
    AskConsent,
    ChangeLens,
    ChoosePlaybook,
    ClearHighlight,
    Command,
    Cursor,
    DeclineConsent,
    EndSession,
    Field,
    GiveConsent,
    GiveFeedback,
    IssueCode,
    LensModel,
    OpenLens,
    Place,
    Presence,
    PromptShown,
    Request,
    ReturnToQueue,
    SendMessage,
    ShowHighlight,
    Signal,
    Step,
    TransferSession,
    Update,
    UsePrompt,
    WithdrawConsent,
    decode_entry,
)
from alongside.protocol import Desk as DeskMessage
from alongside.session import Refused, apply_difference, fold, new_state, view
from alongside.session.decide import _DECIDERS
from alongside.tasks import stop


class Screen:
    """A listener that applies what it is sent, as the browser does."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.view: dict[str, Any] = {}
        self.cursor = Cursor()
        self.signals: list[Signal] = []
        self.dismissed = asyncio.Event()
        self._news = asyncio.Condition()

    async def watch(self, hub: Hub, session: str = S) -> "Screen":
        self.room = await hub.room(session, self.who.site)
        self.room.audience.join(self)
        await self.resume()
        return self

    async def resume(self) -> None:
        self._apply(await self.room.resume(self, self.cursor))

    def update(self, update: msgspec.Raw) -> None:
        self._apply(msgspec.json.decode(update, type=Update))

    def signal(self, signal: Signal) -> None:
        self.signals.append(signal)

    def dismiss(self) -> None:
        self.dismissed.set()

    def _apply(self, update: Update) -> None:
        if update.after and (update.epoch, update.after) != (self.cursor.epoch, self.cursor.number):
            return  # what the browser does: `resume` brings it
        sections = as_sent(update.view)
        self.view = apply_difference(sections, onto=self.view if update.after else {})
        self.cursor = Cursor(update.epoch, update.number)

    def truth(self, log_entries: list[Any]) -> dict[str, Any]:
        """The view as a fresh reader of the log would have it."""
        state = fold((decode_entry(*e) for e in log_entries), onto=new_state(S, "parking"))
        return as_sent(view(state, self.who.role))


def as_sent(shown: object) -> dict[str, Any]:
    """What a browser makes of it."""
    return msgspec.json.decode(msgspec.json.encode(shown), type=dict[str, Any])


class DeskScreen:
    """A console that keeps the desk's rows."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.rows: dict[str, Any] = {}
        self.present: dict[str, str] = {}

    def desk(self, message: DeskMessage) -> None:
        rows = dict(message.rows) if message.whole else self.rows | message.rows
        self.rows = {session: row for session, row in rows.items() if row is not None}
        self.present = message.present


async def until(condition: Any) -> None:
    """Let everything else run until this holds; the test fails if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - there is no event for all that is waited for here
            await asyncio.sleep(0.001)


async def messages(log: Log) -> list[str]:
    """The words of every message in the log."""
    state = fold((decode_entry(*e) for e in await log.read(S)), onto=new_state(S))
    return [part.text for item in state.chat.values() for part in item.parts]


# --- exactly once -----------------------------------------------------------------------------------------


async def test_a_command_that_is_sent_again_is_in_the_log_once(hub: Hub, other: Hub) -> None:
    anna = Person(hub, ANNA)
    await anna.send(WAITS)
    for where in (hub, hub, other):
        anna.hub = where
        assert (await anna.send(SendMessage(text="Hello"), seq=7)).ok
    assert await messages(hub.log) == ["Hello"]


async def test_many_tries_of_many_commands_at_once_in_two_processes_apply_each_once(hub: Hub, other: Hub) -> None:
    anna = Person(hub, ANNA)
    await anna.send(WAITS)

    async def send(where: Hub, seq: int) -> Answer:
        request = Request(anna.client, seq, SendMessage(text=f"message {seq}"))
        return await where.submit(S, ANNA, request)

    tries = [(where, seq) for where in (hub, other) for seq in range(2, 42)] * 2
    random.Random(1).shuffle(tries)
    answers = await asyncio.gather(*(send(where, seq) for where, seq in tries))
    assert all(answer.ok for answer in answers)
    assert sorted(await messages(hub.log)) == sorted(f"message {seq}" for seq in range(2, 42))


async def test_of_two_agents_who_take_one_customer_at_once_exactly_one_gets_them(hub: Hub, other: Hub) -> None:
    await Person(hub, ANNA).send(WAITS)
    (_, first), (_, second) = await asyncio.gather(hub.take(MAYA, S), other.take(SAM, S))
    assert {first.ok, second.ok} == {True, False}
    refused = second if first.ok else first
    assert refused.says in ("Maya has just taken this customer.", "Sam has just taken this customer.")


async def test_of_two_agents_who_take_the_next_at_once_each_gets_one(hub: Hub, other: Hub) -> None:
    for session in ("s-1", "s-2"):
        who = msgspec.structs.replace(ANNA, session=session)
        await Person(hub, who, session).send(WAITS)
    await until(lambda: not hub._unsaved)
    await other.refresh_desk()
    (one, _), (two, _) = await asyncio.gather(hub.take(MAYA, None), other.take(SAM, None))
    assert {one, two} == {"s-1", "s-2"}
    with pytest.raises(Refused, match="Nobody is waiting"):
        await hub.take(MAYA, None)


async def test_two_processes_that_write_at_once_come_to_the_same_state(hub: Hub, other: Hub) -> None:
    anna, elsewhere = Person(hub, ANNA), Person(other, ANNA)
    await anna.send(WAITS)
    texts = [SendMessage(text=f"{n}") for n in range(20)]
    await asyncio.gather(*(each.send(text) for text in texts for each in (anna, elsewhere)))
    rooms = [await where.room(S) for where in (hub, other)]
    await until(lambda: rooms[0].state.number == rooms[1].state.number)
    assert rooms[0].state == rooms[1].state


async def test_a_command_that_fails_by_a_bug_costs_no_other_its_answer(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(asked: Any, command: Any) -> Any:
        raise ZeroDivisionError

    anna = Person(hub, ANNA)
    await anna.send(WAITS)
    monkeypatch.setitem(_DECIDERS, DeclineConsent, broken)
    answers = await asyncio.gather(
        anna.send(DeclineConsent(scope="lens", wording="1")), anna.send(SendMessage(text="Hello"))
    )
    assert [answer.code for answer in answers] == ["broken", ""]
    assert await messages(hub.log) == ["Hello"]


# --- updates are the truth --------------------------------------------------------------------------------

FIELDS = [Field(id=f"f{n}", step="one", name=f"Field {n}", kind="text", state="empty") for n in range(4)]
MODEL = LensModel(page="p1", title="Form", steps=(Step(id="one", name="One", state="current"),), fields=tuple(FIELDS))
CUSTOMERS: list[Command] = [
    WAITS,
    SendMessage(text="Hello"),
    GiveConsent(scope="lens", wording="v1"),
    DeclineConsent(scope="lens", wording="v1"),
    WithdrawConsent(scope="lens"),
    OpenLens(model=MODEL),
    ChangeLens(page="p1", fields=(msgspec.structs.replace(FIELDS[1], state="filled"),), focus="f1"),
    ChangeLens(page="p1", gone=("f2",)),
    ClearHighlight(highlight="x"),
    GiveFeedback(solved="yes", rating=4),
]
AGENTS: list[Command] = [
    SendMessage(text="Can I help?"),
    AskConsent(scope="lens"),
    ShowHighlight(target="f0", words="Here"),
    ReturnToQueue(),
    TransferSession(to_agent="sam", note="Please"),
    TransferSession(to_team="permits"),
]


@pytest.mark.parametrize("seed", range(12))
async def test_what_is_delivered_is_what_a_reload_would_show_at_every_moment(hub: Hub, other: Hub, seed: int) -> None:
    chance = random.Random(seed)
    customers = [Person(where, ANNA) for where in (hub, other)]
    agents = [Person(hub, MAYA), Person(other, SAM), Person(other, MAYA)]
    await customers[0].send(WAITS)
    screens = [await Screen(ANNA).watch(where) for where in (hub, other)]
    for step in range(60):
        busy = [_act(chance, customers, agents) for _ in range(chance.choice((1, 1, 3)))]
        await asyncio.gather(*busy, return_exceptions=True)
        if chance.random() < 0.2:
            where = chance.choice((hub, other))
            late = Screen(MAYA if (await where.room(S)).state.agent else ANNA)
            screens.append(await late.watch(where))
        if step % 10 == 9:
            await _all_show_the_truth(hub, screens)
    await customers[0].send(EndSession())
    await _all_show_the_truth(hub, screens)


async def _act(chance: random.Random, customers: list[Person], agents: list[Person]) -> object:
    roll = chance.random()
    if roll < 0.2:
        agent = chance.choice(agents)
        return await agent.hub.take(agent.who, S)
    if roll < 0.5:
        return await chance.choice(agents).send(chance.choice(AGENTS))
    return await chance.choice(customers).send(chance.choice(CUSTOMERS))


async def _all_show_the_truth(hub: Hub, screens: list[Screen]) -> None:
    entries = await hub.log.read(S)
    watching = [screen for screen in screens if not screen.dismissed.is_set()]
    await until(lambda: all(s.cursor.number == entries[-1].number or s.dismissed.is_set() for s in watching))
    for screen in watching:
        if not screen.dismissed.is_set():
            assert screen.view == screen.truth(entries)


async def test_a_screen_can_come_back_from_every_cursor(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    anna = Person(hub, ANNA)
    await anna.send(WAITS)
    snapshots = {}
    screen = await Screen(ANNA).watch(hub)
    for n in range(20):
        await anna.send(SendMessage(text=f"{n}"))
        snapshots[screen.cursor.number] = screen.view
    for kept in (256, 3):  # states that the room remembers: all, or hardly any
        monkeypatch.setattr(screen.room, "_history", type(screen.room._history)(screen.room._history, kept))
        for number, seen in [(0, {}), *snapshots.items()]:
            back = Screen(ANNA)
            back.cursor, back.view = Cursor(0, number), seen
            await back.watch(hub)
            assert back.view == screen.view


@pytest.mark.parametrize("cursor", [Cursor(0, 5_000_000), Cursor(7, 3), Cursor(7, 5_000)])
async def test_a_cursor_that_cannot_be_true_gets_everything(hub: Hub, cursor: Cursor) -> None:
    await Person(hub, ANNA).send(WAITS)
    screen = Screen(ANNA)
    screen.cursor = cursor
    await screen.watch(hub)
    assert screen.cursor == Cursor(0, 1)
    assert screen.view == screen.truth(await hub.log.read(S))


async def test_a_session_that_nobody_has_asked_for_yet_is_shown_whole_too(hub: Hub) -> None:
    screen = await Screen(ANNA).watch(hub)
    assert screen.view["session"]["status"] == "new"
    await Person(hub, ANNA).send(WAITS)
    assert screen.view == screen.truth(await hub.log.read(S))


async def test_an_agent_who_hands_over_is_let_go_and_the_next_reads_the_note(hub: Hub, other: Hub) -> None:
    await Person(hub, ANNA).send(WAITS)
    await hub.take(MAYA, S)
    screen = await Screen(MAYA).watch(hub)
    assert (await Person(hub, MAYA).send(TransferSession(to_team="payments", note="Needs a refund"))).ok
    await asyncio.wait_for(screen.dismissed.wait(), PATIENCE)
    assert not (await hub.take(MAYA, S))[1].ok  # offered to a team that is not hers
    assert (await other.take(SAM, S))[1].ok
    assert (await Screen(SAM).watch(other)).view["note"] == [{"text": "Needs a refund"}]


async def test_one_agent_after_another_and_the_sweep_may_act_through_one_process(hub: Hub) -> None:
    await Person(hub, ANNA).send(WAITS)
    for who in (MAYA, SAM, MAYA):
        assert (await hub.take(who, S))[1].ok
        assert (await Person(hub, who).send(ReturnToQueue())).ok


# --- the store goes away ----------------------------------------------------------------------------------


async def test_while_the_store_is_away_everybody_is_told_at_once_and_a_retry_is_applied_once(
    tmp_path: Path,
) -> None:
    async with killable_store(tmp_path) as store, process(store.url, "") as hub:
        anna = Person(hub, ANNA)
        await anna.send(WAITS)
        store.kill()
        burst = await asyncio.gather(*(anna.send(SendMessage(text=f"{n}"), seq=n) for n in range(10, 15)))
        assert burst == [UNSAVED] * 5
        await store.start()
        for seq in range(10, 15):
            assert (await _until_saved(anna, SendMessage(text=f"{seq}"), seq)).ok
        assert await messages(hub.log) == ["10", "11", "12", "13", "14"]


async def _until_saved(person: Person, command: Command, seq: int) -> Answer:
    async with asyncio.timeout(PATIENCE):
        while (answer := await person.send(command, seq)).retry:
            pass
    return answer


class SlowToFail(Log):
    """A log whose appends are refused, but only when told; more commands come in meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.failing = False
        self.asked, self.fail = asyncio.Event(), asyncio.Event()

    async def append(self, session: str, number: int, payload: bytes) -> None:
        if self.failing:
            self.asked.set()
            await self.fail.wait()
            raise StoreGone("out of memory")
        await super().append(session, number, payload)


async def test_who_came_while_an_append_was_failing_is_answered_too(
    redis_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("log_store.Log", SlowToFail)
    async with process(redis_url, prefix) as hub:
        log = hub.log
        assert isinstance(log, SlowToFail)
        anna = Person(hub, ANNA)
        await anna.send(WAITS)
        log.failing = True
        first = asyncio.create_task(anna.send(SendMessage(text="one")))
        await log.asked.wait()
        second = asyncio.create_task(anna.send(SendMessage(text="two")))
        await asyncio.sleep(0)
        log.fail.set()
        assert await asyncio.wait_for(asyncio.gather(first, second), PATIENCE) == [UNSAVED, UNSAVED]  # type: ignore[comparison-overlap]


async def lose_tail(store: KillableStore, log: Log, keep: int) -> None:
    """Make the store forget all but the first entries of the session, as after a crash without a sync. At once: a log
    without any entry is one that was erased, and who sees it so erases what is left."""
    stored = await log.read(S, until=keep)
    async with Redis.from_url(store.url) as redis, redis.pipeline(transaction=True) as together:
        together.delete(log.keys.log(S))
        for number, payload in stored:
            together.xadd(log.keys.log(S), {"e": payload}, id=f"0-{number}")
        await together.execute()


async def test_a_store_that_lost_entries_is_told_to_all_and_everybody_gets_the_view_anew(
    tmp_path: Path,
) -> None:
    async with killable_store(tmp_path) as store, process(store.url, "") as hub:
        anna = Person(hub, ANNA)
        await anna.send(WAITS)
        for n in range(5):
            await anna.send(SendMessage(text=f"{n}"))
        screen = await Screen(ANNA).watch(hub)
        await lose_tail(store, hub.log, keep=3)
        store.kill()
        await store.start()
        await until(lambda: screen.cursor.epoch == 1)
        entries = await hub.log.read(S)
        assert screen.view == screen.truth(entries)
        assert [item["notice"] for item in screen.view["chat"].values() if "notice" in item] == ["log.gap"]
        assert await messages(hub.log) == ["0", "1"]


async def test_two_processes_that_find_the_same_entries_lost_record_one_gap(tmp_path: Path) -> None:
    async with (
        killable_store(tmp_path) as store,
        process(store.url, "") as hub,
        process(store.url, "") as other,
    ):
        anna = Person(hub, ANNA)
        await anna.send(WAITS)
        screens = [await Screen(ANNA).watch(where) for where in (hub, other)]
        for n in range(5):
            await anna.send(SendMessage(text=f"{n}"))
        await until(lambda: all(screen.cursor.number == 6 for screen in screens))
        await lose_tail(store, hub.log, keep=2)
        store.kill()
        await store.start()
        await until(lambda: all(screen.cursor.epoch == 1 for screen in screens))
        await anna.send(SendMessage(text="on we go"))
        await until(lambda: screens[0].cursor == screens[1].cursor)
        entries = await hub.log.read(S)
        for screen in screens:
            assert screen.view == screen.truth(entries)
        assert await messages(hub.log) == ["0", "on we go"]


async def test_a_browser_that_has_seen_more_than_the_store_has_brings_the_loss_to_light(
    redis_url: str, prefix: str, hub: Hub
) -> None:
    await Person(hub, ANNA).send(WAITS)
    back = Screen(ANNA)
    back.cursor, back.view = Cursor(0, 9), {"session": "of yesterday"}
    await back.watch(hub)
    assert back.cursor == Cursor(1, 2)
    assert back.view == back.truth(await hub.log.read(S))


async def test_browsers_that_come_back_together_record_one_gap(hub: Hub) -> None:
    await Person(hub, ANNA).send(WAITS)
    room = await hub.room(S)
    backs = [Screen(ANNA) for _ in range(5)]
    for back in backs:
        room.audience.join(back)
    await asyncio.gather(*(room.resume(back, Cursor(0, 9)) for back in backs))
    assert room.state.epoch == 1
    assert await hub.log.top(S) == 2


async def test_an_erased_session_is_not_revived(hub: Hub) -> None:
    anna = Person(hub, ANNA)
    await anna.send(WAITS)
    screen = await Screen(ANNA).watch(hub)
    await hub.log.erase(S)
    assert (await anna.send(SendMessage(text="Still there?"))).code == "not_started"
    await asyncio.wait_for(screen.dismissed.wait(), PATIENCE)
    assert await hub.log.read(S) == []
    assert S not in hub.desk.summaries
    await screen.resume()
    assert screen.view["session"]["status"] == "new"


async def test_a_number_that_is_taken_is_not_written_over(hub: Hub) -> None:
    anna = Person(hub, ANNA)
    await anna.send(WAITS)
    stored = (await hub.log.read(S))[0]
    with pytest.raises(Conflict):
        await hub.log.append(S, 1, stored.payload)
    assert (await anna.send(SendMessage(text="Hello"))).number == 2


# --- time passes ------------------------------------------------------------------------------------------


SLOW = """\
title: Renew a permit
task: I want to renew my permit
owner: Parking team
version: "1"
applies_to: {sites: [parking]}
steps: [{id: number, title: Permit number, match: {name: Permit number}, say: {new: Please type the number.}}]
"""


async def at_the_first_step(hub: Hub) -> Screen:
    """Maya's screen in a session by the playbook, with the three prompts that come before the form ticked off."""
    maya = Person(hub, MAYA)
    await Person(hub, ANNA).send(WAITS)
    await hub.take(MAYA, S)
    screen = await Screen(MAYA).watch(hub)
    assert (await maya.send(ChoosePlaybook(playbook="permit"))).ok
    for key in ("opening", "agree", "try_again"):
        assert (await maya.send(UsePrompt(key=key, how="ticked"))).ok
    assert screen.view["prompt"]["key"] == "step:number"
    return screen


async def test_the_sweep_reminds_an_agent_of_what_only_time_makes_due(
    redis_url: str, prefix: str, clock: SettableClock, tmp_path: Path
) -> None:
    (tmp_path / "permit.yaml").write_text(SLOW)
    async with process(redis_url, prefix, clock, playbooks_dir=tmp_path) as hub:
        maya = await at_the_first_step(hub)
        hub.agent_came("maya")
        clock.go_on(11 * 60)
        await hub._sweep.once()
        last = decode_entry(*(await hub.log.read(S))[-1])
        assert [type(event) for decision in last.decisions for event in decision.events] == [PromptShown]
        assert maya.view["prompt"]["kind"] == "comfort"
        before = maya.cursor.number
        await hub._sweep.once()
        assert maya.cursor.number == before  # once is enough


async def test_an_agent_gone_for_too_long_loses_the_customer_to_the_head_of_the_queue(
    hub: Hub, clock: SettableClock
) -> None:
    await Person(hub, ANNA).send(WAITS)
    await hub.take(MAYA, S)
    hub.agent_came("maya")
    room = await hub.room(S)
    room.audience.join(Screen(ANNA))
    await hub._sweep.once()
    clock.go_on(hub._sweep._grace + 1)
    await hub._sweep.once()
    assert room.state.agent is not None  # she is still connected
    hub.agent_went("maya")
    clock.go_on(hub._sweep._grace)
    await hub._sweep.once()
    assert room.state.agent is not None  # not yet
    clock.go_on(1)
    await hub._sweep.once()
    assert (room.state.info.status, room.state.head) == ("waiting", True)
    assert [item.notice for item in room.state.chat.values()][-2:] == [
        "agent.left.lapsed",
        "session.queued.lapsed",
    ]


LATER = b'{"at": 1, "decisions": [{"actor": {"role": "customer"}, "events": [{"event": "of.a_later_version"}]}]}'


async def test_one_session_that_cannot_be_read_keeps_no_other_from_being_swept(
    redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with process(redis_url, prefix, clock) as hub:
        for session in ("s-1", "s-2"):
            await Person(hub, replace(ANNA, session=session), session).send(WAITS)
        top = await hub.log.top("s-1")
    async with process(redis_url, prefix, clock) as hub:
        await hub.log.append("s-1", top + 1, LATER)
        await hub.indexes.put_summary("s-1", top + 1, b"{}", open=True, started_at=1, listed=[])
        await hub.indexes.seen_to(["s-1"], 1)
        await CoachedRows(hub.log).open("s-1", 1)
        clock.go_on(hub._sweep._customer_gone + 1)
        await hub._sweep.once()
        await hub.aftercare.refresh()
        assert (await hub.room("s-2")).state.info.status == "ended"


async def test_after_the_store_was_away_nobody_is_judged_at_once(tmp_path: Path) -> None:
    clock = SettableClock()
    async with killable_store(tmp_path) as store, process(store.url, "", clock) as hub:
        await Person(hub, ANNA).send(WAITS)
        await hub.take(MAYA, S)
        hub.agent_came("maya")
        await hub._sweep.once()
        store.kill()
        clock.go_on(1000)
        hub._sweep._fair_from = 0.0
        sweeping = asyncio.create_task(hub._sweep.run())
        await until(lambda: hub._sweep._fair_from)
        await store.start()
        await stop(sweeping)
        assert (await hub.room(S)).state.agent is not None


@pytest.mark.parametrize("begins", [WAITS, SPEAKS])
async def test_a_customer_gone_for_too_long_ends_the_session(hub: Hub, clock: SettableClock, begins: Command) -> None:
    await Person(hub, ANNA).send(begins)
    room = await hub.room(S)
    screen = Screen(ANNA)
    room.audience.join(screen)
    clock.go_on(hub._sweep._customer_gone + 1)
    await hub._sweep.once()
    assert room.state.info.status != "ended"  # they are there
    room.audience.leave(screen)
    clock.go_on(hub._sweep._customer_gone + 1)
    await hub._sweep.once()
    ended = (await hub.room(S)).state.info.ended
    assert ended is not None
    assert ended.reason == "gone"
    assert S not in hub.desk.summaries


async def test_rooms_come_and_go_while_the_sweep_is_under_way(hub: Hub) -> None:
    for n in range(20):
        room = await hub.room(f"s-{n}", "parking")
        room.audience.join(Screen(ANNA))
    sweeping = asyncio.create_task(hub._sweep.once())
    for n in range(20, 60):
        await hub.room(f"s-{n}", "parking")
    await sweeping


async def test_a_room_that_nobody_looks_at_is_let_go(hub: Hub) -> None:
    await Person(hub, ANNA).send(WAITS)
    await until(lambda: not hub._unsaved)
    await hub._sweep.once()
    assert S not in hub.rooms
    assert S in hub.desk.summaries


async def test_a_process_that_fell_silent_counts_as_gone(hub: Hub, other: Hub, clock: SettableClock) -> None:
    await Person(hub, ANNA).send(WAITS)
    elsewhere = await other.room(S)
    screen = await Screen(ANNA).watch(hub)
    screen_of_maya = Screen(MAYA)
    elsewhere.audience.join(screen_of_maya)
    await until(lambda: Presence(customer=True, agent=True) in screen.signals)
    clock.go_on(16)
    screen.room.audience.announce()
    assert screen.signals[-1] == Presence(customer=True, agent=False)


# --- the queue --------------------------------------------------------------------------------------------


async def queue(hub: Hub, clock: SettableClock, *sessions: str) -> dict[str, Person]:
    people = {}
    for session in sessions:
        who = msgspec.structs.replace(ANNA, session=session)
        people[session] = Person(hub, who, session)
        await people[session].send(WAITS)
        clock.go_on(10)
    return people


async def test_the_queue_is_first_come_first_served_and_those_handed_back_come_first(
    hub: Hub, clock: SettableClock
) -> None:
    await queue(hub, clock, "a", "b", "c")
    assert (await hub.take(MAYA, None))[0] == "a"
    clock.go_on(60)
    await Person(hub, MAYA, "a").send(ReturnToQueue())
    assert [summary.row.session for summary in hub.desk.waiting()] == ["a", "b", "c"]
    assert {session: place.place for session, place in hub.desk.places().items()} == {"a": 1, "b": 2, "c": 3}


async def test_a_wait_is_told_from_the_times_between_the_last_takes(hub: Hub, clock: SettableClock) -> None:
    await queue(hub, clock, "a", "b", "c", "d", "e", "f")
    assert hub.desk.places()["a"].wait_seconds is None
    for seconds in (0, 100, 200, 60):  # taken at 0, 100, 300 and 360: between them 100, 200 and 60
        clock.go_on(seconds)
        await hub.take(MAYA, None)
    waits = {session: place.wait_seconds for session, place in hub.desk.places().items()}
    assert waits == {"e": 100, "f": 200}  # place times the median
    clock.go_on(3_600)
    assert hub.desk.places()["e"].wait_seconds is None  # too long ago to say


async def test_a_waiting_customer_is_told_their_place_when_it_changes(
    hub: Hub, other: Hub, clock: SettableClock
) -> None:
    await queue(hub, clock, "a", S)
    screen = await Screen(ANNA).watch(other)
    await other.refresh_desk()
    assert screen.signals[-1] == Place(place=2, agents=0, wait_seconds=None)
    await hub.take(MAYA, "a")
    await until(lambda: screen.signals[-1] == Place(place=1, agents=0, wait_seconds=None))


async def test_each_console_sees_its_sites_queue_and_its_own_sessions(
    hub: Hub, other: Hub, clock: SettableClock
) -> None:
    library = Who(role="customer", site="library", session="l")
    await queue(hub, clock, "p")
    await Person(hub, library, "l").send(WAITS)
    await Person(hub, msgspec.structs.replace(ANNA, session="c"), "c").send(SPEAKS)
    await other.refresh_desk()
    maya, sam = DeskScreen(MAYA), DeskScreen(SAM)
    hub.desk.watch(maya)
    other.desk.watch(sam)
    assert (set(maya.rows), set(sam.rows)) == ({"p", "l"}, {"p"})
    await hub.take(MAYA, "p")
    await until(lambda: not sam.rows)
    assert set(maya.rows) == {"p", "l"}
    await Person(hub, MAYA, "p").send(TransferSession(to_agent="sam", note="Please"))
    await until(lambda: "p" in sam.rows)
    assert sam.rows["p"].for_agent == "sam"
    with pytest.raises(Refused, match="not look after"):
        await other.take(SAM, "l")


async def test_a_desk_that_missed_its_bells_is_put_right(hub: Hub, other: Hub, clock: SettableClock) -> None:
    people = await queue(hub, clock, "a", "b")
    await until(lambda: not hub._unsaved)
    await other.refresh_desk()
    other._desk_following.stop()
    await people["a"].send(EndSession())
    await queue(hub, clock, "c")
    await until(lambda: not hub._unsaved)
    assert set(other.desk.summaries) == {"a", "b"}
    await other.refresh_desk()
    assert set(other.desk.summaries) == {"b", "c"}
    assert (await other.take(SAM, None))[0] == "b"


# --- spoken codes -----------------------------------------------------------------------------------------


async def coded(hub: Hub) -> tuple[Person, str]:
    anna = Person(hub, ANNA)
    return anna, (await anna.send(SPEAKS)).secret


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 1_000_000:06}"


async def test_a_code_may_be_typed_as_people_group_it(hub: Hub) -> None:
    _, digits = await coded(hub)
    session, answer = await hub.redeem(MAYA, f" {digits[:3]}-{digits[3:]} ")
    assert (session, answer.ok) == (S, True)


async def test_of_two_agents_who_type_a_code_at_once_one_gets_the_customer(hub: Hub, other: Hub) -> None:
    _, digits = await coded(hub)
    outcomes = await asyncio.gather(hub.redeem(MAYA, digits), other.redeem(SAM, digits), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "tuple"]


async def test_a_new_code_makes_the_old_one_void(hub: Hub) -> None:
    anna, old = await coded(hub)
    new = (await anna.send(IssueCode())).secret
    with pytest.raises(Refused, match="does not lead to anyone"):
        await hub.redeem(MAYA, old)
    assert (await hub.redeem(MAYA, new))[0] == S


async def test_a_code_expires(hub: Hub, redis_url: str) -> None:
    _, digits = await coded(hub)
    async with Redis.from_url(redis_url) as redis:
        keys = [key async for key in redis.scan_iter(match=hub.log.keys.code("*"))]
        assert [0 < await redis.ttl(key) <= 600 for key in keys] == [True]
        await redis.pexpire(keys[0], 0)
    with pytest.raises(Refused, match="older than 10 minutes"):
        await hub.redeem(MAYA, digits)


async def test_whoever_leaves_takes_their_code_with_them(hub: Hub) -> None:
    anna, digits = await coded(hub)
    await anna.send(EndSession())
    await until(lambda: not hub._unsaved)
    with pytest.raises(Refused, match="does not lead to anyone"):
        await hub.redeem(MAYA, digits)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef"])
async def test_what_is_no_code_is_told_how_one_looks_and_does_not_count(hub: Hub, typed: str) -> None:
    for _ in range(6):
        with pytest.raises(Refused, match="6 digits"):
            await hub.redeem(MAYA, typed)


async def test_one_agent_may_guess_wrong_so_often(hub: Hub) -> None:
    _, digits = await coded(hub)
    guesses = await asyncio.gather(*(hub.redeem(MAYA, wrong(digits)) for _ in range(20)), return_exceptions=True)
    codes = [guess.code for guess in guesses if isinstance(guess, Refused)]
    assert (codes.count("wrong_code"), codes.count("too_many_codes")) == (5, 15)
    with pytest.raises(Refused, match="Too many wrong codes"):
        await hub.redeem(MAYA, digits)
    assert (await hub.redeem(SAM, digits))[0] == S


async def test_all_agents_together_may_guess_wrong_so_often(redis_url: str, prefix: str) -> None:
    async with process(redis_url, prefix, wrong_codes_overall=3) as hub:
        _, digits = await coded(hub)
        for n in range(3):
            with pytest.raises(Refused, match="does not lead to anyone"):
                await hub.redeem(msgspec.structs.replace(MAYA, id=f"agent-{n}"), wrong(digits))
        with pytest.raises(Refused, match="Too many wrong codes"):
            await hub.redeem(SAM, digits)


async def test_the_digits_stand_nowhere_in_the_store(hub: Hub, redis_url: str, prefix: str) -> None:
    anna, digits = await coded(hub)
    await anna.send(SendMessage(text="I am on the phone."))
    await until(lambda: not hub._unsaved)
    async with Redis.from_url(redis_url) as redis:
        keys = [key async for key in redis.scan_iter(match=f"{prefix}*", count=1000)]
        dumped = [(key, await _content(redis, key)) for key in keys]
    assert len(dumped) >= 5
    assert not [key for key, content in dumped if digits.encode() in key + content]


async def _content(redis: Any, key: bytes) -> bytes:
    match await redis.type(key):
        case b"string":
            return bytes(await redis.get(key))
        case b"stream":
            return repr(await redis.xrange(key)).encode()
        case b"zset":
            return repr(await redis.zrange(key, 0, -1)).encode()
        case b"set":
            return repr(await redis.smembers(key)).encode()
        case b"hash":
            return repr(await redis.hgetall(key)).encode()
        case other:
            raise AssertionError(f"a key of a new type: {other!r}")


async def test_an_index_row_of_an_older_version_is_made_anew_from_the_log(hub: Hub, other: Hub) -> None:
    await Person(hub, ANNA).send(WAITS)
    await until(lambda: S in other.desk.summaries)
    await hub.indexes.put_summary(S, 99, b'{"row": {}}', open=True, started_at=1.0)
    other.desk.drop(S)
    await other.refresh_desk()
    assert other.desk.summaries[S].row.status == "waiting"


def test_no_session_is_named_like_an_option_of_a_command_line() -> None:
    assert not [name for _ in range(2_000) if (name := new_session_id()).startswith("-")]
