"""The improvements of all sites over all processes: each site's ledger, folded when somebody looks.

Of two who write at the same moment the second is decided anew, on what the first wrote.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import msgspec
import structlog

from alongside.access import SYSTEM, Who
from alongside.log import Conflict, Ledger, Log
from alongside.metrics.improvements import Improvement, Improvements, fold, write
from alongside.protocol.improvements import (
    ImprovementEntry,
    ImprovementWritten,
    WriteImprovement,
    decode_improvement_entry,
    encode_improvement_entry,
)

logger = structlog.get_logger()


class ImprovementLedgers:
    """One per process. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._log = log
        self._now = now
        self._folded: dict[str, Improvements] = {}

    async def of(self, sites: Iterable[str]) -> list[tuple[str, Improvement]]:
        """(site, record) of these sites, what was written last first."""
        found = [(site, each) for site in sites for each in (await self._read(site)).records.values()]
        return sorted(found, key=lambda pair: -pair[1].at)

    async def write(self, site: str, who: Who, asked: WriteImprovement) -> str:
        """Write a record on behalf of `who`; its id. Raises NotWritten."""
        while True:
            state = await self._read(site)
            facts = write(state, asked, datetime.fromtimestamp(self._now() / 1000, UTC).date().isoformat())
            if not facts:
                return asked.improvement
            entry = ImprovementEntry(number=state.number + 1, at=self._now(), by=who.actor, fact=facts[0])
            try:
                await self._ledger(site).append(entry.number, encode_improvement_entry(entry))
            except Conflict:
                self._folded.pop(site, None)  # from the beginning: the ledger may have been lost, not only gone on
                continue
            self._folded[site] = fold([entry], onto=state)
            return facts[0].improvement

    async def _read(self, site: str) -> Improvements:
        before = self._folded.get(site, Improvements())
        entries = []
        for stored in await self._ledger(site).read(before.number):
            try:
                entries.append(decode_improvement_entry(*stored))
            except msgspec.ValidationError:
                logger.warning("an entry of a ledger of improvements is not understood", site=site)
                entries.append(_nothing(stored.number))
        self._folded[site] = fold(entries, onto=before)
        return self._folded[site]

    def _ledger(self, site: str) -> Ledger:
        return Ledger(self._log, self._log.keys.improvements(site))


def _nothing(number: int) -> ImprovementEntry:
    """In the place of an entry that a later version wrote: it keeps its number and says nothing."""
    return ImprovementEntry(number=number, at=0, by=SYSTEM.actor, fact=ImprovementWritten(improvement="", cause=""))
