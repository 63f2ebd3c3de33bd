"""Cues and faults in a session: taking what the device counted, and keeping it for the agent.

Taken only under a live consent whose words named it. Nothing here knows how something is noticed, and `leaning`
says what it all points to.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from alongside.playbook.situation import SystemFault
from alongside.privacy import scrub_label
from alongside.protocol import (
    Command,
    Cue,
    CueKind,
    CueSeen,
    Event,
    Fault,
    FaultSeen,
    OfferAccepted,
    ReportTrouble,
    SeenCue,
    SeenFault,
)
from alongside.session.asking import Asked, Events, Refused, check_sharing
from alongside.session.leaning import weighed
from alongside.session.state import Moment, State

KEPT = 30
"""So many different cues, and faults, are kept; the oldest go."""
MOST_TIMES = 10_000

_DID_NOT_NAME_IT = frozenset({"lens-1", "lens-2"})
"""Wordings of the consent that did not say that signs of trouble are shared."""


def _report(asked: Asked, command: ReportTrouble) -> Events:
    check_sharing(asked)
    if asked.state.consent.wording in _DID_NOT_NAME_IT:
        raise Refused("not_agreed", "The customer was not asked about this.")
    cues = (_cue_event(asked.state, cue) for cue in command.cues)
    return (*cues, *map(_fault_event, command.faults))


def _cue_event(state: State, cue: Cue) -> CueSeen:
    field = state.fields.get(cue.field)
    name = (field.group or field.name) if field and not field.private else ""
    return CueSeen(kind=cue.kind, count=cue.count, question=scrub_label(name))


def _fault_event(fault: Fault) -> FaultSeen:
    """The fault with what does not belong to its kind left out."""
    asks = fault.kind in ("failed_request", "slow_request")
    return FaultSeen(
        kind=fault.kind,
        count=fault.count,
        host=fault.host if asks else "",
        status=(fault.status or "no_answer") if fault.kind == "failed_request" else "",
        millis=fault.millis if asks else 0,
    )


DECIDERS: dict[type[Command], Callable[[Asked, Any], Events]] = {ReportTrouble: _report}


# --- folding --------------------------------------------------------------------------------------------


def _cue_seen(state: State, event: CueSeen, moment: Moment) -> State:
    if not state.sharing:
        return state
    same = [cue for cue in state.trouble.cues if (cue.kind, cue.question) == (event.kind, event.question)]
    count = min(MOST_TIMES, event.count + sum(cue.count for cue in same))
    seen = SeenCue(kind=event.kind, count=count, question=event.question, at=moment.at)
    cues = (*(cue for cue in state.trouble.cues if cue not in same), seen)[-KEPT:]
    return replace(state, trouble=weighed(cues, state.trouble.faults))


def _fault_seen(state: State, event: FaultSeen, moment: Moment) -> State:
    if not state.sharing:
        return state
    key = (event.kind, event.host, event.status)
    same = [fault for fault in state.trouble.faults if (fault.kind, fault.host, fault.status) == key]
    seen = SeenFault(
        kind=event.kind,
        count=min(MOST_TIMES, event.count + sum(fault.count for fault in same)),
        host=event.host,
        status=event.status,
        millis=max(event.millis, *(fault.millis for fault in same), 0),
        at=moment.at,
    )
    faults = (*(fault for fault in state.trouble.faults if fault not in same), seen)[-KEPT:]
    return replace(state, trouble=weighed(state.trouble.cues, faults))


def _accepted(state: State, event: OfferAccepted, _: object) -> State:
    return replace(state, info=replace(state.info, offered=event.cue))


FOLDERS: dict[type[Event], Callable[[State, Any, Any], State]] = {
    CueSeen: _cue_seen,
    FaultSeen: _fault_seen,
    OfferAccepted: _accepted,
}


# --- for the prompter -----------------------------------------------------------------------------------

_IN_WORDS: dict[CueKind, str] = {
    "repeated_error": "The same error came again",
    "returns": "They keep coming back to one question",
    "refused_submits": "The form did not go through, more than once",
    "idle_after_error": "They stopped after an error",
    "rage_clicks": "They clicked the same place again and again",
    "step_loops": "They went back and forth between two steps",
}


def cue_words(state: State) -> tuple[str, ...]:
    """The cues in words for the agent, the newest last."""
    return tuple(_in_words(cue) for cue in state.trouble.cues)


def cue_in_words(kind: CueKind) -> str:
    """What a cue of this kind says."""
    return _IN_WORDS[kind]


def _in_words(cue: SeenCue) -> str:
    words = cue_in_words(cue.kind)
    return f"{words}: {cue.question}" if cue.question else words


def system_faults(state: State) -> tuple[SystemFault, ...]:
    """The evidence of system trouble as a playbook's `faults` are matched by; none while it points elsewhere."""
    trouble = state.trouble
    if trouble.leaning not in ("system", "equipment"):
        return ()
    return tuple(SystemFault(kind=fault.kind, host=fault.host, status=fault.status) for fault in trouble.faults)
