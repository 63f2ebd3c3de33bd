"""The customers of practice: what a script's does on what they see, and a recorded one's once more. Pure."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from talk import CHECK, CUSTOMER, MAYA, RULES, Talk, helped, sharing

from alongside.playbook import Playbook
from alongside.practice import Move, Recorded, Scripted, Willing, recording, review_script, sheet_of
from alongside.practice.actor import CONSIDERING, LEAVING, Memory
from alongside.practice.shapes import Form, FormField, FormStep, Mistake, Reply, Script
from alongside.protocol import (
    AnswerCard,
    AskConsent,
    BeginCheck,
    CancelCheck,
    ChangeLens,
    ChoosePlaybook,
    CustomerView,
    DeclineConsent,
    EndSession,
    Field,
    GiveConsent,
    GiveFeedback,
    OpenLens,
    RequestCheck,
    SendCard,
    SendMessage,
    ShowHighlight,
)
from alongside.protocol.cards import CardChoice
from alongside.session import view
from alongside.shelf import read_directory

ROOT = Path(__file__).parents[1]
SHELF = read_directory(ROOT / "playbooks")

SCRIPT = Script(
    title="Anna",
    about="A permit.",
    owner="Us",
    replies=(Reply(when=("first time",), say="Yes, the first time."),),
    otherwise=("Maybe.", "I think so."),
    mistakes=(Mistake(field="Postcode", error="Enter a postcode", says="It is red!", until=("half",), helped="Ah!"),),
    form=Form(
        title="Permit",
        steps=(
            FormStep(name="You", fields=(FormField(name="Full name"), FormField(name="Postcode"))),
            FormStep(name="Car", fields=(FormField(name="Registration"),)),
            FormStep(name="Sent"),
        ),
    ),
    finished="Sent!",
)


class Practising:
    """A scripted customer and Maya, in a session that is decided and folded as always."""

    def __init__(self, script: Script = SCRIPT, talk: Talk | None = None) -> None:
        self.talk = talk or helped()
        self.customer = Scripted(script, sheet_of(script, None))
        self.memory: Memory | None = None

    @property
    def view(self) -> CustomerView:
        shown = view(self.talk.state, "customer")
        assert isinstance(shown, CustomerView)
        return shown

    def reacts(self) -> tuple[Move, ...]:
        """What the customer does now; all of it is done."""
        self.memory, moves = self.customer.react(self.memory, self.view)
        for move in moves:
            self.talk.sends(CUSTOMER, move.command)
        return moves

    def waits(self) -> tuple[Move, ...]:
        self.memory, moves = self.customer.waited(self.memory, self.view)
        return moves

    def hears(self, text: str) -> tuple[Move, ...]:
        self.talk.sends(MAYA, SendMessage(text=text))
        return self.reacts()

    def shares(self) -> "Practising":
        self.talk.sends(MAYA, AskConsent(scope="lens"))
        self.reacts()
        return self


def said(moves: tuple[Move, ...]) -> list[str]:
    return [move.command.text for move in moves if isinstance(move.command, SendMessage)]


def states(moves: tuple[Move, ...]) -> list[tuple[str, str]]:
    """How fields were reported, in order."""
    reported = [field for move in moves if isinstance(move.command, ChangeLens) for field in move.command.fields]
    return [(field.name, field.state) for field in reported]


def test_a_customer_answers_words_of_the_script_once_and_other_questions_in_turn() -> None:
    practice = Practising()
    assert said(practice.hears("Is it your first time?")) == ["Yes, the first time."]
    assert said(practice.hears("Really the first time?")) == ["Maybe."]
    assert said(practice.hears("Shall we begin?")) == ["I think so."]
    assert said(practice.hears("Good.")) == []


def test_the_same_view_again_leads_to_nothing() -> None:
    practice = Practising().shares()
    practice.hears("Please type your name.")
    assert practice.reacts() == ()


def test_asked_to_share_they_agree_and_show_the_first_page() -> None:
    practice = Practising()
    practice.talk.sends(MAYA, AskConsent(scope="lens"))
    gives, opens, focuses = (move.command for move in practice.reacts())
    assert isinstance(gives, GiveConsent)
    assert isinstance(opens, OpenLens)
    assert [step.state for step in opens.model.steps] == ["current", "ahead", "ahead"]
    assert isinstance(focuses, ChangeLens)
    assert practice.view.consent.state == "given"


def test_who_hesitates_declines_first_and_agrees_when_asked_again() -> None:
    practice = Practising(replace(SCRIPT, sharing="hesitates"))
    practice.talk.sends(MAYA, AskConsent(scope="lens"))
    first = practice.reacts()
    assert isinstance(first[0].command, DeclineConsent)
    assert said(first) == [CONSIDERING]
    practice.hears("I see only how far you are.")
    practice.talk.sends(MAYA, AskConsent(scope="lens"))
    assert isinstance(practice.reacts()[0].command, GiveConsent)


def test_a_new_customer_fills_in_one_field_for_each_thing_the_agent_says() -> None:
    practice = Practising().shares()
    assert states(practice.hears("Please type your name.")) == [("Full name", "typing"), ("Full name", "filled")]


def test_a_mistake_stays_until_the_words_help_and_is_then_corrected() -> None:
    practice = Practising().shares()
    practice.hears("Your name, please.")
    wrong = practice.hears("Your postcode, please.")
    assert states(wrong) == [("Postcode", "typing"), ("Postcode", "invalid")]
    assert said(wrong) == ["It is red!"]
    unhelped = practice.hears("Please try once more.")
    assert states(unhelped) == []
    assert len(said(unhelped)) == 1
    right = practice.hears("The second HALF is missing.")
    assert states(right) == [("Postcode", "typing"), ("Postcode", "filled")]
    assert said(right) == ["Ah!"]
    assert any(isinstance(move.command, OpenLens) for move in right), "and on to the next page"


def test_pointing_at_the_field_helps_too() -> None:
    practice = Practising().shares()
    practice.hears("Name?")
    practice.hears("Postcode?")
    practice.talk.sends(MAYA, ShowHighlight(target="f1", words="Here"))
    moves = practice.reacts()
    assert states(moves) == [("Postcode", "typing"), ("Postcode", "filled")]
    assert practice.view.highlight is None, "and they take the highlight away"


def test_who_uses_it_often_fills_in_all_up_to_the_mistake() -> None:
    practice = Practising(replace(SCRIPT, familiarity="confident")).shares()
    assert [name for name, state in states(practice.hears("Go on.")) if state == "filled"] == ["Full name"]
    assert said(practice.hears("The second half is missing.")) == ["Ah!"]
    assert said(practice.hears("And on.")) == ["Sent!"]


def test_at_the_end_the_last_page_comes_and_they_say_so() -> None:
    practice = Practising(replace(SCRIPT, familiarity="confident", mistakes=())).shares()
    moves = practice.hears("Go on.")
    assert said(moves) == ["Sent!"]
    last = [move.command for move in moves if isinstance(move.command, OpenLens)][-1]
    assert last.model.steps[-1].state == "current"


def test_once_it_has_ended_they_say_how_it_was_once() -> None:
    practice = Practising(replace(SCRIPT, familiarity="confident", mistakes=())).shares()
    practice.hears("Go on.")
    practice.talk.sends(MAYA, EndSession())
    (rated,) = practice.reacts()
    assert rated.command == GiveFeedback(solved="yes", rating=5)
    assert practice.reacts() == ()


def test_who_waits_too_long_asks_and_then_leaves() -> None:
    practice = Practising(replace(SCRIPT, impatient=("Hello?",)))
    assert said(practice.waits()) == ["Hello?"]
    leaving = practice.waits()
    assert said(leaving) == [LEAVING]
    assert isinstance(leaving[-1].command, EndSession)
    assert practice.waits() == ()


def test_an_agent_who_speaks_again_has_their_patience_back() -> None:
    practice = Practising(replace(SCRIPT, impatient=("Hello?",)))
    practice.waits()
    practice.hears("I am here.")
    assert said(practice.waits()) == ["Hello?"]


def test_a_card_is_answered_with_yes_and_once() -> None:
    practice = Practising()
    choices = (CardChoice(label="Not quite", means="no"), CardChoice(label="Yes", means="yes"))
    practice.talk.sends(MAYA, SendCard(kind="question", text="Is that clear?", choices=choices))
    answers = [move.command for move in practice.reacts() if isinstance(move.command, AnswerCard)]
    assert [answer.choice for answer in answers] == [1]
    assert practice.reacts() == ()


def test_without_a_form_they_only_talk() -> None:
    practice = Practising(replace(SCRIPT, form=None, mistakes=()))
    practice.talk.sends(MAYA, AskConsent(scope="lens"))
    assert practice.reacts() == ()
    assert said(practice.hears("Is it the first time?")) == ["Yes, the first time."]


@pytest.mark.parametrize("name", SHELF.scripts)
@pytest.mark.parametrize("playbook", SHELF.playbooks)
def test_every_customer_of_the_repository_can_be_helped_to_the_end(name: str, playbook: str) -> None:
    script = SHELF.scripts[name]
    book: Playbook = SHELF.playbooks[script.playbook or playbook]
    practice = Practising()
    practice.talk.rules = replace(RULES, lens_fields=100)
    practice.customer = Scripted(replace(script, sharing="agrees"), sheet_of(script, book))
    practice.shares()
    helps = " ".join(mistake.until[0] for mistake in script.mistakes if mistake.until)
    for _ in range(80):
        if practice.memory is not None and practice.memory.finished:
            break
        practice.hears(f"Please go on. {helps}")
    assert practice.memory is not None
    assert practice.memory.finished


# --- recorded ---------------------------------------------------------------------------------------------


def recorded_talk() -> Talk:
    """A finished session: words, consent, a change of the form, the end."""
    talk = sharing()
    talk.sends(CUSTOMER, SendMessage(text="It is red"))
    talk.sends(MAYA, SendMessage(text="Which one?"))
    talk.sends(CUSTOMER, SendMessage(text="The first"))
    talk.sends(MAYA, EndSession())
    talk.sends(CUSTOMER, GiveFeedback(solved="yes", rating=4))
    return talk


def test_a_recorded_customer_shares_when_asked_and_speaks_when_spoken_to() -> None:
    found = recording("parking", recorded_talk().entries)
    assert found is not None
    practice = Practising(talk=helped())
    customer = Recorded(found)
    memory, moves = customer.react(None, practice.view)
    assert not any(isinstance(move.command, GiveConsent | OpenLens) for move in moves), "nobody has asked"
    practice.talk.sends(MAYA, AskConsent(scope="lens"))
    memory, moves = customer.react(memory, practice.view)
    done = [type(move.command) for move in moves]
    assert done[:2] == [GiveConsent, OpenLens]
    assert said(moves) == ["It is red"]
    practice.talk.sends(CUSTOMER, moves[0].command)
    assert customer.react(memory, practice.view)[1] == (), "they wait for an answer"
    practice.talk.sends(MAYA, SendMessage(text="Tell me more"))
    memory, moves = customer.react(memory, practice.view)
    assert said(moves) == ["The first"]
    practice.talk.sends(MAYA, EndSession())
    memory, moves = customer.react(memory, practice.view)
    assert [move.command for move in moves] == [GiveFeedback(solved="yes", rating=4)]
    assert customer.react(memory, practice.view)[1] == ()


def test_a_recorded_customer_goes_on_when_the_agent_is_silent() -> None:
    found = recording("parking", recorded_talk().entries)
    assert found is not None
    customer = Recorded(found)
    practice = Practising(talk=sharing())
    memory, moves = customer.react(None, practice.view)
    memory, moves = customer.waited(memory, practice.view)
    assert said(moves) == ["The first"]


def test_pauses_of_a_recording_are_capped() -> None:
    found = recording("parking", recorded_talk().entries)
    assert found is not None
    assert max(beat.after for beat in found.beats) <= 6_000


# --- reading ----------------------------------------------------------------------------------------------

WRONG = """\
title: Anna
about: A permit.
owner: Us
playbook: permitt
familiarity: sometimes
patience: soon
form:
  title: Permit
  steps:
    - {name: You, fields: [{name: Full name, kind: words}]}
