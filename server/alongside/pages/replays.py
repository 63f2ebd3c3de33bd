"""A session's replay: the page, its outline and its chunks. Who may read the session may replay it.

The page is a shell that the built player fills. What it fetches is asked for by the same right, each time.
"""

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, Who, may_read_session
from alongside.config import Settings
from alongside.export import plain
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.protocol import Role
from alongside.protocol.replays import ReplayInfo
from alongside.session import State, readers


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/sessions/{session}/replay and below."""

    async def allowed(request: web.Request) -> tuple[Who, State]:
        """The session asked for, if the caller may read it. One that is not there is answered alike."""
        who = await accounts.who(request)
        course = await hub.replays.course(request.match_info["session"])
        if course is None or not may_read_session(who, course.info.site, readers(course), hub.rules.teams_of):
            raise NotAllowed("There is no such session, or it is not one that you may read.", "no_session")
        return who, course

    async def page(request: web.Request) -> web.Response:
        who, course = await allowed(request)
        info = replay_info(who, course, settings)
        return rendering.page(
            "replay.html",
            who=who,
            info=info,
            begun=moment(course.info.requested_at or course.at),
            practice=course.info.practice,
            info_json=msgspec.to_builtins(info),
        )

    async def outline(request: web.Request) -> web.Response:
        who, course = await allowed(request)
        role = shown_as(who, course)
        tag = f'"{course.epoch}-{course.number}-{role}"'
        if request.headers.get("If-None-Match") == tag:  # a running session is asked again and again
            return web.Response(status=304, headers={"ETag": tag})
        return _json(await hub.replays.outline(course.info.id, role), {"ETag": tag})

    async def chunk(request: web.Request) -> web.Response:
        who, course = await allowed(request)
        chunk = int(request.match_info["chunk"])
        return _json(await hub.replays.chunk(course.info.id, chunk, shown_as(who, course)))

    return [
        web.get("/sessions/{session}/replay", page),
        web.get("/sessions/{session}/replay.json", outline),
        web.get(r"/sessions/{session}/replay/{chunk:\d{1,9}}.json", chunk),
    ]


def shown_as(who: Who, course: State) -> Role:
    """As what they are shown the session: who helped in it sees what they saw, everybody else what who watches may."""
    return "agent" if who.id in course.people else "supervisor"


def _json(body: bytes | None, headers: dict[str, str] | None = None) -> web.Response:
    if body is None:
        raise web.HTTPNotFound
    answer = web.Response(body=body, content_type="application/json", headers=headers)
    answer.enable_compression()
    return answer


def replay_info(who: Who, course: State, settings: Settings) -> ReplayInfo:
    """What the page is told."""
    info = course.info
    site = settings.sites.get(info.site)
    return ReplayInfo(
        session=info.id,
        title=plain(info.goal) or plain(info.difficulty) or info.choice or "No words given",
        site_name=site.name if site else info.site,
        role=who.role,
        account=who.id,
        review=True,
    )
