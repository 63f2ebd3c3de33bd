"""leaning: whether what was noticed looks like the customer's difficulty or like a fault of the system, and why.

A pure function of the evidence, with a sentence for every reason: an agent may disagree, and has to see what with.
How it weighs, from the first that fits:

    equipment   they were offline, and no server said that it failed
    system      a server failed or gave no answer; or softer signs of it (script errors, slow answers) that come
                together, or with clicks that did nothing
    unclear     the same, where the customer was also stuck with the form itself and the fault is long over;
                or nothing but one soft sign
    use         repeated errors, refused attempts, going back and forth
"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from alongside.protocol import Cause, CueKind, Leaning, SeenCue, SeenFault, TroubleView

FRESH_MILLIS = 120_000
"""A server's failure explains what goes wrong within so long after it."""
SOFT_ENOUGH = 2
"""One script error may be harmless; so many soft signs together are not."""

_WITH_FORM: frozenset[CueKind] = frozenset({"repeated_error", "refused_submits"})
"""What the form itself says no to. The other cues could come from anything."""
_LOST: frozenset[CueKind] = frozenset({"returns", "step_loops"})

_WHY: dict[Cause, str] = {
    "use": "The form refused the same answers again, and nothing failed on the system's side.",
    "form": "They went back and forth without an error in sight: the form may not be clear here.",
    "system": "Parts of the service failed while they used it.",
    "equipment": "Their device or connection was offline.",
    "other": "",
}


def weighed(cues: tuple[SeenCue, ...], faults: tuple[SeenFault, ...]) -> TroubleView:
    """The evidence with what it points to. `cues` and `faults` stand newest last."""
    leaning, reasons = _leaning(cues, faults)
    cause = _cause(leaning, cues)
    return TroubleView(
        leaning=leaning,
        reasons=tuple(reasons),
        cause=cause or "",
        why=_WHY[cause] if cause else "",
        cues=cues,
        faults=faults,
    )


def conclusion(trouble: TroubleView) -> TroubleView:
    """What may stay for the wrap-up once nothing is shared any more: no question, no host."""
    return replace(trouble, reasons=(), cues=(), faults=())


def _leaning(cues: Sequence[SeenCue], faults: Sequence[SeenFault]) -> tuple[Leaning, list[str]]:
    """What the evidence points to, and why; with nothing to go by, nothing."""
    failed = [fault for fault in faults if fault.status in ("5xx", "no_answer")]
    said_so = any(fault.status == "5xx" for fault in failed)
    if _times(faults, "offline") and not said_so:
        return "equipment", ["Their browser was offline for a time."]
    if failed:
        return _beside(cues, failed, ["A server failed or gave no answer."])
    soft = _times(faults, "script_error") + _times(faults, "slow_request")
    dead = any(cue.kind == "rage_clicks" for cue in cues)
    if soft >= SOFT_ENOUGH or (soft and dead):
        return _beside(cues, faults, _soft_reasons(faults, dead))
    if any(cue.kind != "rage_clicks" for cue in cues):
        nothing = ["One sign of a fault alone says little."] if soft else ["Nothing failed on the system's side."]
        return "use", [*_stuck_reasons(cues), *nothing]
    if cues or faults:
        return "unclear", ["There is only one kind of sign so far."]
    return "", []


def _beside(cues: Sequence[SeenCue], faults: Sequence[SeenFault], reasons: list[str]) -> tuple[Leaning, list[str]]:
    """The system's fault, unless the form goes on refusing them long after it."""
    last = max(fault.at for fault in faults)
    refused = [cue for cue in cues if cue.kind in _WITH_FORM and cue.at > last + FRESH_MILLIS]
    if refused:
        return "unclear", [*reasons, "But the form still refuses their answers, long after that."]
    if any(cue.kind in _WITH_FORM for cue in cues):
        return "system", [*reasons, "The errors they met can come from that."]
    return "system", reasons


def _soft_reasons(faults: Sequence[SeenFault], dead: bool) -> list[str]:
    reasons = []
    if _times(faults, "script_error"):
        reasons.append("The page's own program broke off.")
    if _times(faults, "slow_request"):
        reasons.append("The service answers slowly.")
    if dead:
        reasons.append("They clicked again and again where nothing happened.")
    return reasons


def _stuck_reasons(cues: Iterable[SeenCue]) -> list[str]:
    kinds = {cue.kind for cue in cues}
    reasons = []
    if kinds & _WITH_FORM:
        reasons.append("The form refused the same thing again.")
    if kinds & _LOST:
        reasons.append("They went back and forth.")
    if "idle_after_error" in kinds:
        reasons.append("They stopped after an error.")
    return reasons


def _cause(leaning: Leaning, cues: Iterable[SeenCue]) -> Cause | None:
    if leaning == "use":
        return "form" if {cue.kind for cue in cues} <= _LOST | {"rage_clicks"} else "use"
    return leaning if leaning in ("system", "equipment") else None


def _times(faults: Iterable[SeenFault], kind: str) -> int:
    return sum(fault.count for fault in faults if fault.kind == kind)
