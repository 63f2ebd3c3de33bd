"""The console's shell: one page, which the built console fills."""

import msgspec
from aiohttp import web

from alongside.access import Who, may_see_site, may_work_desk
from alongside.config import Settings
from alongside.hub.library import Library
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering
from alongside.protocol import CannedReply, ConsoleInfo, ConsoleSite


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, library: Library) -> list[web.RouteDef]:
    """/ and /console."""

    async def start(_: web.Request) -> web.Response:
        raise web.HTTPSeeOther("/console")

    async def console(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        if not may_work_desk(who):
            raise web.HTTPSeeOther("/sessions")
        return rendering.page(
            "console.html", who=who, info_json=msgspec.to_builtins(console_info(who, settings, library))
        )

    return [web.get("/", start), web.get("/console", console)]


def console_info(who: Who, settings: Settings, library: Library) -> ConsoleInfo:
    """What the console is told when it starts."""
    sites = {
        id: ConsoleSite(
            name=site.name,
            playbooks=library.titles(id),
            accent=site.accent,
            canned_replies=tuple(CannedReply(reply.title, reply.text) for reply in site.canned_replies),
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
