"""Marks: what happened, an event a mark at most, in words and in the lane it belongs to. The form has its own module.

What a transcript tells is told in the transcript's words. Beside that, a replay tells of prompts.
"""

from alongside.export import item_of, said
from alongside.protocol import (
    Actor,
    Event,
    LensChanged,
    LensOpened,
    PlaybookChosen,
    PromptShown,
    PromptSteered,
    PromptUsed,
)
from alongside.protocol.prompts import PromptKind, PromptUse, Steering
from alongside.protocol.replays import Lane, Mark, MarkKind

_PROMPTS: dict[PromptKind, str] = {
    "opening": "Begin",
    "agree": "Agree",
    "try_again": "Let them try",
    "step": "Question",
    "error": "Error",
    "understanding": "Understanding",
    "comfort": "Comfort",
    "escalate": "Beyond the form",
    "closing": "Close",
    "offer": "Offer",
    "aside": "Put aside",
    "fault": "System fault",
    "check": "ID check",
}
_USED: dict[PromptUse, str] = {
    "sent": "sent the prompt’s words",
    "pointed": "pointed with the prompt’s words",
    "ticked": "ticked the prompt off",
    "dismissed": "found the prompt not needed",
}
_STEERED: dict[Steering, str] = {
    "pin": "held the playbook at a question",
    "jump": "went to another question",
    "skip": "skipped a question",
    "aside": "put the playbook aside",
    "finish": "went to the closing words",
    "follow": "let the playbook follow the customer again",
}
_KINDS: dict[str, MarkKind] = {
    "message": "message",
    "card": "card",
    "consent": "consent",
    "check": "check",
    "highlight": "highlight",
    "feedback": "feedback",
    "wrapup": "wrapup",
    "gap": "gap",
    "watching": "watch",
    "whisper": "whisper",
}


class Marking:
    """The marks of a session so far, in the order of the log."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self._titles: dict[str, str] = {}

    def take(self, number: int, by: Actor, event: Event) -> None:
        """Take an event of entry `number`."""
        if (mark := self._mark(number, by, event)) is not None:
            self.marks.append(mark)

    def _mark(self, number: int, by: Actor, event: Event) -> Mark | None:
        match event:
            case LensOpened() | LensChanged():
                return None
            case PromptShown(prompt=None):
                return None
            case PromptShown(prompt=prompt) if prompt is not None:
                words = _PROMPTS[prompt.kind] + (f": {prompt.title}" if prompt.title else "")
                self._titles[prompt.key] = prompt.title
                return Mark(entry=number, lane="playbook", kind="prompt", words=words, more=prompt.say)
            case PromptUsed():
                more = self._titles.get(event.key, "")
                return _used(number, by, _USED[event.how], more)
            case PromptSteered():
                return _used(number, by, _STEERED[event.how], event.reason)
            case _:
                return _told(number, by, event)


def _used(number: int, by: Actor, words: str, more: str) -> Mark:
    return Mark(entry=number, lane="playbook", kind="used", who=by.name, words=words, more=more)


def _told(number: int, by: Actor, event: Event) -> Mark | None:
    """What a transcript says of it: its words, and beside them what somebody wrote."""
    item = item_of(0, by, event)
    if item is None:
        return None
    written = said(item)
    words, more = (item.words, written) if item.words else (written, "")
    return Mark(
        entry=number,
        lane=_lane(by, event),
        kind=_KINDS.get(item.kind, "notice"),
        who=item.who,
        words=words,
        more=more,
    )


def _lane(by: Actor, event: Event) -> Lane:
    if isinstance(event, PlaybookChosen):
        return "playbook"
    return "agent" if by.role in ("agent", "supervisor", "administrator") else "customer"
