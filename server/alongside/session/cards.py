"""Cards in a session: the agent sends one, the customer taps an answer, once.

The answer is the customer's own reply in the conversation; what it means to the prompts is the guide's business.
An article's words are the approved ones, whatever the command says. Knows nothing of where other words come from.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from alongside.privacy import scrub_label
from alongside.protocol import (
    AnswerCard,
    Card,
    CardAnswered,
    CardChoice,
    CardSent,
    ChatItem,
    Command,
    Event,
    Part,
    SendCard,
)
from alongside.session import gates, guide
from alongside.session.asking import Asked, Events, Refused, check_open, check_own, clean_words
from alongside.session.state import Moment, State


def _send(asked: Asked, command: SendCard) -> Events:
    check_own(asked)
    check_open(asked)
    gates.check_prompt(asked, command.prompt)
    card, words = _made(asked, command)
    if not (words or card.lines or card.title):
        raise Refused("empty", "Write something first.")
    return (CardSent(id=asked.id, card=card, parts=words, prompt=command.prompt),)


def _made(asked: Asked, command: SendCard) -> tuple[Card, tuple[Part, ...]]:
    """The card and its words, without secrets."""
    if (command.kind == "article") != bool(command.article):
        raise Refused("no_article", "Choose an article to send.")
    if command.article:
        return _article(asked, command.article)
    card = Card(
        kind=command.kind,
        title=scrub_label(command.title.strip()),
        lines=tuple(clean_words(asked, line) for line in command.lines if line.strip()),
        choices=tuple(CardChoice(label=scrub_label(each.label), means=each.means) for each in command.choices),
    )
    return card, clean_words(asked, command.text.strip())


def _article(asked: Asked, id: str) -> tuple[Card, tuple[Part, ...]]:
    """The card of an approved article, whole: a replay shows what was sent, not what it says today."""
    article = asked.rules.articles.get(id)
    if article is None or asked.state.info.site not in article.sites:
        raise Refused("no_article", "There is no such article for this site any more.")
    card = Card(kind="article", title=article.title, article=article.id, blocks=article.blocks)
    return card, (Part(text=article.summary),)


def _answer(asked: Asked, command: AnswerCard) -> Events:
    check_open(asked)
    item = asked.state.chat.get(command.card)
    if item is None or item.card is None:
        raise Refused("no_card", "This card is no longer here.")
    if item.card.chosen is not None:
        raise Refused("answered", "You have answered this already. You can write a message instead.")
    if command.choice >= len(item.card.choices):
        raise Refused("no_choice", "This card has no such answer.")
    words = (Part(text=item.card.choices[command.choice].label),)
    return (CardAnswered(id=asked.id, card=command.card, choice=command.choice, parts=words),)


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {SendCard: _send, AnswerCard: _answer}


def _fold_sent(state: State, event: CardSent, moment: Moment) -> State:
    state = replace(state, guide=guide.card_sent(state.guide, event), unanswered_since=0)
    return _said(state, replace(_item(event.id, event.parts, moment), card=event.card))


def _fold_answered(state: State, event: CardAnswered, moment: Moment) -> State:
    item = state.chat.get(event.card)
    if item and item.card:
        answered = replace(item, card=replace(item.card, chosen=event.choice))
        state = replace(state, chat={**state.chat, item.id: answered})
    state = replace(state, guide=guide.card_answered(state.guide, event))
    by_customer = moment.by.role == "customer"
    since = (state.unanswered_since or moment.at) if by_customer else state.unanswered_since
    state = replace(state, customer_messages=state.customer_messages + by_customer, unanswered_since=since)
    return _said(state, _item(event.id, event.parts, moment))


def _item(id: str, parts: tuple[Part, ...], moment: Moment) -> ChatItem:
    by = moment.by
    return ChatItem(id=id, at=moment.at, role=by.role, name=by.name, parts=parts, client=moment.client, seq=moment.seq)


def _said(state: State, item: ChatItem) -> State:
    return replace(state, chat={**state.chat, item.id: item})


FOLDERS: dict[type[Event], Callable[[State, Any, Moment], State]] = {
    CardSent: _fold_sent,
    CardAnswered: _fold_answered,
}
