"""ID checks in a session: who may ask and answer, tries that count, gates that hold, and nothing that is kept."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from talk import CHECK, CHECKED, CUSTOMER, MAYA, OFFERING, RULES, Talk, helped, sharing

from alongside.access import SYSTEM
from alongside.identity import Offering
from alongside.playbook import shapes as playbook
from alongside.playbook.book import bound
from alongside.playbook.shapes import Before
from alongside.protocol import (
    AgentView,
    AnswerCheck,
    BeginCheck,
    CancelCheck,
    CheckBegun,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckOutcome,
    CheckPassed,
    CheckTried,
    ChoosePlaybook,
    CustomerView,
    DeclineCheck,
    Destination,
    EndSession,
    ExpireCheck,
    IdentifyCheck,
    OfferCheck,
    OpenAccount,
    RequestCheck,
    SendCard,
    SettleCheck,
    ShowHighlight,
    SteerPrompt,
    UsePrompt,
)
from alongside.protocol.rules import Match
from alongside.session import view
from alongside.session.asking import Asked, Refused
from alongside.session.gates import check_act

REPRESENTATIVE = f"{CHECK}.representative"
CODE = AnswerCheck(check=CHECK, answers={"code": "123456"})


def with_checks() -> Talk:
    """A customer whose form Maya sees, by a playbook with checks."""
    talk = sharing()
    talk.sends(MAYA, ChoosePlaybook(playbook="checked"))
    return talk


def asked(check: str = CHECK) -> Talk:
    """They are asked to pass a check."""
    talk = with_checks()
    talk.sends(MAYA, RequestCheck(check=check))
    return talk


def begun(check: str = CHECK) -> Talk:
    """They have chosen to be sent a code."""
    talk = asked(check)
    talk.sends(CUSTOMER, BeginCheck(check=check, method="code", account="anna"))
    return talk


def settle(talk: Talk, outcome: CheckOutcome = "passed", check: str = CHECK, who: str = "w1") -> Any:
    """What the server says came of the try that was made last."""
    tried = talk.state.checking.records[check].trying
    [event] = talk.sends(SYSTEM, SettleCheck(check=check, tried=tried, outcome=outcome, who=who))
    return event


def tries(talk: Talk, outcome: CheckOutcome = "passed", check: str = CHECK, who: str = "w1") -> Any:
    """One try, and what came of it."""
    talk.sends(CUSTOMER, AnswerCheck(check=check, answers={"code": "123456"}))
    return settle(talk, outcome, check, who)


def passed() -> Talk:
    """They have passed the check."""
    talk = begun()
    tries(talk)
    return talk


def shown(talk: Talk, check: str = CHECK) -> tuple[Any, Any]:
    """The check as the agent and as the customer see it."""
    agent, customer = view(talk.state, "agent"), view(talk.state, "customer")
    assert isinstance(agent, AgentView)
    assert isinstance(customer, CustomerView)
    return agent.checks[check], customer.checks[check]


def said(talk: Talk) -> list[tuple[str, str]]:
    """What the chat tells of checks: each line's notice and name."""
    return [(item.notice, item.name) for item in talk.state.chat.values() if item.notice.startswith("check.")]


# --- asking ---------------------------------------------------------------------------------------------


def test_a_playbook_s_checks_can_be_asked_for() -> None:
    options = view(with_checks().state, "agent")
    assert isinstance(options, AgentView)
    assert [(each.id, each.level, each.steps, each.acts) for each in options.check_options] == [
        (CHECK, "strong", ("born",), ("account-talk",)),
        ("a-question", "basic", (), ("suggestion",)),
    ]


def test_the_customer_is_told_why_and_how_and_the_other_way() -> None:
    agent, customer = shown(asked())
    assert (agent.state, agent.attempts_left, agent.level) == ("asked", 3, "strong")
    assert (customer.why, customer.other_way) == ("It is about you alone.", "Come to see us.")
    assert [offer.method for offer in customer.methods] == ["signed", "code"]
    assert customer.account_label == "Customer number"


def test_only_the_methods_that_the_site_has_and_that_reach_the_level_are_offered() -> None:
    talk = asked("a-question")
    assert [offer.method for offer in shown(talk, "a-question")[1].methods] == ["questions", "code"]


