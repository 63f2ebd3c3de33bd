"""Decisions: what each command comes to, and every way in which it is refused."""

from collections.abc import Callable
from typing import get_args

import pytest
from msgspec.structs import replace
from talk import (
    CARD,
    CUSTOMER,
    FORM,
    MAYA,
    NOOR,
    RULES,
    SUPERVISOR,
    Talk,
    coded,
    helped,
    sharing,
    waiting,
)

from alongside.access import SYSTEM, Who
from alongside.protocol import (
    Actor,
    AgentJoined,
    AgentLeft,
    AskConsent,
    BeginPractice,
    ChangeLens,
    ClearHighlight,
    CodeIssued,
    Command,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    DeclineConsent,
    EndSession,
    Feedback,
    FeedbackGiven,
    Field,
    GiveConsent,
    GiveFeedback,
    HighlightCleared,
    HighlightShown,
    IssueCode,
    JoinSession,
    LapseAgent,
    LensChanged,
    LensOpened,
    LogGap,
    MessageSent,
    OpenLens,
    Part,
    RecordGap,
    Request,
    RequestHelp,
    ReturnToQueue,
    SendMessage,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    SessionTransferred,
    ShowHighlight,
    Step,
    TransferSession,
    WithdrawConsent,
)
from alongside.session import Refused
from alongside.session.decide import _DECIDERS

Start = Callable[[], Talk]

ASK = AskConsent(scope="lens")
GIVE = GiveConsent(scope="lens", wording="2026-01")
DECLINE = DeclineConsent(scope="lens", wording="2026-01")
WITHDRAW = WithdrawConsent(scope="lens")
OPEN = OpenLens(model=FORM)
CHANGE = ChangeLens(page="p1", focus="born")
POINT = ShowHighlight(target="born")
QUEUE = RequestHelp(channel="queue")
HIDDEN_CARD = (Part(text="It is "), Part(hidden="card"))


def ended() -> Talk:
    talk = helped()
    talk.sends(CUSTOMER, EndSession())
    return talk


def text_field(id: str, **more: object) -> Field:
    return replace(Field(id=id, step="s1", name="A", kind="text", state="empty"), **more)


# --- every command --------------------------------------------------------------------------------------


def test_every_command_has_a_decider() -> None:
    assert set(_DECIDERS) == set(get_args(Command))


def test_a_command_that_the_role_may_not_send_is_refused_whatever_the_moment() -> None:
    refused = sharing().refusal(SUPERVISOR, SendMessage(text="hello"))
    assert (refused.code, refused.says) == ("not_allowed", "You are not able to do this here.")


def test_nobody_may_send_under_the_client_name_of_another() -> None:
    talk = sharing()
    stolen = talk.request(CUSTOMER, WITHDRAW)
    with pytest.raises(Refused, match="mixed up"):
        talk.applies(MAYA, Request(stolen.client, stolen.seq, SendMessage(text="mine")))
    assert talk.applies(CUSTOMER, stolen) == (ConsentWithdrawn(scope="lens"),)


