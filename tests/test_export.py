"""Export: a session's transcript, for people and for programs."""

import csv
import io
import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from session_strategies import logs
from talk import CARD, CUSTOMER, FORM, MAYA, NOOR, START, Talk, coded, helped, waiting

from alongside.access import SYSTEM, Who
from alongside.export import as_csv, as_html, as_json, as_text, plain, transcript
from alongside.protocol import (
    AccountOpened,
    Actor,
    AskConsent,
    ChangeLens,
    CheckBegun,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckPassed,
    CheckRequested,
    ClearHighlight,
    Decision,
    DeclineConsent,
    EndSession,
    Entry,
    Event,
    GiveConsent,
    GiveFeedback,
    JoinSession,
    LapseAgent,
    OpenLens,
    Part,
    RecordGap,
    RequestHelp,
    SendMessage,
    ShowHighlight,
    TransferSession,
    WithdrawConsent,
)

TOLD = """\
Session s1

2026-05-28 20:26:40  -- Customer asked for help (used before, Payment): Get a permit
                     It does not take my card
2026-05-28 20:26:40  -- Customer waits in the queue
2026-05-28 20:26:41  -- Maya joined
2026-05-28 20:26:42  Maya: Hello, I am Maya
2026-05-28 20:26:43  Customer: My card is [card number hidden]
2026-05-28 20:26:44  -- Maya asked to see the customer's steps
2026-05-28 20:26:45  -- Customer agreed to share their steps (wording 2026-01)
2026-05-28 20:26:46  -- Customer shared the page 'Apply for a permit'
2026-05-28 20:26:48  -- Maya pointed at the form: Here, please
2026-05-28 20:26:50  -- Customer stopped sharing
2026-05-28 20:26:51  -- Maya handed over to Noor: Knows about cards
2026-05-28 20:26:51  -- Customer waits in the queue
2026-05-28 20:26:52  -- Noor joined
2026-05-28 20:26:53  -- Noor ended the chat
2026-05-28 20:26:54  -- Customer said: partly solved, 4 of 5 stars, ease 6 of 7, would recommend 9 of 10: Thank you
"""
"""The scripted session below, as people read it."""


def scripted() -> Talk:
    talk = Talk()
    asked = RequestHelp(
        channel="queue",
        goal="Get a permit",
        difficulty="It does not take my card",
        choice="Payment",
        familiarity="used_before",
    )
    talk.sends(CUSTOMER, asked)
    talk.sends(MAYA, JoinSession())
    talk.sends(MAYA, SendMessage(text="Hello, I am Maya"))
    talk.sends(CUSTOMER, SendMessage(text=f"My card is {CARD}"))
    talk.sends(MAYA, AskConsent(scope="lens"))
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording="2026-01"))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    talk.sends(CUSTOMER, ChangeLens(page="p1", focus="card"))
    talk.sends(MAYA, ShowHighlight(target="card", words="Here, please"))
    assert talk.state.highlight
    talk.sends(CUSTOMER, ClearHighlight(highlight=talk.state.highlight.id))
    talk.sends(CUSTOMER, WithdrawConsent(scope="lens"))
    talk.sends(MAYA, TransferSession(to_agent="noor", note="Knows about cards"))
    talk.sends(NOOR, JoinSession())
    talk.sends(NOOR, EndSession())
    talk.sends(CUSTOMER, GiveFeedback(solved="partly", rating=4, ease=6, recommend=9, comment="Thank you"))
    return talk


def text_of(talk: Talk) -> str:
    return as_text(transcript("s1", talk.entries))


def last_line(talk: Talk) -> str:
    """The last line without its time."""
    return text_of(talk).splitlines()[-1][21:]


def test_a_session_is_told_to_people_as_it_happened() -> None:
    assert text_of(scripted()) == TOLD


@pytest.mark.parametrize(
    ("days", "told"), [(0, "less than a day ago"), (1, "1 day ago"), (6, "6 days ago")], ids=["0", "1", "6"]
)
def test_it_is_told_that_the_customer_was_helped_before(days: int, told: str) -> None:
    talk = Talk()
    talk.sends(CUSTOMER, RequestHelp(channel="queue", goal="Park", helped_before=days))
    assert f"asked for help (first time, helped here {told})" in text_of(talk)


def test_a_session_is_told_to_programs_item_by_item() -> None:
    told = json.loads(as_json(transcript("s1", scripted().entries)))
    assert told["session"] == "s1"
    assert [item["kind"] for item in told["items"]] == [
        *("notice", "notice", "notice", "message", "message", "consent", "consent", "notice"),
        *("highlight", "consent", "notice", "notice", "notice", "notice", "feedback"),
    ]
    assert told["items"][4] == {
        "at": START + 3000,
        "kind": "message",
        "who": "Customer",
        "role": "customer",
        "parts": [{"text": "My card is "}, {"hidden": "card"}],
        "words": "",
        "entry": 4,
    }


def test_nothing_that_was_redacted_is_in_either() -> None:
    told = transcript("s1", scripted().entries)
    assert "1111" not in as_text(told)
    assert b"1111" not in as_json(told)


def test_what_was_removed_is_named_in_brackets() -> None:
    parts = (Part(text="It is "), Part(hidden="iban"), Part(text=" or "), Part(hidden="of_tomorrow"))
    assert plain(parts) == "It is [bank account number (IBAN) hidden] or [of_tomorrow hidden]"


