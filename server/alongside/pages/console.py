"""The console's shell: one page, which the built console fills, and the articles that it searches."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, Who, may_see_site, may_work_desk
from alongside.config import Settings
from alongside.hub import Hub
from alongside.hub.library import Library
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering
from alongside.protocol import CannedReply, ConsoleInfo, ConsoleSite, Term


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/, /console and /console/articles/{site}.json."""

    async def start(_: web.Request) -> web.Response:
        raise web.HTTPSeeOther("/console")

    async def console(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        if not may_work_desk(who):
            raise web.HTTPSeeOther("/sessions")
        return rendering.page(
            "console.html", who=who, info_json=msgspec.to_builtins(console_info(who, settings, hub.library))
        )

    async def articles(request: web.Request) -> web.Response:
        who, site = await accounts.who(request), request.match_info["site"]
        if not may_see_site(who, site):
            raise NotAllowed("You cannot read the articles of this site.")
        today = datetime.fromtimestamp(hub.clock.seconds(), UTC).date()
        return _if_changed(request, msgspec.json.encode(hub.library.articles_for(site, today)))

    return [
        web.get("/", start),
        web.get("/console", console),
        web.get("/console/articles/{site}.json", articles),
    ]


def _if_changed(request: web.Request, body: bytes) -> web.Response:
    """The body, or word that the browser has it already: the console asks at each session."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": tag}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type="application/json", headers=headers)


def console_info(who: Who, settings: Settings, library: Library) -> ConsoleInfo:
    """What the console is told when it starts."""
    sites = {
        id: ConsoleSite(
            name=site.name,
            playbooks=library.titles(id),
            agents=_agents(settings, id),
            accent=site.accent,
            canned_replies=tuple(CannedReply(reply.title, reply.text) for reply in site.canned_replies),
            scripts=library.scripts_for(id),
            glossary=tuple(Term(term=each.term, plain=each.plain) for each in site.glossary),
        )
        for id, site in settings.sites.items()
        if may_see_site(who, id)
    }
    return ConsoleInfo(
        id=who.id,
        name=who.name,
        role=who.role,
        teams=who.teams,
        sites=sites,
        message_length=settings.message_length,
    )


def _agents(settings: Settings, site: str) -> dict[str, str]:
    """The agents who look after a site, account to name: whom a follow-up may be given to."""
    return {
        id: account.display
        for id, account in settings.accounts.items()
        if account.role == "agent" and (not account.sites or site in account.sites)
    }
