"""What stays of a session that was erased, or whose time is over: nothing, in any key of the store."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from coached import CARD
from hubs import ANNA, MAYA, Person, process
from msgspec.structs import replace
from serving import PARKING, SettableClock, settings
from talk import WRAPUP
from test_api import everything
from test_coaching_hub import RUTH, scored

from alongside.cli import main
from alongside.config import WebhookRules
from alongside.config.structure import WebhookKind
from alongside.hub import Clock, Hub
from alongside.hub.aftercare import rebuild
from alongside.log import Keeping, of_session
from alongside.protocol import (
    EndSession,
    FaultDraft,
    FollowUpDraft,
    GiveFeedback,
    JoinSession,
    RequestHelp,
    SendMessage,
)
from alongside.protocol.coaching import ChooseMoment, ReleaseReview
from alongside.tasks import stop

S = "s-Wq7Zp2Lk"
WORDS = "lilac caravan"
"""In all that the customer writes."""
KINDS: tuple[WebhookKind, ...] = (
    "session.started",
    "session.ended",
    "session.wrapped_up",
    "fault.opened",
    "fault.recorded",
    "review.released",
)
DAY = 86_400


@asynccontextmanager
async def told_nobody(redis_url: str, prefix: str, clock: SettableClock) -> AsyncIterator[Hub]:
    """A hub whose site's server takes nothing."""
    known = settings(8700, redis_url)
    hook = WebhookRules(
        url="https://hooks.example.org/", secret="whsec_" + "A" * 32, kinds=KINDS, sessions=True
    )  # fmt: skip
    sites = {**known.sites, PARKING: replace(known.sites[PARKING], webhook=hook)}
    async with process(redis_url, prefix, clock, sites=sites) as hub:
        await stop(hub._sending)
        hub.library.scorecards = {"small": CARD}
        hub.practice.pace = 0.0
        yield hub


async def a_rich_session(hub: Hub) -> str:
    """Helped, wrapped up with a fault, reviewed, told of, given up, practised with; the session of practice."""
    anna, maya = Person(hub, replace(ANNA, session=S), S), Person(hub, MAYA, S)
    assert (await anna.send(RequestHelp(channel="queue", goal=f"My {WORDS}", difficulty=f"A {WORDS} is long"))).ok
    await hub.indexes.seen_customer(S, hub.clock.seconds())
    assert (await maya.send(JoinSession())).ok
    assert (await anna.send(SendMessage(text=f"It does not take the {WORDS}"))).ok
    await hub.indexes.seen_watcher(S, "ruth", hub.clock.seconds())
    assert (await anna.send(EndSession())).ok
    assert (await anna.send(GiveFeedback(rating=4, comment=f"The {WORDS} is in"))).ok
    tomorrow = datetime.fromtimestamp(hub.clock.seconds() + DAY, UTC).date()
    after = FollowUpDraft(what="Ring back", owner="maya", due=str(tomorrow))
    assert (await maya.send(replace(WRAPUP, faults=(FaultDraft(what="The upload fails"),), follow_up=after))).ok
    await settled(hub)
    await hub.table.want_review([S])
    review = await scored(hub, RUTH, S)
    await hub.coaching.submit(RUTH, S, ReleaseReview(review=review))
    await hub.coaching.submit(MAYA, S, ChooseMoment(agent="maya", criterion="closed", entry=2))
    await given_up(hub)
    practised, answer = await hub.practice.recorded(MAYA, S)
    assert answer.ok
    await Person(hub, MAYA, practised).send(EndSession())
    await asyncio.gather(*hub.practice._playing.values())
    await settled(hub)
    return practised


async def settled(hub: Hub) -> None:
    while hub._background:
        await asyncio.gather(*hub._background)
        await asyncio.sleep(0)  # for what a finished task leaves to be done


async def given_up(hub: Hub) -> None:
    """Every second message becomes a dead letter, the others wait."""
    store, now = hub.outbox._store, hub.clock.seconds()
    for held in (await store.under_way())[::2]:
        await store.bury(held.id, held.message, now, since=0, limit=1_000)


async def left(hub: Hub, *words: str) -> list[str]:
    """The keys that have one of these words, in their names or in anything they hold."""
    store, found = hub.log.store.reads, list[str]()
    async for key in store.scan_iter(match=f"{hub.log.keys.prefix}*", count=1_000):
        held = key + await everything(store, key)
        found += [key.decode() for word in words if word.encode() in held]
    return found


