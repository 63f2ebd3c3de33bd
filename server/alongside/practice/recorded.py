"""A recorded customer: what one did in a finished session, done again for practice, from that session's log.

They wait where the customer of then waited: for the agent to speak, or to ask to see their steps. In between they
take the time they took, up to a limit. The log has no values and no secrets, so this has none.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from alongside.practice.part import Move, agents_words, plain, writing_time
from alongside.protocol import (
    ChangeLens,
    Command,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    CustomerView,
    DeclineConsent,
    Entry,
    Event,
    FeedbackGiven,
    GiveConsent,
    GiveFeedback,
    HighlightShown,
    LensChanged,
    LensOpened,
    MessageSent,
    OpenLens,
    SendMessage,
    SessionRequested,
    WithdrawConsent,
)

LONGEST_PAUSE = 6_000
"""Milliseconds: who practises has not the time of somebody who looks for a paper."""
PATIENCE = 25.0


class Beat(Struct, frozen=True):
    """Something the customer did, `after` so many milliseconds; before it the agent has spoken, or asked."""

    command: Command
    after: int
    spoken: bool = False
    asked: bool = False


class Recording(Struct, frozen=True):
    """A session to practise with: how it began, what the customer did, and how they found it."""

    site: str
    began: SessionRequested
    beats: tuple[Beat, ...]
    feedback: GiveFeedback | None = None


def beats_of(entries: Iterable[Entry]) -> Iterator[Beat]:
    """What the customer did, in order."""
    before, spoken = 0, False
    for entry in entries:
        for decision in entry.decisions:
            for event in decision.events:
                if decision.actor.role == "agent":
                    spoken = spoken or isinstance(event, MessageSent | HighlightShown)
                elif decision.actor.role == "customer" and (command := _command(event)) is not None:
                    pause = min(max(entry.at - before, 0), LONGEST_PAUSE) if before else 1_000
                    asked = isinstance(command, GiveConsent | DeclineConsent)
                    yield Beat(command, pause, spoken=spoken, asked=asked)
                    before, spoken = entry.at, False


def _command(event: Event) -> Command | None:
    """What the customer asked for then."""
    match event:
        case MessageSent():
            return SendMessage(text=plain(event.parts))
        case ConsentGiven():
            return GiveConsent(scope=event.scope, wording=event.wording)
        case ConsentDeclined():
            return DeclineConsent(scope=event.scope, wording=event.wording)
        case ConsentWithdrawn():
            return WithdrawConsent(scope=event.scope)
        case LensOpened():
            return OpenLens(model=event.model)
        case LensChanged():
            return ChangeLens(**{name: getattr(event, name) for name in ChangeLens.__struct_fields__})
    return None


class Memory(Struct, frozen=True):
    """How far the recording has come, and what was heard of the agent by then."""

    at: int = 0
    heard: int = 0
    pointed: str = ""
    over: bool = False


class Recorded:
    """A customer who does again what they did."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    @property
    def patience(self) -> float:
        """Seconds until they go on though the agent has said nothing."""
        return PATIENCE

    def react(self, memory: Memory | None, view: CustomerView) -> tuple[Memory, tuple[Move, ...]]:
        """Go on up to where they waited then."""
        memory = memory or Memory()
        if view.session.ended is not None:
            feedback = self._recording.feedback
            again = memory.over or feedback is None
            return replace(memory, over=True), () if again or feedback is None else (Move(feedback, 1_000),)
        heard, pointed = len(agents_words(view)), view.highlight.id if view.highlight else memory.pointed
        news = heard > memory.heard or pointed != memory.pointed
        return self._play(replace(memory, heard=heard, pointed=pointed), view, spoken=news)

    def waited(self, memory: Memory | None, view: CustomerView) -> tuple[Memory, tuple[Move, ...]]:
        """They go on as if the agent had spoken. For consent they wait until it is asked for."""
        return self._play(memory or Memory(), view, spoken=True)

    def _play(self, memory: Memory, view: CustomerView, *, spoken: bool) -> tuple[Memory, tuple[Move, ...]]:
        moves: list[Move] = []
        at = memory.at
        while at < len(self._recording.beats):
            beat = self._recording.beats[at]
            if beat.asked and view.consent.state not in ("asked", "given"):
                break
            if beat.spoken and not beat.asked and not spoken and not moves:
                break
            if beat.spoken and not beat.asked and moves:
                break  # they spoke to this one already: the next waits for the agent's next words
            moves.append(Move(beat.command, max(beat.after, _at_least(beat.command))))
            at += 1
        return replace(memory, at=at), tuple(moves)


def _at_least(command: Command) -> int:
    return writing_time(command.text) if isinstance(command, SendMessage) else 0


def recording(site: str, entries: Iterable[Entry]) -> Recording | None:
    """The session of these entries as one to practise with; None where nobody asked for help in it."""
    entries = list(entries)
    events = [event for entry in entries for decision in entry.decisions for event in decision.events]
    began = next((event for event in events if isinstance(event, SessionRequested)), None)
    if began is None:
        return None
    given = next((event for event in events if isinstance(event, FeedbackGiven)), None)
    feedback = _feedback(given) if given else None
    return Recording(site, began, tuple(beats_of(entries)), feedback)


def _feedback(given: FeedbackGiven) -> GiveFeedback:
    return GiveFeedback(solved=given.solved, rating=given.rating, ease=given.ease, recommend=given.recommend)
