"""The service plans of all sites: each site's plan log, of which every entry is a version.

Two supervisors who change the same version: who saved first has it, the other is told and keeps what they typed.
"""

from collections.abc import Callable

import msgspec
import structlog

from alongside.access import SYSTEM, Who
from alongside.log import Conflict, Ledger, Log
from alongside.protocol.plans import PlanEntry, PlanSaved, ServicePlan, decode_plan_entry, encode_plan_entry
from alongside.staffing.plan import Plans, fold

logger = structlog.get_logger()


class NotSaved(Exception):
    """The plan was not saved. `says` is a sentence for the person who asked."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class ServicePlans:
    """The plans by site. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._log = log
        self._now = now
        self._folded: dict[str, Plans] = {}

    async def of(self, site: str) -> Plans:
        """The site's plan log, folded up to now."""
        before = self._folded.get(site, Plans())
        entries: list[PlanEntry] = []
        for stored in await self._ledger(site).read(before.number):
            try:
                entries.append(decode_plan_entry(*stored))
            except msgspec.ValidationError:
                logger.warning("an entry of a plan log is not understood", site=site, number=stored.number)
                entries.append(_as_before(stored.number, [*before.versions, *entries]))
        plans = fold(entries, onto=before)
        self._folded[site] = plans
        return plans

    async def save(self, site: str, who: Who, plan: ServicePlan, base: int) -> None:
        """Make this the plan, where `base` is still the latest version. Raises NotSaved."""
        plans = await self.of(site)
        if plans.versions and plans.now == plan:
            return
        if plans.number != base:
            raise NotSaved(_OVERTAKEN)
        entry = PlanEntry(number=base + 1, at=self._now(), by=who.actor, fact=PlanSaved(plan=plan))
        try:
            await self._ledger(site).append(entry.number, encode_plan_entry(entry))
        except Conflict:
            self._folded.pop(site, None)
            raise NotSaved(_OVERTAKEN) from None
        self._folded[site] = fold([entry], onto=plans)

    def _ledger(self, site: str) -> Ledger:
        return Ledger(self._log, self._log.keys.plan(site))


_OVERTAKEN = (
    "Somebody else has saved this plan since you opened it. What you typed still stands here: look at theirs in "
    "another window, then save again to put yours in its place."
)


def _as_before(number: int, versions: list[PlanEntry]) -> PlanEntry:
    """In the place of a version that a later release wrote: it keeps its number and changes nothing."""
    if versions:
        return msgspec.structs.replace(versions[-1], number=number)
    return PlanEntry(number=number, at=0, by=SYSTEM.actor, fact=PlanSaved(plan=ServicePlan()))
