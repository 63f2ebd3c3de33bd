"""The wrap-up: who may, when, what it begins with, what is refused, and what is left to do afterwards."""

import pytest
from msgspec.structs import replace
from talk import BOOK, CARD, CUSTOMER, FOLLOW_UP, MAYA, NOOR, START, WRAPUP, Talk, helped, over, sharing, waiting

from alongside.access import SYSTEM, Who
from alongside.export import plain, transcript
from alongside.protocol import (
    ChoosePlaybook,
    CompleteFollowUp,
    EndSession,
    FaultDraft,
    GiveFeedback,
    JoinSession,
    LapseAgent,
    SteerPrompt,
    TransferSession,
    Wrapup,
)
from alongside.session import summary, view

DAY = 86_400_000


def wrapped() -> Talk:
    """A session over and wrapped up, with a fault and a follow-up for Noor."""
    talk = over()
    talk.sends(MAYA, WRAPUP)
    return talk


def record(talk: Talk) -> Wrapup:
    found = talk.state.wrapup
    assert found is not None
    return found


def test_the_agent_wraps_up_once_the_customer_has_left() -> None:
    talk = wrapped()
    assert plain(record(talk).task) == "Get a permit"
    assert record(talk).by == "Maya"
    assert record(talk).at == talk.state.at


def test_nobody_wraps_up_while_the_chat_goes_on() -> None:
    assert helped().refusal(MAYA, WRAPUP).code == "not_ended"


def test_only_the_agent_who_had_the_customer_last_wraps_up() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_agent="noor"))
    talk.sends(NOOR, JoinSession())
    talk.sends(NOOR, EndSession())
    assert talk.refusal(MAYA, WRAPUP).says == "Noor had this customer last. They are the one to wrap up."
    assert talk.sends(NOOR, WRAPUP)


def test_who_lost_the_connection_wraps_up_when_nobody_came_after_them() -> None:
    talk = helped()
    talk.sends(SYSTEM, LapseAgent(agent="maya"))
    talk.sends(CUSTOMER, EndSession())
    assert talk.sends(MAYA, WRAPUP)


def test_a_customer_who_left_the_queue_leaves_nothing_to_wrap_up() -> None:
    talk = waiting()
    talk.sends(CUSTOMER, EndSession())
    assert talk.refusal(MAYA, WRAPUP).code == "not_yours"
    assert summary(talk.state).after(talk.now) is None


def test_a_correction_is_one_more_event_and_takes_the_place_of_the_first() -> None:
    talk = wrapped()
    talk.sends(MAYA, replace(WRAPUP, cause="use", faults=()))
    assert (record(talk).cause, record(talk).faults, record(talk).versions) == ("use", (), 2)


def test_the_same_again_changes_nothing() -> None:
    talk = wrapped()
    assert talk.sends(MAYA, WRAPUP) == ()


def test_a_correction_of_the_cause_leaves_a_finished_follow_up_finished() -> None:
    talk = wrapped()
    talk.sends(NOOR, CompleteFollowUp())
    talk.sends(MAYA, replace(WRAPUP, cause="other"))
    follow_up = record(talk).follow_up
    assert follow_up is not None
    assert (follow_up.done_by, bool(follow_up.done_at)) == ("Noor", True)


def test_secrets_in_a_wrap_up_are_redacted() -> None:
    talk = over()
    fault = FaultDraft(what=f"It refused {CARD}")
    talk.sends(MAYA, replace(WRAPUP, task=f"Pay with {CARD}", faults=(fault,)))
    assert plain(record(talk).task) == "Pay with [card number hidden]"
    assert plain(record(talk).faults[0].what) == "It refused [card number hidden]"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"task": " "}, "no_task"),
        ({"faults": (FaultDraft(what=" "),)}, "no_fault"),
        ({"follow_up": replace(FOLLOW_UP, what="")}, "no_follow_up"),
        ({"follow_up": replace(FOLLOW_UP, owner="nobody")}, "no_owner"),
        ({"follow_up": replace(FOLLOW_UP, due="2026-02-31")}, "bad_day"),
        ({"follow_up": replace(FOLLOW_UP, due="2026-05-01")}, "bad_day"),
        ({"follow_up": replace(FOLLOW_UP, due="2026-12-01")}, "bad_day"),
    ],
)
def test_a_wrap_up_that_makes_no_sense_is_refused(wrong: dict[str, object], code: str) -> None:
    assert over().refusal(MAYA, replace(WRAPUP, **wrong)).code == code


