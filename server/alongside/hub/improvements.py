"""The improvements of all sites over all processes: each site's ledger, folded when somebody looks.

Of two who write at the same moment the second is decided anew, on what the first wrote.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from alongside.access import Who
from alongside.hub.folded import FoldedLedgers
from alongside.log import Log
from alongside.metrics.improvements import Improvement, Improvements, fold, write
from alongside.protocol.improvements import IMPROVEMENT_CODEC, WriteImprovement


class ImprovementLedgers:
    """One per process. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._now = now
        self._ledgers = FoldedLedgers(
            log, "improvements", log.keys.improvements, IMPROVEMENT_CODEC, new=Improvements(), fold=fold
        )

    async def of(self, sites: Iterable[str]) -> list[tuple[str, Improvement]]:
        """(site, record) of these sites, what was written last first."""
        found = [(site, each) for site in sites for each in (await self._ledgers.of(site)).records.values()]
        return sorted(found, key=lambda pair: -pair[1].at)

    async def write(self, site: str, who: Who, asked: WriteImprovement) -> str:
        """Write a record on behalf of `who`; its id. Raises NotWritten."""
        at = self._now()
        today = datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
        _, fact = await self._ledgers.change(site, who.actor, at, lambda state: write(state, asked, today))
        return fact.improvement if fact else asked.improvement
