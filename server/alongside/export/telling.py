"""A session's entries told in order: which events a transcript has, and in what words.

Reads events only: an old session is told as it happened. Nothing in it can be more than the log holds: no field's
value, no code, redactions as redactions. How it is written down (text, JSON, a table, a page) is the neighbours' work.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from alongside.protocol import (
    AccountOpened,
    Actor,
    AgentJoined,
    AgentLeft,
    CardAnswered,
    CardSent,
    Cause,
    CheckBegun,
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
    Entry,
    Event,
    FaultNoted,
    FeedbackGiven,
    FollowUp,
    FollowUpCompleted,
    HelpedBy,
    HighlightShown,
    LensOpened,
    LogGap,
    MessageSent,
    Part,
    PlaybookChosen,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    SessionTakenOver,
    SessionTransferred,
    SessionUnwatched,
    SessionWatched,
    Solved,
    Where,
    WhisperSent,
    WrapupRecorded,
)

_QUEUED = {
    "": "waits in the queue",
    "lapsed": "waits at the head of the queue: the agent's connection was lost",
    "returned": "waits at the head of the queue",
}
_LEFT = {
    "lapsed": "lost their connection",
    "returned": "handed the customer back",
}
_UNWATCHED = {
    "left": "stopped watching",
    "lapsed": "was disconnected, and watches no more",
    "took_over": "stopped watching, to help the customer",
}
_STAFF_ALONE = (WhisperSent, SessionTakenOver, WrapupRecorded, FollowUpCompleted, PlaybookChosen)
"""What was written for staff, or is of no use to a customer."""
_ENDED = {
    "left": "left the queue",
    "ended": "ended the chat",
    "solved": "ended the chat",
    "gone": "The chat ended because the customer did not come back",
}
_WAYS = {
    "signed": "sign-in on the site",
    "code": "one-time code",
    "questions": "questions",
    "totp": "authenticator app",
}


class Item(Struct, frozen=True, kw_only=True):
    """A line of a transcript. `kind`: message, card, notice, consent, highlight, feedback, check, watching, whisper,
    wrapup or gap. Whispers were between staff: the customer never saw them. `entry` is its number in the log, by which
    a replay goes to its moment."""

    at: int
    kind: str
    who: str
    role: str
    parts: tuple[Part, ...] = ()
    words: str = ""
    entry: int = 0


class Transcript(Struct, frozen=True, kw_only=True):
    """A session told in order. `at` is in milliseconds since 1970, UTC."""

    session: str
    items: tuple[Item, ...]
    wrapup: WrapupRecorded | None = None
    """The latest version of the agent's account."""
    practice: bool = False


def transcript(session: str, entries: Iterable[Entry], *, for_customer: bool = False) -> Transcript:
    """The session's transcript. The form's changes are left out; that it was shared is told.

    The customer's own has no whisper, no note between staff, no account of the agent's, and no name of who watched:
    that somebody more, or fewer, could see it is told.
    """
    entries = tuple(entries)
    items = [
        item
        for entry in entries
        for decision in entry.decisions
        for event in decision.events
        if (item := item_of(entry.at, decision.actor, event, entry.number, for_customer=for_customer)) is not None
    ]
    events = [event for entry in entries for decision in entry.decisions for event in decision.events]
    wrapups = [event for event in events if isinstance(event, WrapupRecorded) and not for_customer]
    return Transcript(
        session=session,
        items=tuple(items),
        wrapup=wrapups[-1] if wrapups else None,
        practice=any(isinstance(event, SessionRequested) and event.practice for event in events),
    )


def item_of(at: int, by: Actor, event: Event, entry: int = 0, *, for_customer: bool = False) -> Item | None:
    """An event's line, or None where a transcript (the customer's own, or staff's) has nothing to say of it."""
    if for_customer and isinstance(event, SessionWatched | SessionUnwatched):
        return _seen_item(at, event, entry)
    told = _told_to_customer(event) if for_customer else _told(event)
    if told is None:
        return None
    kind, words, parts = told
    who = "" if by.role == "system" else by.name or by.role.capitalize()
    if isinstance(event, AgentJoined | AgentLeft):
        who = event.agent.name
    if isinstance(event, SessionUnwatched):
        who = event.by.name
    if isinstance(event, SessionQueued):
        who = "Customer"
    return Item(at=at, entry=entry, kind=kind, who=who, role=by.role, parts=parts, words=words)


