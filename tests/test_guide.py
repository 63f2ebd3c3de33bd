"""A playbook in a session: choosing it, steering it, and the prompt that is due."""

import pytest
from hypothesis import given
from msgspec.structs import replace
from session_strategies import logs
from talk import BOOK, CUSTOMER, FORM, MAYA, NOOR, RULES, Talk, helped, sharing

from alongside.access import SYSTEM
from alongside.hub.deciding import decide_batch
from alongside.playbook.book import bound
from alongside.playbook.troubles import noticed
from alongside.protocol import (
    AgentView,
    AnswerCard,
    ChangeLens,
    ChoosePlaybook,
    Entry,
    OpenLens,
    PlaybookChosen,
    Prompt,
    PromptShown,
    PromptUsed,
    RemindAgent,
    SendCard,
    SendMessage,
    SteerPrompt,
    Term,
    UsePrompt,
)
from alongside.protocol.rules import Expect
from alongside.session import due_prompt, fold_entry, new_state, view, waits_for_time
from alongside.session.prompting import live_fields, troubled_fields


def guided(talk: Talk | None = None) -> Talk:
    talk = talk or sharing()
    prompted(talk, ChoosePlaybook(playbook="permit"))
    return talk


def prompted(talk: Talk, command: object, who: object = MAYA) -> Prompt | None:
    """Sends a command as the hub does, with the prompt it makes due in the same entry; the prompt shown after it."""
    request = talk.request(who, command)  # type: ignore[arg-type]
    commit = decide_batch(talk.state, [(who, request)], now=talk.now, rules=RULES)  # type: ignore[list-item]
    assert commit.answers[0].ok, commit.answers
    if commit.entry:
        talk.entries.append(commit.entry)
        talk.states.append(commit.state)
    return talk.state.guide.prompt


def skip_opening(talk: Talk) -> Prompt:
    """Deals with prompts until one at a step comes."""
    prompt = talk.state.guide.prompt
    while prompt and prompt.kind not in ("step", "error"):
        prompt = prompted(talk, UsePrompt(key=prompt.key, how="ticked"))
    assert prompt
    return prompt


def test_choosing_a_playbook_logs_its_content_and_prompts_at_once_in_the_same_entry() -> None:
    talk = guided()
    chosen, shown = (event for decision in talk.entries[-1].decisions for event in decision.events)
    assert isinstance(chosen, PlaybookChosen)
    assert (chosen.playbook, chosen.hash, chosen.title) == ("permit", BOOK.hash, "Get a permit")
    assert isinstance(shown, PromptShown)
    assert shown.prompt is not None
    assert shown.hash == BOOK.hash


@pytest.mark.parametrize("same_as", ["name", "Full name"])
def test_the_device_is_sent_the_steps_with_rules_and_those_they_compare_with(same_as: str) -> None:
    name, born, *rest = (replace(step, expect=()) for step in BOOK.playbook.steps)
    steps = (name, replace(born, expect=(Expect(same_as=same_as),)), *rest)
    talk = helped()
    talk.rules = replace(RULES, books={"permit": bound("permit", replace(BOOK.playbook, steps=steps))})
    chosen = talk.sends(MAYA, ChoosePlaybook(playbook="permit"))[0]
    assert isinstance(chosen, PlaybookChosen)
    assert [(step.id, len(step.expect)) for step in chosen.rules] == [("name", 0), ("born", 1)]


def test_the_glossary_goes_with_the_playbook_to_the_agent_and_not_to_the_customer() -> None:
    talk = helped()
    glossary = (Term(term="PCN", plain="parking ticket"),)
    talk.rules = replace(RULES, books={"permit": bound("permit", replace(BOOK.playbook, glossary=glossary))})
    talk.sends(MAYA, ChoosePlaybook(playbook="permit"))
    agents = view(talk.state, "agent")
    assert isinstance(agents, AgentView)
    assert agents.playbook.glossary == glossary
    assert "parking ticket" not in repr(view(talk.state, "customer"))


def test_the_prompt_is_part_of_the_agents_view_only() -> None:
    talk = guided()
    agents = view(talk.state, "agent")
    assert isinstance(agents, AgentView)
    assert agents.prompt == talk.state.guide.prompt
    assert not hasattr(view(talk.state, "customer"), "prompt")


def test_the_prompt_follows_the_customer() -> None:
    talk = guided()
    assert skip_opening(talk).step == "name"
    after = prompted(talk, ChangeLens(page="p1", focus="born"), CUSTOMER)
    assert after is not None
    assert after.step == "born"


def test_a_pinned_prompt_stays_where_it_is_until_it_follows_again() -> None:
    talk = guided()
    skip_opening(talk)
    prompted(talk, SteerPrompt(how="pin", step="name"))
    stays = prompted(talk, ChangeLens(page="p1", focus="born"), CUSTOMER)
    assert stays is not None
    assert stays.step == "name"
    follows = prompted(talk, SteerPrompt(how="follow"))
    assert follows is not None
    assert follows.step == "born"


def test_after_a_jump_following_comes_back_to_where_the_customer_is() -> None:
    talk = guided()
    prompted(talk, ChangeLens(page="p1", focus=""), CUSTOMER)
    at = skip_opening(talk).step
    jumped = prompted(talk, SteerPrompt(how="jump", step="born" if at == "name" else "name"))
    assert jumped is not None
    assert jumped.step != at
    back = prompted(talk, SteerPrompt(how="follow"))
    assert back is not None
    assert back.step == at


