"""What other servers are told of sessions: each thing once, whatever stops, and nobody named or quoted."""

import asyncio
import json
from typing import Any

import pytest
from hubs import ANNA, MAYA, WAITS, Person, process
from log_store import PATIENCE
from msgspec.structs import replace
from serving import PARKING, SettableClock, settings
from talk import CHECK, WRAPUP
from test_webhooks import SECRET, Receiver, receiver

from alongside.config import Site, WebhookRules
from alongside.config.structure import WebhookKind
from alongside.hub import Hub
from alongside.log import unnamed
from alongside.protocol import (
    CheckFailed,
    CheckLocked,
    Decision,
    EndSession,
    Entry,
    JoinSession,
    SendMessage,
    encode_entry,
)

__all__ = ["receiver"]

KINDS: tuple[WebhookKind, ...] = ("session.started", "session.ended", "session.wrapped_up", "check.failed")


def hooked(receiver: Receiver, redis_url: str, **rules: Any) -> dict[str, Site]:
    sites = settings(8700, redis_url).sites
    hook = WebhookRules(url=receiver.url, secret=SECRET, kinds=KINDS, **rules)
    return {**sites, PARKING: replace(sites[PARKING], webhook=hook)}


async def put_in(hub: Hub) -> None:
    while hub._background:
        await asyncio.gather(*hub._background)
        await asyncio.sleep(0)  # for what a finished task leaves to be done


async def sent(hub: Hub, receiver: Receiver) -> list[str]:
    """The kinds that the receiver has by now, in the order in which they happened."""
    await put_in(hub)
    async with asyncio.timeout(PATIENCE):
        while await hub.outbox._store.waiting():  # noqa: ASYNC110 (the store has no event)
            await asyncio.sleep(0.01)
    return [message["type"] for _, message in sorted(receiver.taken, key=lambda each: each[0])]


async def a_whole_session(hub: Hub, session: str = "s-1") -> None:
    anna, maya = Person(hub, ANNA, session), Person(hub, MAYA, session)
    assert (await anna.send(WAITS)).ok
    assert (await maya.send(JoinSession())).ok
    assert (await maya.send(SendMessage(text="A word in private"))).ok
    assert (await anna.send(EndSession())).ok
    assert (await maya.send(replace(WRAPUP, follow_up=None))).ok


async def test_a_session_is_told_from_its_start_to_its_wrap_up_and_names_and_quotes_nobody(
    receiver: Receiver, redis_url: str, prefix: str
) -> None:
    async with process(redis_url, prefix, sites=hooked(receiver, redis_url)) as hub:
        await a_whole_session(hub)
        kinds = await sent(hub, receiver)
        assert kinds == ["session.started", "session.ended", "session.wrapped_up"]
        assert await hub.indexes.unseen_to(hub.clock.seconds() + 1_000) == []
    ended = next(message["data"] for _, message in receiver.taken if message["type"] == "session.ended")
    assert ended["site"] == "parking"
    assert ended["ended_by"] == "customer"
    assert ended["helped"] is True
    assert ended["session"] == unnamed("s-1")
    told = json.dumps(receiver.taken)
    for secret in ("s-1", "My permit", "A word", "Get a permit", "Maya", "maya"):
        assert secret not in told


async def test_a_link_to_the_session_is_sent_where_the_site_asks_for_it(
    receiver: Receiver, redis_url: str, prefix: str
) -> None:
    async with process(redis_url, prefix, sites=hooked(receiver, redis_url, sessions=True)) as hub:
        await Person(hub, ANNA).send(WAITS)
        await sent(hub, receiver)
    assert receiver.taken[0][1]["data"]["page"] == "http://localhost:8700/sessions/s-1"


async def test_what_a_process_that_died_did_not_tell_another_one_tells_once(
    receiver: Receiver, redis_url: str, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, sites = SettableClock(), hooked(receiver, redis_url)
    async with process(redis_url, prefix, clock, sites=sites) as dying:
        monkeypatch.setattr(dying.telling, "due", lambda _: False)
        await a_whole_session(dying)
        dying.rooms.clear()
    clock.go_on(200)
    async with process(redis_url, prefix, clock, sites=sites) as other:
        await other.telling.settle_all()
        assert await sent(other, receiver) == ["session.started", "session.ended", "session.wrapped_up"]
    async with process(redis_url, prefix, clock, sites=sites) as third:
        await third.room("s-1")
        await third.telling.settle_all()
        await sent(third, receiver)
    assert len(receiver.taken) == 3


async def test_a_failed_check_is_told_and_one_that_nobody_could_look_at_is_not(
    receiver: Receiver, redis_url: str, prefix: str
) -> None:
    async with process(redis_url, prefix, sites=hooked(receiver, redis_url)) as hub:
        await Person(hub, ANNA).send(WAITS)
        number = await hub.log.top("s-1") + 1
        events = (
            CheckFailed(check=CHECK, left=1, who="digest"),
            CheckFailed(check=CHECK, left=1, unavailable=True),
            CheckLocked(check=CHECK),
        )
        entry = Entry(number=number, at=hub.clock.millis(), decisions=(Decision(actor=ANNA.actor, events=events),))
        await hub.log.append("s-1", number, encode_entry(entry))
        room = await hub.room("s-1")
        room.check()
        while room._writing:
            await room._writer  # type: ignore[misc]
        await sent(hub, receiver)
    checks = [message["data"] for _, message in receiver.taken if message["type"] == "check.failed"]
    assert sorted((each["left"], each["locked"]) for each in checks) == [(0, True), (1, False)]
    assert "digest" not in json.dumps(checks)


async def test_a_session_that_is_erased_leaves_no_message_in_the_outbox(
    receiver: Receiver, redis_url: str, prefix: str
) -> None:
    receiver.down = True
    async with process(redis_url, prefix, sites=hooked(receiver, redis_url, sessions=True)) as hub:
        await a_whole_session(hub)
        await put_in(hub)
        assert await hub.outbox._store.waiting() == 3
        await hub.log.erase("s-1")
        assert await hub.outbox._store.waiting() == 0
        assert await hub.log.store.ask("HLEN", hub.log.keys.outbox[1]) == 0
