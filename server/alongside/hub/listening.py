"""What a room needs of a connected browser. Delivery never waits: a slow reader is the socket's problem."""

from typing import Protocol

import msgspec

from alongside.access import Who
from alongside.protocol import Signal, Update
from alongside.session import State, difference, readers, view


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
    """A customer sees their own session; an agent the one they have, or had when it ended, or has to follow up."""
    if who.role == "customer":
        return True
    if who.role != "agent":
        return False
    if state.info.status == "ended":
        return who.id in readers(state)
    return state.agent is not None and state.agent.id == who.id


def update_between(before: State | None, after: State, who: Who) -> Update:
    """What takes this caller's view from `before` (None: nothing yet, or another epoch) to `after`."""
    if before is not None and (before.epoch != after.epoch or before.number == 0):
        before = None  # `after` 0 means from nothing, so that it has to bring everything
    shown = None if before is None else view(before, who.role)
    return Update(
        epoch=after.epoch,
        after=0 if before is None else before.number,
        number=after.number,
        at=after.at,
        view=difference(shown, view(after, who.role)),
    )
