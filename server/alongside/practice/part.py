"""What a customer in practice is to whoever runs them: a part that is played on what the customer is shown.

Pure, and without a clock: a part says how long the customer takes, and is told when nothing happened for long.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from msgspec import Struct

from alongside.protocol import ChatItem, Command, CustomerView
from alongside.protocol import Part as Piece


class Move(Struct, frozen=True):
    """A command, and the milliseconds that the customer takes for it."""

    command: Command
    after: int


class Part(Protocol):
    """A customer to be played. `memory` is the part's own, and None at the beginning."""

    @property
    def patience(self) -> float:
        """Seconds of silence until `waited` is asked."""

    def react(self, memory: Any, view: CustomerView) -> tuple[Any, tuple[Move, ...]]:
        """What the customer does on what they see now, after all that was planned before."""

    def waited(self, memory: Any, view: CustomerView) -> tuple[Any, tuple[Move, ...]]:
        """What the customer does when nothing has happened for so long."""


def agents_words(view: CustomerView) -> list[ChatItem]:
    """What the agents said, in order."""
    return sorted(
        (item for item in view.chat.values() if item.role == "agent" and item.parts), key=lambda item: item.at
    )


def plain(parts: Iterable[Piece]) -> str:
    """Words, with a sign for what was removed."""
    return "".join(part.text or "[removed]" for part in parts)


def writing_time(text: str) -> int:
    """Milliseconds that somebody takes to write this: no longer than one likes to wait in practice."""
    return min(900 + 25 * len(text), 3_500)


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text, whatever their capitals."""
    said = text.casefold().replace("’", "'")
    return any(word.casefold().replace("’", "'") in said for word in words)