def test_knowledge_questions_are_never_the_only_way() -> None:
    only = Offering(ways={"questions": OFFERING.ways["questions"]})
    talk = Talk(msgspec.structs.replace(RULES, offerings={"permits": only}))
    talk.states, talk.entries = with_checks().states, with_checks().entries
    refused = talk.refusal(MAYA, RequestCheck(check="a-question"))
    assert refused.says == "This site has no way to pass “A question”. Offer another way: Call us."


def test_a_check_that_is_asked_for_already_is_not_asked_for_again() -> None:
    assert asked().sends(MAYA, RequestCheck(check=CHECK)) == ()
    assert passed().sends(MAYA, RequestCheck(check=CHECK)) == ()


@pytest.mark.parametrize("check", ["none-such", "", f"{CHECK}.representative"])
def test_a_check_that_the_playbook_lacks_cannot_be_asked_for(check: str) -> None:
    assert with_checks().refusal(MAYA, RequestCheck(check=check)).code == "no_check"


def test_the_agent_may_ask_no_more_and_the_customer_may_choose_not_to() -> None:
    assert asked().sends(MAYA, CancelCheck(check=CHECK)) == (CheckCancelled(check=CHECK),)
    talk = begun()
    assert talk.sends(CUSTOMER, DeclineCheck(check=CHECK)) == (CheckCancelled(check=CHECK),)
    assert talk.refusal(CUSTOMER, CODE).says == "Nobody is asking for this any more. You can go on."


# --- tries ----------------------------------------------------------------------------------------------


def test_a_method_is_chosen_before_it_is_answered() -> None:
    talk = asked()
    assert talk.refusal(CUSTOMER, CODE).code == "not_begun"
    [chosen] = talk.sends(CUSTOMER, BeginCheck(check=CHECK, method="code", account="anna", to="sms"))
    assert isinstance(chosen, CheckBegun)
    assert (chosen.method, chosen.to) == ("code", "sms")


@pytest.mark.parametrize(
    ("begin", "code"),
    [
        (BeginCheck(check=CHECK, method="questions", account="anna"), "no_method"),
        (BeginCheck(check=CHECK, method="code"), "no_account"),
        (BeginCheck(check=CHECK, method="code", account="anna", to="pigeon"), "no_destination"),
        (BeginCheck(check="a-question", method="code", account="anna"), "no_check"),
    ],
)
def test_what_was_not_offered_cannot_be_chosen(begin: BeginCheck, code: str) -> None:
    assert asked().refusal(CUSTOMER, begin).code == code


def test_a_try_counts_before_it_is_looked_at() -> None:
    talk = begun()
    [tried] = talk.sends(CUSTOMER, CODE)
    assert isinstance(tried, CheckTried)
    assert tried.left == 2
    agent, customer = shown(talk)
    assert (agent.state, agent.attempts_left) == ("answering", 2)
    assert (customer.checking, customer.checking_until) == (True, tried.until)


def test_of_ten_answers_at_once_one_is_looked_at() -> None:
    talk = begun()
    talk.sends(CUSTOMER, CODE)
    says = {talk.refusal(CUSTOMER, CODE).says for _ in range(9)}
    assert says == {"We are still looking at your last answer. One moment, please."}
    assert talk.state.checking.records[CHECK].tried == 1


def test_three_tries_and_no_more() -> None:
    talk = begun()
    assert isinstance(tries(talk, "failed"), CheckFailed)
    assert tries(talk, "failed") == CheckFailed(check=CHECK, level="strong", who="w1", left=1)
    assert isinstance(tries(talk, "failed"), CheckLocked)
    assert talk.refusal(CUSTOMER, CODE).says == (
        "There are no more tries for this check today, to keep the account safe. Another way: Come to see us."
    )
    assert shown(talk)[0].state == "locked"


def test_asking_again_gives_no_further_try() -> None:
    talk = begun()
    tries(talk, "failed")
    talk.sends(MAYA, CancelCheck(check=CHECK))
    talk.sends(MAYA, RequestCheck(check=CHECK))
    assert shown(talk)[0].attempts_left == 2
    talk.sends(CUSTOMER, BeginCheck(check=CHECK, method="code", account="anna"))
    tries(talk, "failed")
    assert isinstance(tries(talk, "failed"), CheckLocked)
    assert talk.refusal(MAYA, RequestCheck(check=CHECK)).code == "locked"


