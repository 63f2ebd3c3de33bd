"""The improvements of all sites over all processes: each site's ledger, folded when somebody looks.

Of two who write at the same moment the second is decided anew, on what the first wrote.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from alongside.access import SYSTEM, Who
from alongside.hub.folded import FoldedLedgers
from alongside.log import Conflict, Log
from alongside.metrics.improvements import Improvement, Improvements, fold, write
from alongside.protocol.improvements import (
    ImprovementEntry,
    ImprovementWritten,
    WriteImprovement,
    decode_improvement_entry,
    encode_improvement_entry,
)


class ImprovementLedgers:
    """One per process. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._now = now
        self._ledgers = FoldedLedgers(
            log,
            log.keys.improvements,
            new=Improvements(),
            fold=fold,
            encode=encode_improvement_entry,
            decode=decode_improvement_entry,
            unread=_nothing,
        )

    async def of(self, sites: Iterable[str]) -> list[tuple[str, Improvement]]:
        """(site, record) of these sites, what was written last first."""
        found = [(site, each) for site in sites for each in (await self._ledgers.of(site)).records.values()]
        return sorted(found, key=lambda pair: -pair[1].at)

    async def write(self, site: str, who: Who, asked: WriteImprovement) -> str:
        """Write a record on behalf of `who`; its id. Raises NotWritten."""
        while True:
            state = await self._ledgers.of(site)
            facts = write(state, asked, datetime.fromtimestamp(self._now() / 1000, UTC).date().isoformat())
            if not facts:
                return asked.improvement
            entry = ImprovementEntry(number=state.number + 1, at=self._now(), by=who.actor, fact=facts[0])
            try:
                await self._ledgers.append(site, entry, state)
            except Conflict:
                continue
            return facts[0].improvement


def _nothing(number: int, _: Improvements) -> ImprovementEntry:
    """In the place of an entry that a later version wrote: it keeps its number and says nothing."""
    return ImprovementEntry(number=number, at=0, by=SYSTEM.actor, fact=ImprovementWritten(improvement="", cause=""))
