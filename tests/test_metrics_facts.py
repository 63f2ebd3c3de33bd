"""A session's row: what its entries make of it, and that nothing in a log makes it raise."""

import msgspec
import pytest
from hypothesis import given, settings
from session_strategies import logs
from talk import CARD, CUSTOMER, FORM, MAYA, NOOR, START, WRAPUP, Talk, helped, over, sharing, waiting

from alongside.access import SYSTEM
from alongside.metrics import Facts, Reading, facts
from alongside.protocol import (
    Actor,
    ChangeLens,
    CheckExpired,
    CheckLocked,
    CheckPassed,
    CheckRequested,
    ChoosePlaybook,
    CompleteFollowUp,
    CueSeen,
    Decision,
    EndSession,
    Entry,
    Event,
    FaultSeen,
    Field,
    GiveFeedback,
    JoinSession,
    LapseAgent,
    OpenLens,
    RequestHelp,
    SendMessage,
    SessionWatched,
    TransferSession,
    WithdrawConsent,
)


def row(talk: Talk) -> Facts:
    return facts("s1", talk.entries)


def after(*events: Event) -> Facts:
    entries = [
        Entry(number=number, at=START + number, decisions=(Decision(actor=Actor(role="system"), events=(event,)),))
        for number, event in enumerate(events, 1)
    ]
    return facts("s1", entries)


def field(state: str, error: str = "", id: str = "f1", **more: str) -> Field:
    return msgspec.convert(
        {"id": id, "step": "s1", "name": "Date of birth", "kind": "date", "state": state, "error": error, **more},
        Field,
    )


def test_a_waiting_customer_has_a_row() -> None:
    told = row(waiting())
    assert (told.site, told.status, told.joined_at, told.open) == ("permits", "waiting", 0, True)
    assert told.goal == "Get a permit"
    assert told.requested_at == told.queued_at == START


def test_a_row_says_how_long_ago_the_customer_was_helped_before() -> None:
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="code", helped_before=3))
    assert row(talk).helped_before == 3
    assert row(waiting()).helped_before == -1


def test_what_was_hidden_of_the_goal_is_named() -> None:
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="queue", goal=f"Pay with {CARD} " + "x" * 150))
    assert row(talk).goal.startswith("Pay with [card number hidden] xxx")
    assert len(row(talk).goal) == 120


def test_times_and_messages_of_a_session_that_was_helped() -> None:
    talk = helped()
    began = talk.state.at
    talk.sends(CUSTOMER, SendMessage(text="Hello"))
    talk.sends(MAYA, SendMessage(text="Hello, I am Maya"))
    answered = talk.state.at
    talk.sends(MAYA, SendMessage(text="What is it about?"))
    talk.sends(CUSTOMER, EndSession())
    told = row(talk)
    assert (told.joined_at, told.responded_at, told.ended_at) == (began, answered, talk.state.at)
    assert (told.ended_by, told.reason, told.said) == ("customer", "ended", {"customer": 1, "agent": 2})
    assert told.held == {"maya": talk.state.at - began}


def test_each_agent_held_the_session_for_their_own_time() -> None:
    talk = helped()
    joined = talk.state.at
    talk.sends(MAYA, TransferSession(to_agent="noor"))
    handed = talk.state.at
    talk.sends(NOOR, JoinSession())
    taken = talk.state.at
    talk.sends(SYSTEM, LapseAgent(agent="noor"))
    told = row(talk)
    assert told.held == {"maya": handed - joined, "noor": talk.state.at - taken}
    assert (told.transfers, told.lapses, told.agents) == (1, 1, {"maya": "Maya", "noor": "Noor"})


