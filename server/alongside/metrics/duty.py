"""Duty: how long agents were there, how long they had customers, and what share of the one the other is.

An agent is on duty while a console of theirs is open. Several chats at once count once for being occupied, and each
for chats at once. Pure; it must not know where minutes are kept.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from alongside.metrics.facts import Facts

OCCUPANCY = (
    "The time in which an agent had at least one customer ÷ the time in which their console was open. Both are looked "
    "at by the minute. Where a session had several agents, each one's time is taken from the session's beginning for "
    "the first and up to its end for the others."
)
OCCUPANCY_SOURCE = (
    "Gans, Koole and Mandelbaum, “Telephone Call Centers: Tutorial, Review, and Research Prospects”, "
    "Manufacturing & Service Operations Management 5(2), 2003, for the idea; with several chats at once it is our own"
)
AT_ONCE = "The handling time of all sessions of an agent ÷ the time in which they had at least one customer."
MINUTE, DAY_MINUTES = 60_000, 1_440


class Duty(Struct, frozen=True):
    """Of one or more agents, in minutes: on duty, on duty with a customer; and handled, each chat by itself."""

    there: int = 0
    busy: int = 0
    handled: int = 0
    had: int = 0

    def __add__(self, other: "Duty") -> "Duty":
        return Duty(
            self.there + other.there, self.busy + other.busy, self.handled + other.handled, self.had + other.had
        )

    @property
    def occupancy(self) -> float | None:
        """0 to 1, or None where nobody was on duty as far as is known."""
        return self.busy / self.there if self.there else None

    @property
    def at_once(self) -> float | None:
        """Chats at once, of the time with a customer."""
        return self.handled / self.had if self.had else None


class Had(Struct):
    """When an agent had customers, as bits from a first minute on; and for how many minutes, each chat by itself."""

    bits: int = 0
    minutes: int = 0


def had(rows: Iterable[Facts], first: int) -> dict[str, Had]:
    """When each agent had customers in these sessions, from the minute `first` since 1970 on."""
    found: dict[str, Had] = {}
    for row in rows:
        for agent, begin, end in _held(row):
            each = found.setdefault(agent, Had())
            each.bits |= ((1 << (end - begin)) - 1) << max(0, begin - first)
            each.minutes += end - begin
    return found


def duty(had: Had, there: int) -> Duty:
    """What an agent did. `there`: the minutes on duty, as bits from the same first minute on."""
    return Duty(there.bit_count(), (there & had.bits).bit_count(), had.minutes, had.bits.bit_count())


def _held(row: Facts) -> Iterator[tuple[str, int, int]]:
    """Each agent of a session, and from which minute to which they had it, in minutes since 1970."""
    if row.practice or not row.joined_at:
        return
    for at, agent in enumerate(row.agents):
        if held := row.held.get(agent, 0):
            end = row.ended_at or row.joined_at + held
            begin = row.joined_at if at == 0 else max(row.joined_at, end - held)
            first = begin // MINUTE
            yield agent, first, max(first + 1, -(-(begin + held) // MINUTE))