def test_a_slip_of_the_hand_costs_no_try() -> None:
    talk = begun()
    for answers in ({}, {"code": "12345"}, {"code": "12a456"}, {"pin": "1234"}):
        assert talk.refusal(CUSTOMER, AnswerCheck(check=CHECK, answers=answers)).code == "incomplete"
    assert shown(talk)[0].attempts_left == 3


def test_required_questions_and_any_of_the_others() -> None:
    talk = asked("a-question")
    talk.sends(CUSTOMER, BeginCheck(check="a-question", method="questions", account="anna"))
    for answers in ({"postcode": "AB1"}, {"amount": "5", "year": "1"}):
        refused = talk.refusal(CUSTOMER, AnswerCheck(check="a-question", answers=answers))
        assert refused.says == "Please fill in every question that is needed, and 1 of the others."
    assert talk.sends(CUSTOMER, AnswerCheck(check="a-question", answers={"postcode": "AB1", "year": "1"}))


def test_only_the_try_that_is_under_way_can_be_settled() -> None:
    talk = begun()
    talk.sends(CUSTOMER, CODE)
    trying = talk.state.checking.records[CHECK].trying
    for tried in ("client-customer-.1", "x"):
        assert talk.sends(SYSTEM, SettleCheck(check=CHECK, tried=tried, outcome="passed")) == ()
    settle(talk, "failed")
    assert talk.sends(SYSTEM, SettleCheck(check=CHECK, tried=trying, outcome="passed")) == ()


def test_what_is_settled_after_it_was_cancelled_or_ended_counts_for_nothing() -> None:
    for command in (DeclineCheck(check=CHECK), EndSession()):
        talk = begun()
        talk.sends(CUSTOMER, CODE)
        trying = talk.state.checking.records[CHECK].trying
        talk.sends(CUSTOMER, command)
        assert talk.sends(SYSTEM, SettleCheck(check=CHECK, tried=trying, outcome="passed")) == ()


def test_a_try_that_was_never_settled_is_lost_and_counts() -> None:
    talk = begun()
    talk.sends(CUSTOMER, CODE)
    talk.waited += 61_000
    [event] = talk.sends(SYSTEM, ExpireCheck(check=CHECK))
    assert event == CheckFailed(check=CHECK, level="strong", left=2, unavailable=True)
    assert shown(talk)[1].unavailable
    tries(talk, "failed")
    talk.sends(CUSTOMER, CODE)
    talk.waited += 61_000
    assert isinstance(talk.sends(SYSTEM, ExpireCheck(check=CHECK))[0], CheckLocked)


def test_a_check_that_nobody_answers_expires() -> None:
    talk = asked()
    assert talk.sends(SYSTEM, ExpireCheck(check=CHECK)) == ()
    talk.waited += 30 * 60_000
    assert "start it again" in talk.refusal(CUSTOMER, BeginCheck(check=CHECK, method="signed")).says
    assert talk.sends(SYSTEM, ExpireCheck(check=CHECK)) == (CheckExpired(check=CHECK),)
    assert talk.sends(MAYA, RequestCheck(check=CHECK))


def test_a_signed_identity_is_answered_by_a_token_alone() -> None:
    talk = asked()
    talk.sends(CUSTOMER, BeginCheck(check=CHECK, method="signed"))
    assert talk.refusal(CUSTOMER, CODE).code == "not_begun"
    [tried] = talk.sends(CUSTOMER, IdentifyCheck(check=CHECK, token="a.b.c"))
    assert isinstance(tried, CheckTried)
    assert begun().refusal(CUSTOMER, IdentifyCheck(check=CHECK, token="a.b.c")).code == "not_begun"


def test_a_method_cannot_be_begun_for_ever() -> None:
    talk = asked()
    for _ in range(6):
        talk.sends(CUSTOMER, BeginCheck(check=CHECK, method="code", account="anna"))
    refused = talk.refusal(CUSTOMER, BeginCheck(check=CHECK, method="code", account="anna"))
    assert refused.code == "too_many_begins"


