"""Prompts that no step of the form asks for: beginning together, being heard, another way, the end.

Each function gives its prompts in their order; the first that the agent has not dealt with is due.
"""

from collections.abc import Iterator, Sequence

from alongside.playbook import words
from alongside.playbook.answering import agreeing
from alongside.playbook.shapes import NamedPrompt, Playbook, Say, Step
from alongside.playbook.situation import CheckNow, Situation
from alongside.playbook.triggers import Trigger
from alongside.playbook.words import pick, quote
from alongside.protocol import Familiarity
from alongside.protocol.prompts import Choice, Prompt, PromptKind

_PARTS: dict[Trigger, tuple[str, ...]] = {
    "bereaved": ("bereavement",),
    "vulnerable": ("vulnerable",),
    "complaint": ("heat", "laa"),
    "annoyed": ("laa", "heat"),
    "worried": ("anxious",),
}
"""The named prompts that answer a trigger, the best first. A playbook may have none of them."""
_STANDARD: dict[Trigger, Say] = {
    "danger": words.DANGER,
    "bereaved": words.BEREAVED,
    "vulnerable": words.VULNERABLE,
    "complaint": words.COMPLAINT,
    "annoyed": words.COMPLAINT,
    "worried": words.REASSURE,
}
_BECAUSE: dict[Trigger, str] = {
    "danger": "They wrote that somebody may be in danger. This comes before the form",
    "bereaved": "They wrote that somebody has died",
    "vulnerable": "They wrote something that makes this harder for them",
    "complaint": "What they wrote is a complaint",
    "annoyed": "They wrote that they have had enough",
    "worried": "They wrote that they are worried",
}
_ESCALATING = {"heat", "laa", "bereavement", "vulnerable"}
"""The named prompts that propose a colleague or another way. The others are a way to talk, and go on here."""


def opening(playbook: Playbook, now: Situation) -> Iterator[Prompt]:
    """How a session begins, in its order: their words, the questions, the steps agreed, one more try."""
    yield Prompt(
        kind="opening",
        key="opening",
        title="Say hello",
        say=_greeting(now),
        look_for="Let them finish. Say it back in their own words, not in the form's.",
        because=f"You have just begun. They say they are {_FAMILIAR[now.familiarity]}",
    )
    for number, question in enumerate(_questions(playbook, now.familiarity), 1):
        yield Prompt(
            kind="opening",
            key=f"opening:{number}",
            title="Ask before you begin",
            say=question,
            because=f"The playbook begins with this question for “{playbook.title}”",
        )
    yield from agreeing(playbook, now)
    yield Prompt(
        kind="try_again",
        key="try_again",
        title="Offer to try once more",
        say=pick(words.TRY_AGAIN, now.familiarity),
        why="Often the second try works, and they learn that they can do it themselves.",
        look_for="Where exactly it stops: the question, and the page's own words.",
        because="The steps are agreed; let them try before you explain",
    )


_FAMILIAR: dict[Familiarity, str] = {
    "new": "here for the first time",
    "used_before": "not here for the first time",
    "confident": "here often",
}


def _greeting(now: Situation) -> str:
    if now.goal and now.difficulty:
        say = words.GREETING
    else:
        say = words.GREETING_WITH_GOAL if now.goal else words.GREETING_ALONE
    return pick(say, now.familiarity).format(goal=quote(now.goal), difficulty=quote(now.difficulty))


def _questions(playbook: Playbook, familiarity: Familiarity) -> Sequence[str]:
    """One question at a time; for somebody confident, all in one message."""
    if familiarity == "confident" and len(playbook.opening) > 1:
        return (" ".join(playbook.opening),)
    return playbook.opening


def heard(playbook: Playbook, now: Situation, called: Sequence[Trigger]) -> Iterator[Prompt]:
    """What the customer's words call for, the gravest first; a talk once begun is brought to its end.

    Danger waits for nothing. A complaint takes the place of an annoyance.
    """
    if "danger" in called:
        yield _standard(playbook, "danger", now.familiarity)
    parts = {prompt.id: prompt for prompt in playbook.prompts}
    for part in parts.values():
        if any(key.startswith(f"{part.id}:") for key in now.done):
            yield from _moves(playbook, part, now, "You have begun this way of talking")
    for trigger in called:
        if trigger not in _STANDARD or (trigger == "annoyed" and _is_complaint(now, called)):
            continue
        known = [parts[id] for id in _PARTS.get(trigger, ()) if id in parts]
        if known:
            yield from _moves(playbook, known[0], now, _BECAUSE[trigger])
        else:
            yield _standard(playbook, trigger, now.familiarity)


def _is_complaint(now: Situation, called: Sequence[Trigger]) -> bool:
    return "complaint" in called or any(key.split(":")[0] == "heat" for key in now.done)


def named(playbook: Playbook, now: Situation, ids: Sequence[str], called: Sequence[Trigger]) -> Iterator[Prompt]:
    """The moves of the named prompts that the playbook's own triggers call for."""
    for part in playbook.prompts:
        if part.id in ids and not (part.id == "laa" and _is_complaint(now, called)):
            yield from _moves(playbook, part, now, f"They wrote something that calls for “{part.title}”")


