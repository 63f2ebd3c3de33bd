"""Watching: who may read along and whisper, taking a customer over, and that nothing of it reaches the customer."""

import msgspec
import pytest
from hypothesis import given
from session_strategies import ABEL, HELPING, WHISPER, talks
from talk import CARD, CUSTOMER, FORM, MAYA, NOOR, SUPERVISOR, Talk, helped, sharing, waiting

from alongside.access import SYSTEM
from alongside.export import as_text, transcript
from alongside.hub.development import lines
from alongside.protocol import (
    AgentView,
    BeginPractice,
    Cue,
    CustomerView,
    EndSession,
    GiveConsent,
    JoinSession,
    LapseWatcher,
    OpenLens,
    ReportTrouble,
    ReturnToQueue,
    SeenBy,
    SendMessage,
    SendWhisper,
    SessionUnwatched,
    SessionWatched,
    ShowHighlight,
    TakeOver,
    TransferSession,
    TroubleView,
    UnwatchSession,
    WatchSession,
)
from alongside.session import difference, summary, view
from alongside.session.watching import WATCHERS_MOST


def watched(talk: Talk | None = None) -> Talk:
    """Vera watches how Maya helps."""
    talk = talk or helped()
    talk.sends(SUPERVISOR, WatchSession())
    return talk


def taken_over() -> Talk:
    """Vera took the customer from Maya."""
    talk = watched(sharing())
    talk.sends(SUPERVISOR, TakeOver(note="I know this case"))
    return talk


def shown(talk: Talk, role: str = "agent") -> AgentView:
    found = view(talk.state, role)  # type: ignore[arg-type]
    assert isinstance(found, AgentView)
    return found


def customers(talk: Talk) -> CustomerView:
    found = view(talk.state, "customer")
    assert isinstance(found, CustomerView)
    return found


# --- watching -------------------------------------------------------------------------------------------


def test_the_log_says_who_began_to_watch_and_stopped() -> None:
    talk = helped()
    assert talk.sends(SUPERVISOR, WatchSession()) == (SessionWatched(by=SUPERVISOR.actor),)
    assert talk.sends(SUPERVISOR, WatchSession()) == ()
    assert talk.sends(SUPERVISOR, UnwatchSession()) == (SessionUnwatched(by=SUPERVISOR.actor),)
    assert talk.sends(SUPERVISOR, UnwatchSession()) == ()


def test_a_watcher_whose_connection_is_gone_is_logged_as_lapsed() -> None:
    talk = watched()
    assert talk.sends(SYSTEM, LapseWatcher(watcher="vera")) == (SessionUnwatched(by=SUPERVISOR.actor, reason="lapsed"),)
    assert talk.sends(SYSTEM, LapseWatcher(watcher="vera")) == ()


def test_the_agent_sees_who_watches_and_the_customer_how_many() -> None:
    talk = watched(sharing())
    assert [each.who.name for each in shown(talk).watchers] == ["Vera"]
    assert customers(talk).seen == SeenBy(chat=2, steps=2)
    assert b"Vera" not in msgspec.json.encode(customers(talk))


def test_the_end_of_the_session_is_the_end_of_watching() -> None:
    talk = watched()
    talk.sends(CUSTOMER, EndSession())
    assert (shown(talk).watchers, customers(talk).seen) == ((), SeenBy())
    assert summary(talk.state).watchers == {}


def test_a_session_that_has_ended_or_not_begun_cannot_be_watched() -> None:
    assert Talk().refusal(SUPERVISOR, WatchSession()).code == "not_started"
    talk = helped()
    talk.sends(CUSTOMER, EndSession())
    assert talk.refusal(SUPERVISOR, WatchSession()).code == "ended"


def test_no_more_than_a_few_watch_one_session() -> None:
    talk = helped()
    for number in range(WATCHERS_MOST):
        talk.sends(msgspec.structs.replace(SUPERVISOR, id=f"v{number}"), WatchSession())
    assert talk.refusal(SUPERVISOR, WatchSession()).code == "too_many"


