"""The dashboard: figures of a time held against the time before, each with the sessions behind it.

Supervisors see the sessions they may read, agents only their own. What a figure is stands in metrics.kpis; here it is
put into words and links. The reckoning is done off the event loop.
"""

import asyncio
from datetime import timedelta

from aiohttp import web

from alongside.access import NotAllowed, Who, may_see_figures, may_see_site
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics.board import Board
from alongside.metrics.breaking import DIMENSIONS, By
from alongside.metrics.measures import Asked
from alongside.pages.accounts import Accounts
from alongside.pages.board import Page
from alongside.pages.figure_cards import occupancy, offers
from alongside.pages.rendering import Rendering
from alongside.pages.wanted import Range, day_words, days_words, form, look, query

PARTS = {
    "demand": "Demand",
    "waiting": "Waiting",
    "handling": "Handling",
    "outcome": "What came of it",
    "customer": "What customers say",
    "checks": "ID checks",
}
BYS: dict[str, str] = {
    "": "Nothing",
    **{"site": "Site", "task": "Task", "team": "Team", "agent": "Agent"},
    **{"hour": "Hour", "day": "Day", "week": "Week"},
}


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/figures."""
    seconds = {id: site.answer_seconds for id, site in settings.sites.items()}

    names_of_sites = {id: site.name for id, site in settings.sites.items()}

    async def shown(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        if not may_see_figures(who):
            raise NotAllowed("Figures are for agents and supervisors.")
        at, wanted = look(request.query, who, hub.clock.millis(), settings)
        by = _by(request.query.get("by", ""), who)
        seen = await hub.table.seen(who)
        asked = Asked(answer_seconds={id: each for id, each in seconds.items() if may_see_site(who, id)})
        board = await asyncio.to_thread(hub.boards.board, seen, wanted, at.days, asked, by, settings.ranked_sessions)
        page = Page(board, wanted, asked.answer_seconds, names_of_sites)
        order, names = request.query.get("order", ""), _names(by, settings, hub, board)
        parts = [page.part(group, title) for group, title in PARTS.items()] if board.now["sessions"].n else []
        if parts:
            parts[0]["cards"] += await offers(hub, settings, who, page)
            parts[2]["cards"] += await occupancy(hub.duties, settings, who, page)
        return rendering.page(
            "figures.html",
            who=who,
            own=who.role == "agent",
            form=form("/figures", who, at, wanted, settings, hub, by=by or ""),
            tabs=query(wanted, at.days),
            span=days_words(at.days),
            zone_words=at.words,
            before=days_words(at.days.before),
            warnings=_warnings(at, settings),
            parts=[part for part in parts if part["cards"]],
            days=page.days() if at.days.days > 1 else [],
            checks=page.checks(),
            by=by or "",
            bys={id: name for id, name in BYS.items() if not id or _by(id, who)},
            by_note=_by_note(by, settings.ranked_sessions),
            columns=page.columns(by, order),
            groups=page.groups(by, order, names),
        )

    return [web.get("/figures", shown)]


def _by(given: str, who: Who) -> By | None:
    """What to break down by. Agents are not held against each other by themselves."""
    if who.role == "agent" and given in ("agent", "team"):
        return None
    return next((each for each in DIMENSIONS if each == given), None)


def _by_note(by: By | None, least: int) -> str:
    if by == "agent":
        return (
            f"A session counts for every agent who had it. Agents with fewer than {least} sessions in this time are "
            "not held against others: chance alone would rank them."
        )
    return {
        "team": "A session counts for every team that an agent of it is in.",
        "task": "The task is the playbook that was worked by last. Sessions without one are left out.",
        "hour": "By the hour of the request.",
        "week": "Weeks begin on Monday; the first and the last may be cut by the days that are looked at.",
    }.get(by or "", "")


def _warnings(at: Range, settings: Settings) -> list[str]:
    kept_from = at.today - timedelta(days=settings.retention_days - 1)
    if kept_from <= at.days.before.first:
        return []
    return [
        f"Sessions are kept for {settings.retention_days} days: what began before {day_words(str(kept_from))} is "
        "erased, and the time before is not complete. Changes against it may mislead."
    ]


def _names(by: By | None, settings: Settings, hub: Hub, board: Board) -> dict[str, str]:
    """The groups' names as people read them."""
    if by == "site":
        return {id: site.name for id, site in settings.sites.items()}
    if by == "agent":
        return {id: account.display for id, account in settings.accounts.items()}
    if by == "task":
        return {id: book.playbook.title for id, book in hub.library.books.items() if id == book.id}
    if by in ("day", "week"):
        return {group.key: day_words(group.key) for group in board.groups}
    return {group.key: f"{group.key}:00" for group in board.groups} if by == "hour" else {}