async def test_nothing_in_the_store_names_an_erased_session_or_has_its_customers_words(
    redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with told_nobody(redis_url, prefix, clock) as hub, process(redis_url, prefix, clock) as other:
        practised = await a_rich_session(hub)
        assert await hub.indexes.issue_code("digest", S, timedelta(minutes=10))
        await Keeping(hub.log).put(of_session(S, "signed"), b"sealed", 60)
        assert len(await hub.outbox._store.under_way()) >= 2
        assert len(await hub.outbox._store.dead(0)) >= 2
        assert S in [row.facts.session for row in await other.table.rows(RUTH)]
        assert len(await left(hub, S)) >= 10
        assert len(await left(hub, WORDS)) >= 3
        seen_there = await other.room(S)
        erased = await hub.erase(S)
        await settled(hub)
        assert (erased.entries > 5, erased.coaching > 5, erased.rows > 2, erased.messages > 3) == (True,) * 4
        assert (erased.practice, await hub.outbox._store.waiting()) == (1, 0)
        about = [held.id for held in await hub.outbox._store.dead(0)]
        assert [id for id in about if id.count(".") > 2] == [], "the message of a new fault tells of the fault alone"
        assert await left(hub, S, practised, WORDS) == []
        assert [row.facts.session for row in await other.table.rows(RUTH)] == []
        while seen_there.state.number:  # noqa: ASYNC110 (the other process hears of it)
            await asyncio.sleep(0.01)


async def test_nothing_in_the_store_names_a_session_a_minute_after_its_time_is_over(
    redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with told_nobody(redis_url, prefix, clock) as hub, process(redis_url, prefix, clock) as other:
        await Person(hub, replace(ANNA, session="s-before"), "s-before").send(RequestHelp(channel="queue"))
        clock.go_on(1)
        practised = await a_rich_session(hub)
        await rebuild(hub.log, hub.indexes, clock.millis())
        clock.go_on(hub.log.retention.total_seconds() - 60)
        await Person(hub, replace(ANNA, session="s-other"), "s-other").send(RequestHelp(channel="queue"))
        await settled(hub)
        await other.aftercare.refresh()
        assert await left(hub, S)
        clock.go_on(60)
        await other.aftercare.refresh()
        assert await left(hub, S, practised, WORDS) == []
        assert await left(hub, "s-before"), "a session that goes on is not taken from under its people"
        assert [row.facts.session for row in await other.table.rows(RUTH)] == ["s-other"]


async def test_rows_whose_log_the_store_dropped_itself_go_too(hub: Hub, clock: SettableClock) -> None:
    anna = Person(hub, replace(ANNA, session=S), S)
    await anna.send(RequestHelp(channel="queue", goal=WORDS))
    await anna.send(EndSession())
    await settled(hub)
    store, keys = hub.log.store, hub.log.keys
    await store.ask("DEL", *keys.all_of(S))
    await store.ask("ZREM", keys.sessions, S)
    clock.go_on(hub.log.retention.total_seconds() + 60)
    await hub.aftercare.refresh()
    assert await left(hub, S, WORDS) == []


async def test_a_clock_that_is_wrong_erases_nothing(
    hub: Hub, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = Person(hub, replace(ANNA, session=S), S)
    await anna.send(RequestHelp(channel="queue", goal=WORDS))
    await anna.send(EndSession())
    await settled(hub)
    clock.go_on(hub.log.retention.total_seconds() + 60)
    monkeypatch.setattr(clock, "agrees_with", lambda seconds: Clock.agrees_with(clock, seconds))
    await hub.aftercare.refresh()
    assert await hub.log.top(S)


async def test_every_key_of_a_session_has_a_time_to_live(redis_url: str, prefix: str, clock: SettableClock) -> None:
    async with told_nobody(redis_url, prefix, clock) as hub:
        await a_rich_session(hub)
        longest = hub.log.retention.total_seconds()
        for key in hub.log.keys.all_of(S):
            assert await hub.log.store.ask("TTL", key) in (-2, *range(1, int(longest) + 1)), key


# --- on the command line --------------------------------------------------------------------------------


async def test_a_session_is_erased_from_the_command_line_beside_a_running_server(
    redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(f'redis_url = "{redis_url}"\n')

    async def said(*arguments: str) -> tuple[int, str, str]:
        """What it says, in a process it shares with the test: starting one takes seconds."""
        status = await asyncio.to_thread(main, ["erase", *arguments, "--config", str(config)])
        told = capsys.readouterr()
        return status, told.out, told.err

    async with process(redis_url, "") as hub:
        session = "s-Xk3Rt9Mn"
        anna = Person(hub, replace(ANNA, session=session), session)
        await anna.send(RequestHelp(channel="queue", goal=WORDS))
        await settled(hub)
        status, out, err = await said(session, "--yes")
        assert (status, out) == (1, "")
        assert "goes on" in err
        await anna.send(EndSession())
        await settled(hub)
        status, out, err = await said(session)
        assert (status, out) == (2, "")
        assert "Nothing was erased." in err
        for answer, expected in (("no", 2), ("yes", 0)):
            monkeypatch.setattr("sys.stdin", _Terminal(answer))
            status, out, err = await said(session)
            assert status == expected
            assert f"{session}: parking" in err
        assert f"{session} is erased: 2 entries of its log, " in out
        assert "backups" in err
        await settled(hub)
        assert await left(hub, session) == []
        status, out, err = await said(session, "--yes")
        assert (status, out) == (1, "")
        assert f"There is no session {session}." in err


class _Terminal:
    def __init__(self, answer: str) -> None:
        self._answer = answer

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return f"{self._answer}\n"
