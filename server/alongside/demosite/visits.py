"""Customers' answers while they fill a form: in memory, few, and not for long.

A real council has a database; a demo must forget. Knows nothing of what the answers mean; the time comes in.
"""

import secrets
from dataclasses import dataclass, field


@dataclass
class Visit:
    """One browser's way through a form: answers, errors and what is done, by page; then the reference.

    `said` is what the page tells once, beside its errors.
    """

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    reference: str = ""
    sent_to: str = ""
    said: str = ""
    seen: float = 0.0


class Visits:
    """The visits of the last while. At most `limit`; each for `seconds` after its last use."""

    def __init__(self, limit: int = 500, seconds: float = 3600.0) -> None:
        self._limit = limit
        self._seconds = seconds
        self._visits: dict[str, Visit] = {}  # the one used longest ago comes first

    def __len__(self) -> int:
        return len(self._visits)

    def find(self, token: str, now: float) -> Visit | None:
        """The visit of a token, unless it is unknown or too old. `now` is in seconds of any steady clock."""
        self._drop_old(now)
        visit = self._visits.pop(token, None)
        if visit:
            visit.seen = now
            self._visits[token] = visit
        return visit

    def begin(self, now: float) -> tuple[str, Visit]:
        """A new visit and its token. The one used longest ago makes room for it."""
        self._drop_old(now)
        while len(self._visits) >= self._limit:
            del self._visits[next(iter(self._visits))]
        token, visit = secrets.token_urlsafe(24), Visit(seen=now)
        self._visits[token] = visit
        return token, visit

    def _drop_old(self, now: float) -> None:
        for token, visit in list(self._visits.items()):
            if now - visit.seen <= self._seconds:
                break
            del self._visits[token]
