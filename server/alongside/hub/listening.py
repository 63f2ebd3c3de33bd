"""What a room needs of a connected browser. Delivery never waits: a slow reader is the socket's problem."""

from typing import Protocol

import msgspec

from alongside.access import Who
from alongside.privacy import plain
from alongside.protocol import Signal
from alongside.session import State, readers
from alongside.session.watching import watches


class Listener(Protocol):
    """One browser in one session. `who` says what it may see."""

    who: Who

    def update(self, update: msgspec.Raw) -> None:
        """Take an encoded Update."""

    def signal(self, signal: Signal) -> None:
        """Take a lossy signal."""

    def dismiss(self) -> None:
        """Close: this caller may no longer watch. On coming back, they are told why."""


def may_watch(who: Who, state: State) -> bool:
    """A customer sees their own session; an agent the one they have, or had when it ended, or has to follow up; a
    supervisor or administrator the one they watch, by the log. Who takes over does it as an agent."""
    if who.role == "customer":
        return True
    if who.role in ("supervisor", "administrator"):
        return watches(state, who.id)
    if who.role != "agent":
        return False
    if state.info.status == "ended":
        return who.id in readers(state)
    return state.agent is not None and state.agent.id == who.id


def why_not(who: Who, state: State) -> str:
    """Why this caller may not watch, in a sentence; for an agent who was relieved with the note that was left them."""
    agent, relieved = state.agent, state.relieved
    if who.role != "agent":
        return "You do not watch this session now."
    if relieved is not None and relieved.agent == who.id and agent is not None:
        note = plain(relieved.note)
        return f"{relieved.by} has taken this customer over." + (f" Their note to you: {note}" if note else "")
    return f"{agent.name} has this customer now." if agent else "You no longer have this customer."
