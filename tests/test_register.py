"""The fault register and what is left to do after sessions, on a real store: two processes, rebuilding, erasing."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from hubs import ANNA, MAYA, SAM, WAITS, Person, process
from msgspec.structs import replace
from serving import SettableClock
from talk import WRAPUP

from alongside.access import Who
from alongside.hub import Hub
from alongside.hub.aftercare import rebuild
from alongside.protocol import (
    CompleteFollowUp,
    Desk,
    EndSession,
    FaultDraft,
    FollowUpDraft,
    JoinSession,
    RecordWrapup,
)
from alongside.protocol.faults import ChangeFault

RUTH = Who(role="supervisor", id="ruth", name="Ruth", sites=("parking",))
FAULT = FaultDraft(what="The upload fails")
SOON = f"{datetime.now(UTC) + timedelta(days=5):%Y-%m-%d}"


class Console:
    """An agent's console, as the desk tells it what is left to do."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.after: dict[str, Any] = {}
        self.news = asyncio.Event()

    def desk(self, message: Desk) -> None:
        after = {**({} if message.whole else self.after), **message.after}
        self.after = {id: row for id, row in after.items() if row is not None}
        self.news.set()


def noted(*faults: FaultDraft, owner: str = "") -> RecordWrapup:
    due = FollowUpDraft(what="Ring back", owner=owner, due=SOON) if owner else None
    return replace(WRAPUP, faults=faults, follow_up=due)


async def helped(hub: Hub, session: str) -> Person:
    """A session that Maya had, over now."""
    anna, maya = Person(hub, ANNA, session), Person(hub, MAYA, session)
    await anna.send(WAITS)
    assert (await maya.send(JoinSession())).ok
    assert (await anna.send(EndSession())).ok
    return maya


async def wraps_up(hub: Hub, session: str, *faults: FaultDraft, owner: str = "") -> Person:
    """A session that Maya had and has wrapped up."""
    maya = await helped(hub, session)
    assert (await maya.send(noted(*faults, owner=owner))).ok
    await settled(hub)
    return maya


async def settled(hub: Hub) -> None:
    await asyncio.gather(*hub._background)


async def rows(hub: Hub) -> dict[str, list[str]]:
    """Each row's words, and the sessions behind it."""
    found = await hub.faults.rows(["parking"])
    return {row.what[0].text: sorted(met.session for met in row.sessions) for row in found}


async def test_the_same_fault_noted_in_two_sessions_is_one_row(hub: Hub) -> None:
    for session, words in (("s-1", "The upload fails"), ("s-2", "the upload FAILS!")):
        maya = await helped(hub, session)
        assert (await maya.send(noted(FaultDraft(what=words)))).ok
    await settled(hub)
    assert await rows(hub) == {"The upload fails": ["s-1", "s-2"]}


async def test_two_processes_that_note_the_same_at_once_open_one_row(hub: Hub, other: Hub) -> None:
    one, two = await helped(hub, "s-1"), await helped(other, "s-2")
    await asyncio.gather(one.send(noted(FAULT)), two.send(noted(FAULT)))
    await asyncio.gather(settled(hub), settled(other))
    await asyncio.gather(hub.faults.settle_all(), other.faults.settle_all())
    assert await rows(hub) == await rows(other) == {"The upload fails": ["s-1", "s-2"]}
    ledger = await hub.faults._ledgers._ledger("parking").read()
    assert [number for number, _ in ledger] == [1]


async def test_two_supervisors_who_change_a_row_at_once_are_both_in_its_history(hub: Hub, other: Hub) -> None:
    await wraps_up(hub, "s-1", FAULT)
    [row] = await hub.faults.rows(["parking"])
    first = hub.faults.change("parking", row.fault, RUTH, ChangeFault(status="known"))
    await asyncio.gather(first, other.faults.change("parking", row.fault, RUTH, ChangeFault(status="fixed")))
    [row] = await other.faults.rows(["parking"])
    assert len(row.history) == 2
    assert row.changed_by == "Ruth"


async def test_the_register_is_equal_to_the_one_rebuilt_from_the_logs(hub: Hub, redis_url: str, prefix: str) -> None:
    for session, fault in (("s-1", FAULT), ("s-2", FAULT), ("s-3", FaultDraft(what="The map stays grey"))):
        await wraps_up(hub, session, fault, owner="sam")
    sessions = ("s-1", "s-2", "s-3")
    before, known = await hub.faults.rows(["parking"]), [await hub.indexes.summary(each) for each in sessions]
    for session in sessions:
        await hub.indexes.forget_summary(session)
        await hub.indexes.unlist("faults", {session: 99})
        await hub.indexes.unlist("after", {session: 99})
    assert all(row.sessions == () for row in await hub.faults.rows(["parking"]))
    assert await rebuild(hub.log, hub.indexes, hub.clock.millis()) == 3
    assert await hub.faults.rows(["parking"]) == before
    assert [await hub.indexes.summary(each) for each in sessions] == known
    assert {session for session, _, _ in await hub.indexes.listed("after")} == set(sessions)