def test_addresses_are_shown_masked_once_the_account_is_known() -> None:
    talk = asked()
    masked = Destination(id="email", kind="email", shown="a•••@e•••.org")
    talk.sends(SYSTEM, OfferCheck(check=CHECK, destinations=(masked,)))
    offer = shown(talk)[1].methods[1]
    assert (offer.destinations, offer.needs_account) == ((masked,), False)
    assert talk.sends(CUSTOMER, BeginCheck(check=CHECK, method="code"))
    assert "•" not in msgspec.json.encode(view(talk.state, "agent")).decode()


def test_an_answer_is_in_no_event_no_view_and_no_repr() -> None:
    talk = asked("a-question")
    secrets = ("ANNA-4711", "XY9 9ZZ", "eyJhbGciOi")
    begin = BeginCheck(check="a-question", method="questions", account=secrets[0])
    answer = AnswerCheck(check="a-question", answers={"postcode": secrets[1], "year": secrets[1]})
    token = IdentifyCheck(check="a-question", token=secrets[2])
    talk.sends(CUSTOMER, begin)
    talk.sends(CUSTOMER, answer)
    settle(talk, "failed", "a-question")
    kept = msgspec.json.encode(talk.entries).decode() + repr(talk.states) + repr((begin, answer, token))
    kept += "".join(msgspec.json.encode(view(talk.state, role)).decode() for role in ("agent", "customer"))
    assert [secret for secret in secrets if secret in kept] == []


# --- gates ----------------------------------------------------------------------------------------------


def test_a_field_of_a_gated_step_cannot_be_pointed_at() -> None:
    talk = with_checks()
    says = "First the customer has to pass the check “Who you are”. Ask for it, and wait."
    assert talk.refusal(MAYA, ShowHighlight(target="born")).says == says
    assert talk.refusal(MAYA, ShowHighlight(target="s1")).says == says, "nor the form's step that holds it"
    assert talk.sends(MAYA, ShowHighlight(target="name"))
    assert passed().sends(MAYA, ShowHighlight(target="born"))


def test_a_refusal_knows_that_the_check_is_asked_for_already() -> None:
    refused = begun().refusal(MAYA, ShowHighlight(target="born"))
    assert refused.says == "First the customer has to pass the check “Who you are”. It is asked for: wait a moment."
    half = acting()
    tries(half, who="anna")
    assert "It is asked for" in half.refusal(MAYA, ShowHighlight(target="born")).says, "the other one is, still"


def gated(*steps: playbook.Step) -> Talk:
    """A playbook with these steps, whose check comes before the step `gated`."""
    check = replace(CHECKED.playbook.checks[0], before=Before(steps=("gated",)))
    book = bound("gated", replace(CHECKED.playbook, steps=steps, checks=(check,)))
    talk = sharing()
    talk.rules = replace(RULES, books={**RULES.books, "gated": book, book.hash: book})
    talk.sends(MAYA, ChoosePlaybook(playbook="gated"))
    return talk


def step(id: str, **match: str) -> playbook.Step:
    return replace(CHECKED.playbook.steps[0], id=id, match=Match(**match))


def test_a_field_of_two_steps_is_closed_while_either_is() -> None:
    talk = gated(step("open", name="Full name"), step("gated", label="name"), step("twice", name="Full name"))
    assert talk.sends(MAYA, ShowHighlight(target="name")), "a name comes before a pattern: it is of the first alone"
    talk = gated(step("open", name="Full name"), step("gated", name="Full name"))
    assert talk.refusal(MAYA, ShowHighlight(target="name")).code == "check_needed"


def test_a_gate_before_a_whole_page_closes_what_is_on_it() -> None:
    talk = gated(step("gated", page="Payment"), step("name", name="Full name"))
    assert talk.refusal(MAYA, ShowHighlight(target="card")).code == "check_needed"
    assert talk.refusal(MAYA, ShowHighlight(target="s2")).code == "check_needed"
    assert talk.sends(MAYA, ShowHighlight(target="name"))


