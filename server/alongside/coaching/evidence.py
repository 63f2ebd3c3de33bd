"""What a session's log proposes as evidence for the items of a scorecard; and what coaching must know of a session.

A proposal is an entry at which something happened that an item asks for, in the words that were there. It says
nothing of how well it was done: a person decides. Redacted parts stay as they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from alongside.faults.telling import plain
from alongside.protocol import (
    HELPER_ALONE,
    AccountOpened,
    Actor,
    AgentJoined,
    CardAnswered,
    CardSent,
    CheckCancelled,
    CheckFailed,
    CheckLocked,
    CheckPassed,
    CheckRequested,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    CueSeen,
    Entry,
    Event,
    Familiarity,
    FaultSeen,
    FeedbackGiven,
    FollowUpCompleted,
    HighlightShown,
    MessageSent,
    Part,
    PlaybookChosen,
    PromptKind,
    PromptShown,
    PromptUsed,
    SessionEnded,
    SessionRequested,
    Term,
    WrapupRecorded,
)
from alongside.protocol.coaching_views import Proposal
from alongside.protocol.scorecards import EvidenceKind, Scorecard

MOST_PER_ITEM = 8
"""More than that nobody looks through; the earliest come first."""
SCANNED = 4 * MOST_PER_ITEM
"""Of one kind; some may be the same for an item."""


class Session(Struct, frozen=True, kw_only=True):
    """What coaching must know of a session. `times`: of each entry, in milliseconds, from entry 1 on."""

    id: str
    site: str = ""
    began_at: int = 0
    ended: bool = False
    practice: bool = False
    familiarity: Familiarity = "new"
    goal: tuple[Part, ...] = ()
    agents: Mapping[str, str] = {}
    """Who took part, account to name, in the order of joining."""
    last_agent: str = ""
    cause: str = ""
    """By the wrap-up: use, form, system, equipment, other; empty while nobody has wrapped up."""
    system_faults: int = 0
    times: tuple[int, ...] = ()

    def at(self, entry: int) -> int:
        """When this entry was written; 0 where there is no such entry."""
        return self.times[entry - 1] if 1 <= entry <= len(self.times) else 0


def session_of(id: str, entries: Iterable[Entry]) -> Session:
    """The session that these entries tell of, read from its beginning."""
    agents: dict[str, str] = {}
    times: list[int] = []
    told: dict[str, object] = {}
    faults = 0
    for entry in entries:
        times += [entry.at] * (entry.number - len(times))
        for event in (event for decision in entry.decisions for event in decision.events):
            match event:
                case SessionRequested():
                    told |= {"site": event.site, "practice": event.practice, "familiarity": event.familiarity}
                    told |= {"goal": event.goal or event.difficulty, "began_at": entry.at}
                case AgentJoined() if event.agent.role == "agent":
                    agents.setdefault(event.agent.id, event.agent.name)
                    told["last_agent"] = event.agent.id
                case SessionEnded():
                    told["ended"] = True
                case WrapupRecorded():
                    told["cause"] = event.cause
                case FaultSeen():
                    faults += event.count
    return Session(id=id, agents=agents, times=tuple(times), system_faults=faults, **told)  # type: ignore[arg-type]


Scanned = Mapping[EvidenceKind, list[tuple[int, int, tuple[Part, ...]]]]
"""What a log has of each kind: entry, time, words; of each the earliest."""


def scan(entries: Iterable[Entry]) -> Scanned:
    """What the log has of each kind of evidence."""
    found: dict[EvidenceKind, list[tuple[int, int, tuple[Part, ...]]]] = {}
    for kind, entry, words in _Scan().read(entries):
        of_kind = found.setdefault(kind, [])
        if len(of_kind) < SCANNED:
            of_kind.append((entry.number, entry.at, words))
    return found


def proposals(card: Scorecard, found: Scanned) -> tuple[Proposal, ...]:
    """What the log proposes for the items of this card, item by item, at most a few for each."""
    proposed: list[Proposal] = []
    for item in card.items:
        moments: dict[tuple[int, str], Proposal] = {}
        for kind in item.evidence:
            for number, at, words in found.get(kind, ()):
                proposal = Proposal(item=item.id, kind=kind, entry=number, at=at, words=words)
                moments.setdefault((number, plain(words)), proposal)
        proposed += sorted(moments.values(), key=lambda each: each.entry)[:MOST_PER_ITEM]
    return tuple(proposed)


_OF_PROMPT: dict[PromptKind, tuple[EvidenceKind, ...]] = {
    "opening": ("opening",),
    "agree": ("agreed", "choice"),
    "try_again": ("try-again",),
    "step": ("steps",),
    "error": ("errors",),
    "understanding": ("understanding",),
    "comfort": ("comfort",),
    "aside": ("comfort",),
    "escalate": ("escalation", "choice"),
    "closing": ("closing",),
    "offer": ("offers",),
    "fault": ("faults",),
    "check": ("checks",),
}
_OF_CARD: dict[str, tuple[EvidenceKind, ...]] = {
    "agree": ("agreed", "choice"),
    "question": ("understanding", "choice"),
    "article": ("articles",),
}
_USED = {"sent": "Sent", "pointed": "Pointed it out", "ticked": "Ticked"}

Found = tuple[EvidenceKind, Entry, tuple[Part, ...]]


class _Scan:
    """One reading of a log, from its beginning: prompts and cards are known by what was shown before."""

    def __init__(self) -> None:
        self._prompts: dict[str, tuple[PromptKind, str]] = {}
        self._cards: dict[str, str] = {}
        self._jargon: re.Pattern[str] | None = None
        self._spoke = False
        self._helper_alone = False
        """Whether the customer agreed to show the form to their helper alone."""

    def read(self, entries: Iterable[Entry]) -> Iterator[Found]:
        for entry in entries:
            for decision in entry.decisions:
                for event in decision.events:
                    for kind, words in self._event(decision.actor, event):
                        yield kind, entry, words

    def _event(self, by: Actor, event: Event) -> Iterator[tuple[EvidenceKind, tuple[Part, ...]]]:
        match event:
            case PromptShown():
                if event.prompt:
                    self._prompts[event.prompt.key] = (event.prompt.kind, event.prompt.title or event.prompt.say)
            case PlaybookChosen():
                self._jargon = _words_of(event.glossary)
            case PromptUsed() if event.key in self._prompts and event.how in _USED:
                kind, title = self._prompts[event.key]
                words = _USED[event.how] + (" the prompt" if self._helper_alone else f": {title}")
                for each in _OF_PROMPT[kind]:
                    yield each, _told(words)
            case CueSeen() | FaultSeen() if self._helper_alone:
                pass
            case MessageSent() | CardSent() if by.role == "agent":
                yield from self._said(event)
            case CardAnswered():
                for each in _OF_CARD.get(self._cards.get(event.card, ""), ()):
                    yield each, (Part(text="Answered: "), *event.parts)
            case _:
                if isinstance(event, ConsentGiven):
                    self._helper_alone = event.wording in HELPER_ALONE
                for each, says in _plain(event):
                    yield each, says

    def _said(self, event: MessageSent | CardSent) -> Iterator[tuple[EvidenceKind, tuple[Part, ...]]]:
        said = plain(event.parts)
        if not self._spoke:
            self._spoke = True
            yield "first-words", event.parts
        if "?" in said:
            yield "questions", event.parts
        if self._jargon and (found := self._jargon.search(said)):
            yield "jargon", (Part(text=f"“{found[0]}” in: "), *event.parts)
        if isinstance(event, CardSent):
            self._cards[event.id] = event.card.kind
            for each in _OF_CARD[event.card.kind]:
                yield each, (Part(text=f"Card {event.card.title}: " if event.card.title else "Card: "), *event.parts)


def _plain(event: Event) -> Iterator[tuple[EvidenceKind, tuple[Part, ...]]]:
    """What needs nothing that came before."""
    match event:
        case SessionRequested():
            yield "request", (*event.goal, *((Part(text=" / "),) if event.goal and event.difficulty else ()),
                              *event.difficulty)  # fmt: skip
        case HighlightShown():
            yield "pointing", (Part(text="Pointed at the form: "), *event.words)
        case ConsentAsked() | ConsentGiven() | ConsentDeclined() | ConsentWithdrawn():
            yield "consent", _told(_CONSENT[type(event)])
        case CheckRequested() | CheckPassed() | CheckFailed() | CheckLocked() | CheckCancelled():
            yield "checks", _told(f"ID check {event.check}: {_CHECK[type(event)]}")
        case AccountOpened():
            yield "account", _told("Began to talk about the customer's account")
        case CueSeen():
            at = f" at “{event.question}”" if event.question else ""
            yield "cues", _told(f"Sign of trouble: {event.kind.replace('_', ' ')}{at}")
        case FaultSeen():
            yield "faults", _told(f"System trouble: {event.kind.replace('_', ' ')}")
        case WrapupRecorded():
            yield "wrapup", (Part(text="Wrap-up: "), *event.task)
        case FollowUpCompleted():
            yield "wrapup", _told("Did what was still to be done")
        case FeedbackGiven():
            solved = {"yes": "solved", "partly": "partly solved", "no": "not solved", None: "no answer"}[event.solved]
            yield "feedback", _told(f"The customer said: {solved}")


_CONSENT: dict[type, str] = {
    ConsentAsked: "Asked to see the customer's steps",
    ConsentGiven: "The customer agreed to share",
    ConsentDeclined: "The customer chose not to share",
    ConsentWithdrawn: "The customer stopped sharing",
}
_CHECK: dict[type, str] = {
    CheckRequested: "asked for",
    CheckPassed: "passed",
    CheckFailed: "not passed",
    CheckLocked: "locked",
    CheckCancelled: "called off",
}


def _told(words: str) -> tuple[Part, ...]:
    return (Part(text=words[:300]),)


def _words_of(glossary: Iterable[Term]) -> re.Pattern[str] | None:
    """What finds the glossary's difficult words; None where it has none."""
    terms = [re.escape(term.term) for term in glossary if term.plain]
    return re.compile(rf"\b(?:{'|'.join(terms)})\b", re.IGNORECASE) if terms else None