mistakes:
  - {field: Ful name, error: Enter your name}
  - {field: Full name}
  - {field: full name, verdict: too-short}
replies:
  - {say: Yes}
"""


def test_every_mistake_in_a_script_is_told_at_once_with_its_line() -> None:
    told = [str(found).removeprefix("a.yaml:") for found in review_script("a.yaml", WRONG, {"permit": None}).problems]
    assert [line.partition(":")[0] for line in told] == ["4", "5", "6", "10", "12", "13", "14", "16"]
    assert "there is no playbook `permitt`. Did you mean `permit`?" in told[0]
    assert "the form has no field “Ful name”. Did you mean `Full name`?" in told[4]


def test_the_scripts_of_the_repository_are_fine() -> None:
    assert [str(problem) for problem in SHELF.problems] == []
    assert len(SHELF.scripts) >= 2


def test_every_key_of_a_script_stands_in_the_page_about_playbooks() -> None:
    text = (ROOT / "playbooks/README.md").read_text()
    for shape in (Script, Mistake, Reply, Form, FormStep, FormField):
        for name in msgspec.structs.fields(shape):
            assert f"`{name.name}`" in text, name.name


def test_no_customer_of_practice_holds_a_value() -> None:
    assert "value" not in Field.__struct_fields__


def test_an_id_check_is_answered_once_each_time_that_it_is_asked_for() -> None:
    talk, customer = sharing(), Willing(Scripted(SCRIPT, sheet_of(SCRIPT, None)))
    talk.sends(MAYA, ChoosePlaybook(playbook="checked"))
    memory, told = None, []
    for command in (
        RequestCheck(check=CHECK),
        SendMessage(text="Hm."),
        CancelCheck(check=CHECK),
        RequestCheck(check=CHECK),
    ):
        talk.sends(MAYA, command)
        shown = view(talk.state, "customer")
        assert isinstance(shown, CustomerView)
        memory, moves = customer.react(memory, shown)
        told.append(sum(isinstance(move.command, BeginCheck) for move in moves))
    assert told == [1, 0, 0, 1]
