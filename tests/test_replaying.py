"""Replay: what is replayed is what was seen, and the outline tells what happened and what lasted."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from session_strategies import logs, talks
from talk import CUSTOMER, FORM, MAYA, Talk, helped, sharing

from alongside.protocol import (
    ChangeLens,
    Cue,
    Decision,
    EndSession,
    Entry,
    GiveConsent,
    LensOpened,
    OpenLens,
    Prompt,
    PromptShown,
    PromptUsed,
    ReportTrouble,
    Role,
    SendMessage,
    ShowHighlight,
    WithdrawConsent,
    encode_entry,
)
from alongside.protocol.replays import Outline, Stretch
from alongside.replaying import Recording, recording
from alongside.session import apply_difference, fold, new_state, readers, view


def recorded(entries: list[Entry], *cuts: int) -> Recording:
    """The recording of these entries, taken in parts."""
    made = Recording("s1")
    for since, until in zip((0, *sorted(cuts)), (*sorted(cuts), len(entries)), strict=True):
        made.extend(encode_entry(entry) for entry in entries[since:until])
    return made


def played(made: Recording, number: int, role: Role = "agent") -> dict[str, Any]:
    """The view at an entry as a player has it: its chunk's updates, one applied onto the other."""
    chunk = msgspec.json.decode(msgspec.json.encode(made.chunk((number - 1) // recording.CHUNK, role)))
    shown: dict[str, Any] = {}
    for update in chunk["updates"]:
        shown = apply_difference(update["view"], {} if update["after"] == 0 else shown)
        if update["number"] == number:
            return shown
    raise AssertionError(f"no entry {number}")


def live(entries: list[Entry], number: int, role: Role = "agent") -> Any:
    """The view that a live agent, or who watched, had after that entry."""
    return msgspec.json.decode(msgspec.json.encode(view(fold(entries[:number], onto=new_state("s1")), role)))


@pytest.fixture(autouse=True, scope="module")
def _short_chunks() -> Any:
    """Random sessions are short: with chunks of four entries they have several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording, "CHUNK", 4)
        yield


# --- the law --------------------------------------------------------------------------------------------


@given(talks(), st.data())
def test_at_any_moment_of_a_session_the_replay_shows_what_the_live_agent_saw(talk: Talk, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(talk.entries)) if talk.entries else st.just(0))
    if number:
        made = recorded(talk.entries)
        assert played(made, number) == live(talk.entries, number)
        assert played(made, number, "supervisor") == live(talk.entries, number, "supervisor")


@given(logs(), st.data())
def test_a_log_in_a_senseless_order_is_replayed_too(entries: list[Entry], data: st.DataObject) -> None:
    made = recorded(entries)
    made.outline()
    if entries:
        number = data.draw(st.integers(1, len(entries)))
        shown = played(made, number)
        assert shown == live(entries, number)
        assert list(shown["chat"]) == list(live(entries, number)["chat"])


@given(talks(), st.lists(st.integers(0, 20), max_size=3))
def test_a_recording_taken_in_parts_is_one_taken_at_once(talk: Talk, cuts: list[int]) -> None:
    cuts = [min(cut, len(talk.entries)) for cut in cuts]
    assert recorded(talk.entries, *cuts).outline() == recorded(talk.entries).outline()


@given(talks())
def test_who_may_read_a_session_is_known_without_folding_its_form(talk: Talk) -> None:
    course = recorded(talk.entries).course
    assert (course.info.site, readers(course)) == (talk.state.info.site, readers(talk.state))


# --- the outline ----------------------------------------------------------------------------------------

WRONG = replace(FORM.fields[1], state="invalid", error="Enter a date in the past")


def outlined(talk: Talk) -> Outline:
    return recorded(talk.entries).outline()


def stretches(talk: Talk, kind: str) -> list[Stretch]:
    return [stretch for stretch in outlined(talk).stretches if stretch.kind == kind]


def said(talk: Talk, lane: str) -> list[str]:
    """The marks of a lane, in words."""
    marks = [mark for mark in outlined(talk).marks if mark.lane == lane]
    return [f"{mark.kind} {mark.who} {mark.words}".replace("  ", " ") for mark in marks]


def test_what_happened_is_told_in_lanes_in_the_order_of_the_log() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, SendMessage(text="My card is 4111 1111 1111 1111"))
    talk.sends(MAYA, ShowHighlight(target="born", words="Here"))
    talk.sends(CUSTOMER, ChangeLens(page="p1", fields=(WRONG,), focus="born"))
    talk.sends(CUSTOMER, ReportTrouble(cues=(Cue(kind="repeated_error", field="born"),)))
    assert said(talk, "customer")[-2:] == [
        "consent Customer agreed to share their steps (wording 2026-01)",
        "message Customer My card is [card number hidden]",
    ]
    assert said(talk, "agent") == ["notice Maya joined", "highlight Maya pointed at the form"]
    assert said(talk, "form") == [
        *("page Page: Apply for a permit", "step Step 1 of 2: About you", "field At Full name"),
        "field At Date of birth",
    ]
    assert said(talk, "trouble") == [
        "error Date of birth: Enter a date in the past",
        "cue The same error came again: Date of birth",
    ]
    entries = [mark.entry for mark in outlined(talk).marks]
    assert entries == sorted(entries)


def test_nothing_of_the_form_is_told_that_was_not_shared() -> None:
    talk = helped()
    talk.adds(Decision(actor=CUSTOMER.actor, events=(LensOpened(model=FORM),)))
    assert said(talk, "form") == []


def withheld(talk: Talk) -> bytes:
    return msgspec.json.encode(recorded(talk.entries).outline("supervisor"))


@pytest.mark.parametrize("wording", ["lens-1", "lens-2", "lens-3"])
def test_the_form_is_not_told_to_others_where_the_words_agreed_to_told_of_the_helper_alone(wording: str) -> None:
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording=wording))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    talk.sends(CUSTOMER, ChangeLens(page="p1", fields=(WRONG,), focus="born"))
    prompt = Prompt(kind="step", key="step:born", title="Date of birth", say="The day you were born.")
    talk.adds(Decision(actor=CUSTOMER.actor, events=(PromptShown(prompt=prompt, hash="h"),)))
    talk.adds(Decision(actor=MAYA.actor, events=(PromptUsed(key="step:born", how="sent"),)))
    talk.sends(MAYA, SendMessage(text="Take your time."))
    talk.waited += 60_000
    talk.sends(CUSTOMER, EndSession())
    for words in (b"Apply for a permit", b"About you", b"Date of birth", b"in the past", b"day you were born"):
        assert words not in withheld(talk), words
    assert b"Take your time." in withheld(talk)
    assert [chapter.title for chapter in outlined(talk).chapters][2] == "Step 1 of 2: About you"  # its helper's own


def test_words_that_told_of_others_hide_nothing_from_them_even_after_older_ones() -> None:
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording="lens-3"))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    talk.sends(CUSTOMER, WithdrawConsent(scope="lens"))
    assert b"About you" not in withheld(talk)
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording="lens-4"))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    assert withheld(talk).count(b"Step 1 of 2: About you") == 3  # a mark, a stretch, a chapter


def test_prompts_and_what_the_agent_did_with_them_have_a_lane() -> None:
    talk = sharing()
    prompt = Prompt(kind="step", key="step:born", title="Date of birth", say="The day you were born.")
    talk.adds(Decision(actor=CUSTOMER.actor, events=(PromptShown(prompt=prompt, hash="h"),)))
    talk.adds(Decision(actor=MAYA.actor, events=(PromptUsed(key="step:born", how="sent"),)))
    assert said(talk, "playbook") == ["prompt Question: Date of birth", "used Maya sent the prompt’s words"]
    assert outlined(talk).marks[-1].more == "Date of birth"


def test_a_field_that_stays_wrong_is_a_struggle_until_it_is_right() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ChangeLens(page="p1", fields=(WRONG,)))
    began = talk.entries[-1]
    talk.waited += 60_000
    talk.sends(CUSTOMER, ChangeLens(page="p1", fields=(replace(WRONG, state="filled", error=""),)))
    (struggle,) = stretches(talk, "struggle")
    assert (struggle.entry, struggle.until - struggle.since) == (began.number, 61_000)
    assert struggle.words == "Date of birth"


def test_a_slip_that_is_put_right_at_once_is_no_struggle() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ChangeLens(page="p1", fields=(WRONG,)))
    talk.sends(CUSTOMER, ChangeLens(page="p1", fields=(replace(WRONG, state="filled", error=""),)))
    assert stretches(talk, "struggle") == []


def test_a_customer_who_wrote_and_got_no_answer_is_a_silence_of_the_agent() -> None:
    talk = helped()
    talk.sends(CUSTOMER, SendMessage(text="Hello?"))
    asked = talk.entries[-1]
    talk.waited += 50_000
    talk.sends(MAYA, SendMessage(text="I am here."))
    assert [(stretch.entry, stretch.until - stretch.since) for stretch in stretches(talk, "silence")] == [
        (asked.number, 51_000)
    ]


def test_an_agent_who_does_nothing_for_minutes_is_silent_and_a_busy_one_is_not() -> None:
    talk = helped()
    for _ in range(4):
        talk.waited += 60_000
        talk.sends(MAYA, SendMessage(text="Take your time."))
    assert stretches(talk, "silence") == []
    talk.waited += 200_000
    talk.sends(CUSTOMER, EndSession())
    assert len(stretches(talk, "silence")) == 1


def test_chapters_follow_who_came_the_steps_and_the_end() -> None:
    talk = sharing()
    talk.sends(MAYA, EndSession())
    assert [chapter.title for chapter in outlined(talk).chapters] == [
        *("Asking for help", "With Maya", "Step 1 of 2: About you", "The end")
    ]


def test_a_clock_that_goes_back_a_little_turns_no_entry_around() -> None:
    talk = helped()
    late = [replace(talk.entries[0], at=talk.entries[0].at + 5_000), *talk.entries[1:]]
    assert recorded(late).outline().waits == (0, 0)
