"""A playbook as its customers follow it by themselves. Checks the page's origin, and counts: nobody copies at speed.

What is asked for is a playbook's name. Nothing of who follows it, or how far they are, is ever sent here.
"""

from aiohttp import web

from alongside.api.address import caller_address
from alongside.api.widget import SHORT, answered, refusal
from alongside.config import Settings
from alongside.hub import Hub
from alongside.hub.deciding import UNSAVED
from alongside.log import StoreGone

PER_MINUTE = 60
"""So many a minute for a network address: each page load of a tutorial asks once, unless the browser has it still."""

_TOO_MANY = "Many people are asking for these steps from your network. Please wait a minute and try again."


def routes(settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/widget/{site}/playbooks/{playbook}.json."""

    async def steps(request: web.Request) -> web.Response:
        site = request.match_info["site"]
        refused = refusal(request, settings, site)
        if refused is not None:
            return refused
        try:
            asked = await hub.indexes.count(f"tutorials:{caller_address(request, settings.trusted_proxies)}", 60)
        except StoreGone:
            return answered(request, UNSAVED, status=503)
        if asked > PER_MINUTE:
            return answered(request, {"code": "too_many", "says": _TOO_MANY}, status=429)
        found = hub.library.tutorial(site, request.match_info["playbook"])
        if found is None:
            says = "There are no such steps for this site."
            return answered(request, {"code": "no_playbook", "says": says}, status=404)
        return answered(request, found, cache=SHORT)

    return [web.get("/widget/{site}/playbooks/{playbook}.json", steps)]