async def test_what_a_stopped_process_did_not_settle_another_one_does(hub: Hub, redis_url: str, prefix: str) -> None:
    await wraps_up(hub, "s-1", FAULT)
    await hub.log.store.ask("DEL", hub.log.keys.faults("parking"))
    async with process(redis_url, prefix) as later:  # it settles when it starts
        assert len(await later.faults._ledgers._ledger("parking").read()) == 1


async def test_a_fault_log_that_was_lost_begins_anew(hub: Hub) -> None:
    await wraps_up(hub, "s-1", FAULT)
    [row] = await hub.faults.rows(["parking"])
    await hub.faults.change("parking", row.fault, RUTH, ChangeFault(status="known"))
    await hub.log.store.ask("DEL", hub.log.keys.faults("parking"))
    async with asyncio.timeout(20):
        await wraps_up(hub, "s-2", FaultDraft(what="The map stays grey"))
        await hub.faults.settle_all()
    assert await rows(hub) == {"The upload fails": ["s-1"], "The map stays grey": ["s-2"]}


async def test_an_erased_session_is_gone_from_the_register_and_its_row_stays(hub: Hub) -> None:
    await wraps_up(hub, "s-1", FAULT)
    await hub.log.erase("s-1")
    assert await rows(hub) == {"The upload fails": []}


async def test_a_correction_takes_a_session_out_of_the_row(hub: Hub) -> None:
    maya = await wraps_up(hub, "s-1", FAULT)
    await maya.send(noted())
    await settled(hub)
    assert await rows(hub) == {"The upload fails": []}


async def test_a_finished_session_is_left_to_the_agent_who_had_it_until_it_is_wrapped_up(hub: Hub, other: Hub) -> None:
    maya, sam = Console(MAYA), Console(SAM)
    for console in (maya, sam):
        other.desk.watch(console)
    person = await helped(hub, "s-1")
    await settled(hub)
    await until(lambda: maya.after["s-1"].wraps_up == "maya", maya, "s-1")
    assert sam.after == {}
    assert (await person.send(noted(owner="sam"))).ok
    await settled(hub)
    await until(lambda: sam.after["s-1"].follow_up.owner == "sam", sam, "s-1")
    assert maya.after == {}
    assert (await other.complete(SAM, "s-1")).ok
    await until(lambda: sam.after == {}, sam)


async def until(holds: Any, console: Console, session: str = "") -> None:
    """Wait until another process's bell has brought it here."""
    async with asyncio.timeout(10):
        while (session and session not in console.after) or not holds():
            console.news.clear()
            await console.news.wait()


async def test_a_process_that_starts_later_lists_what_is_left(hub: Hub, redis_url: str, prefix: str) -> None:
    await helped(hub, "s-1")
    await settled(hub)
    maya = Console(MAYA)
    async with process(redis_url, prefix) as later:
        later.desk.watch(maya)
        assert maya.after["s-1"].wraps_up == "maya"


async def test_a_session_that_nobody_wraps_up_is_let_go_of(hub: Hub, clock: SettableClock) -> None:
    await helped(hub, "s-1")
    await settled(hub)
    hub.close_idle_rooms()
    clock.go_on(8 * 86_400)
    await hub.aftercare.refresh()
    assert hub.desk.after == {}
    assert await hub.indexes.listed("after") == []


async def test_only_owner_and_agent_tick_a_follow_up_off(hub: Hub) -> None:
    await wraps_up(hub, "s-1", owner="sam")
    assert (await Person(hub, SAM, "s-1").send(CompleteFollowUp())).ok


async def test_the_register_suggests_what_reads_alike(hub: Hub, clock: SettableClock) -> None:
    await wraps_up(hub, "s-1", FAULT, FaultDraft(what="The map stays grey"))
    assert [known.what for known in await hub.faults.known("parking", "upload of photo fails")] == ["The upload fails"]
    assert len(await hub.faults.known("parking", "")) == 2
    assert await hub.faults.known("library", "") == ()


async def test_a_suggested_row_tells_what_supervisors_noted_for_agents(hub: Hub) -> None:
    await wraps_up(hub, "s-1", FAULT)
    [row] = await hub.faults.rows(["parking"])
    await hub.faults.change("parking", row.fault, RUTH, ChangeFault(status="known", note="JPG works meanwhile"))
    assert [known.note for known in await hub.faults.known("parking", "the upload fails")] == ["JPG works meanwhile"]
