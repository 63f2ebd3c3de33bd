"""Watching in a session: supervisors who read along, what they whisper, and taking the customer over.

Every watching stands in the log, from its beginning to its end. Whose reach a session is in is access's to say and
was asked before; here is what may be done now. No whisper and no name of a watcher is in what a customer is shown.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from alongside.protocol import (
    HELPER_ALONE,
    Actor,
    AgentJoined,
    AgentLeft,
    AgentView,
    Command,
    Event,
    LapseWatcher,
    SeenBy,
    SendWhisper,
    SessionTakenOver,
    SessionUnwatched,
    SessionWatched,
    TakeOver,
    TroubleView,
    UnwatchSession,
    Watcher,
    WatchSession,
    Whisper,
    WhisperSent,
)
from alongside.session import practice
from alongside.session.asking import Asked, Events, Refused, check_open, check_own, clean_words
from alongside.session.state import Moment, Relieved, State

WATCHERS_MOST = 5
"""So many may watch one session: a customer who is shown a crowd would rather stop."""
WHISPERS_SHOWN = 50
"""So many of the latest whispers are shown; the log has them all."""


def covered(state: State) -> bool:
    """Whether the customer's live consent says that others than the helper may see their steps."""
    return state.sharing and not withheld(state)


def withheld(state: State) -> bool:
    """Whether the form, and what tells of it, is the helper's alone: the words that the customer agreed to told of
    nobody else. That outlasts the session."""
    return state.consent.state == "given" and state.consent.wording in HELPER_ALONE


def watches(state: State, account: str) -> bool:
    """Whether this account reads along now; once the session has ended, whether it did at the end."""
    return any(watcher.who.id == account for watcher in state.watchers)


# --- deciding -------------------------------------------------------------------------------------------


def _watch(asked: Asked, _: WatchSession) -> Events:
    check_open(asked)
    state, who = asked.state, asked.who
    if state.agent is not None and state.agent.id == who.id:
        raise Refused("own", "You help this customer yourself.")
    if watches(state, who.id):
        return ()
    if len(state.watchers) >= WATCHERS_MOST:
        raise Refused("too_many", f"{WATCHERS_MOST} people watch this session already. That is the most.")
    return (SessionWatched(by=who.actor),)


def _unwatch(asked: Asked, _: UnwatchSession) -> Events:
    ended = asked.state.info.status == "ended"
    if ended or not watches(asked.state, asked.who.id):
        return ()
    return (SessionUnwatched(by=asked.who.actor),)


def _lapse(asked: Asked, command: LapseWatcher) -> Events:
    if asked.state.info.status == "ended":
        return ()
    gone = (watcher.who for watcher in asked.state.watchers if watcher.who.id == command.watcher)
    return tuple(SessionUnwatched(by=who, reason="lapsed") for who in gone)


def _whisper(asked: Asked, command: SendWhisper) -> Events:
    check_open(asked)
    if asked.who.role == "agent":
        check_own(asked)
        if not asked.state.watchers:
            raise Refused("nobody_watches", "Nobody watches this session now, so nobody would read it.")
    else:
        _check_watching(asked)
        if asked.state.agent is None:
            raise Refused("no_agent", "No agent has this customer just now.")
    if not command.text.strip():
        raise Refused("empty", "Write something first.")
    return (WhisperSent(id=asked.id, parts=clean_words(asked, command.text)),)


def _take_over(asked: Asked, command: TakeOver) -> Events:
    """The agent is relieved and the supervisor joined in one entry: the customer is never without somebody."""
    check_open(asked)
    practice.check_real(asked)
    agent, who = asked.state.agent, asked.who
    if agent is not None and agent.id == who.id:
        return ()
    _check_watching(asked)
    if agent is None:
        raise Refused("no_agent", "No agent has this customer just now. They wait in the queue.")
    note = clean_words(asked, command.note)
    helper = Actor(role="agent", id=who.id, name=who.name)
    return (
        SessionUnwatched(by=who.actor, reason="took_over"),
        SessionTakenOver(by=who.actor, from_agent=agent, note=note),
        AgentLeft(agent=agent, reason="taken_over"),
        AgentJoined(agent=helper, took_over=True),
    )


def _check_watching(asked: Asked) -> None:
    if not watches(asked.state, asked.who.id):
        raise Refused("not_watching", "Watch this session first.")


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {
    WatchSession: _watch,
    UnwatchSession: _unwatch,
    LapseWatcher: _lapse,
    SendWhisper: _whisper,
    TakeOver: _take_over,
}


# --- folding --------------------------------------------------------------------------------------------


def _watched(state: State, event: SessionWatched, moment: Moment) -> State:
    others = _without(state, event.by)
    return replace(state, watchers=(*others, Watcher(who=event.by, since=moment.at)))


def _unwatched(state: State, event: SessionUnwatched, moment: Moment) -> State:
    return replace(state, watchers=_without(state, event.by))


def _without(state: State, gone: Actor) -> tuple[Watcher, ...]:
    return tuple(watcher for watcher in state.watchers if watcher.who.id != gone.id)


def _taken_over(state: State, event: SessionTakenOver, moment: Moment) -> State:
    relieved = Relieved(agent=event.from_agent.id, by=event.by.name, note=event.note)
    return replace(state, relieved=relieved)


def _whispered(state: State, event: WhisperSent, moment: Moment) -> State:
    said = Whisper(id=event.id, at=moment.at, by=moment.by, parts=event.parts, client=moment.client, seq=moment.seq)
    return replace(state, whispers=(*state.whispers, said)[-WHISPERS_SHOWN:])


FOLDERS: dict[type[Event], Callable[[State, Any, Moment], State]] = {
    SessionWatched: _watched,
    SessionUnwatched: _unwatched,
    SessionTakenOver: _taken_over,
    WhisperSent: _whispered,
}


# --- showing --------------------------------------------------------------------------------------------


def seen_by(state: State) -> SeenBy:
    """How many people can see what, as the customer is told it."""
    if state.info.status == "ended":
        return SeenBy()
    helpers, others = int(state.agent is not None), len(state.watchers)
    steps = helpers * state.sharing + others * covered(state)
    return SeenBy(chat=helpers + others, steps=steps)


def for_watcher(state: State, shown: AgentView) -> AgentView:
    """The agent's view as others have it: without the form, and what tells of it, unless the consent says so."""
    if not withheld(state):
        return shown
    return replace(shown, lens=None, fields={}, highlight=None, prompt=None, trouble=TroubleView(), withheld=True)