SENTENCES: dict[str, tuple[Start, Who, Command]] = {
    "join ended": (ended, NOOR, JoinSession()),
    "join taken": (helped, NOOR, JoinSession()),
    "join new": (Talk, MAYA, JoinSession()),
    "send ended": (ended, CUSTOMER, SendMessage(text="a")),
    "send new": (Talk, CUSTOMER, SendMessage(text="a")),
    "code": (helped, CUSTOMER, IssueCode()),
    "end": (Talk, CUSTOMER, EndSession()),
    "lens": (helped, CUSTOMER, OPEN),
    "point": (sharing, MAYA, ShowHighlight(target="nowhere")),
    "transfer": (helped, MAYA, TransferSession()),
    "feedback": (helped, CUSTOMER, GiveFeedback()),
    "role": (helped, SYSTEM, GIVE),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_refusal_is_a_sentence_for_a_person(name: str) -> None:
    start, who, command = SENTENCES[name]
    says = start().refusal(who, command).says
    assert says[0].isupper()
    assert says[-1] == "."


# --- asking for help ------------------------------------------------------------------------------------


def test_a_request_for_the_queue_waits_in_it() -> None:
    asked = RequestHelp(channel="queue", goal="Park", difficulty="No", familiarity="confident", language="de")
    requested = SessionRequested(
        site="permits",
        channel="queue",
        goal=(Part(text="Park"),),
        difficulty=(Part(text="No"),),
        familiarity="confident",
        language="de",
    )
    assert Talk().sends(CUSTOMER, asked) == (requested, SessionQueued())


@pytest.mark.parametrize(("days", "window", "known"), [(0, 7, 0), (6, 7, 6), (7, 7, -1), (3, 0, -1), (-1, 7, -1)])
def test_that_somebody_came_back_counts_within_the_window_of_a_site_that_has_one(
    days: int, window: int, known: int
) -> None:
    talk = Talk(rules=replace(RULES, first_contact_days={"permits": window} if window else {}))
    requested, _ = talk.sends(CUSTOMER, replace(QUEUE, helped_before=days))
    assert isinstance(requested, SessionRequested)
    assert requested.helped_before == talk.state.info.helped_before == known


def test_a_request_by_code_issues_a_code_with_its_expiry_and_does_not_queue() -> None:
    talk = Talk()
    expires_at = talk.now + RULES.code_minutes * 60_000
    assert talk.sends(CUSTOMER, RequestHelp(channel="code"))[1:] == (CodeIssued(expires_at=expires_at),)
    assert talk.state.info.status == "coded"


def test_a_second_request_changes_nothing() -> None:
    assert waiting().sends(CUSTOMER, QUEUE) == ()
    assert ended().sends(CUSTOMER, QUEUE) == ()


@pytest.mark.parametrize("answer", ["goal", "difficulty"])
def test_card_numbers_in_a_request_are_redacted(answer: str) -> None:
    requested, _ = Talk().sends(CUSTOMER, replace(QUEUE, **{answer: f"It is {CARD}"}))
    assert getattr(requested, answer) == HIDDEN_CARD


def test_the_quick_choice_of_a_request_is_scrubbed() -> None:
    sent = replace(QUEUE, choice=f"Card {CARD}")
    requested, _ = Talk().sends(CUSTOMER, sent)
    assert isinstance(requested, SessionRequested)
    assert requested.choice == "Card …"


def test_an_over_long_goal_is_refused() -> None:
    assert Talk().refusal(CUSTOMER, replace(QUEUE, goal="a" * 201)).code == "too_long"


# --- codes ----------------------------------------------------------------------------------------------


def test_a_fresh_code_has_a_fresh_expiry() -> None:
    talk = coded()
    first = talk.state.info.code_expires_at
    talk.sends(CUSTOMER, IssueCode())
    assert talk.state.info.code_expires_at == first + 1000


@pytest.mark.parametrize("start", [Talk, waiting, helped, ended])
def test_a_code_is_refused_to_those_who_do_not_wait_with_one(start: Start) -> None:
    assert start().refusal(CUSTOMER, IssueCode()).code == "not_waiting"


# --- taking a customer ----------------------------------------------------------------------------------


def test_an_agent_takes_a_customer_from_the_queue() -> None:
    assert waiting().sends(MAYA, JoinSession()) == (AgentJoined(agent=MAYA.actor),)


def test_an_agent_takes_a_customer_by_code() -> None:
    assert coded().sends(MAYA, JoinSession(by_code=True)) == (AgentJoined(agent=MAYA.actor, by_code=True),)


def test_the_second_agent_is_told_who_was_first() -> None:
    refused = helped().refusal(NOOR, JoinSession())
    assert (refused.code, refused.says) == ("taken", "Maya has just taken this customer.")


def test_taking_ones_own_customer_again_changes_nothing() -> None:
    assert helped().sends(MAYA, JoinSession()) == ()


def test_a_customer_with_a_code_cannot_be_taken_without_it() -> None:
    assert coded().refusal(MAYA, JoinSession()).code == "not_waiting"


def test_a_queued_customer_cannot_be_taken_by_code() -> None:
    assert waiting().refusal(MAYA, JoinSession(by_code=True)).code == "not_waiting"


def test_a_session_without_a_request_cannot_be_taken() -> None:
    assert Talk().refusal(MAYA, JoinSession()).code == "not_waiting"


def test_an_ended_session_cannot_be_taken() -> None:
    assert ended().refusal(MAYA, JoinSession()).code == "ended"


def test_a_customer_handed_to_a_colleague_is_theirs_to_take() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_agent="noor"))
    refused = talk.refusal(MAYA, JoinSession())
    assert (refused.code, refused.says) == ("offered", "This customer is waiting for Noor.")
    assert talk.sends(NOOR, JoinSession()) == (AgentJoined(agent=NOOR.actor),)


