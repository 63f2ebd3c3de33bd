"""After a session: the wrap-up by the agent who had the customer last, and what is still to be done.

A wrap-up may be corrected; each version is an event, and the latest one holds. What becomes of the faults that it
notes, over all sessions, is not known here: an event only says which row of the register they belong to.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from alongside import faults
from alongside.privacy import redact, scrub_label, words
from alongside.protocol import (
    Actor,
    Command,
    CompleteFollowUp,
    Event,
    FaultDraft,
    FaultNoted,
    FollowUp,
    FollowUpCompleted,
    FollowUpDraft,
    RecordWrapup,
    Solved,
    Suggested,
    Wrapup,
    WrapupRecorded,
    WrapupView,
)
from alongside.session.asking import Asked, Events, Refused, clean_words
from alongside.session.state import State

# --- deciding -------------------------------------------------------------------------------------------


def _record(asked: Asked, command: RecordWrapup) -> Events:
    _check_had(asked)
    if not command.task.strip():
        raise Refused("no_task", "Say in a few words what the task was.")
    recorded = WrapupRecorded(
        task=clean_words(asked, command.task.strip()),
        cause=command.cause,
        resolved=command.resolved,
        helped_by=command.helped_by,
        faults=tuple(_noted(draft) for draft in command.faults),
        follow_up=_agreed(asked, command.follow_up) if command.follow_up else None,
    )
    return () if _says_the_same(asked.state.wrapup, recorded) else (recorded,)


def _check_had(asked: Asked) -> Actor:
    """The session is over and the caller had the customer last, or Refused."""
    had = asked.state.had
    if asked.state.info.status != "ended":
        raise Refused("not_ended", "You can wrap up once the chat has ended.")
    if had is None or had.id != asked.who.id:
        who = had.name if had else "Nobody"
        raise Refused("not_yours", f"{who} had this customer last. They are the one to wrap up.")
    return had


def _noted(draft: FaultDraft) -> FaultNoted:
    if not draft.what.strip():
        raise Refused("no_fault", "Say what each fault is, or take it out.")
    what = redact(draft.what.strip())
    where = replace(draft.where, page=scrub_label(draft.where.page), step=scrub_label(draft.where.step))
    row = draft.fault or faults.key(draft.kind, what, where.host)
    return FaultNoted(fault=row, kind=draft.kind, what=what, where=where)


def _agreed(asked: Asked, draft: FollowUpDraft) -> FollowUp:
    if not draft.what.strip():
        raise Refused("no_follow_up", "Say what is still to be done, or take the follow-up out.")
    names = {**asked.rules.agents, asked.who.id: asked.who.name}
    if draft.owner not in names:
        raise Refused("no_owner", "There is no such person to follow up. Choose somebody else.")
    due = _due(asked, draft.due)
    what = clean_words(asked, draft.what.strip())
    return FollowUp(what=what, owner=draft.owner, owner_name=names[draft.owner], due=due)


def _due(asked: Asked, day: str) -> str:
    """The day, if it lies between today and the day on which the session is erased. Days are counted in UTC."""
    now = datetime.fromtimestamp(asked.now / 1000, UTC).date()
    began = datetime.fromtimestamp((asked.state.info.requested_at or asked.now) / 1000, UTC).date()
    last = began + timedelta(days=asked.rules.retention_days - 1)  # from the request on, as the sweep reckons
    try:
        due = date.fromisoformat(day)
    except ValueError:
        raise Refused("bad_day", "There is no such day. Choose another.") from None
    if due < now - timedelta(days=1):  # it may still be yesterday where the agent is
        raise Refused("bad_day", "This day has passed. Choose a later one.")
    if due > last:
        raise Refused("bad_day", f"The session is kept until {last:%-d %B %Y}. Choose a day before.")
    return day


def _says_the_same(before: Wrapup | None, now: WrapupRecorded) -> bool:
    if before is None:
        return False
    open_again = replace(before.follow_up, done_at=0, done_by="") if before.follow_up else None
    told = WrapupRecorded(
        task=before.task,
        cause=before.cause,
        resolved=before.resolved,
        helped_by=before.helped_by,
        faults=before.faults,
        follow_up=open_again,
    )
    return told == now


def _complete(asked: Asked, command: CompleteFollowUp) -> Events:
    wrapup, had = asked.state.wrapup, asked.state.had
    follow_up = wrapup.follow_up if wrapup else None
    if follow_up is None:
        raise Refused("no_follow_up", "There is nothing to follow up here.")
    if asked.who.id not in (follow_up.owner, had.id if had else ""):
        raise Refused("not_yours", f"{follow_up.owner_name} follows this up.")
    return () if follow_up.done_at else (FollowUpCompleted(),)


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {
    RecordWrapup: _record,
    CompleteFollowUp: _complete,
}


# --- folding --------------------------------------------------------------------------------------------


def _fold_recorded(state: State, event: WrapupRecorded, moment: Any) -> State:
    before = state.wrapup
    wrapup = Wrapup(
        task=event.task,
        cause=event.cause,
        resolved=event.resolved,
        helped_by=event.helped_by,
        faults=event.faults,
        follow_up=_still_done(before.follow_up if before else None, event.follow_up),
        at=moment.at,
        by=moment.by.name,
        versions=before.versions + 1 if before else 1,
    )
    return replace(state, wrapup=wrapup)


def _still_done(before: FollowUp | None, now: FollowUp | None) -> FollowUp | None:
    """A correction of something else leaves what is done done."""
    if before is None or now is None:
        return now
    done = replace(now, done_at=before.done_at, done_by=before.done_by)
    return before if before == done else now


def _fold_completed(state: State, _: FollowUpCompleted, moment: Any) -> State:
    if state.wrapup is None or state.wrapup.follow_up is None:
        return state
    done = replace(state.wrapup.follow_up, done_at=moment.at, done_by=moment.by.name)
    return replace(state, wrapup=replace(state.wrapup, follow_up=done))


FOLDERS: dict[type[Event], Callable[[State, Any, Any], State]] = {
    WrapupRecorded: _fold_recorded,
    FollowUpCompleted: _fold_completed,
}


# --- what agents are shown ------------------------------------------------------------------------------


def to_wrap_up(state: State) -> str:
    """The account that has to wrap this session up; empty while it goes on, or where nobody had the customer."""
    return state.had.id if state.had and state.info.status == "ended" else ""


def wrapup_view(state: State) -> WrapupView:
    """The wrap-up, and what it begins with."""
    agent = to_wrap_up(state)
    if not agent:
        return _NOT_YET
    return WrapupView(agent=agent, suggested=suggested(state), record=state.wrapup)


def suggested(state: State) -> Suggested:
    """What can be told from the session: an answer by the customer counts more than the playbook's course."""
    guide, feedback, trouble = state.guide, state.feedback, state.trouble
    answered = feedback.solved if feedback else None
    finished: Solved | None = "yes" if guide.info.finishing else None
    return Suggested(
        task=guide.info.title or words(state.info.goal)[:300],
        cause=trouble.cause or ("use" if guide.troubles else None),
        resolved=answered or finished,
        helped_by="guidance",
        why=trouble.why,
    )


_NOT_YET = WrapupView()
