"""fold: state from entries. One small function per event, by its type.

`fold(a + b) == fold(b, onto=fold(a))`, and no sequence of valid entries raises: an event that makes no sense
at this point (the log is for ever, rules change) alters what it can and passes over the rest.
"""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from alongside import lens
from alongside.protocol import (
    AgentJoined,
    AgentLeft,
    ChatItem,
    CodeIssued,
    Consent,
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    Decision,
    Ended,
    Entry,
    Event,
    Feedback,
    FeedbackGiven,
    Highlight,
    HighlightCleared,
    HighlightShown,
    LensChanged,
    LensOpened,
    LogGap,
    MessageSent,
    Person,
    SessionEnded,
    SessionQueued,
    SessionRequested,
    SessionTransferred,
    TroubleView,
)
from alongside.session import aftercare, cards, check_folding, guide, news, trouble, watching
from alongside.session.leaning import conclusion
from alongside.session.state import Applied, Moment, State, owner_of


def fold(entries: Iterable[Entry], onto: State) -> State:
    """The state after `entries`, in order, starting from `onto`."""
    state = onto
    for entry in entries:
        state = fold_entry(state, entry)
    return state


def fold_entry(state: State, entry: Entry) -> State:
    """The state after one more entry."""
    state = replace(state, number=entry.number, at=entry.at)
    index = 0
    for decision in entry.decisions:
        state = fold_decision(state, decision, entry.number, entry.at, index)
        index += len(decision.events)
    return state


def fold_decision(state: State, decision: Decision, number: int, at: int, index: int) -> State:
    """The state after one decision of entry `number`; `index` counts the entry's events before it."""
    if decision.client:
        applied = state.applied.get(decision.client) or Applied(owner_of(decision.actor))
        applied = applied.with_seq(decision.seq)
        state = replace(state, applied={**state.applied, decision.client: applied})
    for place, event in enumerate(decision.events, index):
        moment = Moment(number, place, at, decision.actor, decision.client, decision.seq)
        state = news.noted(_FOLDERS[type(event)](state, event, moment), event, moment)
    return state


# --- the conversation's course --------------------------------------------------------------------------


def _requested(state: State, event: SessionRequested, moment: Moment) -> State:
    info = replace(
        state.info,
        site=event.site,
        channel=event.channel,
        goal=event.goal,
        difficulty=event.difficulty,
        choice=event.choice,
        familiarity=event.familiarity,
        language=event.language,
        helped_before=event.helped_before,
        requested_at=moment.at,
        practice=event.practice,
    )
    return replace(state, info=info)


def _code_issued(state: State, event: CodeIssued, moment: Moment) -> State:
    info = replace(state.info, status="coded", code_expires_at=event.expires_at)
    return replace(state, info=replace(info, waiting_since=info.waiting_since or moment.at))


def _queued(state: State, event: SessionQueued, moment: Moment) -> State:
    info = replace(state.info, status="waiting", waiting_since=moment.at)
    state = replace(state, info=info, head=event.head)
    return _notice(state, moment, f"session.queued.{event.reason}") if event.reason else state


def _joined(state: State, event: AgentJoined, moment: Moment) -> State:
    agent = event.agent
    person = Person(id=agent.id, name=agent.name, joined_at=moment.at, here=True)
    people = {id: replace(other, here=False) for id, other in state.people.items()}
    info = replace(state.info, status="active", joined_at=state.info.joined_at or moment.at, offered_to="")
    state = replace(
        state,
        info=info,
        agent=agent,
        had=agent,
        people={**people, agent.id: person},
        head=False,
        for_agent="",
        for_team="",
        unanswered_since=state.unanswered_since or moment.at,
    )
    return _notice(state, moment, "agent.joined.over" if event.took_over else "agent.joined", agent.name)


def _left(state: State, event: AgentLeft, moment: Moment) -> State:
    person = state.people.get(event.agent.id)
    people = {**state.people, person.id: replace(person, here=False)} if person else state.people
    agent = None if state.agent and state.agent.id == event.agent.id else state.agent
    consent = Consent() if state.consent.state == "asked" else state.consent  # the question left with them
    state = replace(state, people=people, agent=agent, highlight=None, consent=consent)
    if event.reason == "taken_over":  # who took over is told of instead
        return state
    return _notice(state, moment, f"agent.left.{event.reason}", event.agent.name)


def _transferred(state: State, event: SessionTransferred, moment: Moment) -> State:
    name = event.to_agent.name if event.to_agent else event.to_team
    state = replace(
        state,
        info=replace(state.info, offered_to=name),
        for_agent=event.to_agent.id if event.to_agent else "",
        for_team=event.to_team,
        offered_until=event.until,
        note=event.note,
    )
    return _notice(state, moment, "session.transferred", name)