def test_a_customer_whom_the_chosen_colleague_does_not_take_is_anybodys_after_a_while() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_agent="noor"))
    talk.waited = 120_000
    assert talk.sends(MAYA, JoinSession()) == (AgentJoined(agent=MAYA.actor),)


def test_a_question_for_consent_leaves_with_the_agent_who_asked_it() -> None:
    talk = helped()
    talk.sends(MAYA, AskConsent(scope="lens"))
    talk.sends(MAYA, TransferSession(to_agent="noor"))
    assert talk.state.consent.state == "none"


def test_a_customer_handed_to_a_team_is_the_teams_to_take() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_team="payments"))
    assert talk.refusal(MAYA, JoinSession()).says == "This customer is waiting for payments."
    assert talk.sends(NOOR, JoinSession()) == (AgentJoined(agent=NOOR.actor),)


def test_once_taken_the_customer_is_no_longer_kept_for_anybody() -> None:
    talk = helped()
    talk.sends(MAYA, TransferSession(to_agent="noor"))
    talk.sends(NOOR, JoinSession())
    talk.sends(NOOR, ReturnToQueue())
    assert talk.sends(MAYA, JoinSession())


# --- handing over ---------------------------------------------------------------------------------------


def test_a_transfer_to_a_colleague_puts_the_customer_at_the_head_of_the_queue() -> None:
    noor = Actor(role="agent", id="noor", name="Noor")
    talk = helped()
    until = talk.now + 120_000
    assert talk.sends(MAYA, TransferSession(to_agent="noor", note="Is new here")) == (
        SessionTransferred(by=MAYA.actor, to_agent=noor, note=(Part(text="Is new here"),), until=until),
        AgentLeft(agent=MAYA.actor, reason="transferred"),
        SessionQueued(head=True),
    )


def test_a_transfer_to_a_team_names_the_team() -> None:
    talk = helped()
    until = talk.now + 120_000
    transferred = talk.sends(MAYA, TransferSession(to_team="payments"))[0]
    assert transferred == SessionTransferred(by=MAYA.actor, to_team="payments", until=until)


def test_a_transfer_to_oneself_is_refused() -> None:
    refused = helped().refusal(MAYA, TransferSession(to_agent="maya"))
    assert (refused.code, refused.says) == (
        "own_target",
        "You already have this customer. Choose somebody else.",
    )


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (TransferSession(to_agent="nobody"), "There is no such person to hand over to."),
        (TransferSession(to_team="nobody"), "There is no such team to hand over to."),
        (TransferSession(), "Choose one person or one team to hand over to."),
        (
            TransferSession(to_agent="noor", to_team="payments"),
            "Choose one person or one team to hand over to.",
        ),
    ],
)
def test_a_transfer_to_no_known_target_is_refused(target: TransferSession, says: str) -> None:
    refused = helped().refusal(MAYA, target)
    assert (refused.code, refused.says) == ("no_target", says)


def test_card_numbers_in_a_note_are_redacted() -> None:
    sent = TransferSession(to_agent="noor", note=f"It is {CARD}")
    transferred = helped().sends(MAYA, sent)[0]
    assert isinstance(transferred, SessionTransferred)
    assert transferred.note == HIDDEN_CARD


def test_an_agent_gives_the_customer_back_to_the_head_of_the_queue() -> None:
    assert helped().sends(MAYA, ReturnToQueue()) == (
        AgentLeft(agent=MAYA.actor, reason="returned"),
        SessionQueued(head=True, reason="returned"),
    )


