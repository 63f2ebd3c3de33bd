"""ID checks in a session: asked for, tried, settled.

How a try goes: the customer's answer is a command that is never stored. Deciding on it only counts it
(`check.tried`); once that is durable the hub has it looked at, and says what came of it in a command of its own
(`check.settle`). So no try is looked at that was not counted first, of ten answers at once one is looked at, and
whatever dies in between costs a try and never gives one. Knows nothing of what a right answer is.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from alongside.identity import Incomplete, Offering, at_least, tidy, usable
from alongside.protocol import (
    AccountOpened,
    AnswerCheck,
    Authority,
    BeginCheck,
    CancelCheck,
    CheckBegun,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckMethodOffer,
    CheckOffered,
    CheckPassed,
    CheckRequested,
    CheckTried,
    Command,
    DeclineCheck,
    ExpireCheck,
    IdentifyCheck,
    OfferCheck,
    OpenAccount,
    RequestCheck,
    SettleCheck,
)
from alongside.session import gates
from alongside.session.asking import Asked, Events, Refused, check_open, check_own, clean_words
from alongside.session.state import UNDER_WAY, CheckRecord

ASKED_MILLIS = 30 * 60_000
"""An answer is waited for so long; then the agent may ask again."""
SETTLED_MILLIS = 60_000
"""A try that is not settled by then is lost: whoever looked at it has died."""
MOST_BEGINS = 6
"""How often a method may be chosen, or a fresh code asked for, each time that a check is asked for."""
REPRESENTATIVE = ".representative"

_STOPPED = "There are no more tries for this check today, to keep the account safe."


# --- the agent's ----------------------------------------------------------------------------------------


def _request(asked: Asked, command: RequestCheck) -> Events:
    check_own(asked)
    rule = gates.rule_of(asked.state, command.check)
    if rule is None or rule.level == "none":
        raise Refused("no_check", "The playbook has no such check.")
    offering = asked.rules.offerings.get(asked.state.info.site, Offering())
    offers = tuple(offering.ways[method] for method in usable(rule.methods, rule.level, offering.ways))
    if not offers:
        raise Refused("no_method", f"This site has no way to pass “{rule.title}”. Offer another way: {rule.other_way}")
    reference = clean_words(asked, command.reference)
    request = CheckRequested(
        check=rule.id,
        title=rule.title,
        level=rule.level,
        offers=offers,
        account_label=offering.account_label,
        account_hint=offering.account_hint,
        attempts=rule.attempts,
        minutes=rule.minutes,
        why=rule.why,
        other_way=rule.other_way,
        authority=command.authority,
        reference=reference,
        until=asked.now + ASKED_MILLIS,
    )
    return tuple(each for each in _both(request, command.authority) if _wanted(asked, each))


def _both(request: CheckRequested, authority: Authority | None) -> tuple[CheckRequested, ...]:
    """The check; with an authority also the one of who acts, linked to it."""
    if authority is None:
        return (request,)
    return request, replace(request, check=request.check + REPRESENTATIVE, acting_for=request.check)


def _wanted(asked: Asked, request: CheckRequested) -> bool:
    """Whether this has to be asked for, or is so already. Raises Refused where it can no longer be passed."""
    record = asked.state.checking.records.get(request.check)
    if record is None:
        return True
    valid = record.state == "passed" and asked.now < record.until
    stands = (valid or record.is_open(asked.now)) and at_least(record.asked.level, request.level)
    if stands and record.asked.authority == request.authority:
        return False
    if record.state == "locked" or record.tried >= request.attempts:
        raise Refused("locked", f"{_STOPPED} Offer another way: {request.other_way}")
    return True


def _cancel(asked: Asked, command: CancelCheck) -> Events:
    check_own(asked)
    record = asked.state.checking.records.get(command.check)
    return (CheckCancelled(check=command.check),) if record and record.is_open(asked.now) else ()


def _open_account(asked: Asked, _: OpenAccount) -> Events:
    check_own(asked)
    gates.check_act(asked, "account-talk")
    return () if asked.state.checking.account_open else (AccountOpened(),)


# --- the customer's -------------------------------------------------------------------------------------


def _begin(asked: Asked, command: BeginCheck) -> Events:
    record = _open_check(asked, command.check)
    offer = next((offer for offer in record.offers if offer.method == command.method), None)
    if offer is None:
        raise Refused("no_method", "Please choose one of the ways that are offered.")
    if offer.needs_account and not command.account.strip():
        label = record.asked.account_label or "who you are"
        raise Refused("no_account", f"Please fill in {label} first.")
    if record.begins >= MOST_BEGINS:
        raise Refused("too_many_begins", f"You have tried this many times. Another way: {record.asked.other_way}")
    to = _destination(offer, command.to)
    return (CheckBegun(check=command.check, method=command.method, id=asked.id, to=to),)


def _destination(offer: CheckMethodOffer, wanted: str) -> str:
    ids = [each.id for each in offer.destinations]
    if wanted and wanted not in ids:
        raise Refused("no_destination", "Please choose one of the addresses that are shown.")
    return wanted or next(iter(ids), "")


def _answer(asked: Asked, command: AnswerCheck) -> Events:
    record = _open_check(asked, command.check)
    offer = _offer(record)
    if offer is None or record.method == "signed":
        raise Refused("not_begun", "Please choose first how you would like to do this.")
    try:
        tidy(offer, command.answers)
    except Incomplete as incomplete:
        raise Refused("incomplete", str(incomplete)) from None
    return (_tried(asked, record),)


def _identify(asked: Asked, command: IdentifyCheck) -> Events:
    record = _open_check(asked, command.check)
    if record.method != "signed":
        raise Refused("not_begun", "Please choose first how you would like to do this.")
    return (_tried(asked, record),)


def _tried(asked: Asked, record: CheckRecord) -> CheckTried:
    return CheckTried(
        check=record.asked.check,
        tried=asked.id,
        method=record.method or "code",
        level=record.asked.level,
        left=record.left - 1,
        until=asked.now + SETTLED_MILLIS,
    )


def _decline(asked: Asked, command: DeclineCheck) -> Events:
    check_open(asked)
    record = asked.state.checking.records.get(command.check)
    return (CheckCancelled(check=command.check),) if record and record.is_open(asked.now) else ()


def _open_check(asked: Asked, check: str) -> CheckRecord:
    """The check, which may be answered now, or Refused."""
    check_open(asked)
    record = asked.state.checking.records.get(check)
    if record is None or record.state in ("cancelled", "expired", "passed"):
        raise Refused("no_check", "Nobody is asking for this any more. You can go on.")
    if record.trying and asked.now < record.trying_until:
        raise Refused("checking", "We are still looking at your last answer. One moment, please.")
    if record.state == "locked" or not record.left:
        raise Refused("locked", f"{_STOPPED} Another way: {record.asked.other_way}")
    if asked.now >= record.asked.until:
        raise Refused("no_check", "This took a long time. Please ask the person who helps you to start it again.")
    return record


def _offer(record: CheckRecord) -> CheckMethodOffer | None:
    return next((offer for offer in record.offers if offer.method == record.method), None)


# --- the server's own -----------------------------------------------------------------------------------


def _offered(asked: Asked, command: OfferCheck) -> Events:
    record = asked.state.checking.records.get(command.check)
    if record is None or not record.is_open(asked.now) or not command.destinations:
        return ()
    return (CheckOffered(check=command.check, destinations=command.destinations),)


def _settle(asked: Asked, command: SettleCheck) -> Events:
    record = asked.state.checking.records.get(command.check)
    if record is None or record.trying != command.tried or asked.state.info.status == "ended":
        return ()
    if command.outcome == "passed" and _is_the_other(asked, record, command.who):
        command = replace(command, outcome="failed")
    return (_settled(asked, record, command),)


def _settled(asked: Asked, record: CheckRecord, command: SettleCheck) -> CheckPassed | CheckFailed | CheckLocked:
    request, method = record.asked, record.method or "code"
    if command.outcome == "passed":
        return CheckPassed(
            check=request.check,
            method=method,
            level=request.level,
            who=command.who,
            until=asked.now + request.minutes * 60_000,
            acting_for=request.acting_for,
            authority=request.authority,
        )
    if command.outcome == "locked" or not record.left:
        return CheckLocked(check=request.check, method=method, level=request.level, who=command.who)
    return CheckFailed(
        check=request.check,
        method=method,
        level=request.level,
        who=command.who,
        left=record.left,
        unavailable=command.unavailable,
    )


def _is_the_other(asked: Asked, record: CheckRecord, who: str) -> bool:
    """Whether one account was given for two people: who acts for somebody is not that somebody."""
    if record.asked.authority is None:
        return False
    linked = record.asked.acting_for or record.asked.check + REPRESENTATIVE
    other = asked.state.checking.records.get(linked)
    return other is not None and other.state == "passed" and other.who == who


def _expire(asked: Asked, command: ExpireCheck) -> Events:
    record = asked.state.checking.records.get(command.check)
    if record is None or asked.state.info.status == "ended":
        return ()
    if record.trying and asked.now >= record.trying_until:
        lost = SettleCheck(check=command.check, tried=record.trying, outcome="failed", unavailable=True)
        return (_settled(asked, record, lost),)
    return (CheckExpired(check=command.check),) if _is_over(record, asked.now) else ()


def is_due(record: CheckRecord, now: int) -> bool:
    """Whether time has brought an end to this check, or to a try of it, which nobody has written down yet."""
    return bool(record.trying and now >= record.trying_until) or _is_over(record, now)


def _is_over(record: CheckRecord, now: int) -> bool:
    if record.state == "passed":
        return now >= record.until
    return record.state in UNDER_WAY and not record.trying and now >= record.asked.until


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {
    RequestCheck: _request,
    CancelCheck: _cancel,
    OpenAccount: _open_account,
    BeginCheck: _begin,
    AnswerCheck: _answer,
    IdentifyCheck: _identify,
    DeclineCheck: _decline,
    OfferCheck: _offered,
    SettleCheck: _settle,
    ExpireCheck: _expire,
}