def _seen_item(at: int, event: SessionWatched | SessionUnwatched, entry: int) -> Item:
    more = "One more person" if isinstance(event, SessionWatched) else "One person fewer"
    return Item(at=at, entry=entry, kind="watching", who="", role="system", words=f"{more} could see this chat")


def _told_to_customer(event: Event) -> tuple[str, str, tuple[Part, ...]] | None:
    if isinstance(event, _STAFF_ALONE):
        return None
    if isinstance(event, AgentJoined) and event.took_over:
        return "notice", "helps from here on", ()
    told = _told(event)
    return (*told[:2], ()) if told and isinstance(event, SessionTransferred) else told  # the note is for agents


def _told(event: Event) -> tuple[str, str, tuple[Part, ...]] | None:
    """(kind, words, parts) of an event, or None where a transcript has nothing to say of it."""
    match event:
        case MessageSent():
            return "message", "", event.parts
        case CardSent():
            return "card", _card_words(event), _card_parts(event)
        case CardAnswered():
            return "message", "", event.parts
        case SessionRequested():
            return "notice", _request_words(event), _both(event.goal, event.difficulty)
        case FeedbackGiven():
            return "feedback", _feedback_words(event), event.comment
        case HighlightShown():
            return "highlight", "pointed at the form", event.words
        case WrapupRecorded():
            return "wrapup", "wrapped up", wrapup_words(event)
        case WhisperSent():
            return "whisper", "whispered", event.parts
        case SessionTakenOver():
            return "notice", f"took the customer over from {event.from_agent.name}", event.note
        case SessionTransferred():
            name = event.to_agent.name if event.to_agent else event.to_team
            return "notice", f"handed over to {name}", event.note
        case _:
            words = _plain_words(event)
            return None if words is None else (*words, ())


def _plain_words(event: Any) -> tuple[str, str] | None:
    match event:
        case CodeIssued():
            return "notice", "was shown a code to read out"
        case SessionQueued():
            return "notice", _QUEUED.get(event.reason, _QUEUED[""])
        case SessionWatched():
            return "watching", "began to watch"
        case SessionUnwatched():
            return "watching", _UNWATCHED[event.reason]
        case AgentJoined(took_over=True):
            return None  # the taking over has told it
        case AgentJoined():
            return "notice", "joined by the customer's code" if event.by_code else "joined"
        case AgentLeft(reason="transferred" | "taken_over"):
            return None  # the transfer itself has told it
        case AgentLeft():
            return "notice", _LEFT.get(event.reason, "left")
        case ConsentAsked():
            return "consent", "asked to see the customer's steps"
        case ConsentGiven():
            return "consent", f"agreed to share their steps (wording {event.wording})"
        case ConsentDeclined():
            return "consent", f"chose not to share (wording {event.wording})"
        case ConsentWithdrawn():
            return "consent", "stopped sharing"
        case PlaybookChosen(by_page=True):
            return "notice", f"came to a page of the playbook '{event.title}', which the agent works by now"
        case PlaybookChosen():
            return "notice", f"works by the playbook '{event.title}'" if event.playbook else "put the playbook away"
        case LensOpened():
            return "notice", f"shared the page '{event.model.title}'"
        case SessionEnded():
            return "notice", _ENDED[event.reason]
        case FollowUpCompleted():
            return "wrapup", "did what was still to be done"
        case CheckRequested() | CheckBegun() | CheckPassed() | CheckFailed() | CheckLocked():
            return "check", _check_words(event)
        case CheckCancelled():
            return "check", f"called off the ID check '{event.check}'"
        case CheckExpired():
            return "check", f"The time of the ID check '{event.check}' is over"
        case AccountOpened():
            return "check", "began to talk about the customer's account"
        case LogGap():
            return "gap", f"Entries {event.first} to {event.last} were lost by the store"
        case _:
            return None


CAUSES: dict[Cause, str] = {
    "use": "the customer's use",
    "form": "the form's design",
    "system": "a system fault",
    "equipment": "the customer's equipment",
    "other": "something else",
}
RESOLVED: dict[Solved, str] = {"yes": "solved", "partly": "partly solved", "no": "not solved"}
HELPED_BY: dict[HelpedBy, str] = {
    "customer": "by the customer themselves",
    "guidance": "by the customer with guidance",
    "agent": "filled in by the agent",
}