def test_an_agent_who_lapses_leaves_the_customer_at_the_head_of_the_queue() -> None:
    assert helped().sends(SYSTEM, LapseAgent(agent="maya")) == (
        AgentLeft(agent=MAYA.actor, reason="lapsed"),
        SessionQueued(head=True, reason="lapsed"),
    )


def test_the_lapse_of_an_agent_who_is_not_there_changes_nothing() -> None:
    assert helped().sends(SYSTEM, LapseAgent(agent="noor")) == ()
    assert waiting().sends(SYSTEM, LapseAgent(agent="maya")) == ()


# --- only the agent who has the customer ----------------------------------------------------------------

AGENTS = [
    SendMessage(text="a"),
    ASK,
    POINT,
    TransferSession(to_agent="maya"),
    ReturnToQueue(),
    EndSession(),
]


@pytest.mark.parametrize("command", AGENTS, ids=lambda command: command.__struct_config__.tag)
def test_an_agent_without_the_customer_may_not(command: Command) -> None:
    refused = sharing().refusal(NOOR, command)
    assert (refused.code, refused.says) == ("not_yours", "You no longer have this customer.")


@pytest.mark.parametrize(
    "command",
    [command for command in AGENTS if not isinstance(command, EndSession)],
    ids=lambda command: command.__struct_config__.tag,
)
def test_an_agent_may_do_nothing_more_once_it_has_ended(command: Command) -> None:
    assert ended().refusal(MAYA, command).code == "ended"


def test_an_agent_may_not_clear_a_colleagues_highlight() -> None:
    talk = sharing()
    talk.sends(MAYA, POINT)
    assert talk.state.highlight
    assert talk.refusal(NOOR, ClearHighlight(highlight=talk.state.highlight.id)).code == "not_yours"


# --- ending ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "who", "reason"),
    [
        (waiting, CUSTOMER, "left"),
        (coded, CUSTOMER, "left"),
        (helped, CUSTOMER, "ended"),
        (helped, MAYA, "ended"),
        (helped, SYSTEM, "gone"),
        (waiting, SYSTEM, "gone"),
    ],
)
def test_an_end_says_how_it_came(start: Start, who: Who, reason: str) -> None:
    (end,) = start().sends(who, EndSession())
    assert isinstance(end, SessionEnded)
    assert end.reason == reason


@pytest.mark.parametrize("who", [CUSTOMER, MAYA, SYSTEM])
def test_ending_what_has_ended_changes_nothing(who: Who) -> None:
    assert ended().sends(who, EndSession()) == ()


def test_what_has_not_begun_cannot_be_ended() -> None:
    assert Talk().refusal(CUSTOMER, EndSession()).code == "not_started"


# --- feedback -------------------------------------------------------------------------------------------


def test_feedback_is_kept_with_its_comment_redacted() -> None:
    given = GiveFeedback(solved="partly", rating=4, comment=f"It is {CARD}")
    assert ended().sends(CUSTOMER, given) == (FeedbackGiven(solved="partly", rating=4, comment=HIDDEN_CARD),)


def test_ease_and_recommendation_are_kept_where_they_were_asked_for() -> None:
    talk = ended()
    talk.sends(CUSTOMER, GiveFeedback(ease=7, recommend=0))
    assert talk.state.feedback == Feedback(solved=None, rating=0, comment=(), ease=7, recommend=0)


def test_feedback_may_be_left_out_in_every_part() -> None:
    assert ended().sends(CUSTOMER, GiveFeedback()) == (FeedbackGiven(),)


def test_feedback_before_the_end_is_refused() -> None:
    assert helped().refusal(CUSTOMER, GiveFeedback(solved="yes")).code == "not_ended"


def test_feedback_is_taken_once() -> None:
    talk = ended()
    talk.sends(CUSTOMER, GiveFeedback(solved="yes"))
    refused = talk.refusal(CUSTOMER, GiveFeedback(solved="no"))
    assert (refused.code, refused.says) == ("given", "Thank you. We already have your answer.")


