"""Practice on a real store: a played customer goes the way of every customer, and is seen by their agent alone."""

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec
import pytest
from hubs import ANNA, MAYA, SAM, WAITS, Person, process
from msgspec.structs import replace
from serving import PARKING, PARKING_ORIGIN, site

from alongside.access import Who
from alongside.config import Identity, Known
from alongside.export import transcript
from alongside.hub import Hub
from alongside.hub.entries import read_entries
from alongside.protocol import (
    AskConsent,
    ChoosePlaybook,
    EndSession,
    RequestCheck,
    SendMessage,
    Signal,
    UsePrompt,
)
from alongside.session import Refused, State, summary
from alongside.session.gates import passes

SCRIPT, PLAYBOOK = "resident-permit-first-time", "resident-parking-permit"
PATIENCE = 20


@pytest.fixture
async def hub(redis_url: str, prefix: str) -> AsyncIterator[Hub]:
    async with process(redis_url, prefix) as hub:
        hub.practice.pace = 0.0
        yield hub


async def started(hub: Hub, who: Who = MAYA) -> tuple[str, Person]:
    session, answer = await hub.practice.scripted(who, PARKING, PLAYBOOK, SCRIPT)
    assert answer.ok
    return session, Person(hub, who, session)


class Looking:
    """A listener that only notes that something happened."""

    def __init__(self) -> None:
        self.who = Who(role="customer", site=PARKING)
        self.something = asyncio.Event()

    def update(self, update: msgspec.Raw) -> None:
        self.something.set()

    def signal(self, signal: Signal) -> None:
        pass

    def dismiss(self) -> None:
        pass


async def until(hub: Hub, session: str, holds: Callable[[State], bool]) -> State:
    """The session's state, once it is so."""
    room, looking = await hub.room(session), Looking()
    room.audience.join(looking)
    room.audience.caught_up(looking, room.state)
    async with asyncio.timeout(PATIENCE):
        while not holds(room.state):
            looking.something.clear()
            await looking.something.wait()
    room.audience.leave(looking)
    return room.state


def last_words(state: State) -> str:
    said = [item for item in state.chat.values() if item.role == "customer" and item.parts]
    return "".join(part.text for part in said[-1].parts) if said else ""


async def test_an_agent_helps_a_played_customer_from_the_first_question_to_their_thanks(hub: Hub) -> None:
    session, maya = await started(hub)
    state = await until(hub, session, lambda state: state.guide.info.id == PLAYBOOK)
    assert (state.info.practice, state.agent and state.agent.id) == (True, "maya")
    await maya.send(AskConsent(scope="lens"))
    await until(hub, session, lambda state: state.lens is not None)
    await maya.send(SendMessage(text="Your name, please."))
    await until(hub, session, lambda state: state.fields["f0"].state == "filled")
    await maya.send(SendMessage(text="Your date of birth."))
    await until(hub, session, lambda state: state.fields["f1"].state == "invalid")
    await until(hub, session, lambda state: "turned red" in last_words(state))
    await maya.send(SendMessage(text="The year needs four digits."))
    await until(hub, session, lambda state: state.fields["f1"].state == "filled")
    await maya.send(EndSession())
    state = await until(hub, session, lambda state: state.feedback is not None)
    assert state.feedback is not None
    assert state.feedback.solved == "partly"


async def test_nobody_else_sees_a_played_customer_and_no_figure_counts_them(hub: Hub) -> None:
    session, _ = await started(hub)
    assert [summary.row.session for summary in hub.desk.waiting()] == []
    assert hub.desk.next_for(SAM) is None
    assert hub.desk.summaries[session].row.practice
    entries = await read_entries(hub.log, session)
    assert transcript(session, entries).practice


async def test_faults_and_follow_ups_of_practice_reach_no_list(hub: Hub) -> None:
    session, maya = await started(hub)
    await maya.send(EndSession())
    state = await until(hub, session, lambda state: state.feedback is not None)
    made = summary(state)
    assert made.wraps_up == "maya", "wrapping up can be practised too"
    assert made.after(hub.clock.millis()) is None


async def test_nobody_practises_on_a_site_that_there_is_not(hub: Hub) -> None:
    everywhere = replace(MAYA, sites=())
    for nowhere in ("", "nowhere"):
        with pytest.raises(Refused):
            await hub.practice.scripted(everywhere, nowhere, "", SCRIPT)


async def test_an_agent_practises_with_one_customer_at_a_time(hub: Hub) -> None:
    _, maya = await started(hub)
    with pytest.raises(Refused, match="practising already"):
        await hub.practice.scripted(MAYA, PARKING, PLAYBOOK, SCRIPT)
    await maya.send(EndSession())
    await until(hub, maya.session, lambda state: state.feedback is not None)
    await started(hub)


async def test_a_finished_session_can_be_practised_with_by_who_may_read_it(hub: Hub) -> None:
    anna, sam = Person(hub, ANNA), Person(hub, SAM)
    await anna.send(WAITS)
    await hub.take(SAM, anna.session)
    await sam.send(ChoosePlaybook(playbook=PLAYBOOK))
    await anna.send(SendMessage(text="It does not take my postcode"))
    with pytest.raises(Refused, match="Only a finished session"):
        await hub.practice.recorded(SAM, anna.session)
    await sam.send(EndSession())
    with pytest.raises(Refused, match="no such session"):
        await hub.practice.recorded(MAYA, anna.session)
    session, answer = await hub.practice.recorded(SAM, anna.session)
    assert answer.ok
    state = await until(hub, session, lambda state: "postcode" in last_words(state))
    assert (state.info.practice, state.guide.info.id) == (True, PLAYBOOK)
    with pytest.raises(Refused, match="practising already"):
        await hub.practice.recorded(SAM, anna.session)


async def test_a_played_customer_passes_id_checks_though_nobody_knows_them(redis_url: str, prefix: str) -> None:
    app = Identity(people={"4711": Known(totp_secret="JBSWY3DPEHPK3PXP")})
    sites = {PARKING: replace(site("Parking", PARKING_ORIGIN), identity=app)}
    async with process(redis_url, prefix, sites=sites) as hub:
        hub.practice.pace = 0.0
        session, answer = await hub.practice.scripted(MAYA, PARKING, "benefit-income", "any-form-first-time")
        assert answer.ok
        maya = Person(hub, MAYA, session)
        assert (await maya.send(UsePrompt(key="step:gross-pay", how="sent"))).code == "check_needed"
        assert (await maya.send(RequestCheck(check="who-you-are", authority="deputy"))).ok
        state = await until(hub, session, lambda state: len(list(passes(state))) == 1)
        assert [record.state for record in state.checking.records.values()] == ["passed", "passed"]
        assert (await maya.send(UsePrompt(key="step:gross-pay", how="sent"))).ok
