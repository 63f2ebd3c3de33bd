"""Reading a log for its row: `facts(session, entries)` reads it once; a `Reading` goes on with what was appended since.

So a session under way costs no more than its new entries. It reads events, not the folded state: a row is to be had
without the views. What an event does not say is not guessed; an event that is not known here is passed over.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from alongside.metrics.facts import Facts
from alongside.metrics.standing import Standing
from alongside.privacy import plain
from alongside.protocol import (
    AgentJoined,
    AgentLeft,
    CardAnswered,
    CardSent,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckPassed,
    CheckRequested,
    CodeIssued,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    CueSeen,
    Decision,
    Entry,
    Event,
    FaultSeen,
    FeedbackGiven,
    FollowUpCompleted,
    LensChanged,
    LensOpened,
    MessageSent,
    OfferAccepted,
    PlaybookChosen,
    PromptUsed,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    SessionTransferred,
    SessionWatched,
    WrapupRecorded,
)

GOAL_LENGTH = 120
"""Of the goal so much is kept: a line in a list. The log has all of it."""


def facts(session: str, entries: Iterable[Entry]) -> Facts:
    """The session's row after these entries, which are its log from the beginning. One pass."""
    reading = Reading(session)
    for entry in entries:
        reading.take(entry)
    return reading.facts()


class Reading:
    """A log being read: `take` each entry in order, and ask for the `facts` at any time."""

    def __init__(self, session: str) -> None:
        self.number = 0
        self._known: dict[str, Any] = {"session": session, "site": ""}
        self._at = 0
        self._agents: dict[str, str] = {}
        self._held: dict[str, int] = {}
        self._holds = ""
        self._since = 0
        self._counts: dict[str, dict[str, int]] = {"said": {}, "cues": {}, "system_faults": {}}
        self._checks: dict[str, str] = {}
        self._form = Standing()

    def take(self, entry: Entry) -> None:
        """Read one more entry. Never raises on an entry that makes no sense here."""
        self.number, self._at = entry.number, entry.at
        for decision in entry.decisions:
            for event in decision.events:
                if take := _TAKES.get(type(event)):
                    take(self, event, decision)

    def facts(self) -> Facts:
        """The row as of the latest entry."""
        held = dict(self._held)
        if self._holds:
            held[self._holds] = held.get(self._holds, 0) + max(0, self._at - self._since)
        named: dict[str, Mapping[str, Any]] = {**self._counts, "agents": self._agents, "held": held}
        named |= {"checks": self._checks, "errors": self._form.counts}
        filled: dict[str, Any] = {name: dict(each) for name, each in named.items() if each}
        return Facts(number=self.number, **self._known, **filled)

    # --- the session's course ---

    def _requested(self, event: SessionRequested, _: Decision) -> None:
        words = plain(event.goal) or plain(event.difficulty) or event.choice
        self._known |= {
            "site": event.site,
            "channel": event.channel,
            "requested_at": self._at,
            "practice": event.practice,
            "goal": " ".join(words.split())[:GOAL_LENGTH],
            "familiarity": event.familiarity,
            "language": event.language,
            "helped_before": event.helped_before,
        }

    def _coded(self, _: CodeIssued, __: Decision) -> None:
        self._known["status"] = "coded"

    def _queued(self, _: SessionQueued, __: Decision) -> None:
        self._known["status"] = "waiting"
        self._once("queued_at")

    def _joined(self, event: AgentJoined, _: Decision) -> None:
        self._let_go()
        self._agents.setdefault(event.agent.id, event.agent.name)
        self._holds, self._since = event.agent.id, self._at
        self._known["status"] = "active"
        self._once("joined_at")

    def _left(self, event: AgentLeft, _: Decision) -> None:
        if event.agent.id == self._holds:
            self._let_go()
        if event.reason in ("lapsed", "returned"):
            self._add("lapses" if event.reason == "lapsed" else "returns")

    def _let_go(self) -> None:
        if self._holds:
            self._held[self._holds] = self._held.get(self._holds, 0) + max(0, self._at - self._since)
            self._holds = ""

    def _transferred(self, _: SessionTransferred, __: Decision) -> None:
        self._add("transfers")

    def _ended(self, event: SessionEnded, decision: Decision) -> None:
        self._let_go()
        self._form.hidden()
        ended = {"status": "ended", "ended_at": self._at, "ended_by": decision.actor.role, "reason": event.reason}
        self._known |= ended

    # --- what was said and done ---

    def _said(self, _: Event, decision: Decision) -> None:
        role = decision.actor.role
        self._count("said", role, 1)
        if role == "agent":
            self._once("responded_at")

    def _offer(self, event: OfferAccepted, _: Decision) -> None:
        self._known["offered"] = event.cue

    def _chosen(self, event: PlaybookChosen, _: Decision) -> None:
        if event.playbook:  # to put a playbook away does not change what the session was about
            self._known["playbook"] = event.playbook

    def _used(self, _: PromptUsed, __: Decision) -> None:
        self._add("asks")

    def _given(self, _: ConsentGiven, __: Decision) -> None:
        self._known["shared"] = True

    def _watched(self, _: SessionWatched, __: Decision) -> None:
        self._add("watched")

    def _unshared(self, _: Event, __: Decision) -> None:
        self._form.hidden()

    def _opened(self, event: LensOpened, _: Decision) -> None:
        self._form.opened(event.model)

    def _changed(self, event: LensChanged, _: Decision) -> None:
        self._form.changed(event)

    def _cue(self, event: CueSeen, _: Decision) -> None:
        self._count("cues", event.kind, event.count)

    def _fault(self, event: FaultSeen, _: Decision) -> None:
        self._count("system_faults", event.kind, event.count)

    def _check(self, event: Any, _: Decision) -> None:
        outcome = _OUTCOMES[type(event)]
        if outcome == "expired" and self._checks.get(event.check) == "passed":
            return  # what was passed is no longer valid by now; passed it was
        self._checks[event.check] = outcome

    # --- afterwards ---

    def _feedback(self, event: FeedbackGiven, _: Decision) -> None:
        given = {"solved": event.solved or "", "rating": event.rating}
        self._known |= given | {"recommend": event.recommend, "ease": event.ease}

    def _wrapped(self, event: WrapupRecorded, _: Decision) -> None:
        follow_up = event.follow_up
        done = follow_up is not None and follow_up.owner == self._known.get("follows_up") and self._is_done
        self._once("wrapped_at")
        self._known |= {
            "cause": event.cause,
            "resolved": event.resolved,
            "helped_by": event.helped_by,
            "faults": tuple(dict.fromkeys(noted.fault for noted in event.faults)),
            "follow_up": "" if follow_up is None else "done" if done else "open",
            "follows_up": follow_up.owner if follow_up else "",
        }

    @property
    def _is_done(self) -> bool:
        return self._known.get("follow_up") == "done"

    def _completed(self, _: FollowUpCompleted, __: Decision) -> None:
        if self._known.get("follow_up"):
            self._known["follow_up"] = "done"

    # --- counting ---

    def _once(self, name: str) -> None:
        self._known.setdefault(name, self._at)

    def _add(self, name: str) -> None:
        self._known[name] = self._known.get(name, 0) + 1

    def _count(self, name: str, kind: str, more: int) -> None:
        counts = self._counts[name]
        counts[kind] = counts.get(kind, 0) + more


