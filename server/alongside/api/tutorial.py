"""A playbook as its customers follow it by themselves. Checks the page's origin, and counts: nobody copies at speed.

What is asked for is a playbook's name. Nothing of who follows it, or how far they are, is ever sent here.
"""

from aiohttp import web

from alongside.api.turnstile import Turnstile, answered
from alongside.api.widget import SHORT
from alongside.config import Settings
from alongside.hub import Hub

PER_MINUTE = 60
"""So many a minute for a network address: each page load of a tutorial asks once, unless the browser has it still."""

_TOO_MANY = "Many people are asking for these steps from your network. Please wait a minute and try again."


def routes(settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/widget/{site}/playbooks/{playbook}.json."""
    tutorials = Turnstile(settings, hub, "tutorials", PER_MINUTE, _TOO_MANY)

    async def steps(request: web.Request) -> web.Response:
        stopped = await tutorials.stopped(request)
        if stopped is not None:
            return stopped
        found = hub.library.tutorial(request.match_info["site"], request.match_info["playbook"])
        if found is None:
            says = "There are no such steps for this site."
            return answered(request, {"code": "no_playbook", "says": says}, status=404)
        return answered(request, found, cache=SHORT)

    return [web.get("/widget/{site}/playbooks/{playbook}.json", steps)]
