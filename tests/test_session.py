"""The laws of a session: folding, views and their differences, consent, and recognising what was applied."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from session_strategies import LENS, SECRET, logs, models, take, talks, turns
from talk import CUSTOMER, FORM, MAYA, RULES, Talk, helped, sharing, waiting

from alongside.protocol import (
    AgentView,
    ChangeLens,
    CustomerView,
    Decision,
    EndSession,
    Entry,
    Event,
    GiveConsent,
    JoinSession,
    MessageSent,
    OpenLens,
    Part,
    Role,
    SendMessage,
    ShowHighlight,
    TransferSession,
    View,
    WithdrawConsent,
    encode_entry,
)
from alongside.session import (
    Refused,
    State,
    apply_difference,
    decide,
    difference,
    fold,
    new_state,
    summary,
    view,
)
from alongside.session.fold import _FOLDERS
from alongside.session.state import Applied
from alongside.session.summary import decode_summary, encode_summary

DIFFERENCES = json.loads((Path(__file__).parent / "cases" / "differences.json").read_text())
NEW = new_state("s1")
ROLES: tuple[Role, ...] = get_args(Role)
STAFF: tuple[Role, ...] = ("agent", "supervisor", "administrator")


def states_of(entries: list[Entry]) -> list[State]:
    """The state before the first entry and after each."""
    states = [NEW]
    for entry in entries:
        states.append(fold([entry], onto=states[-1]))
    return states


def plain(value: object) -> Any:
    """The value as a browser has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def in_order(shown: dict[str, Any]) -> list[list[str]]:
    """The order in which a browser walks what is shown in the order of its mapping."""
    return [list(shown["chat"]), list(shown["people"])]


# --- fold -----------------------------------------------------------------------------------------------


def test_every_event_is_folded() -> None:
    assert set(_FOLDERS) == set(get_args(Event))


@given(logs(), st.integers(0, 12))
def test_folding_in_two_parts_is_folding_at_once(entries: list[Entry], cut: int) -> None:
    assert fold(entries[cut:], onto=fold(entries[:cut], onto=NEW)) == fold(entries, onto=NEW)


@given(logs())
def test_any_sequence_of_valid_entries_folds_and_can_be_shown_and_listed(entries: list[Entry]) -> None:
    for state in states_of(entries):
        assert decode_summary(encode_summary(summary(state))) == summary(state)
        for role in ROLES:
            plain(view(state, role))


@given(logs())
def test_folding_changes_no_earlier_state(entries: list[Entry]) -> None:
    states = states_of(entries)
    kept = [msgspec.json.encode(state) for state in states]
    fold(entries, onto=NEW)
    assert [msgspec.json.encode(state) for state in states] == kept


@given(talks())
def test_a_session_read_back_from_its_log_is_as_it_was(talk: Talk) -> None:
    assert fold(talk.entries, onto=NEW) == talk.state


def test_decisions_of_one_entry_fold_as_those_of_several_but_for_their_number() -> None:
    said = [Decision(actor=CUSTOMER.actor, events=(MessageSent(id=id, parts=(Part(text="a"),)),)) for id in "ab"]
    together, apart = Talk(), Talk()
    together.adds(*said)
    apart.adds(said[0])
    apart.adds(said[1])
    assert list(together.state.chat) == list(apart.state.chat)
    assert (together.state.number, apart.state.number) == (1, 2)


# --- views and their differences ------------------------------------------------------------------------


def carries_over(before: State | None, after: State, role: Role) -> None:
    """The difference, sent as JSON, makes the one view of the other."""
    shown = None if before is None else view(before, role)
    wanted = plain(view(after, role))
    changed = plain(difference(shown, view(after, role)))
    result = apply_difference(changed, {} if shown is None else plain(shown))
    assert result == wanted
    assert in_order(result) == in_order(wanted)


@given(talks(), st.data(), st.sampled_from(ROLES))
def test_the_view_before_and_the_difference_are_the_view_after(talk: Talk, data: Any, role: Role) -> None:
    moments = st.integers(0, len(talk.states) - 1)
    first, second = sorted((data.draw(moments), data.draw(moments)))
    carries_over(talk.states[first], talk.states[second], role)


