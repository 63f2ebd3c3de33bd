"""What other servers are told, for administrators: what waits, failed or was given up; sent again or thrown away.

It shows kinds, times and reasons, never what a message says.
"""

from datetime import datetime
from typing import Any

from aiohttp import web

from alongside.access import NotAllowed, Who, may_see_outbox, may_see_site
from alongside.config import Settings
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.webhooks import Letter
from alongside.webhooks.notes import KIND as NOTE

DONE = {"replayed": "will be sent again", "discarded": "thrown away", "tested": "on its way"}


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/settings/webhooks."""

    async def administrator(request: web.Request) -> tuple[Who, tuple[str, ...]]:
        who = await accounts.who(request)
        if not may_see_outbox(who):
            raise NotAllowed("Administrators look after webhooks. Ask yours.")
        return who, tuple(site for site in settings.sites if may_see_site(who, site))

    async def shown(request: web.Request) -> web.Response:
        who, sites = await administrator(request)
        under_way, dead = await hub.letters.under_way(sites), await hub.letters.given_up(sites)
        under_way.sort(key=lambda each: (each.at // 60, each.happened))  # the page tells minutes
        return rendering.page(
            "webhooks.html",
            who=who,
            targets=[_target(site, settings, hub) for site in sites if _is_told(site, hub)],
            waiting=[_row(each, settings) for each in under_way if not each.tries],
            failed=[_row(each, settings) for each in under_way if each.tries],
            dead=[_row(each, settings) for each in dead],
            days=min(settings.dead_letter_days, settings.retention_days),
            says=_says(request),
        )

    async def changed(request: web.Request) -> web.Response:
        _, sites = await administrator(request)
        fields = await request.post()
        id, site = str(fields.get("id", "")), str(fields.get("site", ""))
        match fields.get("action"):
            case "replay":
                done, count = "replayed", await hub.letters.replay(sites, id)
                hub.outbox.wake()
            case "discard":
                done, count = "discarded", await hub.letters.discard(sites, id)
            case "test" if site in sites:
                done, count = "tested", int(bool(await hub.outbox.test(site)))
            case _:
                raise web.HTTPBadRequest
        raise web.HTTPSeeOther(f"/settings/webhooks?done={done}&count={count}")

    return [web.get("/settings/webhooks", shown), web.post("/settings/webhooks", changed)]


def _says(request: web.Request) -> str:
    """What was just done, in words; of an address that somebody made up, nothing."""
    done, count = request.query.get("done", ""), request.query.get("count", "")
    if done not in DONE or not count.isdecimal() or len(count) > 6:
        return ""
    if int(count) == 0:
        return "Nothing was done: there is no such message any more."
    return f"{count} {'message' if count == '1' else 'messages'} {DONE[done]}."


def _is_told(site: str, hub: Hub) -> bool:
    return hub.outbox.target(site) is not None or hub.outbox.has(site, NOTE)


def _target(site: str, settings: Settings, hub: Hub) -> dict[str, Any]:
    target = hub.outbox.target(site)
    return {
        "site": site,
        "name": settings.sites[site].name,
        "kinds": target.kinds if target else (),
        "notes": {"http": "by a template", "zammad": "in Zammad"}.get(settings.sites[site].notes.to, ""),
        "may_test": target is not None,
    }


def _row(letter: Letter, settings: Settings) -> dict[str, Any]:
    site = settings.sites.get(letter.site)
    return {
        "id": letter.id,
        "kind": letter.kind,
        "site_name": site.name if site else letter.site,
        "happened": _time(letter.happened),
        "at": _time(letter.at),
        "tries": letter.tries,
        "reason": letter.reason,
    }


def _time(seconds: float) -> datetime:
    return moment(round(seconds * 1000))
