"""Rows of facts for tests of figures: a session as it usually goes, and what is different about it."""

from typing import Any

from alongside.metrics.facts import Facts

NOON = 1_772_366_400_000
"""1 March 2026, 12:00 UTC, a Sunday."""
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def row(session: str = "s", *, at: int = NOON, wait: float = 10, lasts: float = 300, **others: Any) -> Facts:
    """A session of the queue that Maya took after `wait` seconds, had for `lasts` seconds and that is over."""
    joined = at + round(wait * 1000)
    ended = joined + round(lasts * 1000)
    usual: dict[str, Any] = {
        "site": "parking",
        "status": "ended",
        "requested_at": at,
        "queued_at": at,
        "joined_at": joined,
        "responded_at": joined + 5_000,
        "ended_at": ended,
        "agents": {"maya": "Maya"},
        "held": {"maya": ended - joined},
        "playbook": "permit",
    }
    return Facts(session=session, number=9, **(usual | others))


def gave_up(session: str = "s", *, at: int = NOON, after: float = 30, **others: Any) -> Facts:
    """A session of the queue that nobody took."""
    usual: dict[str, Any] = {
        "site": "parking",
        "status": "ended",
        "requested_at": at,
        "queued_at": at,
        "ended_at": at + round(after * 1000),
        "reason": "left",
    }
    return Facts(session=session, number=3, **(usual | others))