_OUTCOMES: dict[type[Event], str] = {
    CheckRequested: "asked",
    CheckPassed: "passed",
    CheckFailed: "failed",
    CheckLocked: "locked",
    CheckCancelled: "cancelled",
    CheckExpired: "expired",
}

_TAKES: dict[type[Event], Callable[[Reading, Any, Decision], None]] = {
    SessionRequested: Reading._requested,
    CodeIssued: Reading._coded,
    SessionQueued: Reading._queued,
    AgentJoined: Reading._joined,
    AgentLeft: Reading._left,
    SessionTransferred: Reading._transferred,
    SessionEnded: Reading._ended,
    SessionWatched: Reading._watched,
    MessageSent: Reading._said,
    CardSent: Reading._said,
    CardAnswered: Reading._said,
    OfferAccepted: Reading._offer,
    PlaybookChosen: Reading._chosen,
    PromptUsed: Reading._used,
    ConsentAsked: Reading._unshared,
    ConsentGiven: Reading._given,
    ConsentDeclined: Reading._unshared,
    ConsentWithdrawn: Reading._unshared,
    LensOpened: Reading._opened,
    LensChanged: Reading._changed,
    CueSeen: Reading._cue,
    FaultSeen: Reading._fault,
    FeedbackGiven: Reading._feedback,
    WrapupRecorded: Reading._wrapped,
    FollowUpCompleted: Reading._completed,
    **dict.fromkeys(_OUTCOMES, Reading._check),
}
