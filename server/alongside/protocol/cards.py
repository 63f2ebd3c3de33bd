"""Cards in the chat: the steps to agree, a question, or an article, with answers that are tapped.

A card is a message with a shape. Its words are the parts of the chat's item; what is in `Card` comes on top. So a
client that knows no cards still shows the words. Knows nothing of who may send one, or what an answer leads to.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.articles import Block
from alongside.protocol.shapes import Line, Part

CardKind = Literal["agree", "question", "article"]
Meaning = Literal["", "yes", "unsure", "no"]
"""What an answer means to the prompts: go on, or help more. Empty: nothing in particular."""
ArticleId = Annotated[str, Meta(max_length=60)]


class CardChoice(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An answer to tap."""

    label: Annotated[str, Meta(min_length=1, max_length=80)]
    means: Meaning = ""


CardLines = Annotated[tuple[Line, ...], Meta(max_length=20)]
CardChoices = Annotated[tuple[CardChoice, ...], Meta(max_length=6)]


class Card(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What makes a message a card. `lines` are the steps to agree; `article` is the id of the article it shows,
    and `blocks` are the article's words as they were then.

    `chosen` is the index of the answer that the customer tapped; None while they have not.
    """

    kind: CardKind
    title: str = ""
    lines: tuple[tuple[Part, ...], ...] = ()
    choices: tuple[CardChoice, ...] = ()
    chosen: int | None = None
    article: str = ""
    blocks: tuple[Block, ...] = ()


class CardOffer(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The card as which a prompt's words may be sent: its heading, its lines, and the answers to tap."""

    kind: CardKind
    title: str = ""
    lines: tuple[str, ...] = ()
    choices: tuple[CardChoice, ...] = ()
