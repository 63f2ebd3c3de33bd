"""Duty: in which minutes an agent's console was open, a bit for each minute of a day of UTC.

Any number of processes may mark the same minute. It is kept for as long as sessions are, and says of an account when it
was there, nothing of what was done. May be lost: what is lost was not measured.
"""

from collections.abc import Iterable

from alongside.log.store import or_store_gone
from alongside.log.stream import Log

DAY_MINUTES = 1_440


class Duties:
    """The minutes on duty, over one Log's connections. Every method may raise StoreGone."""

    def __init__(self, log: Log) -> None:
        self._keys = log.keys
        self._store = log.store
        self._life = int(log.retention.total_seconds()) + 86_400

    @or_store_gone
    async def mark(self, agents: Iterable[str], minute: int) -> None:
        """These agents were there in this minute since 1970."""
        for agent in agents:
            key = self._keys.duty(agent, minute // DAY_MINUTES)
            await self._store.tell_all(("SETBIT", key, minute % DAY_MINUTES ^ 7, 1), ("EXPIRE", key, self._life))

    @or_store_gone
    async def minutes(self, agents: Iterable[str], first: int, last: int) -> dict[tuple[str, int], int]:
        """(agent, day since 1970) to a number whose bit n is set if they were there in the day's minute n.

        Days on which an agent was not there are left out.
        """
        wanted = [(agent, day) for agent in agents for day in range(first, last + 1)]
        answers = await self._store.tell_all(*(("GET", self._keys.duty(*each)) for each in wanted))
        pairs = zip(wanted, answers, strict=True)
        # Redis counts bits from a byte's highest, Python from its lowest: hence the 7 above.
        return {each: int.from_bytes(bits, "little") for each, bits in pairs if isinstance(bits, bytes)}