@given(talks(), st.sampled_from(ROLES))
def test_a_view_kept_entry_by_entry_is_the_view_reloaded(talk: Talk, role: Role) -> None:
    shown = plain(difference(None, view(NEW, role)))
    for before, after in pairwise(talk.states):
        shown = apply_difference(plain(difference(view(before, role), view(after, role))), shown)
    assert shown == plain(view(fold(talk.entries, onto=NEW), role))


@given(logs(), st.data(), st.sampled_from(ROLES))
def test_differences_hold_between_any_two_states(entries: list[Entry], data: Any, role: Role) -> None:
    states = states_of(entries)
    before = data.draw(st.none() | st.sampled_from(states))
    wanted = view(data.draw(st.sampled_from(states)), role)
    shown = None if before is None else view(before, role)
    changed = plain(difference(shown, wanted))
    assert apply_difference(changed, {} if shown is None else plain(shown)) == plain(wanted)


@pytest.mark.parametrize("case", DIFFERENCES, ids=lambda case: case["name"])
def test_the_cases_shared_with_the_browsers_tests_hold(case: dict[str, Any]) -> None:
    shape: type[View] = CustomerView if case["role"] == "customer" else AgentView
    before: View | None = msgspec.convert(case["before"], shape | None)
    after: View = msgspec.convert(case["after"], shape)
    assert plain(difference(before, after)) == case["difference"]
    result = apply_difference(case["difference"], case["before"] or {})
    assert result == case["after"]
    assert in_order(result) == in_order(case["after"])


@pytest.mark.parametrize("role", ROLES)
def test_there_is_no_difference_between_a_view_and_itself(role: Role) -> None:
    state = sharing().state
    assert difference(view(state, role), view(state, role)) == {}


def test_a_difference_carries_only_the_item_that_changed() -> None:
    talk = sharing()
    before = talk.state
    talk.sends(CUSTOMER, SendMessage(text="Hello"))
    changed = difference(view(before, "agent"), view(talk.state, "agent"))
    assert list(changed) == ["chat"]
    assert len(changed["chat"]) == 1


# --- consent --------------------------------------------------------------------------------------------


def shows_lens(shown: View) -> bool:
    return LENS.encode() in msgspec.json.encode(shown)


@given(talks() | logs())
def test_no_view_holds_any_of_the_lens_without_a_live_consent(made: Talk | list[Entry]) -> None:
    for state in made.states if isinstance(made, Talk) else states_of(made):
        assert not shows_lens(view(state, "customer"))
        assert not shows_lens(view(state, "system"))
        if not state.sharing:
            assert not any(shows_lens(view(state, role)) for role in STAFF)


@given(talks())
def test_no_answer_to_a_check_is_in_any_entry_or_view(talk: Talk) -> None:
    kept = msgspec.json.encode(talk.entries) + repr(talk.states).encode()
    shown = (msgspec.json.encode(view(state, role)) for state in talk.states for role in (*STAFF, "customer"))
    assert SECRET.encode() not in b"".join((kept, *shown))


@given(talks(), models)
def test_no_report_is_taken_without_a_live_consent(talk: Talk, model: Any) -> None:
    for command in (OpenLens(model=model), ChangeLens(page=model.page, fields=model.fields)):
        request = talk.request(CUSTOMER, command)
        for state in talk.states:
            if not state.sharing:
                with pytest.raises(Refused):
                    decide(state, CUSTOMER, request, now=talk.now, rules=RULES)


@given(talks())
def test_no_entry_of_a_lens_follows_the_withdrawal_of_consent(talk: Talk) -> None:
    for before, entry in zip(talk.states, talk.entries, strict=False):
        if LENS.encode() in encode_entry(entry):
            assert before.sharing


@given(talks())
def test_what_is_shared_is_gone_from_the_state_once_sharing_stops(talk: Talk) -> None:
    for state in talk.states:
        if not state.sharing:
            assert (state.lens, state.fields, state.highlight) == (None, {}, None)


@pytest.mark.parametrize("stop", [WithdrawConsent(scope="lens"), EndSession()])
@pytest.mark.parametrize("role", STAFF)
def test_the_difference_after_stopping_takes_every_field_away(role: Role, stop: Any) -> None:
    talk = sharing()
    shared = talk.state
    talk.sends(CUSTOMER, stop)
    changed = difference(view(shared, role), view(talk.state, role))
    assert changed["lens"] is None
    assert changed["fields"] == dict.fromkeys(shared.fields)