def wrapup_words(wrapup: WrapupRecorded) -> tuple[Part, ...]:
    """The agent's account, a line each: task, cause and outcome, the faults, what is still to be done."""
    outcome = RESOLVED[wrapup.resolved]
    if wrapup.resolved != "no":
        outcome += f", {HELPED_BY[wrapup.helped_by]}"
    lines: list[tuple[Part, ...]] = [
        (Part(text="Task: "), *wrapup.task),
        (Part(text=f"Cause: {CAUSES[wrapup.cause]}. Outcome: {outcome}."),),
        *(_fault_words(noted) for noted in wrapup.faults),
    ]
    if wrapup.follow_up:
        lines.append(_follow_up_words(wrapup.follow_up))
    return tuple(part for at, line in enumerate(lines) for part in ((Part(text="\n"),) if at else ()) + line)


def _fault_words(noted: FaultNoted) -> tuple[Part, ...]:
    place = where_words(noted.where)
    return (Part(text=f"Fault {noted.fault}: "), *noted.what, *((Part(text=f" ({place})"),) if place else ()))


def where_words(where: Where) -> str:
    """Page, step and host of a fault, in a line."""
    return ", ".join(word for word in (where.page, where.step, where.host) if word)


def _follow_up_words(follow_up: FollowUp) -> tuple[Part, ...]:
    return (Part(text=f"To do, {follow_up.owner_name}, until {follow_up.due}: "), *follow_up.what)


def _check_words(event: CheckRequested | CheckBegun | CheckPassed | CheckFailed | CheckLocked) -> str:
    """How a check went, by which way; there is nothing else to tell of it."""
    match event:
        case CheckRequested():
            acting = f", acting by {event.authority}" if event.authority else ""
            return f"asked for the ID check '{event.title or event.check}' ({event.level}{acting})"
        case CheckBegun():
            return f"chose {_WAYS[event.method]} for the ID check '{event.check}'"
        case CheckPassed():
            return f"Identity checked by {_WAYS[event.method]} ('{event.check}'): passed"
        case CheckFailed():
            came = "could not be looked at" if event.unavailable else "not right"
            tries = "1 try" if event.left == 1 else f"{event.left} tries"
            return f"Identity checked by {_WAYS[event.method]} ('{event.check}'): {came}, {tries} left"
        case CheckLocked():
            return f"Identity checked by {_WAYS[event.method]} ('{event.check}'): locked"


def _both(goal: tuple[Part, ...], difficulty: tuple[Part, ...]) -> tuple[Part, ...]:
    return (*goal, Part(text="\n"), *difficulty) if goal and difficulty else goal + difficulty


def _card_words(event: CardSent) -> str:
    title = f" '{event.card.title}'" if event.card.title else ""
    answers = ", ".join(choice.label for choice in event.card.choices)
    return f"sent a card{title}" + (f" with the answers {answers}" if answers else "")


def _card_parts(event: CardSent) -> tuple[Part, ...]:
    """The card's words, then each of its lines on a line of its own."""
    lines = (part for line in event.card.lines for part in (Part(text="\n- "), *line))
    return (*event.parts, *lines)


def _request_words(event: SessionRequested) -> str:
    familiarity = {"new": "first time", "used_before": "used before", "confident": "uses it often"}
    choice = f", {event.choice}" if event.choice else ""
    begun = "began to practise" if event.practice else "asked for help"
    return f"{begun} ({familiarity[event.familiarity]}{_before(event.helped_before)}{choice})"


def _before(days: int) -> str:
    """That they were helped before, where that is known: they came back within the site's window of days."""
    return {-1: "", 0: ", helped here less than a day ago", 1: ", helped here 1 day ago"}.get(
        days, f", helped here {days} days ago"
    )


def _feedback_words(event: FeedbackGiven) -> str:
    solved = {"yes": "solved", "partly": "partly solved", "no": "not solved", None: "no answer"}[event.solved]
    said = [f"said: {solved}"]
    if event.rating:
        said.append(f"{event.rating} of 5 stars")
    if event.ease:
        said.append(f"ease {event.ease} of 7")
    if event.recommend >= 0:
        said.append(f"would recommend {event.recommend} of 10")
    return ", ".join(said)
