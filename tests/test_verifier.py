"""ID checks through the hub, on a real store, against an organisation's system and mail server on real ports."""

import asyncio
import base64
import json
import random
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import msgspec
import pyotp
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from log_store import PATIENCE, opened
from organisation import ACCOUNT, ANSWERS, EMAIL, SIGNING_KEY, Organisation, organisation, signed
from redis.asyncio import Redis
from serving import PARKING, PARKING_ORIGIN, SettableClock, settings, site
from structlog.testing import capture_logs
from talk import CHECKED

from alongside.access import Who
from alongside.app import limits, rules
from alongside.config import Identity, Known, Question, SignedIdentity
from alongside.config import Organisation as Asked
from alongside.hub import Hub, Listener
from alongside.playbook.book import bound
from alongside.playbook.shapes import AppliesTo, Before, Check
from alongside.protocol import (
    Answer,
    AnswerCheck,
    BeginCheck,
    ChoosePlaybook,
    Command,
    Cursor,
    IdentifyCheck,
    JoinSession,
    Request,
    RequestCheck,
    RequestHelp,
    Signal,
)
from alongside.session.state import CheckRecord
from alongside.verifier import Timing, make_verifier

KEY = "a shared key of the tests, long enough"
SECRET = pyotp.random_base32()
WHO = "who-you-are"
MAYA = Who(role="agent", id="maya", name="Maya", teams=("permits",))
BOOK = bound(
    "checked",
    msgspec.structs.replace(
        CHECKED.playbook,
        applies_to=AppliesTo(sites=(PARKING,)),
        checks=(
            Check(
                id=WHO,
                title="Who you are",
                level="basic",
                before=Before(acts=("account-talk",)),
                methods=("signed", "code", "questions", "totp"),
                why="It is about you.",
                other_way="Come to see us.",
            ),
        ),
    ),
)


async def at_once(_: float) -> None:
    """The next tick comes at once."""


def identity(org: Organisation, **others: Any) -> Identity:
    fields: dict[str, Any] = {
        "signed": SignedIdentity(audience="alongside", keys={"k1": KEY}),
        "code_by": ("email",),
        "organisation": Asked(url=org.url, key=SIGNING_KEY, timeout_seconds=1),
        "ask_questions": True,
        "questions": (
            Question(id="postcode", label="Postcode"),
            Question(id="amount", label="Amount", required=False),
            Question(id="year", label="Year", required=False),
        ),
        "any_of": 1,
        "people": {ACCOUNT: Known(totp_secret=SECRET)},
    }
    return Identity(**(fields | others))


@asynccontextmanager
async def process(
    url: str, prefix: str, org: Organisation, clock: SettableClock, timing: Timing | None = None, **others: Any
) -> AsyncIterator[Hub]:
    """A hub of one process, with its verifier."""
    parking = msgspec.structs.replace(site("Parking permits", PARKING_ORIGIN), identity=identity(org, **others))
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": org.smtp_port, "smtp_security": "none"}
    made = settings(8700, url, sites={PARKING: parking}, smtp_from="codes@example.org", **smtp)
    async with opened(url, prefix) as log:
        verifier = make_verifier(made, log, clock.seconds, timing or Timing(pause=at_once))
        hub = Hub(log, rules(made), limits(made), clock, None, verifier)
        hub.library.books |= {"checked": BOOK, BOOK.hash: BOOK}
        await hub.start()
        try:
            yield hub
        finally:
            await hub.close()


@pytest.fixture
async def org() -> AsyncIterator[Organisation]:
    async with organisation() as org:
        yield org


@pytest.fixture
async def hub(redis_url: str, prefix: str, org: Organisation, clock: SettableClock) -> AsyncIterator[Hub]:
    async with process(redis_url, prefix, org, clock) as hub:
        yield hub


