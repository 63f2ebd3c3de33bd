"""Spans: what lasted in a session beside the form: waiting, who had the customer, what was shared, silences.

A silence is time in which an agent had the customer and did nothing that the customer could see: `ASKED` after the
customer wrote, `QUIET` otherwise. It says nothing of why; a customer who fills in a form may want no word.
"""

from collections.abc import Iterable, Iterator

from alongside.protocol import (
    Actor,
    AgentJoined,
    AgentLeft,
    CardAnswered,
    CardSent,
    CheckRequested,
    CodeIssued,
    ConsentAsked,
    ConsentGiven,
    ConsentWithdrawn,
    Event,
    HighlightShown,
    MessageSent,
    SessionEnded,
    SessionQueued,
)
from alongside.protocol.replays import Chapter, Mark, Stretch, StretchKind

ASKED = 45_000
"""Milliseconds in which somebody who wrote may expect a sign of life."""
QUIET = 180_000

_SEEN = (MessageSent, CardSent, ConsentAsked, HighlightShown, CheckRequested, AgentJoined)
"""What an agent does that the customer sees."""


class Spans:
    """The stretches so far. Of each kind one lasts at a time."""

    def __init__(self) -> None:
        self._lasting: dict[StretchKind, tuple[int, int, str]] = {}
        self._over: list[Stretch] = []
        self._acted = (0, 0)  # entry and offset of the agent's last doing
        self._asked: tuple[int, int] | None = None  # of the customer's first word since
        self._held = False

    def take(self, number: int, offset: int, by: Actor, event: Event) -> None:
        """Take an event of entry `number`, at `offset` milliseconds."""
        match event:
            case SessionQueued() | CodeIssued():
                self._begin("waiting", number, offset, "")
            case AgentJoined():
                self._end("waiting", offset)
                self._leave(offset)
                self._begin("held", number, offset, event.agent.name)
                self._held, self._acted, self._asked = True, (number, offset), None
            case AgentLeft():
                self._leave(offset)
            case ConsentGiven():
                self._begin("shared", number, offset, "")
            case ConsentWithdrawn():
                self._end("shared", offset)
            case SessionEnded():
                self._leave(offset)
                self._end("waiting", offset)
                self._end("shared", offset)
        if self._held and by.role == "agent" and isinstance(event, _SEEN):
            self._over.extend(self._silence(offset))
            self._acted, self._asked = (number, offset), None
        elif self._held and by.role == "customer" and isinstance(event, MessageSent | CardAnswered):
            self._asked = self._asked or (number, offset)

    def until(self, end: int) -> list[Stretch]:
        """All stretches, those that still last until `end`."""
        lasting = [_stretch(kind, begun, end) for kind, begun in self._lasting.items()]
        return [*self._over, *lasting, *(self._silence(end) if self._held else ())]

    def _begin(self, kind: StretchKind, number: int, offset: int, words: str) -> None:
        self._lasting.setdefault(kind, (number, offset, words))

    def _end(self, kind: StretchKind, offset: int) -> None:
        if (begun := self._lasting.pop(kind, None)) is not None:
            self._over.append(_stretch(kind, begun, offset))

    def _leave(self, offset: int) -> None:
        """The agent has the customer no longer."""
        if self._held:
            self._over.extend(self._silence(offset))
        self._held = False
        self._end("held", offset)

    def _silence(self, offset: int) -> Iterator[Stretch]:
        """The silence that ends now, if it was one: since the customer's word, else since the agent's last doing."""
        entry, since = self._acted
        if self._asked is not None and offset - self._asked[1] >= ASKED:
            entry, since = self._asked
            yield _stretch("silence", (entry, since, "The customer had written"), offset)
        elif offset - since >= QUIET:
            yield _stretch("silence", (entry, since, ""), offset)


def _stretch(kind: StretchKind, begun: tuple[int, int, str], until: int) -> Stretch:
    entry, since, words = begun
    return Stretch(kind=kind, entry=entry, since=since, until=until, words=words)


def chapters(marks: Iterable[Mark]) -> Iterator[Chapter]:
    """Parts to find one's way by: who came, each page and step, the end. What stands at one entry is one part."""
    last = Chapter(entry=1, title="Asking for help")
    for mark in marks:
        title = _title(mark)
        if not title or title == last.title:
            continue
        if mark.entry > last.entry:
            yield last
        last = Chapter(entry=mark.entry, title=title)
    yield last


def _title(mark: Mark) -> str:
    match mark.kind, mark.words:
        case (("step" | "page"), words):
            return words
        case "notice", ("joined" | "joined by the customer's code"):
            return f"With {mark.who}"
        case "notice", words if "ended the chat" in words or "chat ended" in words or "left the queue" in words:
            return "The end"
        case _:
            return ""
