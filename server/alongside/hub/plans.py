"""The service plans of all sites: each site's plan log, of which every entry is a version.

Two supervisors who change the same version: who saved first has it, the other is told and keeps what they typed.
"""

from collections.abc import Callable

from msgspec.structs import replace

from alongside.access import SYSTEM, Who
from alongside.hub.folded import FoldedLedgers
from alongside.log import Conflict, Log
from alongside.protocol.plans import PlanEntry, PlanSaved, ServicePlan, decode_plan_entry, encode_plan_entry
from alongside.staffing.plan import Plans, fold


class NotSaved(Exception):
    """The plan was not saved. `says` is a sentence for the person who asked."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


class ServicePlans:
    """The plans by site. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._now = now
        self._ledgers = FoldedLedgers(
            log,
            log.keys.plan,
            new=Plans(),
            fold=fold,
            encode=encode_plan_entry,
            decode=decode_plan_entry,
            unread=_as_before,
        )

    async def of(self, site: str) -> Plans:
        """The site's plan log, folded up to now."""
        return await self._ledgers.of(site)

    async def save(self, site: str, who: Who, plan: ServicePlan, base: int) -> None:
        """Make this the plan, where `base` is still the latest version. Raises NotSaved."""
        plans = await self.of(site)
        if plans.versions and plans.now == plan:
            return
        if plans.number != base:
            raise NotSaved(_OVERTAKEN)
        entry = PlanEntry(number=base + 1, at=self._now(), by=who.actor, fact=PlanSaved(plan=plan))
        try:
            await self._ledgers.append(site, entry, plans)
        except Conflict:
            raise NotSaved(_OVERTAKEN) from None


_OVERTAKEN = (
    "Somebody else has saved this plan since you opened it. What you typed still stands here: look at theirs in "
    "another window, then save again to put yours in its place."
)


def _as_before(number: int, plans: Plans) -> PlanEntry:
    """In the place of a version that a later release wrote: it keeps its number and changes nothing."""
    if plans.versions:
        return replace(plans.versions[-1], number=number)
    return PlanEntry(number=number, at=0, by=SYSTEM.actor, fact=PlanSaved(plan=ServicePlan()))
