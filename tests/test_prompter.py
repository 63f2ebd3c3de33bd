"""Which prompt comes when: one behaviour of the prompter each, and a customer's way through the demo's permit."""

import pytest
from msgspec import structs
from prompter_form import ABOUT_YOU, ADDRESS, DIRECTORY, PAYMENT, Customer, playbook

from alongside.playbook import Playbook
from alongside.playbook.prompter import Prompter
from alongside.playbook.situation import LiveField, Situation
from alongside.playbook.triggers import triggers_in
from alongside.playbook.troubles import noticed

BOOKS = sorted(path.stem for path in DIRECTORY.glob("*.yaml"))
PERMIT = playbook("resident-parking-permit")


def at(page: tuple[str, ...] = ABOUT_YOU, familiarity: str = "new", book: Playbook = PERMIT) -> Customer:
    customer = Customer(book, familiarity)  # type: ignore[arg-type]
    customer.opens(*page)
    return customer


# --- beginning -------------------------------------------------------------------------------------------


def test_it_begins_with_the_customers_own_words() -> None:
    situation = Situation(goal="get a permit for my van", difficulty="it does not take my birthday")
    prompt = Prompter(PERMIT).prompt(situation)
    assert prompt.kind == "opening"
    assert "get a permit for my van" in prompt.say
    assert "it does not take my birthday" in prompt.say


def test_it_asks_for_the_goal_when_none_was_given() -> None:
    assert "in your own words" in Prompter(PERMIT).prompt(Situation()).say


def test_the_opening_comes_in_its_order_and_each_part_once() -> None:
    customer, kinds = Customer(PERMIT, done=()), []
    prompt = customer.opens(*ABOUT_YOU)
    while prompt.kind != "step":
        kinds.append(prompt.kind)
        prompt = customer.deals_with(prompt)
    assert kinds == ["opening", "opening", "opening", "agree", "try_again"]


def test_the_steps_to_agree_are_told_by_their_pages() -> None:
    prompt = Prompter(PERMIT).prompt(Situation(done=("opening", "opening:1", "opening:2")))
    assert prompt.kind == "agree"
    assert prompt.card is not None
    assert prompt.card.lines[1:4] == ("About you", "Your address", "Your vehicle")


def test_one_more_try_is_not_offered_to_somebody_who_just_failed_again() -> None:
    customer = Customer(PERMIT, done=("opening", "opening:1", "opening:2", "agree"))
    customer.opens(*ABOUT_YOU)
    assert customer.is_told("Full name", "Enter your full name").kind == "try_again"
    assert customer.is_told("Full name", "Enter your full name").kind == "error"


# --- at a step -------------------------------------------------------------------------------------------


def test_it_follows_the_focus() -> None:
    prompt = at().goes_to("E-mail address")
    assert (prompt.kind, prompt.step, prompt.because) == ("step", "email", "They are at “E-mail address”")
    assert prompt.target == "f5"
    assert prompt.why
    assert prompt.look_for
    assert prompt.next == "Phone number"
    assert prompt.progress == (4, len(PERMIT.steps))


def test_without_a_focus_it_is_about_the_first_empty_answer() -> None:
    customer = at()
    customer.fills("Full name")
    assert customer.now.step == "date-of-birth"


def test_a_part_of_a_group_belongs_to_the_groups_question() -> None:
    assert at().goes_to("Month").step == "date-of-birth"


def test_the_same_name_on_two_pages_is_told_apart_by_the_group() -> None:
    assert at(PAYMENT).goes_to("Month").step == "expiry"


def test_a_page_that_is_filled_in_leads_on() -> None:
    customer = at(ADDRESS)
    customer.fills("Postcode")
    customer.fills("Address")
    assert customer.now.because == "Everything on “Your address” is filled in"
    assert "go on" in customer.now.say


def test_a_page_without_fields_has_its_step() -> None:
    assert at(("Before you start",)).now.step == "before-you-start"
    assert at(("Application sent",)).now.step == "sent"


def test_without_sharing_it_goes_on_from_the_step_before() -> None:
    prompt = Prompter(PERMIT).prompt(Situation(last="phone", pinned="", jumped="email"))
    assert prompt.step == "email"


def test_a_confident_customer_gets_other_words_than_a_new_one() -> None:
    new, confident = at().goes_to("Full name").say, at(familiarity="confident").goes_to("Full name").say
    assert len(confident) < len(new) / 2


# --- errors ----------------------------------------------------------------------------------------------


