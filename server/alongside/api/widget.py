"""The widget's routes: the loader, a site's public facts, and a new visit. Each checks the page's origin."""

from typing import Any

import msgspec
from aiohttp import web

from alongside.access import Who, session_token
from alongside.api.turnstile import Turnstile, answered, refusal
from alongside.assets import Assets
from alongside.config import Settings
from alongside.hub import Hub, new_session_id
from alongside.protocol import CueLimits, SiteInfo, Visit

SHORT = "public, max-age=300"
VISIT_SECONDS = 24 * 3600

_TOO_MANY = "Many people are asking for help from your network. Please wait a minute and try again."


def routes(settings: Settings, hub: Hub, assets: Assets) -> list[web.RouteDef]:
    """/widget.js, /widget/{site}.json, /widget/{site}/playbooks.json, /widget/{site}/visit."""
    loader = assets.loader
    watcher = assets.names.get("offer", "")
    visits = Turnstile(settings, hub, "visits", settings.sessions_per_address, _TOO_MANY)

    async def script(_: web.Request) -> web.Response:
        headers = {"Cache-Control": SHORT, "Cross-Origin-Resource-Policy": "cross-origin"}
        return web.Response(body=loader, content_type="text/javascript", charset="utf-8", headers=headers)

    async def facts(request: web.Request) -> web.Response:
        site = request.match_info["site"]
        return _answer(request, settings, site, lambda: site_info(settings, site, watcher))

    async def playbooks(request: web.Request) -> web.Response:
        site = request.match_info["site"]
        return _answer(request, settings, site, lambda: hub.library.places(site))

    async def visit(request: web.Request) -> web.Response:
        stopped = await visits.stopped(request)
        if stopped is not None:
            return stopped
        return answered(request, new_visit(settings, request.match_info["site"], now=int(hub.clock.seconds())))

    return [
        web.get("/widget.js", script),
        web.get("/widget/{site}.json", facts),
        web.get("/widget/{site}/playbooks.json", playbooks),
        web.post("/widget/{site}/visit", visit),
    ]


def site_info(settings: Settings, site_id: str, watcher: str = "") -> SiteInfo:
    """A site's public facts. `watcher` is the file that watches for trouble."""
    site = settings.sites[site_id]
    return SiteInfo(
        site=site_id,
        name=site.name,
        languages=site.languages,
        greeting=site.greeting,
        opening_hours=site.opening_hours,
        accent=site.accent,
        choices=site.choices,
        forms=site.lens.forms,
        private=", ".join(site.lens.private),
        message_length=settings.message_length,
        code_minutes=settings.code_minutes,
        cues=CueLimits(**msgspec.structs.asdict(site.cues)),
        offers=watcher if site.offers.on else "",
        feedback=site.feedback,
        first_contact_days=site.first_contact_days,
        mail=bool(settings.smtp_host),
    )


def new_visit(settings: Settings, site: str, *, now: int) -> Visit:
    """A session's name and its customer's key. Nothing is stored until they ask for help."""
    session = new_session_id()
    who = Who(role="customer", site=site, session=session)
    token = session_token(settings.secret_key, who, expires_at=now + VISIT_SECONDS)
    return Visit(session=session, token=token)


def _answer(request: web.Request, settings: Settings, site: str, make: Any) -> web.Response:
    return refusal(request, settings, site) or answered(request, make(), cache=SHORT)
