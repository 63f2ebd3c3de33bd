"""Webhooks to a real receiver: signed, tried again, kept over a restart, sent once, never where they must not go."""

import asyncio
import base64
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hubs import ANNA, MAYA, WAITS, Person, process
from log_store import killable_store, opened
from msgspec.structs import replace
from serving import PARKING, SettableClock, answering, settings
from standardwebhooks import Webhook, WebhookVerificationError
from talk import WRAPUP

from alongside.config import WebhookRules
from alongside.config.rules import faults
from alongside.log import OutboxStore
from alongside.protocol import EndSession, FaultDraft, JoinSession
from alongside.webhooks import DeadLetters, Forbidden, Outbox, Target, check_url
from alongside.webhooks.addresses import PublicResolver, check_address
from alongside.webhooks.dead import Keep
from alongside.webhooks.messages import Message
from alongside.webhooks.posting import Posting

SECRET = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class Receiver:
    """An organisation's server. It answers with what it is told to; what it took is checked for its signature."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.asked = 0
        self.url = ""
        self.down = False
        self.ids: list[str] = []
        self.headers: dict[str, str] = {}

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.asked += 1
        if self.down:
            raise web.HTTPServiceUnavailable
        self.headers = dict(request.headers)
        self.ids.append(request.headers["webhook-id"])
        message = Webhook(SECRET).verify(body, dict(request.headers))
        status = self.answers.pop(0) if self.answers else 204
        if status < 300:
            self.taken.append((request.headers["webhook-id"], message))
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    app, receiver = web.Application(), Receiver()
    app.router.add_post("/hook", receiver.take)
    async with answering(app, "localhost") as address:
        receiver.url = f"{address}/hook"
        yield receiver


@asynccontextmanager
async def outbox(
    url: str,
    prefix: str,
    clock: SettableClock,
    target: str,
    keep: Keep = Keep(),  # noqa: B008
) -> AsyncIterator[Outbox]:
    """An outbox as one process has it, told when to send."""
    async with opened(url, prefix) as log:
        targets = {PARKING: Target(url=target, secret=SECRET)}
        yield Outbox(OutboxStore(log), targets, clock.seconds, tried_out=True, keep=keep)


def letters(box: Outbox, clock: SettableClock, keep: Keep = Keep()) -> DeadLetters:  # noqa: B008
    return DeadLetters(box._store, clock.seconds, keep)


async def give_up(box: Outbox, clock: SettableClock) -> None:
    while await send(box):
        clock.go_on(30_000)


async def send(box: Outbox) -> int:
    async with box._session() as line:
        return await box.send_due(line)


async def test_a_message_is_posted_signed_with_its_kind_time_and_facts(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        assert await box.put(PARKING, "fault.opened", "fault.1", {"what": "Upload fails"})
        await send(box)
        [(id, message)] = receiver.taken
        assert id == "fault.1"
        assert message["type"] == "fault.opened"
        assert message["data"] == {"site": "parking", "what": "Upload fails"}
        assert await box._store.waiting() == 0


@pytest.mark.parametrize("answer", [500, 404, 302])
async def test_a_message_that_was_not_taken_is_sent_again_after_a_pause(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock, answer: int
) -> None:
    receiver.answers = [answer]
    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        await box.put(PARKING, "fault.opened", "fault.1", {})
        await send(box)
        assert await send(box) == 0
        clock.go_on(6)
        assert await send(box) == 1
        assert [id for id, _ in receiver.taken] == ["fault.1"]
        assert receiver.asked == 2


async def test_a_message_that_cannot_be_made_is_given_up_too_and_keeps_no_other_back(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async def broken(id: str, message: Message) -> Posting | None:
        raise KeyError(id)

    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        box.makes(PARKING, "note", broken)
        await box.put(PARKING, "note", "note.1", {})
        await box.put(PARKING, "fault.opened", "fault.1", {})
        await give_up(box, clock)
        assert [id for id, _ in receiver.taken] == ["fault.1"]
        [letter] = await letters(box, clock).given_up([PARKING])
        assert (letter.id, letter.reason) == ("note.1", "could not be made (KeyError)")


async def test_a_receiver_that_is_away_for_a_day_is_given_up(redis_url: str, prefix: str, clock: SettableClock) -> None:
    async with outbox(redis_url, prefix, clock, "http://localhost:1/nobody") as box:
        await box.put(PARKING, "fault.opened", "fault.1", {})
        tries = 0
        while await send(box):
            tries += 1
            clock.go_on(30_000)
        assert tries == len(box._pauses) + 1
        assert await box._store.waiting() == 0
        [letter] = await letters(box, clock).given_up([PARKING])
        assert (letter.id, letter.tries) == ("fault.1", tries)
        assert letter.reason == "could not be reached"


async def test_the_same_fact_put_in_by_two_processes_goes_out_once(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with (
        outbox(redis_url, prefix, clock, receiver.url) as one,
        outbox(redis_url, prefix, clock, receiver.url) as two,
    ):
        assert await one.put(PARKING, "fault.opened", "fault.1", {})
        assert not await two.put(PARKING, "fault.opened", "fault.1", {})
        await send(one)
        await send(two)
        assert not await two.put(PARKING, "fault.opened", "fault.1", {})
        await send(two)
    assert receiver.asked == 1


async def test_what_a_process_took_and_did_not_send_another_one_sends_after_the_lease(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with outbox(redis_url, prefix, clock, receiver.url) as dead:
        await dead.put(PARKING, "fault.opened", "fault.1", {})
        assert len(await dead._store.take(clock.seconds(), lease=60)) == 1
    async with outbox(redis_url, prefix, clock, receiver.url) as living:
        assert await send(living) == 0
        clock.go_on(61)
        assert await send(living) == 1
    assert len(receiver.taken) == 1


async def test_a_message_outlives_the_store_being_killed(
    receiver: Receiver, tmp_path: Path, prefix: str, clock: SettableClock
) -> None:
    receiver.answers = [500]
    async with killable_store(tmp_path) as store:
        async with outbox(store.url, prefix, clock, receiver.url) as box:
            await box.put(PARKING, "fault.opened", "fault.1", {})
            await send(box)
        store.kill()
        await store.start()
        clock.go_on(6)
        async with outbox(store.url, prefix, clock, receiver.url) as box:
            assert await send(box) == 1
    assert len(receiver.taken) == 1


async def test_a_receiver_that_is_down_for_an_hour_is_told_everything_in_the_end(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    ids = [f"fault.{number}" for number in range(30)]
    clock.go_on(-4 * 3_600)  # receivers take no message that is five minutes off
    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        receiver.down = True
        for id in ids:
            await box.put(PARKING, "fault.opened", id, {})
            clock.go_on(120)
            await send(box)
        receiver.down, clock.now = False, SettableClock().now
        while await send(box):
            pass
        assert await box._store.waiting() == 0
    assert sorted(id for id, _ in receiver.taken) == sorted(ids)


async def test_a_message_taken_twice_has_the_same_id_and_a_forged_one_does_not_verify(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    receiver.answers = [500]
    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        await box.put(PARKING, "fault.opened", "fault.1", {})
        await send(box)
        clock.go_on(6)
        await send(box)
    assert receiver.ids == ["fault.1", "fault.1"]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(b'{"type": "fault.opened"}', receiver.headers)


async def test_a_dead_letter_is_sent_again_with_all_its_tries_or_thrown_away(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        clock.go_on(-4 * 86_400)
        receiver.down = True
        for id in ("fault.1", "fault.2"):
            await box.put(PARKING, "fault.opened", id, {})
        await give_up(box, clock)
        dead = letters(box, clock)
        assert await dead.replay(["library"]) == 0, "another site's"
        assert await dead.discard([PARKING], "fault.2") == 1
        assert await dead.replay([PARKING], "fault.1") == 1
        receiver.down, clock.now = False, SettableClock().now
        await send(box)
        assert [id for id, _ in receiver.taken] == ["fault.1"]
        assert await dead.given_up([PARKING]) == []
        assert not await box.put(PARKING, "fault.opened", "fault.2", {}), "it is still known"


async def test_dead_letters_are_kept_up_to_a_number_and_an_age(
    redis_url: str, prefix: str, clock: SettableClock
) -> None:
    keep = Keep(letters=2, seconds=86_400 * 6)
    async with outbox(redis_url, prefix, clock, "http://localhost:1/nobody", keep) as box:
        for number in range(3):
            await box.put(PARKING, "fault.opened", f"fault.{number}", {})
        await give_up(box, clock)
        dead = letters(box, clock, keep)
        assert len(await dead.given_up([PARKING])) == 2
        clock.go_on(86_400 * 7)
        assert await dead.given_up([PARKING]) == []


async def test_only_kinds_that_a_site_asked_for_are_sent(
    receiver: Receiver, redis_url: str, prefix: str, clock: SettableClock
) -> None:
    async with outbox(redis_url, prefix, clock, receiver.url) as box:
        assert not await box.put(PARKING, "session.started", "session.1", {})
        assert await box.test(PARKING)
        await send(box)
    assert [message["type"] for _, message in receiver.taken] == ["webhook.test"]


async def test_a_new_fault_and_each_further_session_are_told_once_and_name_nobody(
    receiver: Receiver, redis_url: str, prefix: str
) -> None:
    sites = settings(8700, redis_url).sites
    hook = WebhookRules(url=receiver.url, secret=SECRET)
    sites = {**sites, PARKING: replace(sites[PARKING], webhook=hook)}
    async with process(redis_url, prefix, sites=sites) as hub:
        for session in ("s-1", "s-2"):
            anna, maya = Person(hub, ANNA, session), Person(hub, MAYA, session)
            await anna.send(WAITS)
            assert (await maya.send(JoinSession())).ok
            assert (await anna.send(EndSession())).ok
            noted = replace(WRAPUP, faults=(FaultDraft(what="Upload fails"),), follow_up=None)
            assert (await maya.send(noted)).ok
            while hub._background:
                await asyncio.gather(*hub._background)
                await asyncio.sleep(0)  # for what a finished task leaves to be done
        await hub.faults.settle_all()
        async with hub.outbox._session() as line:
            while await hub.outbox.send_due(line):
                pass
        async with process(redis_url, prefix, sites=sites) as other:
            await other.faults.settle_all()
            assert await other.outbox._store.waiting() == 0
    kinds = sorted(message["type"] for _, message in receiver.taken)
    assert kinds == ["fault.opened", "fault.recorded", "fault.recorded"]
    told = json.dumps(receiver.taken)
    assert "Upload fails" in told
    assert "My permit" not in told
    assert "Get a permit" not in told
    assert "s-1" not in told, "nor a message's id"
    assert not any(message["data"]["sessions"] == ["s-1"] for _, message in receiver.taken)


# --- where it may go --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://tickets.example.org/hook",
        "https://user:word@tickets.example.org/",
        "https://10.0.0.7/hook",
        "https://[::1]/hook",
        "https://169.254.169.254/latest/meta-data",
        "ftp://tickets.example.org/",
        "https:///hook",
        "http://localhost/hook",
    ],
)
def test_an_address_that_must_not_be_used_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        check_url(url, internal=False, tried_out=False)


def test_the_own_network_is_allowed_where_the_site_says_so() -> None:
    check_url("https://10.0.0.7/hook", internal=True, tried_out=False)
    with pytest.raises(Forbidden):
        check_url("http://10.0.0.7/hook", internal=True, tried_out=False)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1"),
        "fec0::1",
        *("64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1", "2002:a00:1::1", "::127.0.0.1", "::ffff:0:10.0.0.1"),
    ],
)
def test_an_address_of_a_private_network_is_refused(address: str) -> None:
    with pytest.raises(Forbidden):
        check_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_internet_is_not(address: str) -> None:
    check_address(address)


async def test_a_name_that_leads_to_a_private_address_is_not_connected_to() -> None:
    resolver = PublicResolver(frozenset())
    with pytest.raises(OSError, match="not public"):
        await resolver.resolve("localhost", 443)
    await PublicResolver(frozenset({"localhost"})).resolve("localhost", 443)


# --- the settings -----------------------------------------------------------------------------------------


def problems(**webhook: Any) -> list[str]:
    made = settings(8700, "redis://localhost")
    site = replace(made.sites[PARKING], webhook=WebhookRules(**webhook))
    return [problem.where for problem in faults(replace(made, sites={PARKING: site}, accounts={}))]


def test_a_webhook_without_a_proper_secret_or_address_is_named() -> None:
    assert problems(url="https://tickets.example.org/", secret=SECRET) == []
    assert problems(url="https://tickets.example.org/", secret="short") == ["sites.parking.webhook.secret"]
    assert problems(url="http://tickets.example.org/", secret=SECRET) == ["sites.parking.webhook.url"]


def test_the_secret_is_never_shown() -> None:
    shown = repr(WebhookRules(url="https://tickets.example.org/", secret=SECRET))
    assert SECRET not in shown
    assert SECRET not in repr(Target(url="https://tickets.example.org/", secret=SECRET))
