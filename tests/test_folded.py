"""Ledgers folded: what a later version wrote keeps its number, and changes nothing."""

from log_store import opened

from alongside.access import Who
from alongside.hub.plans import ServicePlans
from alongside.log import Ledger
from alongside.protocol.plans import ServicePlan

RUTH = Who(role="supervisor", id="ruth", name="Ruth")


async def test_what_a_later_version_wrote_keeps_its_number_and_changes_nothing(redis_url: str, prefix: str) -> None:
    async with opened(redis_url, prefix) as log:
        plans = ServicePlans(log, lambda: 5)
        await plans.save("parking", RUTH, ServicePlan(aim="Soon"), 0)
        await Ledger(log, log.keys.plan("parking")).append(2, b'{"at":6,"by":{"role":"agent"},"fact":{"event":"new"}}')
        for reader in (plans, ServicePlans(log, lambda: 5)):
            read = await reader.of("parking")
            assert (read.number, read.now.aim) == (2, "Soon")
        await plans.save("parking", RUTH, ServicePlan(aim="Sooner"), 2)
        assert [version.number for version in (await plans.of("parking")).versions] == [1, 2, 3]