def test_a_verdict_changes_the_prompt_at_once() -> None:
    prompt = at().fills("Year", verdict="in-the-future")
    assert (prompt.kind, prompt.step) == ("error", "date-of-birth")
    assert "still to come" in prompt.say


def test_the_pages_own_error_changes_the_prompt_at_once() -> None:
    prompt = at().is_told("Day", "Enter your date of birth")
    assert prompt.because == "The page says “Enter your date of birth”"
    assert "three boxes are still empty" in prompt.say


def test_an_error_nobody_foresaw_is_told_in_the_pages_words() -> None:
    prompt = at().is_told("Full name", "Names are under repair")
    assert "“Names are under repair”" in prompt.say


def test_a_known_fault_of_the_system_is_not_blamed_on_the_customer() -> None:
    prompt = at(PAYMENT).is_told("Card number", "The payment service does not answer")
    assert "our trouble, not yours" in prompt.say


def test_help_grows_stronger_with_every_error() -> None:
    customer, stuck = at(), []
    for _ in range(3):
        stuck.append(customer.is_told("Day", "Your date of birth must be a real date").stuck)
    rungs = next(step.if_stuck for step in PERMIT.steps if step.id == "date-of-birth")
    assert stuck == ["", rungs[0], rungs[1]]


def test_not_understanding_brings_the_first_help() -> None:
    customer = at()
    customer.goes_to("Day")
    assert customer.says("Sorry, I don’t understand this").stuck


def test_a_question_that_failed_four_times_brings_another_way() -> None:
    customer = at()
    for _ in range(4):
        customer.is_told("Day", "Your date of birth must be a real date")
    assert customer.now.kind == "escalate"
    assert "Bring in a colleague" in [each.title for each in customer.now.alternatives]
    assert "On paper" in [each.title for each in customer.now.alternatives]


# --- steadiness ------------------------------------------------------------------------------------------


def test_it_does_not_flicker_while_somebody_types_in_one_field() -> None:
    customer = at()
    customer.goes_to("E-mail address")
    seen = len(customer.prompts)
    for verdict in ("at-sign-missing", "ending-missing", "", "wrong-format", ""):
        fields = customer.situation.fields
        customer.has(
            fields=tuple(
                structs.replace(field, state="typing", verdict=verdict) if field.focused else field for field in fields
            )
        )
    assert len(set(map(repr, customer.prompts[seen - 1 :]))) == 1


def test_the_words_about_an_error_stay_while_it_is_put_right() -> None:
    customer = at()
    before = customer.fills("E-mail address", verdict="at-sign-missing")
    assert customer.types("E-mail address").say == before.say


def test_somebody_typing_is_not_interrupted_by_trouble_elsewhere() -> None:
    customer = at()
    customer.fills("E-mail address", verdict="at-sign-missing")
    assert customer.goes_to("Phone number").step == "email"
    assert customer.types("Phone number").step == "phone"


def test_a_pause_outside_the_form_does_not_move_it() -> None:
    customer = at()
    customer.goes_to("Phone number")
    assert customer.leaves().step == "phone"


def test_noticing_the_same_twice_changes_nothing() -> None:
    field = LiveField(id="f1", name="Full name", state="invalid", error="Enter your full name")
    once = noticed((), (field,), "load1")
    assert noticed(once, (field,), "load1") == once


def test_an_error_that_stays_while_it_is_put_right_is_no_second_one() -> None:
    error = LiveField(id="f1", name="Full name", state="invalid", error="Enter your full name")
    typing = structs.replace(error, state="typing")
    troubles = noticed((), (error,), "load1")
    for field in (typing, error):
        troubles = noticed(troubles, (field,), "load1")
    assert [trouble.count for trouble in troubles] == [1]


# --- checks ----------------------------------------------------------------------------------------------


def test_a_question_that_came_right_is_followed_by_one_about_understanding() -> None:
    customer = at()
    customer.fills("E-mail address", verdict="at-sign-missing")
    prompt = customer.fills("E-mail address")
    assert (prompt.kind, prompt.step) == ("understanding", "email")
    assert customer.deals_with(prompt).kind == "step"


def test_understanding_is_not_asked_while_they_type() -> None:
    customer = at()
    customer.fills("E-mail address", verdict="at-sign-missing")
    customer.fills("E-mail address")
    assert customer.types("Phone number").kind == "step"


def test_after_two_errors_it_asks_how_it_is_going() -> None:
    customer = at()
    for name, verdict in (("Year", "in-the-future"), ("Phone number", "too-few-digits")):
        customer.fills(name, verdict=verdict)
        customer.fills(name)
    assert "comfort" in [customer.now.kind, customer.deals_with(customer.now).kind]


