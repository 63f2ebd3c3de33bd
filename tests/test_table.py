"""The table of rows: kept from the logs by whoever writes them, in step over processes, gone when a session is."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hubs import ANNA, MAYA, SAM, WAITS, Person
from msgspec.structs import replace
from serving import SettableClock

from alongside.access import Who
from alongside.hub import Hub
from alongside.hub.aftercare import rebuild
from alongside.hub.entries import read_entries
from alongside.hub.table import encode_row, place_of
from alongside.metrics import Facts, Row, Score, Selection, facts
from alongside.protocol import EndSession, GiveFeedback, JoinSession, SendMessage

RUTH = Who(role="supervisor", id="ruth", name="Ruth", sites=("parking",))
BOSS = Who(role="administrator", id="boss", name="Boss")


async def waiting(hub: Hub, session: str) -> Person:
    customer = Person(hub, replace(ANNA, session=session), session)
    assert (await customer.send(WAITS)).ok
    return customer


async def finished(hub: Hub, session: str, agent: Who = MAYA) -> Person:
    """A session that an agent had and ended; the customer, who may say more."""
    customer = await waiting(hub, session)
    maya = Person(hub, agent, session)
    await maya.send(JoinSession())
    await maya.send(SendMessage(text="Hello"))
    await maya.send(EndSession())
    await settled(hub)
    return customer


async def settled(*hubs: Hub) -> None:
    for hub in hubs:
        while hub._background:
            await asyncio.gather(*hub._background)


async def sessions(hub: Hub, who: Who = BOSS, **wanted: Any) -> list[str]:
    return [row.facts.session for row in await hub.table.select(who, Selection(**wanted))]


async def one(hub: Hub, session: str = "s-1", who: Who = BOSS) -> Row:
    row = await hub.table.row(who, session)
    assert row is not None
    return row


async def from_log(hub: Hub, session: str = "s-1") -> Facts:
    return facts(session, await read_entries(hub.log, session))


async def test_a_session_stands_in_the_table_from_the_moment_somebody_waits(hub: Hub) -> None:
    await waiting(hub, "s-1")
    await settled(hub)
    assert (await one(hub)).facts == await from_log(hub)
    assert (await one(hub)).facts.status == "waiting"


async def test_another_process_sees_each_change(hub: Hub, other: Hub) -> None:
    assert await sessions(other) == []
    customer = await finished(hub, "s-1")
    assert (await one(other)).facts == await from_log(hub)
    await customer.send(GiveFeedback(rating=2, recommend=3, ease=4))
    await settled(hub)
    told = (await one(other)).facts
    assert (told.rating, told.recommend, told.ease) == (2, 3, 4)
    assert told == await from_log(hub)


async def test_an_older_row_put_late_changes_nothing(hub: Hub) -> None:
    await finished(hub, "s-1")
    now = (await one(hub)).facts
    late = replace(now, number=1, status="waiting")
    assert not await hub.facts.put("facts", place_of(late), "s-1", 1, encode_row(late))
    assert (await one(hub)).facts == now


async def test_sessions_stand_latest_first_in_every_process(hub: Hub, other: Hub, clock: SettableClock) -> None:
    await other.table.refresh()
    for session in ("s-2", "s-1", "s-3"):
        await finished(hub, session)
        clock.go_on(60)
    assert await sessions(hub) == await sessions(other) == ["s-3", "s-1", "s-2"]


async def test_many_changes_at_once_are_taken(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.hub.table.REBUILT_FROM", 2)
    await hub.table.rows(SAM)
    for session in ("s-1", "s-2", "s-3"):
        await finished(hub, session, SAM)
    assert sorted(await sessions(hub)) == sorted(await sessions(hub, SAM)) == ["s-1", "s-2", "s-3"]


async def test_a_process_that_missed_changes_reads_everything_again(hub: Hub, other: Hub) -> None:
    await finished(hub, "s-1")
    assert await sessions(other) == ["s-1"]
    await finished(hub, "s-2")
    await hub.log.store.ask("XTRIM", hub.log.keys.fact_changes, "MAXLEN", 0)
    assert set(await sessions(other)) == {"s-1", "s-2"}


async def test_everybody_sees_what_they_may(hub: Hub) -> None:
    readers = [RUTH, MAYA, SAM, BOSS, replace(RUTH, teams=("payments",)), replace(RUTH, sites=("library",))]
    for who in readers:
        assert await sessions(hub, who) == []
    await finished(hub, "s-1")
    await finished(hub, "s-2", SAM)
    seen = [sorted(await sessions(hub, who)) for who in readers]
    assert seen == [["s-1", "s-2"], ["s-1"], ["s-2"], ["s-1", "s-2"], ["s-2"], []]
    assert await hub.table.row(MAYA, "s-2") is None


# --- reviews --------------------------------------------------------------------------------------------


async def test_a_score_stands_beside_its_session_and_an_agent_sees_it_once_released(hub: Hub, other: Hub) -> None:
    await finished(hub, "s-1")
    await other.table.rows(MAYA)
    draft = Score(session="s-1", number=1, score=40, agent="maya", needs_review=True)
    assert await hub.table.put_score(draft)
    assert (await one(other)).score == draft
    assert (await one(other, who=MAYA)).score is None
    assert (await other.table.rows(MAYA))[0].score is None
    assert await hub.table.put_score(replace(draft, number=2, released_at=5))
    released = (await other.table.rows(MAYA))[0].score
    assert released is not None
    assert (released.score, released.needs_review) == (40, False)


async def test_an_agent_is_shown_no_score_of_a_colleague_who_had_the_same_customer(hub: Hub) -> None:
    await finished(hub, "s-1")
    await hub.table.put_score(Score(session="s-1", number=1, released_at=5, score=40, failed=True, agent="sam"))
    assert (await one(hub, who=MAYA)).score is None
    assert await sessions(hub, MAYA, scored="yes") == []
    assert await sessions(hub, scored="failed") == ["s-1"]


async def test_there_is_no_score_of_a_session_that_is_not_there(hub: Hub) -> None:
    assert not await hub.table.put_score(Score(session="s-9", number=1))


async def test_what_is_marked_for_review_is_so_everywhere_until_it_is_done(hub: Hub, other: Hub) -> None:
    await finished(hub, "s-1")
    await finished(hub, "s-2")
    assert await sessions(other, review="yes") == []
    await hub.table.want_review(["s-1"])
    assert await sessions(other, review="yes") == ["s-1"]
    assert await sessions(other, MAYA, review="yes") == []
    await other.table.review_done("s-1")
    assert await sessions(hub, review="yes") == []


# --- the end of a session's time ------------------------------------------------------------------------


async def test_what_is_erased_is_in_no_table_and_named_nowhere(hub: Hub, other: Hub) -> None:
    await finished(hub, "s-1")
    await finished(hub, "s-2")
    await hub.table.want_review(["s-1"])
    await hub.table.put_score(Score(session="s-1", number=1, released_at=1, score=3))
    assert set(await sessions(other, MAYA)) == {"s-1", "s-2"}
    await hub.log.erase("s-1")
    assert await sessions(other, MAYA) == await sessions(other) == await sessions(hub) == ["s-2"]
    assert await hub.table.reviews_wanted() == frozenset()
    assert await everywhere(hub, "s-1") == []


async def everywhere(hub: Hub, name: str) -> list[str]:
    """The keys of this test's store in whose contents a session's name stands."""
    found = []
    for key in await hub.log.names(hub.log.keys.prefix):
        dumped = await hub.log.store.ask("DUMP", key)
        if name.encode() in dumped and "presence" not in key:
            found.append(key)
    return found


async def test_a_row_whose_retention_is_over_is_seen_by_nobody(hub: Hub, clock: SettableClock) -> None:
    await finished(hub, "s-1")
    clock.go_on(3_600)
    await finished(hub, "s-2")
    assert len(await hub.table.rows(MAYA)) == 2
    clock.go_on(hub.log.retention.total_seconds() - 3_600)
    assert await sessions(hub) == await sessions(hub, MAYA) == ["s-2"]


async def test_what_is_gone_with_its_time_is_named_no_more(hub: Hub, clock: SettableClock) -> None:
    await finished(hub, "s-1")
    await hub.table.want_review(["s-1"])
    assert await sessions(hub, review="yes") == ["s-1"]
    clock.go_on(hub.log.retention.total_seconds() + 2 * 86_400)
    assert await sessions(hub) == []
    await hub.facts.sweep(clock.seconds())
    assert await hub.facts.places() == []
    keys = hub.log.keys
    beside = {keys.reviews_wanted, keys.fact_changes, keys.fact_places}
    assert beside.isdisjoint(await everywhere(hub, "s-1"))


async def test_a_session_that_was_given_less_time_is_gone_when_that_is_over(hub: Hub, clock: SettableClock) -> None:
    await finished(hub, "s-1")
    assert await sessions(hub) == ["s-1"]
    await hub.log.expire("s-1", timedelta(hours=1))
    assert await sessions(hub) == ["s-1"]
    clock.go_on(3_700)
    assert await sessions(hub) == []
    await hub.aftercare.refresh()
    assert await everywhere(hub, "s-1") == []


async def test_a_day_goes_with_its_retention(hub: Hub) -> None:
    await finished(hub, "s-1")
    place = place_of((await one(hub)).facts)
    over = await hub.log.store.ask("EXPIRETIME", hub.log.keys.fact_rows("facts", place))
    assert over == (place.day + 1) * 86_400 + hub.log.retention.total_seconds()


# --- made anew ------------------------------------------------------------------------------------------


async def test_the_table_made_anew_from_the_logs_is_the_same(hub: Hub, other: Hub) -> None:
    for session in ("s-1", "s-2"):
        await finished(hub, session)
    before = {row.facts.session: row.facts for row in await other.table.rows(BOSS)}
    lost, changed = before["s-1"], replace(before["s-2"], number=99, goal="Something else")
    await hub.log.store.ask("HDEL", hub.log.keys.fact_rows("facts", place_of(lost)), "s-1")
    await hub.facts.put("facts", place_of(changed), "s-2", 99, encode_row(changed))
    unknown = replace(lost, session="s-9")
    await hub.facts.put("facts", place_of(unknown), "s-9", 1, encode_row(unknown))
    assert await rebuild(hub.log, hub.indexes, hub.clock.millis()) == 2
    assert {row.facts.session: row.facts for row in await other.table.rows(BOSS)} == before


async def test_a_row_that_cannot_be_read_hides_no_other(hub: Hub, other: Hub) -> None:
    await finished(hub, "s-1")
    await hub.facts.put("facts", place_of((await one(hub)).facts), "s-7", 1, b"{nonsense")
    assert await sessions(other) == ["s-1"]


async def test_a_long_log_is_read_in_a_thread_and_makes_the_same_row(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.hub.tally.READ_AT_ONCE", 1)
    await finished(hub, "s-1")
    assert (await one(hub)).facts == await from_log(hub)
