"""decide: what a command may do now. It yields events, or refuses with a sentence for a person.

Nothing is changed here: the events are appended by the hub and folded like everybody's. An empty result means
that what was asked for is so already. Whether a role may send such a command at all is `access.may_send`'s.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from alongside import lens
from alongside.access import Who, may_send
from alongside.privacy import scrub_label
from alongside.protocol import (
    Actor,
    AgentJoined,
    AgentLeft,
    AskConsent,
    ChangeLens,
    ClearHighlight,
    CodeIssued,
    Command,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    DeclineConsent,
    EndSession,
    FeedbackGiven,
    GiveConsent,
    GiveFeedback,
    HighlightCleared,
    HighlightShown,
    IssueCode,
    JoinSession,
    LapseAgent,
    LensChanged,
    LensOpened,
    LogGap,
    MessageSent,
    OfferAccepted,
    OpenLens,
    RecordGap,
    Request,
    RequestHelp,
    ReturnToQueue,
    SendMessage,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    SessionTransferred,
    ShowHighlight,
    TransferSession,
    WithdrawConsent,
)
from alongside.session import aftercare, cards, checks, gates, guide, practice, trouble, watching
from alongside.session.asking import Asked, Events, Refused, Rules, check_open, check_own, check_sharing, clean_words
from alongside.session.state import State, owner_of


def decide(state: State, who: Who, request: Request, *, now: int, rules: Rules) -> Events:
    """The events that `request` by `who` leads to at `now` (milliseconds). Raises Refused."""
    command = request.command
    if not may_send(who, command):
        raise Refused("not_allowed", "You are not able to do this here.")
    known = state.applied.get(request.client)
    if known is not None and known.owner != owner_of(who.actor):
        raise Refused("not_your_client", "This page got mixed up with another one. Please load it again.")
    asked = Asked(state, who, f"{request.client}.{request.seq}", now, rules)
    return _DECIDERS[type(command)](asked, command)


# --- getting together -----------------------------------------------------------------------------------


def _request(asked: Asked, command: RequestHelp) -> Events:
    if asked.state.info.status != "new":
        return ()
    requested = SessionRequested(
        site=asked.who.site,
        channel=command.channel,
        goal=clean_words(asked, command.goal),
        difficulty=clean_words(asked, command.difficulty),
        choice=scrub_label(command.choice),
        familiarity=command.familiarity,
        language=command.language,
        helped_before=_helped_before(asked, command),
    )
    waits = SessionQueued() if command.channel == "queue" else _issued(asked)
    offer = (OfferAccepted(cue=command.offered),) if command.offered else ()
    return (requested, *offer, waits)


def _helped_before(asked: Asked, command: RequestHelp) -> int:
    """As the device says, where the site wants to know it at all, and only within its window."""
    window = asked.rules.first_contact_days.get(asked.who.site, 0)
    return command.helped_before if command.helped_before < window else -1


def _issue_code(asked: Asked, command: IssueCode) -> Events:
    if asked.state.info.status != "coded":
        raise Refused("not_waiting", "A code is only needed while nobody has joined you.")
    return (_issued(asked),)


def _issued(asked: Asked) -> CodeIssued:
    return CodeIssued(expires_at=asked.now + asked.rules.code_minutes * 60_000)


def _join(asked: Asked, command: JoinSession) -> Events:
    state, who = asked.state, asked.who
    if state.agent is not None:
        if state.agent.id == who.id:
            return ()
        raise Refused("taken", f"{state.agent.name} has just taken this customer.")
    if state.info.status == "ended":
        raise Refused("ended", "This customer has already left.")
    if state.info.status != ("coded" if command.by_code else "waiting"):
        raise Refused("not_waiting", "This customer is not waiting.")
    _check_offer(asked)
    return (AgentJoined(agent=who.actor, by_code=command.by_code),)


def _check_offer(asked: Asked) -> None:
    """A customer handed over waits for whom they were promised, but not for ever."""
    state, who = asked.state, asked.who
    for_another = state.for_agent and state.for_agent != who.id
    for_others = state.for_team and state.for_team not in who.teams
    if (for_another or for_others) and asked.now < state.offered_until:
        raise Refused("offered", f"This customer is waiting for {state.info.offered_to}.")


def _transfer(asked: Asked, command: TransferSession) -> Events:
    agent = check_own(asked)
    practice.check_real(asked)
    if bool(command.to_agent) == bool(command.to_team):
        raise Refused("no_target", "Choose one person or one team to hand over to.")
    if command.to_agent == agent.id:
        raise Refused("own_target", "You already have this customer. Choose somebody else.")
    if command.to_agent and command.to_agent not in asked.rules.agents:
        raise Refused("no_target", "There is no such person to hand over to.")
    if command.to_team and command.to_team not in asked.rules.teams:
        raise Refused("no_target", "There is no such team to hand over to.")
    to_agent = None
    if command.to_agent:
        to_agent = Actor(role="agent", id=command.to_agent, name=asked.rules.agents[command.to_agent])
    note = clean_words(asked, command.note)
    until = asked.now + asked.rules.offer_seconds * 1000
    transferred = SessionTransferred(by=agent, to_agent=to_agent, to_team=command.to_team, note=note, until=until)
    return (transferred, AgentLeft(agent=agent, reason="transferred"), SessionQueued(head=True))


def _return(asked: Asked, command: ReturnToQueue) -> Events:
    agent = check_own(asked)
    practice.check_real(asked)
    return _back_to_queue(agent, "returned")


def _lapse(asked: Asked, command: LapseAgent) -> Events:
    agent = asked.state.agent
    if agent is None or agent.id != command.agent:
        return ()
    return practice.lapsed(asked) if asked.state.info.practice else _back_to_queue(agent, "lapsed")


def _back_to_queue(agent: Actor, reason: str) -> Events:
    return (AgentLeft(agent=agent, reason=reason), SessionQueued(head=True, reason=reason))


def _end(asked: Asked, command: EndSession) -> Events:
    state, who = asked.state, asked.who
    if state.info.status == "ended":
        return ()
    if state.info.status == "new":
        raise Refused("not_started", "There is nothing to end yet.")
    if who.role == "system":
        return (SessionEnded(reason="gone"),)
    if who.role == "agent":
        check_own(asked)
    left = who.role == "customer" and state.info.status in ("waiting", "coded")
    return (SessionEnded(reason="left" if left else "ended"),)


def _feedback(asked: Asked, command: GiveFeedback) -> Events:
    if asked.state.info.status != "ended":
        raise Refused("not_ended", "You can say how it went once the chat has ended.")
    if asked.state.feedback is not None:
        raise Refused("given", "Thank you. We already have your answer.")
    comment = clean_words(asked, command.comment)
    given = FeedbackGiven(
        solved=command.solved,
        rating=command.rating,
        ease=command.ease,
        recommend=command.recommend,
        comment=comment,
    )
    return (given,)


def _record_gap(asked: Asked, command: RecordGap) -> Events:
    return (LogGap(first=command.first, last=command.last),)


# --- chat -----------------------------------------------------------------------------------------------


def _send(asked: Asked, command: SendMessage) -> Events:
    check_open(asked)
    if asked.who.role == "agent":
        check_own(asked)
    if not command.text.strip():
        raise Refused("empty", "Write something first.")
    return (MessageSent(id=asked.id, parts=clean_words(asked, command.text)),)


# --- consent, the lens, pointing ------------------------------------------------------------------------


def _ask_consent(asked: Asked, command: AskConsent) -> Events:
    check_own(asked)
    if asked.state.consent.state in ("given", "asked"):
        return ()
    return (ConsentAsked(scope=command.scope),)


def _give_consent(asked: Asked, command: GiveConsent) -> Events:
    check_open(asked)
    if asked.state.consent.state == "given":
        return ()
    return (ConsentGiven(scope=command.scope, wording=command.wording),)


def _decline_consent(asked: Asked, command: DeclineConsent) -> Events:
    check_open(asked)
    if asked.state.consent.state == "given":
        raise Refused("sharing", "You are sharing now. Press Stop sharing to end it.")
    if asked.state.consent.state == "declined":
        return ()
    return (ConsentDeclined(scope=command.scope, wording=command.wording),)


def _withdraw_consent(asked: Asked, command: WithdrawConsent) -> Events:
    if asked.state.consent.state != "given":
        return ()
    return (ConsentWithdrawn(scope=command.scope),)


def _open_lens(asked: Asked, command: OpenLens) -> Events:
    check_sharing(asked)
    _few_fields(asked, len(command.model.fields))
    model = replace(command.model, applies=guide.known_here(asked, command.model.applies))
    return (LensOpened(model=lens.clean_model(model)), *guide.chosen_by_page(asked, model.applies))


def _change_lens(asked: Asked, command: ChangeLens) -> Events:
    check_sharing(asked)
    current = asked.state.lens
    if current is None or current.page != command.page:
        raise Refused("lens_page", "The form has to be reported whole first.")
    reported = {field.id for field in command.fields}
    _few_fields(asked, len((reported | asked.state.fields.keys()) - set(command.gone)))
    change = LensChanged(**{name: getattr(command, name) for name in command.__struct_fields__})
    return (lens.clean_change(change),)


def _few_fields(asked: Asked, count: int) -> None:
    if count > asked.rules.lens_fields:
        raise Refused("too_many_fields", f"This form has {count:,} fields; the most is {asked.rules.lens_fields:,}.")


def _show_highlight(asked: Asked, command: ShowHighlight) -> Events:
    check_own(asked)
    check_sharing(asked)
    shared = asked.state.lens
    steps = {step.id for step in shared.steps} if shared else set()
    if command.target not in asked.state.fields and command.target not in steps:
        raise Refused("no_target", "This field is no longer on the customer's page.")
    gates.check_target(asked, command.target, "highlight")
    return (HighlightShown(id=asked.id, target=command.target, words=clean_words(asked, command.words)),)


def _clear_highlight(asked: Asked, command: ClearHighlight) -> Events:
    current = asked.state.highlight
    if current is None or current.id != command.highlight:
        return ()
    if asked.who.role == "agent":
        check_own(asked)
    return (HighlightCleared(id=command.highlight),)


_DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {
    RequestHelp: _request,
    IssueCode: _issue_code,
    JoinSession: _join,
    TransferSession: _transfer,
    ReturnToQueue: _return,
    LapseAgent: _lapse,
    EndSession: _end,
    GiveFeedback: _feedback,
    RecordGap: _record_gap,
    SendMessage: _send,
    AskConsent: _ask_consent,
    GiveConsent: _give_consent,
    DeclineConsent: _decline_consent,
    WithdrawConsent: _withdraw_consent,
    OpenLens: _open_lens,
    ChangeLens: _change_lens,
    ShowHighlight: _show_highlight,
    ClearHighlight: _clear_highlight,
    **cards.DECIDERS,
    **checks.DECIDERS,
    **guide.DECIDERS,
    **practice.DECIDERS,
    **trouble.DECIDERS,
    **aftercare.DECIDERS,
    **watching.DECIDERS,
}