def test_every_ten_minutes_it_asks_how_it_is_going_once() -> None:
    customer = at()
    prompt = customer.has(minutes=11)
    assert prompt.kind == "comfort"
    customer.deals_with(prompt)
    assert customer.has(minutes=19).kind == "step"
    assert customer.has(minutes=20).kind == "comfort"


def test_how_it_is_going_is_asked_once_for_all_that_calls_for_it() -> None:
    customer = at()
    prompt = customer.has(minutes=11, cues=("They clicked fast and often",))
    assert prompt.kind == "comfort"
    customer.deals_with(prompt)
    assert customer.has(minutes=12).kind == "step"
    assert customer.has(cues=("They clicked fast and often", "They went back and forth")).kind == "comfort"


def test_a_cue_brings_a_comforting_word() -> None:
    prompt = at().has(cues=("They clicked fast and often",))
    assert (prompt.kind, prompt.because) == ("comfort", "They clicked fast and often")


# --- being heard -----------------------------------------------------------------------------------------


def test_a_complaint_is_heard_move_by_move() -> None:
    customer, titles = at(), []
    prompt = customer.says("I want to complain. This is unacceptable!")
    while prompt.kind == "escalate":
        titles.append(prompt.title)
        prompt = customer.deals_with(prompt)
    moves = ["Hear", "Empathise", "Apologise", "Take action"]
    assert titles[:4] == [f"Complaint: {move}" for move in moves]
    assert prompt.kind == "step"


def test_a_talk_once_begun_goes_on_after_its_message_is_gone() -> None:
    customer = at()
    customer.deals_with(customer.says("I want to complain"))
    assert customer.has(said=()).title == "Complaint: Empathise"


def test_a_talk_waved_away_does_not_come_back() -> None:
    customer = at()
    customer.says("I want to complain")
    assert customer.has(done=(*customer.situation.done, "heat")).kind == "step"


def test_a_death_comes_before_the_form() -> None:
    prompt = at().says("My husband died in March and the car was his")
    assert (prompt.kind, prompt.title) == ("escalate", "Bereavement: Be there")


def test_danger_comes_before_everything() -> None:
    prompt = at().says("I want to complain and I want to kill myself")
    assert "999" in prompt.say


def test_danger_does_not_wait_for_a_talk_that_has_begun() -> None:
    customer = at()
    customer.deals_with(customer.says("I want to complain"))
    assert "999" in customer.says("I want to end my life").say


def test_a_complaint_takes_the_place_of_an_annoyance() -> None:
    customer = at()
    prompt, titles = customer.says("This is ridiculous, I want to complain"), []
    while prompt.kind == "escalate":
        titles.append(prompt.title)
        prompt = customer.deals_with(prompt)
    assert all(title.startswith("Complaint") for title in titles)


def test_worry_is_met_with_comfort() -> None:
    prompt = at().says("I am worried I did something wrong")
    assert prompt.kind == "comfort"
    assert prompt.alternatives == ()


def test_vulnerability_proposes_another_way_even_without_a_part_for_it() -> None:
    bare = structs.replace(PERMIT, prompts=())
    prompt = at(book=bare).says("I have dementia and find this hard")
    assert prompt.kind == "escalate"
    assert len(prompt.alternatives) > 1


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        ("I would like to complain", "complaint"),
        ("this is a waste of my time", "annoyed"),
        ("my mum passed away", "bereaved"),
        ("we are homeless", "vulnerable"),
        ("I’m scared to press it", "worried"),
        ("?", "confused"),
    ],
)
def test_words_call_for_what_they_mean(words: str, trigger: str) -> None:
    assert triggers_in([words]) == (trigger,)


@pytest.mark.parametrize("words", ["No worries", "I am not complaining", "my car is a Fiat", "I lost my card"])
def test_everyday_words_call_for_nothing(words: str) -> None:
    assert triggers_in([words]) == ()


# --- the agent's choices ---------------------------------------------------------------------------------


def test_put_aside_it_says_nothing() -> None:
    prompt = at().has(aside=True)
    assert (prompt.kind, prompt.say, prompt.step) == ("aside", "", "")


def test_a_pinned_step_stays_wherever_they_go() -> None:
    customer = at()
    customer.has(pinned="email")
    assert customer.types("Phone number").step == "email"
    assert customer.now.target == "f5"


def test_a_jump_holds_until_they_type_elsewhere() -> None:
    customer = at()
    customer.has(jumped="email")
    assert customer.goes_to("Full name").step == "email"
    assert customer.types("Phone number").step == "phone"