# --- chat -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [CUSTOMER, MAYA])
def test_a_message_is_named_after_its_command(who: Who) -> None:
    talk = helped()
    request = talk.request(who, SendMessage(text="Hello"))
    sent = MessageSent(id=f"{request.client}.{request.seq}", parts=(Part(text="Hello"),))
    assert talk.applies(who, request) == (sent,)


def test_a_customer_may_write_while_they_wait() -> None:
    assert waiting().sends(CUSTOMER, SendMessage(text="Hello"))


@pytest.mark.parametrize("who", [CUSTOMER, MAYA])
def test_card_numbers_in_messages_are_redacted(who: Who) -> None:
    (sent,) = helped().sends(who, SendMessage(text=f"It is {CARD}"))
    assert isinstance(sent, MessageSent)
    assert sent.parts == HIDDEN_CARD


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_message_of_nothing_is_refused(text: str) -> None:
    assert helped().refusal(CUSTOMER, SendMessage(text=text)).code == "empty"


def test_an_over_long_message_names_its_length_and_the_limit() -> None:
    talk = Talk(replace(RULES, message_length=2000))
    talk.sends(CUSTOMER, QUEUE)
    refused = talk.refusal(CUSTOMER, SendMessage(text="a" * 2345))
    assert refused.code == "too_long"
    assert refused.says == "This is 2,345 characters long. The most is 2,000. Please shorten it."


def test_a_message_of_just_the_limit_is_sent() -> None:
    assert helped().sends(CUSTOMER, SendMessage(text="a" * RULES.message_length))


@pytest.mark.parametrize(("start", "code"), [(Talk, "not_started"), (ended, "ended")])
def test_a_message_outside_the_conversation_is_refused(start: Start, code: str) -> None:
    assert start().refusal(CUSTOMER, SendMessage(text="a")).code == code


# --- consent --------------------------------------------------------------------------------------------


def test_the_agent_asks_for_consent() -> None:
    assert helped().sends(MAYA, ASK) == (ConsentAsked(scope="lens"),)


def test_asking_again_changes_nothing_while_asked_or_given() -> None:
    talk = helped()
    talk.sends(MAYA, ASK)
    assert talk.sends(MAYA, ASK) == ()
    assert sharing().sends(MAYA, ASK) == ()


@pytest.mark.parametrize("no", [DECLINE, WITHDRAW])
def test_the_agent_may_ask_again_after_a_no(no: Command) -> None:
    talk = helped() if no is DECLINE else sharing()
    talk.sends(CUSTOMER, no)
    assert talk.sends(MAYA, ASK)


@pytest.mark.parametrize("start", [waiting, helped])
def test_consent_is_given_with_its_wording_asked_or_not(start: Start) -> None:
    assert start().sends(CUSTOMER, GIVE) == (ConsentGiven(scope="lens", wording="2026-01"),)


def test_giving_consent_again_changes_nothing() -> None:
    assert sharing().sends(CUSTOMER, GIVE) == ()


@pytest.mark.parametrize("command", [GIVE, DECLINE])
@pytest.mark.parametrize(("start", "code"), [(Talk, "not_started"), (ended, "ended")])
def test_consent_outside_the_conversation_is_refused(start: Start, code: str, command: Command) -> None:
    assert start().refusal(CUSTOMER, command).code == code


def test_declining_is_kept_once() -> None:
    talk = helped()
    assert talk.sends(CUSTOMER, DECLINE) == (ConsentDeclined(scope="lens", wording="2026-01"),)
    assert talk.sends(CUSTOMER, DECLINE) == ()


def test_declining_while_sharing_says_how_to_stop() -> None:
    refused = sharing().refusal(CUSTOMER, DECLINE)
    assert (refused.code, refused.says) == (
        "sharing",
        "You are sharing now. Press Stop sharing to end it.",
    )


def test_consent_is_withdrawn_at_once() -> None:
    talk = sharing()
    assert talk.sends(CUSTOMER, WITHDRAW) == (ConsentWithdrawn(scope="lens"),)
    assert talk.state.lens is None