def test_practice_can_be_watched_but_not_taken_over() -> None:
    talk = Talk()
    talk.sends(MAYA, BeginPractice(goal="Learn it", source="script:anna"))
    watched(talk)
    assert talk.refusal(SUPERVISOR, TakeOver()).code == "practice"


# --- consent --------------------------------------------------------------------------------------------


def agreed(wording: str) -> Talk:
    talk = helped()
    talk.sends(CUSTOMER, GiveConsent(scope="lens", wording=wording))
    talk.sends(CUSTOMER, OpenLens(model=FORM))
    talk.sends(MAYA, ShowHighlight(target="born", words="Here"))
    return watched(talk)


@pytest.mark.parametrize("wording", ["lens-1", "lens-2", "lens-3"])
def test_words_that_did_not_tell_of_watching_keep_the_form_from_who_watches(wording: str) -> None:
    talk = agreed(wording)
    for role in ("supervisor", "administrator"):
        seen = shown(talk, role)
        assert (seen.lens, seen.fields, seen.highlight, seen.prompt) == (None, {}, None, None)
    assert shown(talk).lens is not None
    assert customers(talk).seen == SeenBy(chat=2, steps=1)


def test_nor_is_anything_of_it_left_for_who_watches_once_the_session_is_over() -> None:
    talk = agreed("lens-3")
    talk.sends(CUSTOMER, ReportTrouble(cues=(Cue(kind="repeated_error", count=3, field="born"),)))
    talk.sends(CUSTOMER, EndSession())
    assert shown(talk).trouble.cause == "use"
    assert (shown(talk, "supervisor").trouble, shown(talk, "supervisor").withheld) == (TroubleView(), True)


def test_words_that_told_of_watching_show_the_form_to_who_watches() -> None:
    talk = agreed("lens-4")
    assert shown(talk, "supervisor") == shown(talk)
    assert customers(talk).seen == SeenBy(chat=2, steps=2)


# --- whispers -------------------------------------------------------------------------------------------


def test_agent_and_watcher_whisper_to_each_other_redacted_as_chat_is() -> None:
    talk = watched()
    talk.sends(SUPERVISOR, SendWhisper(text=f"They wrote {CARD}"))
    talk.sends(MAYA, SendWhisper(text="Thank you"))
    said = [(each.by.name, each.parts[-1].hidden or each.parts[-1].text) for each in shown(talk).whispers]
    assert said == [("Vera", "card"), ("Maya", "Thank you")]


def test_a_whisper_needs_somebody_to_hear_it() -> None:
    talk = helped()
    assert talk.refusal(SUPERVISOR, SendWhisper(text="Psst")).code == "not_watching"
    assert talk.refusal(MAYA, SendWhisper(text="Psst")).code == "nobody_watches"
    watched(talk)
    assert talk.refusal(NOOR, SendWhisper(text="Psst")).code == "not_yours"
    assert talk.refusal(SUPERVISOR, SendWhisper(text=" ")).code == "empty"
    talk.sends(MAYA, ReturnToQueue())
    assert talk.refusal(SUPERVISOR, SendWhisper(text="Psst")).code == "no_agent"


def test_a_whisper_makes_no_difference_to_what_the_customer_is_shown() -> None:
    talk = watched(sharing())
    before = customers(talk)
    talk.sends(SUPERVISOR, SendWhisper(text=WHISPER))
    assert difference(before, customers(talk)) == {}


@given(talks())
def test_no_whisper_and_no_watchers_name_is_in_anything_a_customer_gets(talk: Talk) -> None:
    for state in talk.states:
        text = msgspec.json.encode(view(state, "customer"))
        assert WHISPER.encode() not in text
        assert b"Abel" not in text  # who never helps, only watches
    own = as_text(transcript("s1", talk.entries, for_customer=True))
    assert WHISPER not in own
    assert "Abel" not in own


