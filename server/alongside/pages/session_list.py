"""The list of sessions: its filters, its order, its pages, and the filters that an account keeps.

The address says which sessions are shown (metrics.selection), so that it can be kept, sent and linked to. Agents get
their own sessions and fewer filters. What each word is called on the screen is in session_words.py.
"""

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from msgspec.structs import replace
from yarl import URL

from alongside.access import Who, may_see_site
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics import Row, Selection, parse
from alongside.metrics.matching import outcome, score_of
from alongside.metrics.zones import Zone, zone
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering
from alongside.pages.session_words import CHOICES, PLAIN, SORTS, Names, in_words, outcome_words
from alongside.pages.wanted import the_zone, zones

PAGE = 100
FILTERS_MOST = 30
NAME_MOST = 60


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/sessions, and the filters kept of it."""

    async def listed(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        wanted = parse(request.query)
        if "" in request.query.values():  # a form sends what is empty too: the address says what counts
            raise web.HTTPSeeOther(str(address(wanted)))
        clock = wanted.zone or the_zone(zones(settings, who, wanted.sites))
        found, practice = await _found(hub, who, replace(wanted, zone=clock))
        names = names_for(who, settings, hub)
        return rendering.page(
            "sessions.html",
            who=who,
            wanted=wanted,
            names=names,
            choices=CHOICES,
            sorts=SORTS,
            chips=[_chip(wanted, name, names) for name in wanted.active],
            carried=_carried(who, wanted),
            rows=[row_shown(row, settings, zone(clock)) for row in _page(found, wanted.page)],
            clock=clock,
            count=len(found),
            pages=_pages(found, wanted),
            left_out=(practice, str(address(replace(wanted, practice="yes", page=1)))),
            filters=await hub.facts.filters(who.id),
            query=URL().with_query(replace(wanted, page=1).query()).raw_query_string,
        )

    async def saved(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        fields = await request.post()
        wanted = replace(parse(URL.build(query_string=str(fields.get("query", ""))).query), page=1)
        name = " ".join(str(fields.get("name", "")).split())[:NAME_MOST]
        kept = await hub.facts.filters(who.id)
        if name and (name in kept or len(kept) < FILTERS_MOST):
            await hub.facts.save_filter(who.id, name, URL().with_query(wanted.query()).raw_query_string)
        raise web.HTTPSeeOther(str(address(wanted)))

    async def deleted(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        fields = await request.post()
        await hub.facts.delete_filter(who.id, str(fields.get("name", "")))
        wanted = parse(URL.build(query_string=str(fields.get("query", ""))).query)
        raise web.HTTPSeeOther(str(address(wanted)))

    return [
        web.get("/sessions", listed),
        web.post("/sessions/filters", saved),
        web.post("/sessions/filters/delete", deleted),
    ]


def address(wanted: Selection) -> URL:
    """Where these sessions are listed."""
    return URL("/sessions").with_query(wanted.query())


def names_for(who: Who, settings: Settings, hub: Hub) -> Names:
    """What can be chosen by name: the sites, agents, teams and tasks within this reader's reach."""
    sites = {id: site.name for id, site in settings.sites.items() if may_see_site(who, id)}
    playbooks = {id: title for site in sites for id, title in hub.library.titles(site).items()}
    agents: dict[str, str] = {}
    for id, account in settings.accounts.items():
        near = not who.teams or set(who.teams) & set(account.teams)
        if account.role == "agent" and near and (not account.sites or set(account.sites) & sites.keys()):
            agents[id] = account.display
    teams = who.teams or hub.rules.teams
    return Names(sites=sites, agents=agents, teams={team: team for team in teams}, playbooks=playbooks)


def row_shown(row: Row, settings: Settings, clock: Zone) -> dict[str, Any]:
    """A session as a line of a list, with its time by this clock."""
    facts = row.facts
    site = settings.sites.get(facts.site)
    worst = max(facts.errors.items(), key=lambda each: each[1], default=("", 0))
    return {
        "id": facts.session,
        "site_name": site.name if site else facts.site,
        "started": clock.moment(facts.requested_at),
        "minutes": round(facts.took / 60_000) if facts.ended_at else None,
        "goal": facts.goal,
        "agent_name": ", ".join(facts.agents.values()),
        "status": facts.status,
        "practice": facts.practice,
        "outcome": outcome_words(outcome(row)),
        "solved": facts.solved,
        "rating": facts.rating,
        "errors": worst[1],
        "question": worst[0],
        "cues": sum(facts.cues.values()),
        "system": sum(facts.system_faults.values()),
        "score": score_of(row),
        "failed": bool(row.score and row.score.released_at and row.score.failed),
        "needs_review": row.needs_review,
    }


def _page(found: Sequence[Row], page: int) -> Sequence[Row]:
    return found[(page - 1) * PAGE : page * PAGE]


def _pages(found: Sequence[Row], wanted: Selection) -> dict[str, Any]:
    last = max(1, -(-len(found) // PAGE))
    here = min(wanted.page, last)
    return {
        "here": here,
        "last": last,
        "before": str(address(replace(wanted, page=here - 1))) if here > 1 else "",
        "after": str(address(replace(wanted, page=here + 1))) if here < last else "",
    }


def _chip(wanted: Selection, name: str, names: Names) -> dict[str, str]:
    return {"words": in_words(wanted, name, names), "without": str(address(wanted.without(name)))}


def _carried(who: Who, wanted: Selection) -> dict[str, str]:
    """The filters that this reader's form has no field for, but the address has: they stay."""
    shown = PLAIN if who.role == "agent" else (*PLAIN, *_FULL)
    hidden = replace(wanted, page=1, sort="latest")
    for name in shown:
        hidden = hidden.without(name)
    return hidden.query()


_FULL = (
    *("agent", "team", "status", "cause", "follow_up", "system", "check", "scored", "score_from", "score_to"),
    *("review", "familiarity", "came_back", "transferred"),
)
"""The fields of a form that agents have not got."""


async def _found(hub: Hub, who: Who, wanted: Selection) -> tuple[list[Row], int]:
    """The sessions, and how many of practice would be there too: a new agent looks for theirs."""
    if wanted.practice != "no":
        return await hub.table.select(who, wanted), 0
    both = await hub.table.select(who, replace(wanted, practice="with"))
    found = [row for row in both if not row.facts.practice]
    return found, len(both) - len(found)
