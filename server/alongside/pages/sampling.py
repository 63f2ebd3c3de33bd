"""Drawing sessions for review: so many of each agent's in a week, by a seed that is shown. Supervisors only."""

import asyncio
import secrets
from datetime import date, timedelta
from typing import Any

from aiohttp import web
from yarl import URL

from alongside.access import NotAllowed, Who, may_coach
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics import Selection, parse
from alongside.metrics.sampling import Drawn, draw
from alongside.metrics.zones import zone
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.pages.session_list import names_for, row_shown

EACH, EACH_MOST = 5, 50
WEEKS_MOST = 8
_EACH = frozenset(map(str, range(1, EACH_MOST + 1)))


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/sessions/sample."""

    async def drawn(request: web.Request) -> tuple[Who, dict[str, str], list[Drawn]]:
        who = await accounts.who(request)
        if not may_coach(who):
            raise NotAllowed("Supervisors draw sessions for review.")
        asked = _asked(request.query, moment(hub.clock.millis()).date())
        rows = await hub.table.select(who, _wanted(asked))
        return who, asked, await asyncio.to_thread(draw, rows, asked["seed"], int(asked["each"]))

    async def shown(request: web.Request) -> web.Response:
        who, asked, groups = await drawn(request)
        if request.query.get("seed", "") != asked["seed"]:  # a draw has an address of its own, to be seen again
            raise web.HTTPSeeOther(str(URL("/sessions/sample").with_query(asked)))
        return rendering.page(
            "sample.html",
            who=who,
            asked=asked,
            names=names_for(who, settings, hub),
            groups=[_group(each, settings) for each in groups],
            count=sum(len(each.rows) for each in groups),
            query=URL().with_query(asked).raw_query_string,
            anew=str(URL("/sessions/sample").with_query({**asked, "seed": ""})),
        )

    async def marked(request: web.Request) -> web.Response:
        _, _, groups = await drawn(request)
        await hub.table.want_review(row.facts.session for each in groups for row in each.rows)
        raise web.HTTPSeeOther("/sessions?review=yes")

    return [web.get("/sessions/sample", shown), web.post("/sessions/sample", marked)]


def _asked(query: Any, today: date) -> dict[str, str]:
    """What is to be drawn, each part by what was asked, else last week, five of each agent, and a seed of chance."""
    monday = today - timedelta(days=today.weekday() + 7)
    given = parse({name: query.get(name, "") for name in ("from", "to", "team", "site")})
    each = query.get("each", "")
    first = min(date.fromisoformat(given.from_day), today) if given.from_day else monday
    last = date.fromisoformat(given.to_day) if given.to_day else first + timedelta(days=6)
    last = max(first, min(last, first + timedelta(days=7 * WEEKS_MOST - 1)))
    seed = "".join(char for char in query.get("seed", "") if char.isascii() and char.isalnum())[:20]
    return {
        "each": each if each in _EACH else str(EACH),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "site": ",".join(given.sites),
        "team": given.team,
        "seed": seed or secrets.token_hex(3),
    }


def _wanted(asked: dict[str, str]) -> Selection:
    return parse({name: asked[name] for name in ("from", "to", "site", "team")} | {"status": "ended"})


def _group(each: Drawn, settings: Settings) -> dict[str, Any]:
    rows = [row_shown(row, settings, zone("")) for row in each.rows]
    return {"monday": each.monday, "name": each.name, "of": each.of, "rows": rows}
