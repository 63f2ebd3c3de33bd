"""The supervisors' wall of running sessions, and the page on which one of them is watched: shells, filled by scripts.

Nothing of a session is in them: the wall's socket decides who sees what, and every watching is logged there.
"""

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, Who, may_watch_wall
from alongside.config import Settings
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.pages.console import console_info
from alongside.pages.rendering import Rendering


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/live and /live/{session}."""

    async def wall(request: web.Request) -> web.Response:
        return shell("wall", await supervisor(request))

    async def watched(request: web.Request) -> web.Response:
        return shell("watch", await supervisor(request))

    async def supervisor(request: web.Request) -> Who:
        who = await accounts.who(request)
        if not may_watch_wall(who):
            raise NotAllowed("Running sessions are for supervisors to look over.")
        return who

    def shell(part: str, who: Who) -> web.Response:
        info = msgspec.to_builtins(console_info(who, settings, hub.library))
        return rendering.page("live.html", who=who, part=part, info_json=info)

    return [web.get("/live", wall), web.get("/live/{session}", watched)]