@pytest.mark.parametrize("start", [Talk, waiting, helped])
def test_withdrawing_what_was_never_given_changes_nothing(start: Start) -> None:
    assert start().sends(CUSTOMER, WITHDRAW) == ()


# --- the lens -------------------------------------------------------------------------------------------


def test_the_form_is_reported_whole() -> None:
    talk = helped()
    talk.sends(CUSTOMER, GIVE)
    assert talk.sends(CUSTOMER, OPEN) == (LensOpened(model=FORM),)


@pytest.mark.parametrize("command", [OPEN, CHANGE])
@pytest.mark.parametrize("start", [Talk, waiting, helped, ended])
def test_a_report_without_consent_is_refused(start: Start, command: Command) -> None:
    refused = start().refusal(CUSTOMER, command)
    assert (refused.code, refused.says) == ("not_sharing", "The customer is not sharing their steps.")


@pytest.mark.parametrize("command", [OPEN, CHANGE])
@pytest.mark.parametrize("stop", [WITHDRAW, EndSession()])
def test_no_report_is_taken_after_sharing_stopped(stop: Command, command: Command) -> None:
    talk = sharing()
    talk.sends(CUSTOMER, stop)
    assert talk.refusal(CUSTOMER, command).code == "not_sharing"


def test_a_change_is_taken_as_it_was_reported() -> None:
    born = text_field("born", state="filled")
    change = ChangeLens(page="p1", fields=(born,), gone=("card",), order=("born", "name"), focus="")
    changed = LensChanged(page="p1", fields=(born,), gone=("card",), order=("born", "name"), focus="")
    assert sharing().sends(CUSTOMER, change) == (changed,)


def test_a_change_before_the_whole_report_is_refused() -> None:
    talk = helped()
    talk.sends(CUSTOMER, GIVE)
    assert talk.refusal(CUSTOMER, CHANGE).code == "lens_page"


def test_a_change_of_another_page_is_refused() -> None:
    assert sharing().refusal(CUSTOMER, replace(CHANGE, page="p2")).code == "lens_page"


def test_a_form_of_too_many_fields_is_refused_with_both_numbers() -> None:
    fields = tuple(text_field(f"f{number}") for number in range(7))
    refused = sharing().refusal(CUSTOMER, OpenLens(model=replace(FORM, fields=fields)))
    assert (refused.code, refused.says) == ("too_many_fields", "This form has 7 fields; the most is 6.")


def test_a_form_may_not_grow_past_the_limit_by_changes() -> None:
    fields = tuple(text_field(f"f{number}") for number in range(4))
    refused = sharing().refusal(CUSTOMER, ChangeLens(page="p1", fields=fields))
    assert refused.code == "too_many_fields"


def test_fields_that_leave_make_room_for_those_that_come() -> None:
    fields = tuple(text_field(f"f{number}") for number in range(6))
    change = ChangeLens(page="p1", fields=fields, gone=("name", "born", "card"))
    assert sharing().sends(CUSTOMER, change)


PRIVATE = text_field(
    "x", private=True, name="Diagnosis", group="Health", error="Not a disease", state="filled", required=True
)
KEPT = Field(id="x", step="s1", name="", kind="text", state="empty", private=True)
LEAKY = text_field("x", name=f"Card {CARD}", group="For a@b.example", error=f"“{CARD}” is wrong")
CLEAN = text_field("x", name="Card …", group="For …", error="“…” is wrong")


@pytest.mark.parametrize(("reported", "kept"), [(PRIVATE, KEPT), (LEAKY, CLEAN)], ids=["private", "leaky"])
def test_a_reported_field_is_cleaned_again(reported: Field, kept: Field) -> None:
    (opened,) = sharing().sends(CUSTOMER, OpenLens(model=replace(FORM, fields=(reported,))))
    (changed,) = sharing().sends(CUSTOMER, ChangeLens(page="p1", fields=(reported,)))
    assert isinstance(opened, LensOpened)
    assert isinstance(changed, LensChanged)
    assert opened.model.fields == changed.fields == (kept,)