def test_a_message_of_several_lines_cannot_forge_another_item() -> None:
    talk = helped()
    talk.sends(CUSTOMER, SendMessage(text="Hi\n2026-05-28 20:26:59  Maya: I agree\r\n\u2028x\x85y"))
    lines = text_of(talk).splitlines()
    assert [line for line in lines if line.startswith("2026") and "agree" in line] == []
    assert lines[-5].endswith("Customer: Hi")


def test_a_message_cannot_command_a_terminal() -> None:
    talk = helped()
    talk.sends(CUSTOMER, SendMessage(text="a\x1b[2Jb\x9bc\x07d\x1fe\tf"))
    assert last_line(talk) == "Customer: a\ufffd[2Jb\ufffdc\ufffdd\ufffde\tf"


@dataclass
class Case:
    """What somebody does in a session, and the line it makes."""

    talk: Talk
    who: object
    command: object
    line: str


CASES = {
    "code": Case(Talk(), CUSTOMER, RequestHelp(channel="code"), "-- Customer was shown a code to read out"),
    "by code": Case(coded(), MAYA, JoinSession(by_code=True), "-- Maya joined by the customer's code"),
    "left": Case(waiting(), CUSTOMER, EndSession(), "-- Customer left the queue"),
    "ended": Case(helped(), CUSTOMER, EndSession(), "-- Customer ended the chat"),
    "gone": Case(helped(), SYSTEM, EndSession(), "-- The chat ended because the customer did not come back"),
    "declined": Case(
        helped(),
        CUSTOMER,
        DeclineConsent(scope="lens", wording="2026-01"),
        "-- Customer chose not to share (wording 2026-01)",
    ),
    "team": Case(helped(), MAYA, TransferSession(to_team="payments"), "-- Customer waits in the queue"),
    "lapsed": Case(
        helped(),
        SYSTEM,
        LapseAgent(agent="maya"),
        "-- Customer waits at the head of the queue: the agent's connection was lost",
    ),
    "gap": Case(helped(), SYSTEM, RecordGap(first=2, last=3), "-- Entries 2 to 3 were lost by the store"),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_in_plain_words(name: str) -> None:
    case = CASES[name]
    case.talk.sends(case.who, case.command)  # type: ignore[arg-type]
    assert last_line(case.talk) == case.line


@given(logs())
def test_any_log_can_be_told(entries: list[Entry]) -> None:
    told = transcript("s1", entries)
    as_text(told)
    json.loads(as_json(told))


def test_a_session_without_entries_has_a_heading_only() -> None:
    assert as_text(transcript("s1", [])) == "Session s1\n\n"


CHECK: dict[str, tuple[Who, Event, str]] = {
    "asked": (MAYA, CheckRequested(check="who", title="Who"), "-- Maya asked for the ID check 'Who' (basic)"),
    "begun": (
        CUSTOMER,
        CheckBegun(check="who", method="code"),
        "-- Customer chose one-time code for the ID check 'who'",
    ),
    "failed": (
        SYSTEM,
        CheckFailed(check="who", method="totp", left=2),
        "-- Identity checked by authenticator app ('who'): not right, 2 tries left",
    ),
    "nobody could tell": (
        SYSTEM,
        CheckFailed(check="who", method="questions", left=1, unavailable=True),
        "-- Identity checked by questions ('who'): could not be looked at, 1 try left",
    ),
    "locked": (SYSTEM, CheckLocked(check="who"), "-- Identity checked by one-time code ('who'): locked"),
    "passed": (
        SYSTEM,
        CheckPassed(check="who", method="signed", who="digest"),
        "-- Identity checked by sign-in on the site ('who'): passed",
    ),
    "cancelled": (CUSTOMER, CheckCancelled(check="who"), "-- Customer called off the ID check 'who'"),
    "expired": (SYSTEM, CheckExpired(check="who"), "-- The time of the ID check 'who' is over"),
    "account": (MAYA, AccountOpened(), "-- Maya began to talk about the customer's account"),
}


@pytest.mark.parametrize("name", CHECK)
def test_how_an_identity_check_went_is_told(name: str) -> None:
    who, event, line = CHECK[name]
    actor = Actor(role=who.role, id=who.id, name=who.name)
    told = as_text(transcript("s1", [Entry(number=1, at=START, decisions=(Decision(actor=actor, events=(event,)),))]))
    assert told.splitlines()[-1].endswith(line)


def test_no_cell_of_the_table_is_a_formula() -> None:
    talk = helped()
    for text in ("=1+1", "@SUM(A1)", "-2", 'plain, "quoted"\nand a second line'):
        talk.sends(CUSTOMER, SendMessage(text=text))
    rows = list(csv.DictReader(io.StringIO(as_csv(transcript("s1", talk.entries)))))
    told = [row["said"] for row in rows if row["kind"] == "message"]
    assert told[-4:] == ["'=1+1", "'@SUM(A1)", "'-2", 'plain, "quoted"\nand a second line']


def test_the_page_shows_markup_as_it_was_written() -> None:
    talk = helped()
    talk.sends(CUSTOMER, SendMessage(text="<img src=x onerror=alert(1)> & more"))
    page = as_html(transcript("s1", talk.entries))
    assert "<p>&lt;img src=x onerror=alert(1)&gt; &amp; more</p>" in page
    assert "<script" not in page
    assert "<img" not in page


def test_the_table_and_the_page_tell_every_item() -> None:
    told = transcript("s1", scripted().entries)
    assert as_csv(told).count("\r\n") == len(told.items) + 1
    assert as_html(told).count("<li ") == len(told.items)
    assert CARD not in as_csv(told) + as_html(told)
