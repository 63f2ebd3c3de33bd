"""The playbook in a session: the agent's choices of it, and what becomes of them. What is due is `prompting`'s."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from alongside.playbook.book import Book
from alongside.playbook.shapes import Check
from alongside.playbook.troubles import noticed
from alongside.privacy import scrub_label
from alongside.protocol import (
    CardAnswered,
    CardSent,
    CheckRule,
    ChoosePlaybook,
    Command,
    DeviceStep,
    Event,
    GuideStep,
    PlaybookChosen,
    PlaybookInfo,
    PromptShown,
    PromptSteered,
    PromptUsed,
    RemindAgent,
    SteerPrompt,
    UsePrompt,
)
from alongside.session import check_folding, gates
from alongside.session.asking import Asked, Events, Refused, check_own
from alongside.session.prompting import due_prompt, troubled_fields
from alongside.session.state import Guide, SentCard, State

DONE_KEPT = 500
CARDS_KEPT = 50


# --- the agent's choices --------------------------------------------------------------------------------


def _choose(asked: Asked, command: ChoosePlaybook) -> Events:
    check_own(asked)
    if command.playbook == asked.state.guide.info.id:
        return ()
    if not command.playbook:
        return (PlaybookChosen(),)
    book = _book_here(asked, command.playbook)
    if book is None:
        raise Refused("no_playbook", "There is no such playbook for this site.")
    return (_chosen(book),)


def _book_here(asked: Asked, id: str) -> Book | None:
    """The playbook in force of this id, if it is for this session's site."""
    book = asked.rules.books.get(id)
    return book if book and book.id == id and asked.state.info.site in book.playbook.applies_to.sites else None