def test_skipped_steps_are_passed_over() -> None:
    customer = at()
    assert customer.has(skipped=("full-name",)).step == "date-of-birth"
    customer.has(skipped=("full-name", "email"))
    assert customer.now.next == "Phone number"


# --- the end ---------------------------------------------------------------------------------------------


def test_it_ends_with_solved_offers_and_goodbye() -> None:
    customer, kinds = at(), []
    prompt = customer.has(ending="solved")
    while prompt.key != "end":
        kinds.append(prompt.kind)
        prompt = customer.deals_with(prompt)
    assert kinds == ["closing", *["offer"] * len(PERMIT.offers), *["closing"] * len(PERMIT.closing)]


def test_nothing_is_offered_after_a_complaint() -> None:
    customer = Customer(PERMIT, done=("heat:1", "heat:2", "heat:3", "heat:4"))
    kinds = set()
    prompt = customer.has(ending="solved")
    while prompt.key != "end":
        kinds.add(prompt.kind)
        prompt = customer.deals_with(prompt)
    assert "offer" not in kinds


def test_what_was_not_solved_ends_with_what_happens_next() -> None:
    prompt = at().has(ending="unsolved")
    assert "not your fault" in prompt.say
    assert prompt.alternatives


# --- the whole way, by two customers ---------------------------------------------------------------------

MISTAKES = {
    "wrong date": ("new", "cannot be the day you were born", "confident", "That date is in the future"),
    "e-mail without @": ("new", "Shift and the 2", "confident", "The @ is missing."),
    "postcode not found": ("new", "The list has no homes", "confident", "Not in the list."),
    "card number": ("new", "four digits at a time", "confident", "A digit is mistyped; please compare."),
}


@pytest.mark.parametrize("familiarity", ["new", "confident"])
def test_the_permit_from_beginning_to_end_with_its_mistakes(familiarity: str) -> None:
    customer = at(familiarity=familiarity)
    heard = {}
    customer.fills("Full name")
    for part in ("Day", "Month"):
        customer.fills(part)
    heard["wrong date"] = customer.fills("Year", verdict="in-the-future")
    _settle(customer, "Year")
    heard["e-mail without @"] = customer.fills("E-mail address", verdict="at-sign-missing")
    _settle(customer, "E-mail address")
    customer.fills("Phone number")
    assert customer.opens(*ADDRESS).step == "postcode"
    told = "We know no homes at …. Check it, or enter the address yourself"
    heard["postcode not found"] = customer.is_told("Postcode", told)
    _settle(customer, "Postcode")
    customer.fills("Address")
    assert customer.opens(*PAYMENT).step == "card-number"
    heard["card number"] = customer.fills("Card number", verdict="check-digit-wrong")
    _settle(customer, "Card number")
    declaration = customer.opens("Check your answers", "What I have told you is true")
    assert (declaration.kind, declaration.step) == ("step", "declaration")
    assert customer.opens("Application sent").step == "sent"
    for mistake, (*_, new, _confident, confident) in MISTAKES.items():
        assert heard[mistake].kind == "error"
        assert (new if familiarity == "new" else confident) in heard[mistake].say


def _settle(customer: Customer, name: str) -> None:
    """The mistake is put right, and the agent deals with what then comes up until a step is due."""
    prompt = customer.fills(name)
    while prompt.kind in ("understanding", "comfort"):
        prompt = customer.deals_with(prompt)
    assert prompt.kind == "step"


# --- the six ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOOKS)
def test_every_playbook_has_other_words_for_every_familiarity(name: str) -> None:
    for step in playbook(name).steps:
        assert len({step.say.new, step.say.used_before, step.say.confident}) == 3, step.id
        for say in (step.say, *(error.say for error in step.if_error)):
            assert 0 < len(say.confident) < len(say.new), f"{step.id}: {say.new}"
            assert len(say.confident) <= 70, f"{step.id}: more than a line: {say.confident}"


@pytest.mark.parametrize("name", BOOKS)
def test_every_playbook_says_why_at_every_step(name: str) -> None:
    assert [step.id for step in playbook(name).steps if not step.why] == []


@pytest.mark.parametrize("name", BOOKS)
def test_every_steps_own_name_leads_to_it(name: str) -> None:
    """A step that is found by a plain name is found by it, and no other step takes it away."""
    for step in playbook(name).steps:
        if step.match.name:
            customer = Customer(playbook(name))
            customer.opens(step.match.page or "Form", step.match.name)
            assert customer.goes_to(step.match.name).step == step.id
