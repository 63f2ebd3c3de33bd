"""Which prompt is due in a session: what the prompter is told of it, and when it is asked.

A prompt that is due is an event like any other (`prompt.shown`, in its rendered words), added to the entry that
made it due. So a view shows it without knowing the playbook, and so does a replay, years later.
"""

from collections.abc import Iterator
from itertools import dropwhile

from alongside.playbook.situation import CheckNow, LiveField, Reply, Situation
from alongside.privacy import words
from alongside.protocol import (
    ChatItem,
    Field,
    PromptShown,
)
from alongside.session import gates, trouble
from alongside.session.asking import Rules
from alongside.session.state import SentCard, State

MESSAGES_HEARD = 5
"""Of the customer's messages, the latest so many can call for a prompt."""
REMINDING_MILLIS = 60_000
"""The prompter counts in minutes."""


def waits_for_time(state: State, now: int) -> bool:
    """Whether so much time has passed since the last entry that a prompt may have become due by it alone."""
    begun = state.info.joined_at
    if not (state.guide.hash and state.agent and begun and state.info.status == "active"):
        return False
    return (now - begun) // REMINDING_MILLIS > (state.at - begun) // REMINDING_MILLIS


def due_prompt(state: State, rules: Rules, now: int) -> PromptShown | None:
    """What the agent is to be prompted from now on, if it is not what they are prompted already."""
    guide, prompt = state.guide, None
    if guide.hash and state.agent and state.info.status == "active":
        book = rules.books.get(guide.hash)
        if book is None:
            return None  # its content is not on this process's shelf: what is shown stays
        prompt = book.prompter.prompt(situation(state, now))
    return None if prompt == guide.prompt else PromptShown(prompt=prompt, hash=guide.hash)


def situation(state: State, now: int) -> Situation:
    """What the prompter is told of a session. No value of a field is in a state, so none is in here."""
    info, guide, lens = state.info, state.guide, state.lens
    current = next((step.name for step in lens.steps if step.state == "current"), "") if lens else ""
    return Situation(
        familiarity=info.familiarity,
        goal=words(info.goal),
        difficulty=words(info.difficulty) or info.choice,
        done=guide.done,
        last=guide.last,
        sharing=state.sharing,
        load=lens.page if lens else "",
        page=lens.title if lens else "",
        step=current,
        fields=live_fields(state),
        troubles=guide.troubles,
        cues=trouble.cue_words(state),
        faults=trouble.system_faults(state),
        pinned=guide.info.pinned,
        jumped=guide.info.jumped,
        skipped=guide.info.skipped,
        aside=guide.info.aside,
        said=_said(state),
        ending="solved" if guide.info.finishing else "",
        replies=_replies(state),
        ticked=guide.ticked,
        checks=tuple(_checks(state, now)),
        minutes=(now - info.joined_at) // 60_000 if info.joined_at else 0,
    )


def _checks(state: State, now: int) -> Iterator[CheckNow]:
    """The checks of the playbook in force that come before a step and are not passed."""
    for hash, rule in state.checking.rules.values():
        if hash != state.guide.hash or not rule.steps:
            continue
        if not gates.stands(state, rule, now):
            continue
        record = state.checking.records.get(rule.id)
        yield CheckNow(
            id=rule.id,
            title=rule.title,
            why=rule.why,
            other_way=rule.other_way,
            steps=rule.steps,
            state=record.state if record else "",
            left=record.left if record else rule.attempts,
        )


def live_fields(state: State) -> tuple[LiveField, ...]:
    """The form's fields in their order, each with the name of its step."""
    if state.lens is None:
        return ()
    steps = {step.id: step.name for step in state.lens.steps}
    return tuple(_live_field(state.fields[id], steps, state.lens.focus) for id in state.lens.order)


def troubled_fields(state: State) -> tuple[LiveField, ...]:
    """Of `live_fields` those by which troubles may change, as every entry asks: the fields of questions that are
    wrong or whose trouble is open, and one more, which says that there is a form."""
    if state.lens is None:
        return ()
    fields = state.fields.values()
    open = {(trouble.step, trouble.name) for trouble in state.guide.troubles if trouble.open}
    wrong = [field for field in fields if field.state == "invalid" or field.error or field.verdict]
    if not open and not wrong:
        return ()
    steps = {step.id: step.name for step in state.lens.steps}
    keys = {field.id: (steps.get(field.step, ""), field.group or field.name) for field in fields}
    concerned = open | {keys[field.id] for field in wrong}
    named = next((id for id in state.lens.order if keys[id][1]), "")
    return tuple(
        _live_field(state.fields[id], steps, "") for id in state.lens.order if keys[id] in concerned or id == named
    )


def _live_field(field: Field, steps: dict[str, str], focus: str) -> LiveField:
    return LiveField(
        id=field.id,
        name=field.name,
        group=field.group,
        step=steps.get(field.step, ""),
        state=field.state,
        required=field.required,
        error=field.error,
        verdict=field.verdict,
        corrections=field.corrections,
        focused=field.id == focus,
    )


def _replies(state: State) -> tuple[Reply, ...]:
    """The cards sent from prompts, each with its answer and what the customer wrote after that."""
    return tuple(_reply(sent, state) for sent in state.guide.cards)


def _reply(sent: SentCard, state: State) -> Reply:
    item = state.chat.get(sent.id)
    card = item.card if item else None
    if card is None or card.chosen is None or not 0 <= card.chosen < len(card.choices):
        return Reply(prompt=sent.prompt)
    chosen = card.choices[card.chosen]
    after = dropwhile(lambda id: id != sent.reply, state.chat)
    said = [text for id in list(after)[1:] if (text := _written(state.chat[id]))]
    return Reply(
        prompt=sent.prompt, answered=True, means=chosen.means, label=chosen.label, said=said[-1] if said else ""
    )


def _written(item: ChatItem) -> str:
    return words(item.parts).strip() if item.role == "customer" else ""


def _said(state: State) -> tuple[str, ...]:
    said = [words(item.parts) for item in state.chat.values() if item.role == "customer" and item.parts]
    return tuple(said[-MESSAGES_HEARD:])
