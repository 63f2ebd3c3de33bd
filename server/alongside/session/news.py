"""news: what of a session other servers may be told, as it happens: kinds, and facts that name nobody and quote nobody.

A fact is told under the entry and the place in it that made it, so that whoever tells it twice tells the same. It must
not know who is told, nor how.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from alongside.protocol import CheckFailed, CheckLocked, Event, SessionEnded, SessionRequested, WrapupRecorded
from alongside.session.state import Moment, News, State

MOST = 100
"""Of one session: tries at checks are limited, but the log of a strange session may be long."""

Facts = Mapping[str, Any]


def noted(state: State, event: Event, moment: Moment) -> State:
    """The state with the news that this event is, if it is any. `state` has been folded up to the event."""
    told = _NEWS.get(type(event))
    facts = told(state, event) if told and not state.info.practice else None
    if facts is None or len(state.news) >= MOST:
        return state
    kind, said = facts
    piece = News(number=moment.number, index=moment.index, at=moment.at, kind=kind, facts=dict(said))
    return replace(state, news=(*state.news, piece))


def _started(state: State, event: SessionRequested) -> tuple[str, Facts]:
    return "session.started", {
        "channel": event.channel,
        "language": event.language,
        "familiarity": event.familiarity,
    }


def _ended(state: State, event: SessionEnded) -> tuple[str, Facts]:
    """Spans are in whole seconds; `waited` up to the first agent, or to the end where none came."""
    info = state.info
    over = info.ended.at if info.ended else state.at
    return "session.ended", {
        "reason": event.reason,
        "ended_by": info.ended.by if info.ended else "system",
        "helped": info.joined_at > 0,
        "waited": max(0, (info.joined_at or over) - info.requested_at) // 1000,
        "lasted": max(0, over - info.requested_at) // 1000,
    }


def _check_failed(state: State, event: CheckFailed) -> tuple[str, Facts] | None:
    """A try that nobody could look at says nothing of the customer: it is not told."""
    if event.unavailable:
        return None
    return "check.failed", _check(event) | {"left": event.left, "locked": False}


def _check_locked(state: State, event: CheckLocked) -> tuple[str, Facts]:
    return "check.failed", _check(event) | {"left": 0, "locked": True}


def _check(event: CheckFailed | CheckLocked) -> dict[str, Any]:
    return {"check": event.check, "method": event.method, "level": event.level}


def _wrapped_up(state: State, event: WrapupRecorded) -> tuple[str, Facts]:
    return "session.wrapped_up", {
        "cause": event.cause,
        "resolved": event.resolved,
        "helped_by": event.helped_by,
        "faults": len(event.faults),
        "follow_up": event.follow_up is not None,
    }


_NEWS: dict[type[Event], Callable[[State, Any], tuple[str, Facts] | None]] = {
    SessionRequested: _started,
    SessionEnded: _ended,
    CheckFailed: _check_failed,
    CheckLocked: _check_locked,
    WrapupRecorded: _wrapped_up,
}
