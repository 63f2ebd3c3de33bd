"""Cards: the agent sends one without secrets, the customer taps an answer, and everybody reads it in order."""

import pytest
from talk import ARTICLE, CARD, CUSTOMER, MAYA, NOOR, Talk, helped

from alongside.export import as_text, transcript
from alongside.protocol import AnswerCard, Card, CardChoice, EndSession, Part, SendCard, SendMessage
from alongside.session import Refused, view

YES_OR_NO = (CardChoice(label="Yes, that is it", means="yes"), CardChoice(label="Not quite", means="no"))
AGREE = SendCard(
    kind="agree",
    title="What we do",
    text="We go through it together.",
    lines=("Full name", "Date of birth"),
    choices=YES_OR_NO,
    prompt="agree",
)


def asked() -> tuple[Talk, str]:
    """A customer before a card, and the card's id."""
    talk = helped()
    talk.sends(MAYA, AGREE)
    return talk, next(reversed(talk.state.chat))


def test_a_card_is_a_message_with_a_heading_lines_and_answers() -> None:
    talk, id = asked()
    item = talk.state.chat[id]
    assert item.card
    assert item.role == "agent"
    assert item.parts == (Part(text="We go through it together."),)
    assert item.card.title == "What we do"
    assert item.card.chosen is None
    assert item.card.lines == ((Part(text="Full name"),), (Part(text="Date of birth"),))


def test_a_tapped_answer_is_kept_on_the_card_and_is_the_customers_own_reply() -> None:
    talk, id = asked()
    talk.sends(CUSTOMER, AnswerCard(card=id, choice=1))
    card = talk.state.chat[id].card
    reply = list(talk.state.chat.values())[-1]
    assert card
    assert card.chosen == 1
    assert (reply.role, reply.parts, reply.card) == ("customer", (Part(text="Not quite"),), None)
    assert talk.state.customer_messages == 1


def test_a_card_is_answered_once() -> None:
    talk, id = asked()
    talk.sends(CUSTOMER, AnswerCard(card=id, choice=0))
    assert talk.refusal(CUSTOMER, AnswerCard(card=id, choice=1)).code == "answered"


@pytest.mark.parametrize(("card", "choice", "code"), [("nothing.1", 0, "no_card"), ("", 2, "no_choice")])
def test_only_an_answer_that_the_card_has_can_be_tapped(card: str, choice: int, code: str) -> None:
    talk, id = asked()
    assert talk.refusal(CUSTOMER, AnswerCard(card=card or id, choice=choice)).code == code


def test_a_message_is_no_card_to_answer() -> None:
    talk = helped()
    talk.sends(MAYA, SendMessage(text="Hello"))
    assert talk.refusal(CUSTOMER, AnswerCard(card=next(reversed(talk.state.chat)), choice=0)).code == "no_card"


def test_only_the_agent_who_has_the_customer_sends_a_card_and_only_while_it_goes_on() -> None:
    talk = helped()
    assert talk.refusal(NOOR, AGREE).code == "not_yours"
    assert talk.refusal(CUSTOMER, AGREE).code == "not_allowed"
    talk.sends(MAYA, EndSession())
    assert talk.refusal(MAYA, AGREE).code == "ended"


def test_after_the_end_nothing_is_answered() -> None:
    talk, id = asked()
    talk.sends(MAYA, EndSession())
    assert talk.refusal(CUSTOMER, AnswerCard(card=id, choice=0)).code == "ended"


def test_an_agent_cannot_answer_for_the_customer() -> None:
    talk, id = asked()
    assert talk.refusal(MAYA, AnswerCard(card=id, choice=0)).code == "not_allowed"


def test_a_card_without_words_is_refused() -> None:
    assert helped().refusal(MAYA, SendCard(kind="question", text="  ")).code == "empty"


def test_secrets_are_taken_out_of_every_part_of_a_card() -> None:
    talk = helped()
    talk.sends(
        MAYA,
        SendCard(
            kind="question",
            title=f"T {CARD}",
            text=f"W {CARD}",
            lines=(f"L {CARD}",),
            choices=(CardChoice(label=CARD),),
        ),
    )
    assert "4111" not in repr(talk.entries)
    assert "1111" not in repr(view(talk.state, "customer"))


def test_an_article_is_sent_only_with_its_id() -> None:
    talk = helped()
    for command in (SendCard(kind="article", text="How"), SendCard(kind="agree", text="How", article="proof")):
        with pytest.raises(Refused):
            talk.sends(MAYA, command)


def test_an_article_is_sent_in_its_approved_words_and_no_others() -> None:
    talk = helped()
    talk.sends(MAYA, SendCard(kind="article", article="proof", title="Mine", text="My words", lines=("Mine",)))
    item = list(talk.state.chat.values())[-1]
    assert item.card == Card(kind="article", title=ARTICLE.title, article="proof", blocks=ARTICLE.blocks)
    assert item.parts == (Part(text=ARTICLE.summary),)


@pytest.mark.parametrize("article", ["elsewhere", "gone"])
def test_an_article_of_another_site_or_none_cannot_be_sent(article: str) -> None:
    assert helped().refusal(MAYA, SendCard(kind="article", article=article)).code == "no_article"


def test_a_transcript_tells_the_card_and_its_answer_in_order() -> None:
    talk, id = asked()
    talk.sends(CUSTOMER, AnswerCard(card=id, choice=0))
    text = as_text(transcript("s1", talk.entries))
    card = text.index("Maya sent a card 'What we do' with the answers Yes, that is it, Not quite: We go through")
    assert card < text.index("- Date of birth") < text.index("Customer: Yes, that is it")
