"""The tokens of programs, for administrators: the list, a form for a new one, revoking.

A new token is shown in the answer to the form itself, once. So that form is not answered by a redirect: a token may
stand neither in an address nor in the store.
"""

from collections.abc import Collection
from typing import Any, TypeVar

from aiohttp import web
from msgspec import Struct

from alongside.access import NotAllowed, Who, may_see_site
from alongside.access.scopes import SCOPES, Scope, may_make_tokens, token_sites
from alongside.config import Settings
from alongside.hub import Hub
from alongside.hub.tokens import Token
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment

Chosen = TypeVar("Chosen", bound=str)

LIVES = {30: "30 days", 90: "90 days", 180: "180 days", 365: "a year"}
USUAL_DAYS = 90
LONGEST_NAME = 60

NO_NAME = "Say what the token is for, so that others know it in the list: as in “CRM import”."
NO_SCOPE = "Choose at least one thing that the token may do."


class Typed(Struct, frozen=True, kw_only=True):
    """What stands in the form."""

    name: str = ""
    scopes: tuple[Scope, ...] = ()
    sites: tuple[str, ...] = ()
    days: int = USUAL_DAYS


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/settings/tokens and below."""

    async def administrator(request: web.Request) -> Who:
        who = await accounts.who(request)
        if not may_make_tokens(who):
            raise NotAllowed("Administrators make the tokens of programs. Ask yours.")
        return who

    async def page(who: Who, *, status: int = 200, **context: Any) -> web.Response:
        now = hub.clock.millis()
        every = [(token, used) for token, used in await hub.tokens.every() if _is_theirs(who, token)]
        shown = {"made": None, "says": "", "typed": Typed()} | context
        return rendering.page(
            "tokens.html",
            who=who,
            status=status,
            tokens=[_row(token, used, settings) for token, used in every if token.valid(now)],
            ended=[_row(token, used, settings) for token, used in every if not token.valid(now)],
            scopes=SCOPES,
            sites={id: site.name for id, site in settings.sites.items() if may_see_site(who, id)},
            lives=LIVES,
            longest_name=LONGEST_NAME,
            **shown,
        )

    async def listed(request: web.Request) -> web.Response:
        return await page(await administrator(request))

    async def made(request: web.Request) -> web.Response:
        who = await administrator(request)
        fields = await request.post()
        typed = Typed(
            name=" ".join(str(fields.get("name", "")).split())[:LONGEST_NAME],
            scopes=_ticked(tuple(SCOPES), fields.getall("scope", [])),
            sites=_ticked(tuple(settings.sites), fields.getall("site", [])),
            days=next((days for days in LIVES if str(days) == fields.get("days")), USUAL_DAYS),
        )
        if says := NO_NAME if not typed.name else NO_SCOPE if not typed.scopes else "":
            return await page(who, status=400, says=says, typed=typed)
        sites = token_sites(who, typed.sites)
        token, secret = await hub.tokens.make(typed.name, typed.scopes, sites, typed.days, by=who.name)
        return await page(who, made=_row(token, "", settings) | {"secret": secret})

    async def revoked(request: web.Request) -> web.Response:
        who = await administrator(request)
        id = request.match_info["token"]
        theirs = any(token.id == id and _is_theirs(who, token) for token, _ in await hub.tokens.every())
        if not theirs or await hub.tokens.revoke(id, by=who.name) is None:
            raise NotAllowed("There is no such token, or it counts no longer.", "no_token")
        raise web.HTTPSeeOther("/settings/tokens")

    return [
        web.get("/settings/tokens", listed),
        web.post("/settings/tokens", made),
        web.post("/settings/tokens/{token}/revoke", revoked),
    ]


def _is_theirs(who: Who, token: Token) -> bool:
    """Whether this administrator looks after all that the token is for."""
    return not who.sites or (bool(token.sites) and all(site in who.sites for site in token.sites))


def _ticked(those: tuple[Chosen, ...], given: Collection[object]) -> tuple[Chosen, ...]:
    """What was ticked, in our order; what is none of ours counts as left out."""
    return tuple(each for each in those if each in given)


def _row(token: Token, used: str, settings: Settings) -> dict[str, Any]:
    names = [settings.sites[site].name if site in settings.sites else site for site in token.sites]
    return {
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "sites": ", ".join(names) or "All sites",
        "made_by": token.made_by,
        "made": moment(token.made_at),
        "ends": moment(token.expires_at).date().isoformat(),
        "used": used,
        "revoked": moment(token.revoked_at).date().isoformat() if token.revoked_at else "",
        "revoked_by": token.revoked_by,
    }