def test_putting_the_playbook_away_takes_no_gate_away() -> None:
    for other in ("", "permit"):
        talk = with_checks()
        talk.sends(MAYA, ChoosePlaybook(playbook=other))
        assert talk.refusal(MAYA, ShowHighlight(target="born")).code == "check_needed"
        assert talk.refusal(MAYA, OpenAccount()).code == "check_needed"
        assert talk.sends(MAYA, RequestCheck(check=CHECK))


def test_where_the_playbook_s_content_is_not_known_nothing_can_be_pointed_at() -> None:
    talk = with_checks()
    talk.rules = msgspec.structs.replace(RULES, books={})
    assert talk.refusal(MAYA, ShowHighlight(target="name")).code == "check_needed"


def test_the_words_of_a_gated_step_are_neither_prompted_nor_sent() -> None:
    talk = with_checks()
    for key in ("step:born", "error:born:2", "understanding:born"):
        assert talk.refusal(MAYA, UsePrompt(key=key, how="sent")).code == "check_needed"
        assert talk.refusal(MAYA, SendCard(kind="question", text="When?", prompt=key)).code == "check_needed"
    assert talk.sends(MAYA, UsePrompt(key="step:name", how="sent"))
    assert passed().sends(MAYA, UsePrompt(key="step:born", how="sent"))


def test_a_stronger_check_of_the_same_name_can_be_asked_for_after_a_weaker_one() -> None:
    talk = gated(step("gated", name="Full name"))
    basic = replace(CHECKED.playbook.checks[0], level="basic", before=Before(acts=("account-talk",)))
    weaker = bound("weaker", replace(CHECKED.playbook, checks=(basic,)))
    talk.rules = replace(talk.rules, books={**talk.rules.books, "weaker": weaker, weaker.hash: weaker})
    talk.sends(MAYA, ChoosePlaybook(playbook="weaker"))
    talk.sends(MAYA, RequestCheck(check=CHECK))
    talk.sends(CUSTOMER, BeginCheck(check=CHECK, method="code", account="anna"))
    tries(talk)
    talk.sends(MAYA, OpenAccount())
    talk.sends(MAYA, ChoosePlaybook(playbook="gated"))
    assert talk.sends(MAYA, RequestCheck(check=CHECK))
    assert shown(talk)[0].level == "strong"
    assert shown(talk)[0].attempts_left == 2, "and gives no further try"
    assert not talk.state.checking.account_open, "what was passed counts no more"


def test_a_check_passed_with_the_last_try_stays_passed_when_it_is_asked_for_again() -> None:
    talk = begun()
    for outcome in ("failed", "failed", "passed"):
        tries(talk, outcome)
    assert talk.sends(MAYA, RequestCheck(check=CHECK)) == ()
    assert shown(talk)[0].state == "passed"


def test_nothing_is_written_of_a_check_once_the_session_is_over() -> None:
    talk = passed()
    talk.sends(CUSTOMER, EndSession())
    talk.waited += 30 * 60_000
    assert talk.sends(SYSTEM, ExpireCheck(check=CHECK)) == ()


def test_talk_about_the_account_waits_for_the_check() -> None:
    assert with_checks().refusal(MAYA, OpenAccount()).code == "check_needed"
    talk = passed()
    talk.sends(MAYA, OpenAccount())
    opened = view(talk.state, "agent")
    assert isinstance(opened, AgentView)
    assert opened.account_open


def test_a_strong_check_stands_for_a_basic_one() -> None:
    def suggest(talk: Talk) -> None:
        check_act(Asked(talk.state, MAYA, "x", talk.now, talk.rules), "suggestion")

    with pytest.raises(Refused, match="A question"):
        suggest(with_checks())
    suggest(passed())


def test_a_basic_check_does_not_stand_for_a_strong_one() -> None:
    talk = begun("a-question")
    tries(talk, check="a-question")
    assert talk.refusal(MAYA, ShowHighlight(target="born")).says.startswith("First the customer has to pass")


def test_a_pass_is_valid_for_its_minutes_and_no_longer() -> None:
    talk = passed()
    talk.sends(MAYA, OpenAccount())
    talk.waited += 30 * 60_000
    assert talk.refusal(MAYA, ShowHighlight(target="born")).code == "check_needed"
    assert talk.sends(SYSTEM, ExpireCheck(check=CHECK)) == (CheckExpired(check=CHECK),)
    assert not talk.state.checking.account_open
    assert shown(talk)[0].state == "expired"