def test_a_portfolio_tells_nothing_of_who_looked_along() -> None:
    assert "Maya" in str(lines("s1", watched().entries))
    assert "Vera" not in str(lines("s1", watched().entries))
    assert "took the customer over from Maya" in str(lines("s1", taken_over().entries))
    assert "I know this case" not in str(lines("s1", taken_over().entries))


# --- taking over ----------------------------------------------------------------------------------------


def test_taking_over_relieves_the_agent_and_joins_the_supervisor_at_once() -> None:
    talk = taken_over()
    assert talk.state.agent == HELPING.actor
    assert [(person.name, person.here) for person in shown(talk).people.values()] == [("Maya", False), ("Vera", True)]
    assert customers(talk).seen == SeenBy(chat=1, steps=1)
    assert list(talk.state.chat.values())[-1].notice == "agent.joined.over"
    assert talk.refusal(MAYA, SendMessage(text="Hello")).code == "not_yours"


def test_who_took_over_helps_as_an_agent_does_and_hands_back() -> None:
    talk = taken_over()
    talk.sends(HELPING, SendMessage(text="Hello, I am Vera"))
    talk.sends(HELPING, TransferSession(to_agent="maya", note="All yours"))
    assert talk.refusal(NOOR, JoinSession()).code == "offered"
    talk.sends(MAYA, JoinSession())
    assert talk.state.agent == MAYA.actor


def test_the_note_to_the_relieved_agent_is_kept_for_them_and_not_for_the_customer() -> None:
    talk = taken_over()
    relieved = talk.state.relieved
    assert relieved is not None
    assert (relieved.agent, relieved.by, relieved.note[0].text) == ("maya", "Vera", "I know this case")
    assert "I know this case" in as_text(transcript("s1", talk.entries))
    assert "I know this case" not in as_text(transcript("s1", talk.entries, for_customer=True))


def test_taking_over_needs_watching_and_an_agent() -> None:
    assert helped().refusal(SUPERVISOR, TakeOver()).code == "not_watching"
    assert watched(waiting()).refusal(SUPERVISOR, TakeOver()).code == "no_agent"
    assert taken_over().sends(SUPERVISOR, TakeOver()) == ()
    assert taken_over().refusal(SUPERVISOR, WatchSession()).code == "own"


def test_of_two_who_take_over_the_second_takes_from_the_first() -> None:
    talk = helped()
    talk.sends(ABEL, WatchSession())
    watched(talk).sends(SUPERVISOR, TakeOver())
    talk.sends(ABEL, TakeOver(note="Please go home"))
    assert talk.state.agent is not None
    assert (talk.state.agent.id, talk.state.relieved.agent) == ("abel", "vera")  # type: ignore[union-attr]


# --- transcripts ----------------------------------------------------------------------------------------


def test_transcripts_tell_staff_who_watched_and_whispered_and_customers_that_somebody_could_see() -> None:
    talk = watched()
    talk.sends(SUPERVISOR, SendWhisper(text="Ask for the letter"))
    talk.sends(SUPERVISOR, UnwatchSession())
    said = [line[21:] for line in as_text(transcript("s1", talk.entries)).splitlines()[-3:]]
    assert said == ["-- Vera began to watch", "-- Vera whispered: Ask for the letter", "-- Vera stopped watching"]
    said = [line[21:] for line in as_text(transcript("s1", talk.entries, for_customer=True)).splitlines()[-2:]]
    assert said == ["-- One more person could see this chat", "-- One person fewer could see this chat"]


def test_customers_read_in_their_transcript_who_helps_from_where_on() -> None:
    own = as_text(transcript("s1", taken_over().entries, for_customer=True))
    assert own.splitlines()[-1].endswith("-- Vera helps from here on")


def test_a_message_is_unanswered_until_an_agent_writes() -> None:
    talk = helped()
    talk.sends(MAYA, SendMessage(text="Hello"))
    assert talk.state.unanswered_since == 0
    talk.sends(CUSTOMER, SendMessage(text="Hello?"))
    since = talk.state.at
    talk.sends(CUSTOMER, SendMessage(text="Anyone?"))
    assert talk.state.unanswered_since == since
