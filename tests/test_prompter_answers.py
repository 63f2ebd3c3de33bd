"""What a tapped answer makes due: the steps agreed or asked again, the next rung of help, a step ticked off."""

from msgspec import structs
from prompter_form import ABOUT_YOU, Customer, playbook

from alongside.playbook import Playbook
from alongside.playbook.shapes import Answer
from alongside.playbook.situation import Reply
from alongside.protocol.prompts import Prompt

PERMIT = playbook("resident-parking-permit")
ASKED = ("opening", "opening:1", "opening:2")
BEGUN = (*ASKED, "agree", "try_again")


def agreeing(*replies: Reply, done: tuple[str, ...] = ("agree",), goal: str = "") -> Prompt:
    customer = Customer(PERMIT, done=(*ASKED, *done))
    return customer.has(replies=replies, goal=goal)


def test_the_steps_to_agree_are_a_card_with_the_goal_and_two_answers() -> None:
    prompt = agreeing(done=(), goal="get a permit for my van")
    assert prompt.card is not None
    assert "get a permit for my van" in prompt.say
    assert [choice.means for choice in prompt.card.choices] == ["yes", "no"]


def test_while_the_card_is_not_answered_the_agent_waits_and_may_go_on() -> None:
    prompt = agreeing(Reply(prompt="agree"))
    assert (prompt.kind, prompt.key, prompt.say) == ("agree", "wait:agree", "")
    assert agreeing(Reply(prompt="agree"), done=("agree", prompt.key)).kind == "try_again"


def test_agreed_steps_lead_on() -> None:
    assert agreeing(Reply(prompt="agree", answered=True, means="yes")).kind == "try_again"


def test_not_quite_asks_what_would_be_right_and_waits_for_the_words() -> None:
    reply = Reply(prompt="agree", answered=True, means="no", label="Not quite")
    prompt = agreeing(reply)
    assert (prompt.key, prompt.because) == ("ask:agree", "They tapped “Not quite”")
    assert agreeing(reply, done=("agree", "ask:agree")).key == "wait:agree:words"


def test_the_steps_are_agreed_again_in_the_customers_words() -> None:
    reply = Reply(prompt="agree", answered=True, means="no", label="Not quite", said="I only want to pay")
    prompt = agreeing(reply)
    assert prompt.key == "agree:2"
    assert "I only want to pay" in prompt.say
    assert prompt.card is not None
    second = Reply(prompt="agree:2", answered=True, means="yes")
    assert agreeing(reply, second, done=("agree", "agree:2")).kind == "try_again"


def test_an_error_on_the_form_does_not_wait_for_the_answer() -> None:
    customer = Customer(PERMIT, done=(*ASKED, "agree", "try_again"))
    customer.has(replies=(Reply(prompt="agree"),))
    customer.opens(*ABOUT_YOU)
    assert customer.is_told("Full name", "Enter your full name").kind == "error"


# --- understanding and comfort ---------------------------------------------------------------------------


def understood(book: Playbook = PERMIT) -> tuple[Customer, Prompt]:
    """A customer who has put a date right, and the question whether it is understood."""
    customer = Customer(book, done=BEGUN)
    customer.opens(*ABOUT_YOU)
    customer.fills("Year", verdict="in-the-future")
    return customer, customer.fills("Year")


def answered(customer: Customer, prompt: Prompt, means: str) -> Prompt:
    reply = Reply(prompt=prompt.key, answered=True, means=means, label="Not sure")  # type: ignore[arg-type]
    customer.deals_with(prompt)
    return customer.has(replies=(*customer.situation.replies, reply))


def permit_with(*answers: Answer) -> Playbook:
    """The parking playbook with these answers of its own to the question about the date of birth."""
    steps = (structs.replace(step, answers=answers) if step.id == "date-of-birth" else step for step in PERMIT.steps)
    return structs.replace(PERMIT, steps=tuple(steps))


def test_an_understanding_question_has_answers_to_tap() -> None:
    _, prompt = understood(permit_with())
    assert prompt.kind == "understanding"
    assert prompt.card is not None
    assert [choice.means for choice in prompt.card.choices] == ["yes", "unsure", "no"]


def test_a_playbook_may_name_its_own_answers() -> None:
    _, prompt = understood(permit_with(Answer(label="05", means="yes"), Answer(label="Mai", means="no")))
    assert prompt.card is not None
    assert [choice.label for choice in prompt.card.choices] == ["05", "Mai"]


def test_yes_goes_on_and_not_sure_gives_the_next_rung_of_the_ladder() -> None:
    customer, prompt = understood()
    assert answered(customer, prompt, "yes").kind == "step"
    customer, prompt = understood()
    step = next(step for step in PERMIT.steps if step.id == "date-of-birth")
    helped = answered(customer, prompt, "unsure")
    assert (helped.kind, helped.step, helped.say) == ("understanding", "date-of-birth", step.if_stuck[0].strip())
    assert helped.because == "They tapped “Not sure”"


def test_each_further_doubt_goes_one_rung_up_and_at_the_top_another_way_is_offered() -> None:
    customer, prompt = understood()
    step = next(step for step in PERMIT.steps if step.id == "date-of-birth")
    for rung in step.if_stuck:
        prompt = answered(customer, prompt, "no")
        assert prompt.say == rung.strip()
    last = answered(customer, prompt, "no")
    assert (last.kind, last.key) == ("escalate", "failing:date-of-birth")


def test_help_for_doubt_waits_while_they_type() -> None:
    customer, prompt = understood()
    answered(customer, prompt, "no")
    assert customer.types("Full name").kind == "step"


def test_no_to_a_comfort_check_helps_with_the_step_they_are_at() -> None:
    customer = Customer(PERMIT, done=BEGUN)
    customer.opens(*ABOUT_YOU)
    customer.goes_to("Day")
    prompt = customer.has(minutes=10)
    assert prompt.kind == "comfort"
    assert prompt.card is not None
    helped = answered(customer, prompt, "no")
    assert (helped.kind, helped.step) == ("comfort", "date-of-birth")


# --- ticking off ----------------------------------------------------------------------------------------


def test_without_sharing_a_ticked_step_leads_to_the_next() -> None:
    customer = Customer(PERMIT, done=BEGUN)
    first = customer.has(sharing=False, last="email")
    assert first.step == "email"
    assert customer.has(ticked=("email",)).step == "phone"