def _ended(state: State, event: SessionEnded, moment: Moment) -> State:
    ended = Ended(at=moment.at, by=moment.by.role, reason=event.reason)
    people = {id: replace(person, here=False) for id, person in state.people.items()}
    state = replace(
        _unshared(state),
        trouble=conclusion(state.trouble),
        info=replace(state.info, status="ended", ended=ended, offered_to=""),
        people=people,
        agent=None,
        for_agent="",
        for_team="",
    )
    return _notice(state, moment, "session.ended", moment.by.name)


def _feedback(state: State, event: FeedbackGiven, moment: Moment) -> State:
    given = Feedback(
        solved=event.solved,
        rating=event.rating,
        ease=event.ease,
        recommend=event.recommend,
        comment=event.comment,
    )
    return replace(state, feedback=given)


def _gap(state: State, event: LogGap, moment: Moment) -> State:
    return _notice(replace(state, epoch=state.epoch + 1), moment, "log.gap")


# --- chat -----------------------------------------------------------------------------------------------


def _message(state: State, event: MessageSent, moment: Moment) -> State:
    item = ChatItem(
        id=event.id,
        at=moment.at,
        role=moment.by.role,
        name=moment.by.name,
        parts=event.parts,
        client=moment.client,
        seq=moment.seq,
    )
    by_customer = moment.by.role == "customer"
    return replace(
        state,
        chat={**state.chat, item.id: item},
        customer_messages=state.customer_messages + by_customer,
        unanswered_since=(state.unanswered_since or moment.at) if by_customer else 0,
    )


def _notice(state: State, moment: Moment, notice: str, name: str = "") -> State:
    id = f"n{moment.number}.{moment.index}"
    item = ChatItem(id=id, at=moment.at, role=moment.by.role, name=name, notice=notice)
    return replace(state, chat={**state.chat, id: item})


# --- consent and the lens -------------------------------------------------------------------------------


def _consent_asked(state: State, event: ConsentAsked, moment: Moment) -> State:
    consent = replace(state.consent, state="asked", at=moment.at, by=moment.by.name)
    return _notice(replace(_unshared(state), consent=consent), moment, "consent.asked", moment.by.name)


def _consent_given(state: State, event: ConsentGiven, moment: Moment) -> State:
    consent = Consent(state="given", at=moment.at, wording=event.wording)
    return _notice(replace(state, consent=consent), moment, "consent.given")


def _consent_declined(state: State, event: ConsentDeclined, moment: Moment) -> State:
    consent = Consent(state="declined", at=moment.at, wording=event.wording)
    return _notice(replace(_unshared(state), consent=consent), moment, "consent.declined")


def _consent_withdrawn(state: State, event: ConsentWithdrawn, moment: Moment) -> State:
    consent = Consent(state="withdrawn", at=moment.at, wording=state.consent.wording)
    return _notice(replace(_unshared(state), consent=consent), moment, "consent.withdrawn")


def _unshared(state: State) -> State:
    return replace(state, lens=None, fields={}, highlight=None, trouble=TroubleView())


def _lens_opened(state: State, event: LensOpened, moment: Moment) -> State:
    if not state.sharing:
        return state
    page, fields = lens.opened(event.model, moment.at)
    same_page = state.lens is not None and state.lens.page == page.page
    return guide.notice(replace(state, lens=page, fields=fields, highlight=state.highlight if same_page else None))


def _lens_changed(state: State, event: LensChanged, moment: Moment) -> State:
    if state.lens is None or state.lens.page != event.page:
        return state
    page, fields = lens.changed(state.lens, state.fields, event, moment.at)
    return guide.notice(replace(state, lens=page, fields=fields))


def _highlight_shown(state: State, event: HighlightShown, moment: Moment) -> State:
    shown = Highlight(id=event.id, target=event.target, words=event.words, by=moment.by.name, at=moment.at)
    return replace(state, highlight=shown)


def _highlight_cleared(state: State, event: HighlightCleared, moment: Moment) -> State:
    current = state.highlight
    return replace(state, highlight=None) if current and current.id == event.id else state


_Folder = Callable[[State, Any, Moment], State]

_FOLDERS: dict[type[Event], _Folder] = {
    SessionRequested: _requested,
    CodeIssued: _code_issued,
    SessionQueued: _queued,
    AgentJoined: _joined,
    AgentLeft: _left,
    SessionTransferred: _transferred,
    MessageSent: _message,
    ConsentAsked: _consent_asked,
    ConsentGiven: _consent_given,
    ConsentDeclined: _consent_declined,
    ConsentWithdrawn: _consent_withdrawn,
    LensOpened: _lens_opened,
    LensChanged: _lens_changed,
    HighlightShown: _highlight_shown,
    HighlightCleared: _highlight_cleared,
    SessionEnded: _ended,
    FeedbackGiven: _feedback,
    LogGap: _gap,
    **cards.FOLDERS,
    **check_folding.FOLDERS,
    **guide.FOLDERS,
    **trouble.FOLDERS,
    **aftercare.FOLDERS,
    **watching.FOLDERS,
}
