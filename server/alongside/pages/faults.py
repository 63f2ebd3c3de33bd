"""The fault register as pages: the list with its filters, one fault with the sessions behind it, CSV and JSON.

Agents read the register of their sites; supervisors and administrators also say how a fault stands. A link to a
session stands only where the reader may read it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from aiohttp import web
from yarl import URL

from alongside.access import NotAllowed, Who, may_change_faults, may_read_session, may_see_site
from alongside.config import Settings
from alongside.faults import Row
from alongside.faults.deciding import NotChanged
from alongside.faults.telling import as_csv, as_json
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.privacy import words
from alongside.protocol.faults import ChangeFault, FaultMerged

STATUSES = ("open", "known", "fixed")
SORTS: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "latest": lambda row: (-row.last_at, row.fault),
    "most": lambda row: (-len(row.sessions), -row.last_at),
    "oldest": lambda row: (row.first_at, row.fault),
}
UNFIXED = "unfixed"
"""What the list shows unless it is asked for something else."""


class Wanted(msgspec.Struct, frozen=True):
    """Which rows a page is to show, and in which order. A word that is none of ours counts as left out."""

    sites: tuple[str, ...]
    site: str
    status: str
    sort: str

    @property
    def query(self) -> dict[str, str]:
        """The address's query for these rows."""
        return {"site": self.site, "status": self.status, "sort": self.sort}


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/faults and below."""

    async def found(request: web.Request) -> tuple[Who, Wanted, list[Row]]:
        who = await accounts.who(request)
        wanted = _wanted(request.query, tuple(site for site in settings.sites if may_see_site(who, site)))
        rows = await hub.faults.rows([wanted.site] if wanted.site else wanted.sites)
        shown = [row for row in rows if wanted.status in ("all", row.status) or _is_unfixed(wanted, row)]
        return who, wanted, sorted(shown, key=SORTS[wanted.sort])

    async def listed(request: web.Request) -> web.Response:
        if "fault" in request.query:
            raise web.HTTPSeeOther(str(await where_it_is(request)))
        who, wanted, rows = await found(request)
        return rendering.page(
            "faults.html",
            who=who,
            rows=[_row(row, settings) for row in rows],
            sites={site: settings.sites[site].name for site in wanted.sites},
            wanted=wanted,
            query=str(URL().with_query(wanted.query)),
        )

    async def where_it_is(request: web.Request) -> URL:
        """The page of a fault whose site the link does not name: a wrap-up knows only its row."""
        who = await accounts.who(request)
        fault = request.query["fault"]
        for site in settings.sites:
            if may_see_site(who, site) and (row := await hub.faults.row(site, fault)):
                return URL("/faults") / site / row.fault
        raise NotAllowed(_NONE, "no_fault")

    async def as_table(request: web.Request) -> web.Response:
        _, _, rows = await found(request)
        named = {"Content-Disposition": 'attachment; filename="faults.csv"'}
        return web.Response(text=as_csv(rows), content_type="text/csv", headers=named)

    async def as_document(request: web.Request) -> web.Response:
        _, _, rows = await found(request)
        return web.Response(body=as_json(rows), content_type="application/json")

    async def page(request: web.Request, says: str = "", status: int = 200) -> web.Response:
        who, row = await _fault(request, accounts, settings, hub)
        others = [other for other in await hub.faults.rows([row.site]) if other.fault != row.fault]
        return rendering.page(
            "fault.html",
            who=who,
            status=status,
            fault=_row(row, settings),
            sessions=[await _session(hub, who, row.site, met.session) | _met(met) for met in row.sessions],
            history=[_change(each) for each in row.history],
            may_change=may_change_faults(who, row.site),
            others=[_row(other, settings) for other in sorted(others, key=SORTS["latest"])],
            statuses=STATUSES,
            says=says,
        )

    async def shown(request: web.Request) -> web.Response:
        return await page(request)

    async def changed(request: web.Request) -> web.Response:
        who, row = await _fault(request, accounts, settings, hub)
        if not may_change_faults(who, row.site):
            raise NotAllowed("Supervisors say how a fault stands. Tell yours what you know.")
        fields = await request.post()
        try:
            asked = msgspec.convert({name: str(value) for name, value in fields.items()}, ChangeFault)
            await hub.faults.change(row.site, row.fault, who, asked)
        except msgspec.ValidationError:
            return await page(request, "This could not be read. Check what you entered.", 400)
        except NotChanged as refused:
            return await page(request, refused.says, 400)
        raise web.HTTPSeeOther(str(URL("/faults") / row.site / (asked.into or row.fault)))

    return [
        web.get("/faults", listed),
        web.get("/faults.csv", as_table),
        web.get("/faults.json", as_document),
        web.get("/faults/{site}/{fault}", shown),
        web.post("/faults/{site}/{fault}", changed),
    ]


_NONE = "There is no such fault, or it is of a site that you do not look after."


async def _fault(request: web.Request, accounts: Accounts, settings: Settings, hub: Hub) -> tuple[Who, Row]:
    """The fault asked for, if the caller may see it. One that is not there is answered alike."""
    who = await accounts.who(request)
    site = request.match_info["site"]
    known = site in settings.sites and may_see_site(who, site)
    row = await hub.faults.row(site, request.match_info["fault"]) if known else None
    if row is None:
        raise NotAllowed(_NONE, "no_fault")
    return who, row


def _wanted(query: Mapping[str, str], sites: tuple[str, ...]) -> Wanted:
    site, status, sort = (query.get(name, "") for name in ("site", "status", "sort"))
    return Wanted(
        sites=sites,
        site=site if site in sites else "",
        status=status if status in (*STATUSES, "all") else UNFIXED,
        sort=sort if sort in SORTS else "latest",
    )


def _is_unfixed(wanted: Wanted, row: Row) -> bool:
    return wanted.status == UNFIXED and row.status != "fixed"


async def _session(hub: Hub, who: Who, site: str, session: str) -> dict[str, Any]:
    readers = await hub.readers(session)
    return {"id": session, "link": may_read_session(who, site, readers, hub.rules.teams_of)}


def _met(met: Any) -> dict[str, Any]:
    return {"task": met.task, "agent": met.agent, "at": moment(met.at)}


def _row(row: Row, settings: Settings) -> dict[str, Any]:
    site = settings.sites.get(row.site)
    return {
        "site": row.site,
        "site_name": site.name if site else row.site,
        "fault": row.fault,
        "kind": row.kind,
        "what": row.what,
        "place": _place(row.where.page, row.where.step),
        "hosts": row.hosts,
        "status": row.status,
        "owner": row.owner,
        "note": row.note,
        "note_text": words(row.note),
        "ticket": row.ticket,
        "first": moment(row.first_at),
        "last": moment(row.last_at),
        "count": len(row.sessions),
    }


def _place(*words: str) -> str:
    return ", ".join(word for word in words if word)


def _change(change: Any) -> dict[str, Any]:
    fact = change.fact
    merged = isinstance(fact, FaultMerged)
    told = {"into": fact.into} if merged else {name: getattr(fact, name) for name in ("status", "owner", "ticket")}
    return {"at": moment(change.at), "by": change.by, "merged": merged, **told}
