"""Replay: what is replayed is what was seen, and the outline tells what happened and what lasted."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_strategies import logs, talks
from talk import CUSTOMER, FORM, MAYA, Talk, helped, sharing

from alongside.protocol import (
    AskConsent,
    ChangeLens,
    Cue,
    EndSession,
    Entry,
    JoinSession,
    ReportTrouble,
    RequestHelp,
    SendMessage,
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


def played(made: Recording, number: int) -> dict[str, Any]:
    """The view at an entry as a player has it: its chunk's updates, one applied onto the other."""
    chunk = msgspec.json.decode(msgspec.json.encode(made.chunk((number - 1) // recording.CHUNK)))
    shown: dict[str, Any] = {}
    for update in chunk["updates"]:
        shown = apply_difference(update["view"], {} if update["after"] == 0 else shown)
        if update["number"] == number:
            return shown
    raise AssertionError(f"no entry {number}")


def live(entries: list[Entry], number: int) -> Any:
    """The view that a live agent had after that entry."""
    return msgspec.json.decode(msgspec.json.encode(view(fold(entries[:number], onto=new_state("s1")), "agent")))


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
        assert played(recorded(talk.entries), number) == live(talk.entries, number)


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