def known_here(asked: Asked, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Of the playbooks that a device named, those there are for this site, each once."""
    return tuple(id for id in dict.fromkeys(ids) if _book_here(asked, id))


def chosen_by_page(asked: Asked, fitting: tuple[str, ...]) -> Events:
    """The playbook that alone fits the customer's page, where the agent has chosen neither one nor none."""
    guide = asked.state.guide
    if guide.info.id or guide.none or len(fitting) != 1:
        return ()
    return (replace(_chosen(asked.rules.books[fitting[0]]), by_page=True),)


def _chosen(book: Book) -> PlaybookChosen:
    steps = tuple(GuideStep(id=step.id, title=step.title) for step in book.playbook.steps)
    compared = {rule.same_as for step in book.playbook.steps for rule in step.expect}
    rules = tuple(
        DeviceStep(id=step.id, match=step.match, expect=step.expect)
        for step in book.playbook.steps
        if step.expect or compared & {step.id, step.match.name, step.match.field} - {""}
    )
    return PlaybookChosen(
        playbook=book.id,
        title=book.playbook.title,
        version=book.playbook.version,
        hash=book.hash,
        steps=steps,
        rules=rules,
        glossary=book.playbook.glossary,
        checks=tuple(map(_check_rule, book.playbook.checks)),
    )


def _check_rule(check: Check) -> CheckRule:
    return CheckRule(
        id=check.id,
        title=check.title,
        level=check.level,
        steps=check.before.steps,
        acts=check.before.acts,
        methods=check.methods,
        attempts=check.attempts,
        minutes=check.minutes,
        why=check.why.strip(),
        other_way=check.other_way.strip(),
    )


def _steer(asked: Asked, command: SteerPrompt) -> Events:
    check_own(asked)
    info = asked.state.guide.info
    if not info.id:
        raise Refused("no_playbook", "Choose a playbook first.")
    takes_step = command.how in ("pin", "jump", "skip")
    if takes_step and command.step not in {step.id for step in info.steps}:
        raise Refused("no_step", "This playbook has no such step.")
    if command.how == "skip" and not command.reason.strip():
        raise Refused("no_reason", "Say in a few words why this step is not needed.")
    step = command.step if takes_step else ""
    return (PromptSteered(how=command.how, step=step, reason=scrub_label(command.reason)),)


def _use(asked: Asked, command: UsePrompt) -> Events:
    check_own(asked)
    if command.key in asked.state.guide.done:
        return ()
    if command.how in ("sent", "pointed"):
        gates.check_prompt(asked, command.key)
    return (PromptUsed(key=command.key, how=command.how),)


def _remind(asked: Asked, _: RemindAgent) -> Events:
    shown = due_prompt(asked.state, asked.rules, asked.now)
    return (shown,) if shown else ()


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {
    ChoosePlaybook: _choose,
    SteerPrompt: _steer,
    UsePrompt: _use,
    RemindAgent: _remind,
}


# --- folding --------------------------------------------------------------------------------------------


def _fold_chosen(guide: Guide, event: PlaybookChosen) -> Guide:
    info = PlaybookInfo(
        id=event.playbook,
        title=event.title,
        version=event.version,
        steps=event.steps,
        glossary=event.glossary,
        by_page=event.by_page,
    )
    none = not event.playbook
    return Guide(info=info, hash=event.hash, rules=event.rules, troubles=guide.troubles, none=none)


def _fold_steered(guide: Guide, event: PromptSteered) -> Guide:
    info = guide.info
    match event.how:
        case "pin":
            info = replace(info, pinned=event.step, jumped="", aside=False)
        case "jump":
            info = replace(info, jumped=event.step, pinned="", aside=False)
        case "skip":
            info = replace(info, skipped=(*info.skipped, event.step), pinned="", jumped="")
        case "aside":
            info = replace(info, aside=True)
        case "finish":
            info = replace(info, finishing=True, aside=False)
        case "follow":
            info = replace(info, pinned="", jumped="", aside=False, finishing=False)
            return replace(guide, info=info, last=guide.followed)
    return replace(guide, info=info)


def _fold_used(guide: Guide, event: PromptUsed) -> Guide:
    # Waving away one move of a talk (`heat:2`) waves away the talk.
    keys = (event.key, event.key.split(":")[0]) if event.how == "dismissed" else (event.key,)
    kind, _, rest = event.key.partition(":")
    step = (rest.split(":")[0],) if event.how == "ticked" and kind in ("step", "error") else ()
    return replace(guide, done=(*guide.done, *keys)[-DONE_KEPT:], ticked=(*guide.ticked, *step)[-DONE_KEPT:])


def _fold_shown(guide: Guide, event: PromptShown) -> Guide:
    step = event.prompt.step if event.prompt else ""
    steered = guide.info.pinned or guide.info.jumped
    followed = guide.followed if steered else step or guide.followed
    return replace(guide, prompt=event.prompt, last=step or guide.last, followed=followed)


def card_sent(guide: Guide, event: CardSent) -> Guide:
    """The playbook in a session once a card from one of its prompts is sent: that prompt is dealt with."""
    if not (guide.info.id and event.prompt):
        return guide
    sent = SentCard(id=event.id, prompt=event.prompt)
    return replace(guide, cards=(*guide.cards, sent)[-CARDS_KEPT:], done=(*guide.done, event.prompt)[-DONE_KEPT:])


def card_answered(guide: Guide, event: CardAnswered) -> Guide:
    """The playbook in a session once the customer has answered a card."""
    cards = tuple(replace(each, reply=event.id) if each.id == event.card else each for each in guide.cards)
    return replace(guide, cards=cards) if cards != guide.cards else guide


_FOLDERS: dict[type[Event], Callable[[Guide, Any], Guide]] = {
    PlaybookChosen: _fold_chosen,
    PromptSteered: _fold_steered,
    PromptUsed: _fold_used,
    PromptShown: _fold_shown,
}


def _fold(state: State, event: Event, _: object) -> State:
    if isinstance(event, PlaybookChosen):
        state = check_folding.chosen(state, event)
    return notice(replace(state, guide=_FOLDERS[type(event)](state.guide, event)))


FOLDERS = dict.fromkeys(_FOLDERS, _fold)


def notice(state: State) -> State:
    """The state once its playbook has taken note of how the form stands."""
    guide = state.guide
    if not guide.hash or not state.lens:
        return state
    troubles = noticed(guide.troubles, troubled_fields(state), state.lens.page)
    info = guide.info
    target = guide.prompt.target if guide.prompt else ""
    if info.jumped and any(field.state == "typing" for id, field in state.fields.items() if id != target):
        info = replace(info, jumped="")  # they went on, and the prompts go with them
    if troubles == guide.troubles and info is guide.info:
        return state
    return replace(state, guide=replace(guide, troubles=troubles, info=info))