def test_consent_given_again_shows_nothing_until_the_form_is_reported_again() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, WithdrawConsent(scope="lens"))
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording="w1"))
    assert (talk.state.sharing, talk.state.lens) == (True, None)


# --- refusals -------------------------------------------------------------------------------------------


@given(talks(), turns)
def test_a_refused_command_changes_nothing_and_says_a_sentence(talk: Talk, turn: Any) -> None:
    before, entries = msgspec.json.encode(talk.state), len(talk.entries)
    refused = take(talk, turn)
    if refused is not None:
        assert (msgspec.json.encode(talk.state), len(talk.entries)) == (before, entries)
        assert refused.says[0].isupper()
        assert refused.says[-1] == "."


# --- recognising what was applied -----------------------------------------------------------------------


@given(talks())
def test_what_was_applied_is_recognised_and_nothing_else(talk: Talk) -> None:
    sent = {(d.client, d.seq) for entry in talk.entries for d in entry.decisions}
    for client, applied in talk.state.applied.items():
        for seq in range(1, applied.top + 5):
            assert applied.has(seq) == ((client, seq) in sent)


@given(st.permutations(range(1, 41)), st.integers(0, 40))
def test_numbers_are_recognised_exactly_in_whatever_order_they_come(order: list[int], count: int) -> None:
    applied = Applied("customer:")
    for seq in order[:count]:
        applied = applied.with_seq(seq)
    assert {seq for seq in range(1, 50) if applied.has(seq)} == set(order[:count])


@given(st.lists(st.integers(1, 10**15), max_size=50))
def test_what_is_kept_of_a_client_stays_small(seqs: list[int]) -> None:
    applied = Applied("customer:")
    for seq in seqs:
        applied = applied.with_seq(seq)
    assert len(applied.skipped) <= 64
    assert all(applied.has(seq) for seq in seqs)


# --- what people are shown ------------------------------------------------------------------------------


def test_messages_and_notices_stand_in_the_order_in_which_they_came() -> None:
    talk = helped()
    talk.sends(CUSTOMER, SendMessage(text="Hello"))
    talk.sends(MAYA, EndSession())
    chat = talk.state.chat.values()
    assert [item.notice or item.parts[0].text for item in chat] == ["agent.joined", "Hello", "session.ended"]


def test_a_message_carries_the_name_of_its_command_for_its_sender() -> None:
    talk = helped()
    request = talk.request(CUSTOMER, SendMessage(text="Hello"))
    talk.applies(CUSTOMER, request)
    item = list(talk.state.chat.values())[-1]
    assert (item.role, item.client, item.seq) == ("customer", request.client, request.seq)


def test_the_note_of_a_transfer_is_for_agents_only() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_team="payments", note="Rather slow"))
    assert b"Rather slow" in msgspec.json.encode(view(talk.state, "agent"))
    assert b"Rather slow" not in msgspec.json.encode(view(talk.state, "customer"))


def test_an_agent_who_handed_over_is_shown_as_gone_and_the_next_as_here() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_team="parking"))
    assert [person.here for person in talk.state.people.values()] == [False]
    talk.sends(MAYA, JoinSession())
    assert [person.here for person in talk.state.people.values()] == [True]


def test_a_highlight_goes_with_the_page_it_was_on() -> None:
    talk = sharing()
    talk.sends(MAYA, ShowHighlight(target="name"))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    assert talk.state.highlight
    talk.sends(CUSTOMER, OpenLens(model=replace(FORM, page="p2")))
    assert talk.state.highlight is None


def test_the_lists_count_what_the_customer_wrote() -> None:
    talk = helped()
    talk.sends(CUSTOMER, SendMessage(text="one"))
    talk.sends(MAYA, SendMessage(text="two"))
    talk.sends(CUSTOMER, SendMessage(text="three"))
    assert summary(talk.state).row.messages == 2


def test_a_session_is_open_in_the_lists_from_its_request_to_its_end() -> None:
    assert not summary(NEW).open
    talk = waiting()
    assert summary(talk.state).open
    talk.sends(CUSTOMER, EndSession())
    assert not summary(talk.state).open
