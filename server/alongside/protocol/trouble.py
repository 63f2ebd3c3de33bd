"""Cues and faults: signs that a customer is stuck, and evidence that the system is, as they travel and are shown.

Counts only. A cue may name a field by the lens's own id, a fault the host that was asked; neither says what was
entered, nor the path of an address. Knows nothing of how they are noticed (the widget's `cues/`) or weighed.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.shapes import LARGEST

CueKind = Literal["repeated_error", "returns", "refused_submits", "idle_after_error", "rage_clicks", "step_loops"]
FaultKind = Literal["script_error", "failed_request", "slow_request", "offline"]
FaultStatus = Literal["", "4xx", "5xx", "no_answer"]
"""How a request failed: the class of its status, or that nothing came. Empty where it did not fail."""
OfferReason = Literal[
    "", "repeated_error", "returns", "refused_submits", "idle_after_error", "rage_clicks", "step_loops", "fault"
]
"""Why help was offered before any session: the cue, or trouble of the system; empty where it was not offered."""
Leaning = Literal["", "use", "system", "equipment", "unclear"]
"""What the evidence points to: the customer's difficulty, a fault of the system, their device or connection."""
Cause = Literal["use", "form", "system", "equipment", "other"]
"""What a session was about, for its wrap-up."""

Host = Annotated[str, Meta(max_length=255, pattern=r"^([a-z0-9_.-]+|\[[0-9a-f:]+\])?(:[0-9]{1,5})?\Z")]
"""A host in small letters, with its port where that is unusual, as in `api.example.org`; or empty."""
Times = Annotated[int, Meta(ge=1, le=1_000)]
FEW = 20
"""Most cues, and most faults, of one report."""


class Cue(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A sign of trouble, seen `count` times since the last report. `field` is the lens's id, where it has one."""

    kind: CueKind
    count: Times = 1
    field: Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*\Z")] = ""


class Fault(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Evidence of system trouble, `count` times since the last report. `millis` is the longest it took."""

    kind: FaultKind
    count: Times = 1
    host: Host = ""
    status: FaultStatus = ""
    millis: Annotated[int, Meta(ge=0, le=3_600_000)] = 0


class CueLimits(Struct, frozen=True, kw_only=True):
    """How often, how long and how near makes a cue: a site's settings, as its pages are told them."""

    errors: int
    returns: int
    submits: int
    idle_seconds: int
    clicks: int
    click_pixels: int
    click_millis: int
    loops: int
    slow_seconds: int
    failures: int


_At = Annotated[int, Meta(ge=0, le=LARGEST)]


class SeenCue(Struct, frozen=True, kw_only=True):
    """A cue as the agent is shown it: how often in all, and when last. `question` is the field's name."""

    kind: CueKind
    count: int
    question: str
    at: _At


class SeenFault(Struct, frozen=True, kw_only=True):
    """A fault as the agent is shown it: how often in all, and when last. `millis` is the longest it took."""

    kind: FaultKind
    count: int
    host: str
    status: FaultStatus
    millis: int
    at: _At


class TroubleView(Struct, frozen=True, kw_only=True):
    """What the evidence points to, and why. `cause` (empty: none) and `why` are what a wrap-up may begin with.

    `reasons` are sentences for the agent. Cues and faults stand newest last; without a live consent there are none.
    """

    leaning: Leaning = ""
    reasons: tuple[str, ...] = ()
    cause: Cause | Literal[""] = ""
    why: str = ""
    cues: tuple[SeenCue, ...] = ()
    faults: tuple[SeenFault, ...] = ()