def test_without_sharing_ticking_a_step_off_leads_to_the_next() -> None:
    talk = guided(helped())
    assert skip_opening(talk).step == "name"
    after = prompted(talk, UsePrompt(key="step:name", how="ticked"))
    assert after is not None
    assert after.step == "born"


def test_a_card_from_a_prompt_waits_for_its_answer_and_the_answer_leads_on() -> None:
    talk = guided()
    for key in ("opening",):
        prompted(talk, UsePrompt(key=key, how="sent"))
    agree = talk.state.guide.prompt
    assert agree is not None
    assert agree.card is not None
    waits = prompted(talk, SendCard(kind="agree", text=agree.say, choices=agree.card.choices, prompt=agree.key))
    assert waits is not None
    assert waits.key == "wait:agree"
    card = next(reversed(talk.state.chat))
    asks = prompted(talk, AnswerCard(card=card, choice=1), CUSTOMER)
    assert asks is not None
    assert asks.key == "ask:agree"
    again = prompted(talk, SendMessage(text="I only want to pay"), CUSTOMER)
    assert again is not None
    assert again.key == "agree:2"
    assert "I only want to pay" in again.say


def test_a_card_under_another_playbook_is_no_longer_waited_for() -> None:
    talk = guided()
    prompted(talk, UsePrompt(key="opening", how="sent"))
    prompted(talk, SendCard(kind="agree", text="So we do this", prompt="agree"))
    prompted(talk, ChoosePlaybook())
    prompt = prompted(talk, ChoosePlaybook(playbook="permit"))
    assert prompt is not None
    assert prompt.key == "opening"


def opens(*applies: str) -> OpenLens:
    return OpenLens(model=replace(FORM, applies=applies))


def test_the_playbook_that_alone_fits_the_page_is_chosen_by_itself() -> None:
    talk = sharing()
    prompted(talk, opens("permit", "permit", "none-such"), CUSTOMER)
    assert (talk.state.guide.info.id, talk.state.guide.info.by_page) == ("permit", True)
    assert talk.state.lens is not None
    assert talk.state.lens.applies == ("permit",)
    assert talk.state.guide.prompt is not None


def test_what_the_agent_chose_is_not_changed_by_the_page() -> None:
    talk = guided()
    prompted(talk, ChoosePlaybook())
    prompted(talk, opens("permit"), CUSTOMER)
    assert talk.state.guide.info.id == ""
    assert talk.state.lens is not None
    assert talk.state.lens.applies == ("permit",)


def test_of_several_that_fit_none_is_chosen_by_itself() -> None:
    talk = sharing()
    other = bound("other", replace(BOOK.playbook, title="Another"))
    talk.rules = replace(RULES, books={**RULES.books, "other": other})
    talk.sends(CUSTOMER, opens("permit", "other"))
    assert talk.state.guide.info.id == ""


def test_a_comfort_check_comes_by_itself_when_its_time_has_come() -> None:
    talk = guided()
    skip_opening(talk)
    assert prompted(talk, RemindAgent(), SYSTEM) == talk.state.guide.prompt
    assert not waits_for_time(talk.state, talk.now)
    talk.waited += 10 * 60_000
    assert waits_for_time(talk.state, talk.now)
    prompt = prompted(talk, RemindAgent(), SYSTEM)
    assert prompt is not None
    assert (prompt.kind, prompt.key) == ("comfort", "comfort:1")


def test_what_changes_no_prompt_logs_none() -> None:
    talk = guided()
    prompted(talk, SendMessage(text="One moment, please"))
    assert len(talk.entries[-1].decisions) == 1
    assert due_prompt(talk.state, RULES, talk.now) is None


def test_a_content_that_is_not_on_the_shelf_leaves_the_prompt_as_it_is() -> None:
    talk = guided()
    assert due_prompt(talk.state, Talk().rules.__class__(), talk.now) is None


def test_a_prompt_dealt_with_is_noted_once() -> None:
    talk = guided()
    key = talk.state.guide.prompt.key if talk.state.guide.prompt else ""
    assert talk.sends(MAYA, UsePrompt(key=key, how="sent")) == (PromptUsed(key=key, how="sent"),)
    assert talk.sends(MAYA, UsePrompt(key=key, how="sent")) == ()


def test_working_by_no_playbook_takes_the_prompt_away() -> None:
    talk = guided()
    assert prompted(talk, ChoosePlaybook()) is None
    assert talk.state.guide.info.id == ""


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (ChoosePlaybook(playbook="none-such"), "no_playbook"),
        (SteerPrompt(how="pin", step="none-such"), "no_step"),
        (SteerPrompt(how="skip", step="name"), "no_reason"),
    ],
)
def test_what_the_playbook_does_not_have_is_refused(command: ChoosePlaybook | SteerPrompt, code: str) -> None:
    assert guided().refusal(MAYA, command).code == code


def test_steering_without_a_playbook_is_refused() -> None:
    assert helped().refusal(MAYA, SteerPrompt(how="aside")).code == "no_playbook"


def test_only_the_agent_who_has_the_customer_chooses() -> None:
    assert helped().refusal(NOOR, ChoosePlaybook(playbook="permit")).code == "not_yours"


@given(logs())
def test_fields_without_trouble_change_no_trouble(entries: list[Entry]) -> None:
    state = new_state("s1")
    for entry in entries:
        before, state = state.guide.troubles, fold_entry(state, entry)
        if state.lens is not None:
            few, all = troubled_fields(state), live_fields(state)
            assert noticed(before, few, state.lens.page) == noticed(before, all, state.lens.page)