def test_a_day_beyond_the_retention_is_refused_with_the_last_day() -> None:
    refusal = over().refusal(MAYA, replace(WRAPUP, follow_up=replace(FOLLOW_UP, due="2026-08-01")))
    assert refusal.says == "The session is kept until 26 June 2026. Choose a day before."


def test_the_owner_ticks_a_follow_up_off_and_others_do_not() -> None:
    talk = wrapped()
    stranger = Who(role="agent", id="otto", name="Otto", session="s1")
    assert talk.refusal(stranger, CompleteFollowUp()).says == "Noor follows this up."
    assert talk.sends(NOOR, CompleteFollowUp())
    assert talk.sends(NOOR, CompleteFollowUp()) == ()


def test_the_same_words_in_another_spelling_are_the_same_row() -> None:
    talk, other = over(), over()
    talk.sends(MAYA, replace(WRAPUP, faults=(FaultDraft(what="Upload fails!"),)))
    other.sends(MAYA, replace(WRAPUP, faults=(FaultDraft(what="upload  FAILS"),)))
    assert record(talk).faults[0].fault == record(other).faults[0].fault


def test_a_row_picked_from_the_register_is_kept_whatever_the_words() -> None:
    talk = over()
    talk.sends(MAYA, replace(WRAPUP, faults=(FaultDraft(what="Again", fault="abc123"),)))
    assert record(talk).faults[0].fault == "abc123"


def test_the_wrap_up_begins_with_what_the_session_tells() -> None:
    talk = sharing()
    talk.sends(MAYA, ChoosePlaybook(playbook="permit"))
    talk.sends(MAYA, SteerPrompt(how="finish"))
    talk.sends(MAYA, EndSession())
    suggested = view(talk.state, "agent").wrapup.suggested  # type: ignore[union-attr]
    assert suggested.task == BOOK.playbook.title
    assert (suggested.resolved, suggested.helped_by, suggested.cause) == ("yes", "guidance", None)


def test_the_customers_own_answer_is_what_resolved_begins_with() -> None:
    talk = over()
    talk.sends(CUSTOMER, GiveFeedback(solved="no"))
    shown = view(talk.state, "agent").wrapup  # type: ignore[union-attr]
    assert (shown.agent, shown.suggested.resolved) == ("maya", "no")


def test_the_customer_is_not_shown_the_wrap_up() -> None:
    assert not hasattr(view(wrapped().state, "customer"), "wrapup")


def test_a_finished_session_is_listed_until_it_is_wrapped_up_and_followed_up() -> None:
    talk = over()
    left = summary(talk.state).after(talk.now)
    assert left is not None
    assert (left.wraps_up, left.follow_up) == ("maya", None)
    talk.sends(MAYA, WRAPUP)
    left = summary(talk.state).after(talk.now)
    assert left is not None
    assert left.wraps_up == ""
    assert left.follow_up is not None
    assert left.follow_up.owner == "noor"
    talk.sends(MAYA, CompleteFollowUp())
    assert summary(talk.state).after(talk.now) is None


def test_a_session_that_nobody_wraps_up_is_not_listed_for_ever() -> None:
    talk = over()
    assert summary(talk.state).after(START + 6 * DAY) is not None
    assert summary(talk.state).after(START + 8 * DAY) is None


def test_the_transcript_tells_the_wrap_up_and_its_follow_up() -> None:
    talk = wrapped()
    talk.sends(NOOR, CompleteFollowUp())
    told = transcript("s1", talk.entries)
    wrapup, done = told.items[-2:]
    assert plain(wrapup.parts).splitlines() == [
        "Task: Get a permit",
        "Cause: a system fault. Outcome: partly solved, by the customer with guidance.",
        f"Fault {record(talk).faults[0].fault}: Upload fails (Apply, Proof, files.example.org)",
        "To do, Noor, until 2026-06-01: Ring them back",
    ]
    assert done.words == "did what was still to be done"
    assert told.wrapup is not None
    assert told.wrapup.cause == "system"
