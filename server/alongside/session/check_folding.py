"""Folding what happened to ID checks: the records, and beside them what each side is shown of one."""

from collections.abc import Callable
from typing import Any, Literal

from msgspec.structs import replace

from alongside.protocol import (
    AccountOpened,
    ChatItem,
    Check,
    CheckAsked,
    CheckBegun,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckMethodOffer,
    CheckOffered,
    CheckOption,
    CheckPassed,
    CheckRequested,
    CheckTried,
    Event,
    PlaybookChosen,
)
from alongside.session.state import CheckRecord, Moment, State


def chosen(state: State, event: PlaybookChosen) -> State:
    """The state with a playbook's checks: their gates stay, the options are those of the playbook in force."""
    checking = state.checking
    gates = {f"{event.playbook}:{rule.id}": (event.hash, rule) for rule in event.checks}
    options = tuple(
        CheckOption(
            id=rule.id, title=rule.title, level=rule.level, steps=rule.steps, acts=rule.acts, other_way=rule.other_way
        )
        for rule in event.checks
        if rule.level != "none"
    )
    return replace(state, checking=replace(checking, rules={**checking.rules, **gates}, options=options))


def _requested(state: State, event: CheckRequested, moment: Moment) -> State:
    before = state.checking.records.get(event.check)
    record = CheckRecord(asked=event, offers=event.offers, tried=before.tried if before else 0, at=moment.at)
    state = _kept(state, record)
    if before is not None and before.state == "passed":  # what was passed counts no more: as when it expires
        state = replace(state, checking=replace(state.checking, account_open=False))
    return state if event.acting_for else _told(state, event, moment)  # two linked checks are one question


def _told(state: State, event: Event, moment: Moment) -> State:
    """The state with a line in the chat: that this happened, by whom or by which way, and nothing more."""
    name = event.method if isinstance(event, CheckPassed) else moment.by.name
    notice = f"check.{type(event).__name__.removeprefix('Check').lower()}"
    item = ChatItem(id=f"n{moment.number}.{moment.index}", at=moment.at, role=moment.by.role, name=name, notice=notice)
    return replace(state, chat={**state.chat, item.id: item})


_TOLD = (CheckPassed, CheckFailed, CheckLocked, CheckCancelled, CheckExpired)

Change = Callable[[CheckRecord, Any, Moment], CheckRecord]


def _offered(record: CheckRecord, event: CheckOffered, _: Moment) -> CheckRecord:
    """The account is known: it need not be told, and addresses are shown masked."""
    offers = tuple(_known(offer, event) for offer in record.offers)
    return replace(record, offers=offers)


def _known(offer: CheckMethodOffer, event: CheckOffered) -> CheckMethodOffer:
    if offer.method == "code":
        return replace(offer, destinations=event.destinations, needs_account=False)
    return replace(offer, needs_account=False)


def _begun(record: CheckRecord, event: CheckBegun, moment: Moment) -> CheckRecord:
    state = record.state if record.state == "failed" else "answering"
    return replace(
        record,
        state=state,
        method=event.method,
        to=event.to,
        begun=event.id,
        begins=record.begins + 1,
        at=moment.at,
        unavailable=False,
    )


def _tried(record: CheckRecord, event: CheckTried, moment: Moment) -> CheckRecord:
    return replace(
        record,
        state="answering",
        tried=record.tried + 1,
        trying=event.tried,
        trying_until=event.until,
        unavailable=False,
        at=moment.at,
    )


def _passed(record: CheckRecord, event: CheckPassed, moment: Moment) -> CheckRecord:
    return _settled(replace(record, state="passed", until=event.until), event, moment)


def _failed(record: CheckRecord, event: CheckFailed, moment: Moment) -> CheckRecord:
    return _settled(replace(record, state="failed", unavailable=event.unavailable), event, moment)


def _locked(record: CheckRecord, event: CheckLocked, moment: Moment) -> CheckRecord:
    return _settled(replace(record, state="locked"), event, moment)


def _settled(record: CheckRecord, event: CheckPassed | CheckFailed | CheckLocked, moment: Moment) -> CheckRecord:
    return replace(record, method=event.method, who=event.who, trying="", trying_until=0, at=moment.at)


def _cancelled(record: CheckRecord, _: CheckCancelled, moment: Moment) -> CheckRecord:
    return replace(record, state="cancelled", trying="", trying_until=0, at=moment.at)


def _expired(record: CheckRecord, _: CheckExpired, moment: Moment) -> CheckRecord:
    return replace(record, state="expired", trying="", trying_until=0, until=0, at=moment.at)


def _account_opened(state: State, _: AccountOpened, __: Moment) -> State:
    return replace(state, checking=replace(state.checking, account_open=True))


def _changing(change: Change) -> Callable[[State, Any, Moment], State]:
    def fold(state: State, event: Any, moment: Moment) -> State:
        record = state.checking.records.get(event.check)
        if record is None:
            return state
        state = _kept(state, change(record, event, moment))
        if isinstance(event, _TOLD):
            state = _told(state, event, moment)
        if isinstance(event, CheckExpired):
            state = replace(state, checking=replace(state.checking, account_open=False))
        return state

    return fold


FOLDERS: dict[type[Event], Callable[[State, Any, Moment], State]] = {
    CheckRequested: _requested,
    CheckOffered: _changing(_offered),
    CheckBegun: _changing(_begun),
    CheckTried: _changing(_tried),
    CheckPassed: _changing(_passed),
    CheckFailed: _changing(_failed),
    CheckLocked: _changing(_locked),
    CheckCancelled: _changing(_cancelled),
    CheckExpired: _changing(_expired),
    AccountOpened: _account_opened,
}


# --- what each side is shown ----------------------------------------------------------------------------


def _kept(state: State, record: CheckRecord) -> State:
    checking, id = state.checking, record.asked.check
    checking = replace(
        checking,
        records={**checking.records, id: record},
        shown={**checking.shown, id: _for_agent(record)},
        asked={**checking.asked, id: _for_customer(record)},
    )
    return replace(state, checking=checking)


def _for_agent(record: CheckRecord) -> Check:
    asked = record.asked
    return Check(
        id=asked.check,
        title=asked.title,
        level=asked.level,
        state=record.state,
        method=record.method,
        attempts_left=record.left,
        acting_for=asked.acting_for,
        authority=asked.authority,
        reference=asked.reference,
        at=record.at,
        valid_until=record.until,
    )


def _for_customer(record: CheckRecord) -> CheckAsked:
    asked = record.asked
    other: Literal["", "acted-for"] = "acted-for" if asked.authority else ""
    return CheckAsked(
        id=asked.check,
        title=asked.title,
        state=record.state,
        why=asked.why,
        other_way=asked.other_way,
        methods=record.offers,
        method=record.method,
        to=record.to,
        account_label=asked.account_label,
        account_hint=asked.account_hint,
        attempts_left=record.left,
        checking=bool(record.trying),
        checking_until=record.trying_until,
        unavailable=record.unavailable,
        acting="representative" if asked.acting_for else other,
        authority=asked.authority,
        at=record.at,
        valid_until=record.until,
    )