def test_the_wrap_up_the_follow_up_and_what_the_customer_said() -> None:
    talk = over()
    talk.sends(CUSTOMER, GiveFeedback(solved="partly", rating=4))
    talk.sends(MAYA, WRAPUP)
    told = row(talk)
    assert (told.cause, told.resolved, told.helped_by) == (WRAPUP.cause, WRAPUP.resolved, WRAPUP.helped_by)
    assert (told.solved, told.rating, len(told.faults)) == ("partly", 4, 1)
    assert (told.follow_up, told.follows_up, told.readers) == ("open", "noor", ("maya", "noor"))
    talk.sends(NOOR, CompleteFollowUp())
    assert row(talk).follow_up == "done"


def test_a_question_that_goes_wrong_again_after_another_try_counts_twice() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, OpenLens(model=msgspec.structs.replace(FORM, fields=(field("empty"),))))
    for shown in (field("typing"), field("invalid", "Wrong day"), field("invalid", "Wrong day")):
        talk.sends(CUSTOMER, ChangeLens(page=FORM.page, fields=(shown,)))
    assert row(talk).errors == {"Date of birth": 1}
    for shown in (field("typing"), field("invalid", "In the future")):
        talk.sends(CUSTOMER, ChangeLens(page=FORM.page, fields=(shown,)))
    assert row(talk).errors == {"Date of birth": 2}
    assert row(talk).shared


def test_the_parts_of_one_question_count_as_one() -> None:
    talk = sharing()
    fields = tuple(field("invalid", "No such day", f"f{n}", group="Born") for n in (1, 2, 3))
    talk.sends(CUSTOMER, OpenLens(model=msgspec.structs.replace(FORM, fields=fields)))
    assert row(talk).errors == {"Born": 1}


def test_errors_count_as_the_prompter_counts_them() -> None:
    talk = sharing()
    talk.sends(MAYA, ChoosePlaybook(playbook="permit"))
    for shown in (field("invalid", "a"), field("filled"), field("invalid", "a"), field("typing"), field("filled")):
        talk.sends(CUSTOMER, OpenLens(model=msgspec.structs.replace(FORM, fields=(shown,))))
    counted = {trouble.name: trouble.count for trouble in talk.state.guide.troubles}
    assert row(talk).errors == counted == {"Date of birth": 2}


def test_what_was_counted_stays_when_sharing_ends() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, OpenLens(model=msgspec.structs.replace(FORM, fields=(field("invalid", "a"),))))
    talk.sends(CUSTOMER, WithdrawConsent(scope="lens"))
    assert row(talk).errors == {"Date of birth": 1}


def test_cues_and_system_trouble_add_up_by_kind() -> None:
    cues = (CueSeen(kind="returns", count=2, question="Name"), CueSeen(kind="returns", question="Born"))
    told = after(*cues, FaultSeen(kind="offline", count=3))
    assert (told.cues, told.system_faults) == ({"returns": 3}, {"offline": 3})


def test_each_time_that_somebody_began_to_watch_counts() -> None:
    vera = Actor(role="supervisor", id="vera", name="Vera")
    assert after(SessionWatched(by=vera), SessionWatched(by=vera)).watched == 2


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((CheckRequested(check="c"),), "asked"),
        ((CheckRequested(check="c"), CheckLocked(check="c")), "locked"),
        ((CheckRequested(check="c"), CheckExpired(check="c")), "expired"),
        ((CheckRequested(check="c"), CheckPassed(check="c"), CheckExpired(check="c")), "passed"),
    ],
)
def test_a_check_has_the_outcome_that_it_came_to(events: tuple[Event, ...], outcome: str) -> None:
    assert after(*events).checks == {"c": outcome}


@settings(max_examples=30)
@given(logs())
def test_any_log_makes_a_row_and_going_on_reading_makes_the_same(entries: list[Entry]) -> None:
    reading, half = Reading("s1"), len(entries) // 2
    for entry in entries[:half]:
        reading.take(entry)
    reading.facts()
    for entry in entries[half:]:
        reading.take(entry)
    assert reading.facts() == facts("s1", entries)
    written = msgspec.json.encode(facts("s1", entries))
    assert msgspec.json.decode(written, type=Facts) == facts("s1", entries)