def test_titles_and_steps_are_scrubbed_again() -> None:
    step = Step(id="s1", name=f"Pay with {CARD}", state="current")
    title = "Hello a@b.example"
    (opened,) = sharing().sends(CUSTOMER, OpenLens(model=replace(FORM, title=title, steps=(step,))))
    (changed,) = sharing().sends(CUSTOMER, ChangeLens(page="p1", title=title, steps=(step,)))
    assert isinstance(opened, LensOpened)
    assert isinstance(changed, LensChanged)
    clean = (replace(step, name="Pay with …"),)
    assert (opened.model.title, opened.model.steps) == (changed.title, changed.steps) == ("Hello …", clean)


# --- pointing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["born", "s2"])
def test_an_agent_points_at_a_field_or_a_step(target: str) -> None:
    talk = sharing()
    request = talk.request(MAYA, ShowHighlight(target=target, words="Here"))
    shown = HighlightShown(id=f"{request.client}.{request.seq}", target=target, words=(Part(text="Here"),))
    assert talk.applies(MAYA, request) == (shown,)


def test_card_numbers_in_a_highlight_are_redacted() -> None:
    (shown,) = sharing().sends(MAYA, ShowHighlight(target="card", words=f"It is {CARD}"))
    assert isinstance(shown, HighlightShown)
    assert shown.words == HIDDEN_CARD


def test_pointing_at_what_is_gone_is_refused() -> None:
    talk = sharing()
    talk.sends(CUSTOMER, ChangeLens(page="p1", gone=("born",)))
    refused = talk.refusal(MAYA, POINT)
    assert (refused.code, refused.says) == (
        "no_target",
        "This field is no longer on the customer's page.",
    )


def test_pointing_without_consent_is_refused() -> None:
    assert helped().refusal(MAYA, POINT).code == "not_sharing"


@pytest.mark.parametrize("who", [CUSTOMER, MAYA])
def test_either_side_clears_the_highlight(who: Who) -> None:
    talk = sharing()
    (shown,) = talk.sends(MAYA, POINT)
    assert isinstance(shown, HighlightShown)
    assert talk.sends(who, ClearHighlight(highlight=shown.id)) == (HighlightCleared(id=shown.id),)


def test_clearing_an_earlier_highlight_leaves_the_one_there_is() -> None:
    talk = sharing()
    (first,) = talk.sends(MAYA, POINT)
    talk.sends(MAYA, ShowHighlight(target="name"))
    assert isinstance(first, HighlightShown)
    assert talk.sends(CUSTOMER, ClearHighlight(highlight=first.id)) == ()


# --- the server's own -----------------------------------------------------------------------------------


def test_a_gap_is_recorded_as_it_is() -> None:
    assert helped().sends(SYSTEM, RecordGap(first=3, last=5)) == (LogGap(first=3, last=5),)


# --- practice -------------------------------------------------------------------------------------------


def practising() -> Talk:
    """Maya practises with a customer whom the server plays."""
    talk = Talk()
    talk.sends(MAYA, BeginPractice(goal="Learn it", source="script:anna"))
    return talk


def test_practice_begins_with_the_agent_there_and_nobody_ever_waits() -> None:
    talk = Talk()
    requested, joined = talk.sends(replace(MAYA, site="permits"), BeginPractice(goal="Learn it", source="script:anna"))
    assert requested == SessionRequested(
        site="permits", channel="queue", goal=(Part(text="Learn it"),), practice=True, source="script:anna"
    )
    assert joined == AgentJoined(agent=MAYA.actor)
    assert (talk.state.info.status, talk.state.info.practice) == ("active", True)


def test_a_session_with_a_customer_cannot_become_practice() -> None:
    talk = helped()
    assert talk.sends(MAYA, BeginPractice()) == ()
    assert not talk.state.info.practice


@pytest.mark.parametrize("command", [ReturnToQueue(), TransferSession(to_team="payments")], ids=["return", "transfer"])
def test_a_played_customer_is_handed_over_to_nobody(command: Command) -> None:
    assert practising().refusal(MAYA, command).code == "practice"


def test_practice_ends_when_its_agent_stays_away() -> None:
    assert practising().sends(SYSTEM, LapseAgent(agent="maya")) == (SessionEnded(reason="ended"),)
