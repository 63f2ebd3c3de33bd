"""Causes: what sessions were about, most frequent first, and whether a change made one of them rarer.

A cause is what the agent's wrap-up names, or a sign that the device noticed. `side` says whether it tells of the user's
difficulty or of a system fault. Pure; it must not know what is done about a cause.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from msgspec import Struct

from alongside.metrics.facts import Facts
from alongside.protocol import CueKind, FaultKind

Side = Literal["difficulty", "system", "other"]
From = Literal["wrapup", "signs"]
SOURCES: tuple[From, ...] = get_args(From)

FEW = 30
"""Below so many sessions a share says little: its interval is wider than most changes are large."""
_Z = 1.96

_WRAPUPS: Mapping[str, tuple[str, Side]] = {
    "cause:use": ("Difficulty in use", "difficulty"),
    "cause:form": ("The form itself", "difficulty"),
    "cause:system": ("A system fault", "system"),
    "cause:equipment": ("Their device or connection", "other"),
    "cause:other": ("Something else", "other"),
}
_CUES: Mapping[CueKind, str] = {
    "repeated_error": "The same error again",
    "returns": "Kept coming back to a question",
    "refused_submits": "The form did not go through",
    "idle_after_error": "Stopped after an error",
    "rage_clicks": "Clicked the same place again and again",
    "step_loops": "Back and forth between steps",
}
_FAULTS: Mapping[FaultKind, str] = {
    "script_error": "A script of the page broke",
    "failed_request": "A request failed",
    "slow_request": "An answer was slow",
    "offline": "The connection was lost",
}
CAUSES: Mapping[str, tuple[str, Side]] = {
    **_WRAPUPS,
    **{f"cue:{kind}": (name, "difficulty") for kind, name in _CUES.items()},
    **{f"fault:{kind}": (name, "system") for kind, name in _FAULTS.items()},
}
"""Every cause that there is: its name, and what it tells of."""


class Bar(Struct, frozen=True):
    """A cause in a Pareto chart: sessions with it, their share of all that could have it, and the share up to here."""

    cause: str
    name: str
    side: Side
    sessions: int
    share: float
    cumulative: float


def counts(row: Facts, source: From) -> bool:
    """Whether a session could have a cause: it was wrapped up; or it was shared, so that signs could be seen."""
    return not row.practice and (row.cause != "" if source == "wrapup" else row.shared)


def source_of(cause: str) -> From:
    """Where a cause is known from."""
    return "wrapup" if cause.startswith("cause:") else "signs"


def has(row: Facts, cause: str) -> bool:
    """Whether a session has a cause."""
    kind, _, name = cause.partition(":")
    if kind == "cause":
        return row.cause == name
    seen: Mapping[str, int] = row.cues if kind == "cue" else row.system_faults  # type: ignore[assignment]
    return name in seen


class Counts(Struct, frozen=True):
    """How many sessions had each cause, and how many could have one: were wrapped up, were shared."""

    wrapped: int = 0
    shared: int = 0
    found: Mapping[str, int] = {}

    def __add__(self, other: "Counts") -> "Counts":
        found = Counter(self.found)
        found.update(other.found)
        return Counts(self.wrapped + other.wrapped, self.shared + other.shared, found)

    def of(self, source: From) -> int:
        """How many sessions could have a cause of this source."""
        return self.wrapped if source == "wrapup" else self.shared


def count(rows: Iterable[Facts]) -> Counts:
    """The causes of these sessions. Practice is left out; a sign counts once a session."""
    found: Counter[str] = Counter()
    wrapped = shared = 0
    for row in rows:
        if counts(row, "wrapup"):
            wrapped += 1
            found[f"cause:{row.cause}"] += 1
        if counts(row, "signs"):
            shared += 1
            found.update(f"cue:{cue}" for cue in row.cues)
            found.update(f"fault:{fault}" for fault in row.system_faults)
    return Counts(wrapped, shared, found)


def pareto(of: Counts, source: From) -> list[Bar]:
    """The causes of this source, most frequent first.

    Of signs a session may have several: shares of sessions then add up to more than 1, the cumulative share to 1.
    """
    found = {cause: of.found.get(cause, 0) for cause in CAUSES if source_of(cause) == source}
    total, so_far, bars = sum(found.values()), 0, []
    for cause, sessions in sorted(found.items(), key=lambda each: -each[1]):
        if sessions:
            so_far += sessions
            name, side = CAUSES[cause]
            bars.append(Bar(cause, name, side, sessions, sessions / of.of(source), so_far / total))
    return bars


class Share(Struct, frozen=True):
    """How many of `n` sessions had a cause, and between which shares the true one lies, 19 times of 20."""

    sessions: int
    n: int

    @property
    def value(self) -> float | None:
        return self.sessions / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (Wilson, Journal of the American Statistical Association 22, 1927)."""
        if not self.n:
            return 0.0, 1.0
        share, n, square = self.sessions / self.n, self.n, _Z * _Z
        middle = (share + square / (2 * n)) / (1 + square / n)
        half = _Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


class Change(Struct, frozen=True):
    """A cause before and after a day. `few`: too few sessions on a side to say much."""

    before: Share
    after: Share
    days: tuple[tuple[str, Share], ...]

    @property
    def few(self) -> bool:
        return min(self.before.n, self.after.n) < FEW

    @property
    def clear(self) -> bool:
        """Whether the two intervals do not overlap: then the change is hardly chance."""
        (low, high), (lower, higher) = self.before.interval, self.after.interval
        return not self.few and (high < lower or higher < low)


def change(rows: Iterable[Facts], cause: str, day: str, day_of: Callable[[int], str], span: tuple[str, str]) -> Change:
    """How a cause stood before and from `day` on, among sessions of the days `span` (first, last)."""
    days: dict[str, list[bool]] = {}
    for row in rows:
        at = day_of(row.requested_at)
        if span[0] <= at <= span[1] and counts(row, source_of(cause)):
            days.setdefault(at, []).append(has(row, cause))
    before = [each for at, found in days.items() if at < day for each in found]
    after = [each for at, found in days.items() if at >= day for each in found]
    each_day = tuple((at, Share(sum(found), len(found))) for at, found in sorted(days.items()))
    return Change(Share(sum(before), len(before)), Share(sum(after), len(after)), each_day)
