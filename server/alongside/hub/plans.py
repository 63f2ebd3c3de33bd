"""The service plans of all sites: each site's plan log, of which every entry is a version.

Two supervisors who change the same version: who saved first has it, the other is told and keeps what they typed.
"""

from collections.abc import Callable

from alongside.access import Who
from alongside.hub.folded import FoldedLedgers
from alongside.log import Log
from alongside.protocol.plans import PLAN_CODEC, PlanSaved, ServicePlan
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
        self._ledgers = FoldedLedgers(log, "plan", log.keys.plan, PLAN_CODEC, new=Plans(), fold=fold)

    async def of(self, site: str) -> Plans:
        """The site's plan log, folded up to now."""
        return await self._ledgers.of(site)

    async def save(self, site: str, who: Who, plan: ServicePlan, base: int) -> None:
        """Make this the plan, where `base` is still the latest version. Raises NotSaved."""

        def decide(plans: Plans) -> PlanSaved | None:
            if plans.versions and plans.now == plan:
                return None
            if plans.number != base:
                raise NotSaved(_OVERTAKEN)
            return PlanSaved(plan=plan)

        await self._ledgers.change(site, who.actor, self._now(), decide)


_OVERTAKEN = (
    "Somebody else has saved this plan since you opened it. What you typed still stands here: look at theirs in "
    "another window, then save again to put yours in its place."
)