class Watcher(Listener):
    """Hears that a session went on."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.news = asyncio.Event()

    def update(self, update: msgspec.Raw) -> None:
        self.news.set()

    def signal(self, signal: Signal) -> None:
        pass

    def dismiss(self) -> None:
        self.news.set()


class Case:
    """One customer with an agent, and the check they were asked to pass."""

    def __init__(self, hub: Hub, session: str) -> None:
        self.hub, self.session = hub, session
        self.customer = Who(role="customer", site=PARKING, session=session)
        self._client = f"client-{random.getrandbits(64):x}"
        self._seq = 0

    async def send(self, command: Command, who: Who | None = None, hub: Hub | None = None, seq: int = 0) -> Answer:
        self._seq += not seq
        who = who or self.customer
        request = Request(f"{self._client}-{who.role[0]}", seq or self._seq, command)
        return await (hub or self.hub).submit(self.session, who, request)

    async def begin(self, method: Any = "code", account: str = ACCOUNT) -> Answer:
        answer = await self.send(BeginCheck(check=WHO, method=method, account=account))
        assert answer.ok, answer
        return answer

    async def code(self, digits: str, **others: Any) -> Answer:
        return await self.send(AnswerCheck(check=WHO, answers={"code": digits}), **others)

    async def settled(self, hub: Hub | None = None) -> CheckRecord:
        """The check once the try that is under way was settled."""
        room = await (hub or self.hub).room(self.session)
        watcher = Watcher(self.customer)
        room.audience.join(watcher)
        await room.resume(watcher, Cursor())
        async with asyncio.timeout(PATIENCE):
            while room.state.checking.records[WHO].trying:
                watcher.news.clear()
                await watcher.news.wait()
        room.audience.leave(watcher)
        return room.state.checking.records[WHO]

    async def tries(self, digits: str) -> CheckRecord:
        answer = await self.code(digits)
        assert answer.ok, answer
        return await self.settled()


async def asked(hub: Hub, session: str = "") -> Case:
    """A customer who is asked to pass the check."""
    case = Case(hub, session or f"s-{random.getrandbits(40):x}")
    for command, who in (
        (RequestHelp(channel="queue"), case.customer),
        (JoinSession(), MAYA),
        (ChoosePlaybook(playbook="checked"), MAYA),
        (RequestCheck(check=WHO), MAYA),
    ):
        answer = await case.send(command, who)
        assert answer.ok, answer
    return case


# --- one-time codes -------------------------------------------------------------------------------------


async def test_the_code_that_was_sent_passes_the_check(hub: Hub, org: Organisation) -> None:
    case = await asked(hub)
    await case.begin()
    mail = await org.mail()
    assert mail.startswith(f"To: {EMAIL}\nYour code for Parking permits")
    digits = mail.split("Your code is ")[1][:7]
    record = await case.tries(digits)
    assert (record.state, record.tried) == ("passed", 1)
    assert record.who
    assert ACCOUNT not in record.who


async def test_a_wrong_code_fails_and_the_right_one_still_passes(hub: Hub, org: Organisation) -> None:
    case = await asked(hub)
    await case.begin()
    right = await org.code()
    assert (await case.tries(other_than(right))).state == "failed"
    assert (await case.tries(right)).state == "passed"


async def test_a_code_works_once(hub: Hub, org: Organisation) -> None:
    case = await asked(hub)
    await case.begin()
    right = await org.code()
    assert (await case.tries(right)).state == "passed"
    case.hub.clock.go_on(31 * 60)  # type: ignore[attr-defined]
    await hub.checks.expire(await hub.room(case.session), hub.clock.millis())
    assert (await case.send(RequestCheck(check=WHO), MAYA)).ok
    await case.begin()
    await org.code()
    assert (await case.tries(right)).state == "failed"


async def test_a_fresh_code_makes_the_one_before_void(hub: Hub, org: Organisation) -> None:
    case = await asked(hub)
    await case.begin()
    first = await org.code()
    await case.begin()
    second = await org.code()
    assert first != second
    assert (await case.tries(first)).state == "failed"
    assert (await case.tries(second)).state == "passed"


async def test_a_code_is_for_its_session_and_account_alone(hub: Hub, org: Organisation) -> None:
    one, other = await asked(hub), await asked(hub)
    await one.begin()
    right = await org.code()
    await other.begin(account="BERT-1")
    assert (await other.tries(right)).state == "failed"
    await one.begin(account="BERT-1")
    assert (await one.tries(right)).state == "failed"


async def test_an_unknown_account_is_told_nothing_else(hub: Hub, org: Organisation) -> None:
    known, unknown = await asked(hub), await asked(hub)
    answers = [await known.begin(), await unknown.begin(account="NOBODY-1")]
    await org.code()
    assert answers[0].secret == answers[1].secret == ""
    records = [await known.tries("000000"), await unknown.tries("000000")]
    shown = [msgspec.to_builtins((await hub.room(case.session)).state.checking.asked[WHO]) for case in (known, unknown)]
    assert [record.state for record in records] == ["failed", "failed"]
    for each in shown:
        each.pop("at")
    assert shown[0] == shown[1]


async def test_only_so_many_codes_are_sent_to_an_account(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    async with process(redis_url, prefix, org, clock, codes_per_hour=2) as hub:
        for _ in range(2):
            case = await asked(hub)
            await case.begin()
            await org.code()
        case = await asked(hub)
        before = len(org.asked)
        await case.begin()
        assert (await case.tries("000000")).state == "failed"
        assert org.mails == []
        assert len(org.asked) == before


# --- tries ----------------------------------------------------------------------------------------------


async def test_ten_guesses_at_once_over_two_processes_get_three_tries(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    async with AsyncExitStack() as stack:
        hubs = [await stack.enter_async_context(process(redis_url, prefix, org, clock)) for _ in range(2)]
        looked: list[str] = []
        for hub in hubs:
            looks(hub, looked)
        case = await asked(hubs[0])
        await case.begin()
        right = await org.code()
        for _ in range(5):
            guesses = [case.code(other_than(right, n), hub=hubs[n % 2]) for n in range(10)]
            await asyncio.gather(*guesses)
            for hub in hubs:
                await case.settled(hub)
        record = await case.settled()
        assert (record.state, record.tried) == ("locked", 3)
        assert len(looked) == len(set(looked)) == 3
        refused = await case.code(right)
        assert "There are no more tries for this check today" in refused.says


async def test_a_try_that_is_sent_again_with_another_answer_is_looked_at_once(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    async with AsyncExitStack() as stack:
        hubs = [await stack.enter_async_context(process(redis_url, prefix, org, clock)) for _ in range(2)]
        looked: list[str] = []
        for hub in hubs:
            looks(hub, looked)
        case = await asked(hubs[0])
        await case.begin()
        right = await org.code()
        sent = [case.code(other_than(right), seq=77)] + [case.code(right, seq=77, hub=hubs[n % 2]) for n in range(6)]
        await asyncio.gather(*sent)
        record = await case.settled()
        await asyncio.gather(*(case.code(right, seq=77, hub=hub) for hub in hubs))
        assert (record.state, record.tried, len(looked)) == ("failed", 1, 1)
        assert (await case.settled()).state == "failed"


async def test_a_choice_that_is_sent_again_as_another_way_stays_what_it_was(hub: Hub, org: Organisation) -> None:
    case = await asked(hub)
    case._seq = 76
    await case.begin("totp")
    answer = await case.send(BeginCheck(check=WHO, method="signed"), seq=77)
    assert (answer.ok, answer.secret) == (True, "")


async def test_five_tries_an_account_a_day_over_all_sessions(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    async with process(redis_url, prefix, org, clock, codes_per_hour=50) as hub:
        cases = [await asked(hub) for _ in range(8)]
        for case in cases:
            await case.begin()
            await org.code()
        await asyncio.gather(*(case.code("000000") for case in cases))
        states = sorted([(await case.settled()).state for case in cases])
        assert states == ["failed"] * 5 + ["locked"] * 3
        late = await asked(hub)
        await late.begin()
        assert (await late.tries(await org.code())).state == "locked", "not even the right code"
        spelt = await asked(hub)
        await spelt.begin(account="anna 4711")
        assert (await spelt.tries("000000")).state == "locked", "nor another spelling"
        other = await asked(hub)
        await other.begin(account="BERT-1")
        assert (await other.tries("000000")).state == "failed"


async def test_a_right_answer_takes_none_of_the_day_s_tries(hub: Hub, org: Organisation) -> None:
    for _ in range(4):
        case = await asked(hub)
        await case.begin()
        assert (await case.tries(await org.code())).state == "passed"
    assert await hub.indexes.peek(f"tries:{(await case.settled()).who}") == 0


async def test_whoever_dies_while_looking_costs_a_try_and_gives_none(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    async with process(redis_url, prefix, org, clock) as hub:
        case = await asked(hub)
        await case.begin("questions")
        org.hangs = True
        await case.send(AnswerCheck(check=WHO, answers={"postcode": "XY9 9ZZ", "year": "NINETEEN-98"}))
    org.hangs = False
    async with process(redis_url, prefix, org, clock) as hub:
        case.hub = hub
        assert "still looking" in (await case.code("000000")).says
        clock.go_on(61)
        await hub.checks.expire(await hub.room(case.session), clock.millis())
        record = await case.settled()
        assert (record.state, record.left, record.unavailable) == ("failed", 2, True)


async def test_outcomes_are_told_at_ticks_whatever_they_are(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    pauses: list[float] = []
    times = iter([0.0, 0.3, 10.0, 10.0, 20.0, 21.7, 30.0, 32.9])

    async def pause(seconds: float) -> None:
        pauses.append(round(seconds, 3))

    timing = Timing(tick=1.5, now=lambda: next(times), pause=pause)
    async with process(redis_url, prefix, org, clock, timing) as hub:
        for account in (ACCOUNT, "NOBODY-1", ACCOUNT, "NOBODY-2"):
            case = await asked(hub)
            await case.begin("questions", account)
            await case.send(AnswerCheck(check=WHO, answers={"postcode": "wrong", "year": "NINETEEN-98"}))
            await case.settled()
    assert pauses == [1.2, 1.5, 1.3, 0.1], "each ends at 1.5 or 3 seconds after it began"


# --- the organisation's system --------------------------------------------------------------------------


async def questions(hub: Hub, **answers: str) -> CheckRecord:
    case = await asked(hub)
    await case.begin("questions")
    given = {"postcode": ANSWERS["postcode"], "year": ANSWERS["year"]} | answers
    answer = await case.send(AnswerCheck(check=WHO, answers=given))
    assert answer.ok, answer
    return await case.settled()


async def test_right_answers_pass_and_the_organisation_is_told_the_rules(hub: Hub, org: Organisation) -> None:
    assert (await questions(hub)).state == "passed"
    [sent] = org.asked
    assert (sent["required"], sent["any_of"], sent["account"]) == (["postcode"], 1, ACCOUNT)


async def test_wrong_answers_fail_without_telling_which(hub: Hub, org: Organisation) -> None:
    for wrong in ({"postcode": "no"}, {"year": "no"}, {"postcode": "no", "year": "no"}):
        record = await questions(hub, **wrong)
        assert (record.state, record.unavailable) == ("failed", False)
        assert set(org.asked[-1]["answers"]) == {"postcode", "year"}, "all are sent, whatever is wrong"


async def test_a_system_that_does_not_answer_in_time_passes_nobody(hub: Hub, org: Organisation) -> None:
    org.hangs = True
    record = await questions(hub)
    assert (record.state, record.unavailable, record.left) == ("failed", True, 2)
    assert len(org.ids) == 2
    assert org.ids[0] == org.ids[1], "it is asked again under the same id"


async def test_a_passing_error_of_the_system_is_got_over_by_asking_again(hub: Hub, org: Organisation) -> None:
    org.faults = [503]
    assert (await questions(hub)).state == "passed"
    assert org.ids[0] == org.ids[1]
    org.faults = [500, 500]
    assert (await questions(hub)).unavailable
    org.faults = [404]
    assert (await questions(hub)).unavailable


YES = json.dumps({"right": True})
NO = json.dumps({"right": False})
Reply = Callable[[str, str, dict[str, Any]], tuple[str, dict[str, str]]]
TAMPERED: dict[str, Reply] = {
    "a no turned into a yes": lambda id, request, known: (YES, signed(f"reply.{id}", NO)[1]),
    "no signature": lambda id, request, known: (YES, {}),
    "another key": lambda id, request, known: signed(
        f"reply.{id}", YES, "whsec_" + base64.b64encode(b"z" * 32).decode()
    ),
    "the reply to another request": lambda id, request, known: signed("reply.try_other", YES),
    "another reply's signature": lambda id, request, known: (
        YES,
        signed("reply.try_other", YES)[1] | {"webhook-id": f"reply.{id}"},
    ),
    "an echo of the request": lambda id, request, known: signed(id, request),
    "an old reply": lambda id, request, known: (YES, signed(f"reply.{id}", YES)[1] | {"webhook-timestamp": "1000"}),
    "a signature that is none": lambda id, request, known: (
        YES,
        signed(f"reply.{id}", YES)[1] | {"webhook-signature": "v1"},
    ),
    "not JSON": lambda id, request, known: signed(f"reply.{id}", "yes"),
    "a yes that is none": lambda id, request, known: signed(f"reply.{id}", '{"right": "yes"}'),
}


@pytest.mark.parametrize("name", TAMPERED)
async def test_a_reply_that_cannot_be_trusted_passes_nobody(hub: Hub, org: Organisation, name: str) -> None:
    org.reply = TAMPERED[name]
    record = await questions(hub)
    assert (record.state, record.unavailable) == ("failed", True)


# --- authenticator apps ---------------------------------------------------------------------------------


async def test_the_digits_of_an_app_work_once(hub: Hub, clock: SettableClock) -> None:
    digits = pyotp.TOTP(SECRET).at(clock.seconds())
    case = await asked(hub)
    await case.begin("totp")
    assert (await case.tries(digits)).state == "passed"
    case = await asked(hub)
    await case.begin("totp")
    assert (await case.tries(digits)).state == "failed", "the same digits again"
    clock.go_on(30)
    assert (await case.tries(pyotp.TOTP(SECRET).at(clock.seconds()))).state == "passed"


async def test_the_digits_of_long_ago_or_of_nobody_fail(hub: Hub, clock: SettableClock) -> None:
    old = pyotp.TOTP(SECRET).at(clock.seconds() - 120)
    case = await asked(hub)
    await case.begin("totp")
    assert (await case.tries(old)).state == "failed"
    case = await asked(hub)
    await case.begin("totp", account="NOBODY-1")
    assert (await case.tries(pyotp.TOTP(SECRET).at(clock.seconds()))).state == "failed"


async def test_digits_that_the_organisation_checks_work_once_too(
    redis_url: str, prefix: str, org: Organisation, clock: SettableClock
) -> None:
    system = Asked(url=org.url, key=SIGNING_KEY, totp=True)
    async with process(redis_url, prefix, org, clock, organisation=system) as hub:
        states = []
        for digits in (org.digits, org.digits, "111111"):
            case = await asked(hub)
            await case.begin("totp")
            states.append((await case.tries(digits)).state)
        assert states == ["passed", "failed", "failed"]


# --- signed identity ------------------------------------------------------------------------------------


def token(clock: SettableClock, nonce: str, **others: Any) -> str:
    now = int(clock.seconds())
    claims = {"aud": "alongside", "sub": ACCOUNT, "iat": now, "exp": now + 60, "jti": "j-1", "nonce": nonce} | others
    return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, OctKey.import_key(KEY))


async def identifies(case: Case, signed_identity: str) -> CheckRecord:
    answer = await case.send(IdentifyCheck(check=WHO, token=signed_identity))
    assert answer.ok, answer
    return await case.settled()


async def test_a_signed_identity_passes_and_the_account_is_known_from_then_on(hub: Hub, clock: SettableClock) -> None:
    case = await asked(hub)
    nonce = (await case.begin("signed", "")).secret
    assert nonce
    assert (await identifies(case, token(clock, nonce))).state == "passed"
    [contact] = await hub.checks._verifier.destinations(PARKING, case.session)  # type: ignore[union-attr]
    assert contact.shown == "a•••@m•••.org"


async def test_a_token_is_used_once(hub: Hub, clock: SettableClock) -> None:
    first, second = await asked(hub), await asked(hub)
    assert (await identifies(first, token(clock, (await first.begin("signed", "")).secret))).state == "passed"
    replayed = token(clock, (await second.begin("signed", "")).secret)
    assert (await identifies(second, replayed)).state == "failed", "its jti was used"


async def test_a_token_is_for_its_own_session_and_its_nonce_works_once(hub: Hub, clock: SettableClock) -> None:
    one, other = await asked(hub), await asked(hub)
    nonce = (await one.begin("signed", "")).secret
    await other.begin("signed", "")
    assert (await identifies(other, token(clock, nonce))).state == "failed"
    assert (await identifies(one, token(clock, nonce, jti="j-2", aud="shop"))).state == "failed"
    assert (await identifies(one, token(clock, nonce, jti="j-3"))).state == "failed", "the nonce was used"


async def test_three_bad_tokens_lock_the_check(hub: Hub) -> None:
    case = await asked(hub)
    await case.begin("signed", "")
    states = [(await identifies(case, "a.b.c")).state for _ in range(3)]
    assert states == ["failed", "failed", "locked"]


# --- what is kept ---------------------------------------------------------------------------------------


async def test_no_answer_code_token_or_account_is_in_redis_or_in_the_logs(
    hub: Hub, org: Organisation, clock: SettableClock, redis_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logged:
        case = await asked(hub)
        await case.begin()
        right = await org.code()
        dumps = [await dump(redis_url)]
        await case.tries(other_than(right))
        await case.tries(right)
        await questions(hub)
        org.hangs = True
        await questions(hub)
        org.hangs = False
        other = await asked(hub)
        signed_identity = token(clock, (await other.begin("signed", "")).secret)
        await identifies(other, signed_identity)
        third = await asked(hub)
        await third.begin("totp")
        digits = pyotp.TOTP(SECRET).at(clock.seconds())
        await third.tries(digits)
        dumps.append(await dump(redis_url))
    output = "".join(capfd.readouterr())
    secrets = [ACCOUNT, EMAIL, signed_identity, SECRET, KEY, SIGNING_KEY, *ANSWERS.values()]
    everything = b"".join(dumps) + repr(logged).encode() + output.encode()
    assert [secret for secret in secrets if any(form in everything for form in forms(secret))] == []
    codes = re.compile(rb"(?<![0-9a-f])(%b|%b)(?![0-9a-f])" % (right.encode(), digits.encode()))
    assert not codes.search(everything), "six digits by themselves; digests and times hold many"


def forms(secret: str) -> list[bytes]:
    """A secret as it is, and as it is often written; base64 in each of its three positions, without its edges."""
    raw = secret.encode()
    shifted = [base64.b64encode(b"\0" * shift + raw)[shift * 2 : -4] for shift in range(3)]
    return [raw, raw.hex().encode(), raw.lower(), raw.replace(b" ", b"+"), raw.replace(b" ", b"%20"), *shifted]


async def dump(url: str) -> bytes:
    """Everything that the store holds, keys and values, packed entries opened."""
    client = Redis.from_url(url)
    found: list[bytes] = []
    async for key in client.scan_iter():
        kind = await client.type(key)
        found += [key, b"\n", await _value(client, key, kind.decode() if isinstance(kind, bytes) else kind), b"\n"]
    await client.aclose()
    return b"".join(found)


async def _value(client: Any, key: bytes, kind: str) -> bytes:
    if kind == "stream":
        return b"".join(b"".join((*fields, *fields.values())) for _, fields in await client.xrange(key))
    if kind == "string":
        return bytes(await client.get(key))
    if kind == "zset":
        return b" ".join(member for member, _ in await client.zrange(key, 0, -1, withscores=True))
    if kind == "set":
        return b" ".join(await client.smembers(key))
    return repr(await client.dump(key)).encode()


def looks(hub: Hub, seen: list[str]) -> None:
    """Have every answer that is really looked at written into a list."""
    verifier: Any = hub.checks._verifier
    really = verifier._right

    async def right(attempt: Any, account: str, who: str) -> bool:
        seen.append(attempt.id)
        return bool(await really(attempt, account, who))

    verifier._right = right


def other_than(digits: str, by: int = 0) -> str:
    """Another code."""
    return f"{(int(digits) + 1 + by) % 1_000_000:06}"
