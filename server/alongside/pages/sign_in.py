"""The way into the console and out of it."""

import re

from aiohttp import web

from alongside.access import NotAllowed
from alongside.pages.accounts import COOKIE, Accounts
from alongside.pages.rendering import Rendering

DemoAccounts = tuple[dict[str, str], ...]
"""{name, password, role} of each log-in that the demo shows."""


_OUR_PATH = re.compile(r"/(?![/\\])[!-~]*")
"""No second slash, and nothing that a browser would take out before it reads the address."""


def routes(accounts: Accounts, rendering: Rendering, demo_accounts: DemoAccounts) -> list[web.RouteDef]:
    """/sign-in and /sign-out."""

    def form(target: str, error: str = "", name: str = "", status: int = 200) -> web.Response:
        return rendering.page(
            "sign_in.html",
            status=status,
            error=error,
            username=name,
            next=target,
            demo_accounts=demo_accounts,
        )

    async def show(request: web.Request) -> web.Response:
        return form(_target(request.query.get("next")))

    async def enter(request: web.Request) -> web.Response:
        fields = await request.post()
        name, target = str(fields.get("username", "")), _target(str(fields.get("next", "")))
        try:
            cookie = await accounts.sign_in(name, str(fields.get("password", "")))
        except NotAllowed as refused:
            return form(target, refused.says, name, status=403)
        response = web.Response(status=303, headers={"Location": target})
        accounts.set_cookie(response, cookie)
        return response

    async def leave(request: web.Request) -> web.Response:
        await accounts.sign_out(request)
        response = web.Response(status=303, headers={"Location": "/sign-in"})
        response.del_cookie(COOKIE, path="/")
        return response

    return [web.get("/sign-in", show), web.post("/sign-in", enter), web.post("/sign-out", leave)]


def _target(wanted: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    return wanted if wanted and _OUR_PATH.fullmatch(wanted) else "/console"