def test_a_failed_or_locked_check_opens_nothing() -> None:
    outcomes: tuple[CheckOutcome, ...] = ("failed", "locked")
    for outcome in outcomes:
        talk = begun()
        tries(talk, outcome)
        assert talk.refusal(MAYA, ShowHighlight(target="born")).code == "check_needed"


# --- somebody who acts for somebody else ----------------------------------------------------------------


def acting() -> Talk:
    """Somebody acts for the customer: both are asked who they are."""
    talk = with_checks()
    talk.sends(MAYA, RequestCheck(check=CHECK, authority="power-of-attorney", reference="LPA 12"))
    for check in (CHECK, REPRESENTATIVE):
        talk.sends(CUSTOMER, BeginCheck(check=check, method="code", account="anna"))
    return talk


def test_the_chat_tells_that_a_check_was_asked_for_and_how_it_went() -> None:
    talk = begun()
    tries(talk, "failed")
    tries(talk)
    assert said(talk) == [("check.requested", "Maya"), ("check.failed", ""), ("check.passed", "code")]


def test_the_chat_tells_of_two_linked_checks_once() -> None:
    assert said(acting()) == [("check.requested", "Maya")]


def test_both_have_to_be_verified_and_the_authority_is_kept() -> None:
    talk = acting()
    tries(talk, who="anna")
    assert talk.refusal(MAYA, ShowHighlight(target="born")).code == "check_needed"
    event = tries(talk, check=REPRESENTATIVE, who="bert")
    assert isinstance(event, CheckPassed)
    assert (event.acting_for, event.authority) == (CHECK, "power-of-attorney")
    assert talk.sends(MAYA, ShowHighlight(target="born"))
    agent, customer = shown(talk, REPRESENTATIVE)
    assert (agent.acting_for, agent.authority, agent.reference[0].text) == (CHECK, "power-of-attorney", "LPA 12")
    assert customer.acting == "representative"


def test_the_representative_alone_is_not_enough() -> None:
    talk = acting()
    tries(talk, check=REPRESENTATIVE, who="bert")
    assert talk.refusal(MAYA, ShowHighlight(target="born")).code == "check_needed"


def test_one_account_does_not_stand_for_two_people() -> None:
    talk = acting()
    tries(talk, who="anna")
    assert isinstance(tries(talk, check=REPRESENTATIVE, who="anna"), CheckFailed)


def test_the_reference_is_kept_without_its_secrets() -> None:
    talk = with_checks()
    talk.sends(MAYA, RequestCheck(check=CHECK, authority="deputy", reference="card 4111 1111 1111 1111"))
    assert "4111" not in msgspec.json.encode(talk.entries).decode()


# --- the prompts ----------------------------------------------------------------------------------------


def prompted(talk: Talk) -> Any:
    """The prompt that is due at the gated step."""
    from alongside.session.prompting import due_prompt

    talk.sends(MAYA, SteerPrompt(how="pin", step="born"))
    due = due_prompt(talk.state, talk.rules, talk.now)
    assert due is not None
    return due.prompt


def test_the_prompt_at_a_gated_step_is_the_check_and_gives_none_of_its_words() -> None:
    prompt = prompted(with_checks())
    assert (prompt.kind, prompt.check, prompt.step) == ("check", CHECK, "born")
    assert "It is about you alone." in prompt.say
    assert "the day, the month" not in msgspec.json.encode(prompt).decode()


def test_the_prompt_follows_how_the_check_stands() -> None:
    assert prompted(asked()).title == "Wait for the check “Who you are”"
    talk = begun()
    tries(talk, "failed")
    assert prompted(talk).title == "The check “Who you are” is not passed yet"
    talk = begun()
    tries(talk, "locked")
    assert prompted(talk).title == "The check “Who you are” is locked"
    assert prompted(talk).alternatives[0].say == "Come to see us."
    assert prompted(passed()).kind == "step"


def test_a_session_without_the_playbook_has_no_checks() -> None:
    assert helped().refusal(MAYA, RequestCheck(check=CHECK)).code == "no_check"