def _moves(playbook: Playbook, part: NamedPrompt, now: Situation, because: str) -> Iterator[Prompt]:
    if part.id in now.done:
        return  # waved away
    escalates = part.id in _ESCALATING
    for number, move in enumerate(part.moves, 1):
        after = part.moves[number].title if number < len(part.moves) else ""
        yield Prompt(
            kind="escalate" if escalates else "comfort",
            key=f"{part.id}:{number}",
            title=f"{part.title}: {move.title}",
            say=pick(move.say, now.familiarity),
            why=part.when,
            look_for=move.look_for,
            alternatives=other_ways(playbook) if escalates else (),
            next=after,
            because=because,
        )


def _standard(playbook: Playbook, trigger: Trigger, familiarity: Familiarity) -> Prompt:
    kind: PromptKind = "comfort" if trigger == "worried" else "escalate"
    return Prompt(
        kind=kind,
        key=f"heard:{trigger}",
        title="Take the worry away" if kind == "comfort" else "Listen first",
        say=pick(_STANDARD[trigger], familiarity),
        look_for="Leave the form for a moment. Answer the person, not the question.",
        alternatives=other_ways(playbook) if kind == "escalate" else (),
        because=_BECAUSE[trigger],
    )


def failing(playbook: Playbook, now: Situation, step: Step, count: int) -> Prompt:
    """Another way, when the same question has gone wrong too often."""
    return Prompt(
        kind="escalate",
        key=f"failing:{step.id}",
        step=step.id,
        title="Offer another way",
        say=pick(words.FAILING, now.familiarity),
        look_for="Relief, or that they would rather try on. Both are fine.",
        alternatives=other_ways(playbook),
        because=f"“{step.title}” has gone wrong {count} times",
    )


def check_first(playbook: Playbook, now: Situation, check: CheckNow, held: Prompt) -> Prompt:
    """The ID check that comes before a step's prompt `held`: ask for it, wait for it, or offer another way."""
    say, title, look_for = _CHECKS.get(check.state, _CHECKS[""])
    locked = check.state == "locked"
    other = Choice(title="Another way to be helped", say=check.other_way.strip())
    return Prompt(
        kind="check",
        key=f"check:{check.id}:{check.state or 'due'}:{check.left}",
        step=held.step,
        title=title.format(title=check.title),
        say=pick(say, now.familiarity).format(why=check.why.strip(), other_way=check.other_way.strip()),
        why=check.why.strip(),
        look_for=look_for,
        alternatives=(other, *other_ways(playbook)) if locked else (other,),
        next=held.title,
        progress=held.progress,
        because=f"“{held.title}” is about something personal: “{check.title}” comes first",
        check=check.id,
    )


_NEVER_ASK = "Never ask for an answer in the chat or on the telephone, and stop them kindly if they tell you one."
_NOT_ASKED = (words.CHECK_FIRST, "Ask for the check “{title}”", _NEVER_ASK)
_WAITING = (words.CHECK_WAITS, "Wait for the check “{title}”", _NEVER_ASK)
_CHECKS: dict[str, tuple[Say, str, str]] = {
    "": _NOT_ASKED,
    "cancelled": (words.CHECK_FIRST, "The check “{title}” was put aside", "They may refuse. Then offer another way."),
    "expired": (words.CHECK_FIRST, "Ask for the check “{title}” again", _NEVER_ASK),
    "asked": _WAITING,
    "answering": _WAITING,
    "failed": (words.CHECK_AGAIN, "The check “{title}” is not passed yet", "Do not guess with them what was wrong."),
    "locked": (words.CHECK_LOCKED, "The check “{title}” is locked", "Do not go round it, however much they ask."),
}


def other_ways(playbook: Playbook) -> tuple[Choice, ...]:
    """A colleague, and the playbook's other ways to be helped."""
    own = (Choice(title=each.title, say=each.say.strip()) for each in playbook.alternatives)
    return (Choice(title="Bring in a colleague", say=words.COLLEAGUE), *own)


def closing(playbook: Playbook, now: Situation, good_mood: bool) -> Iterator[Prompt]:
    """The end: is it solved, what else there is (in a good mood only), and goodbye."""
    solved = now.ending == "solved"
    yield Prompt(
        kind="closing",
        key="closing",
        title="Make sure it is solved" if solved else "Agree what happens next",
        say=pick(words.SOLVED if solved else words.NOT_SOLVED, now.familiarity),
        look_for="That they say so themselves." if solved else "Who does what, and by when.",
        alternatives=() if solved else other_ways(playbook),
        because="They have reached the end" if solved else "It ends without being solved",
    )
    if solved and good_mood:
        yield from _offers(playbook)
    for number, say in enumerate(playbook.closing, 1):
        yield Prompt(
            kind="closing",
            key=f"closing:{number}",
            title="Say goodbye",
            say=say.strip(),
            because="The playbook ends with this",
        )


def _offers(playbook: Playbook) -> Iterator[Prompt]:
    for number, offer in enumerate(playbook.offers, 1):
        yield Prompt(
            kind="offer",
            key=f"offer:{number}",
            title=offer.title,
            say=offer.say.strip(),
            look_for="One mention is enough. A no is a no.",
            because="It is solved, and the mood is good",
        )
