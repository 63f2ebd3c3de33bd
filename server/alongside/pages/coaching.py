"""Coaching: the way in for supervisors and agents, and a session's reviews as JSON for the replay page."""

import asyncio
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from alongside.access import Who, may_coach, may_develop
from alongside.coaching import NotCoached, Row, agreements
from alongside.coaching.agreement import LEAST_PAIRS, Agreement
from alongside.coaching.rows import ReviewRow
from alongside.config import Settings
from alongside.export import plain
from alongside.hub import Hub
from alongside.hub.coaching import seen_by
from alongside.metrics import Selection
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.protocol.coaching import decode_coaching_command
from alongside.protocol.coaching_views import CoachingView

RELEASED_SHOWN = 30
WANTED_SHOWN = 5


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/coaching and a session's JSON below it."""

    async def shown(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        rows = [seen_by(who, row) for row in await hub.coaching.rows(who)]
        if not may_coach(who):
            plan = await hub.development.of(who.id)
            return rendering.page("my_coaching.html", who=who, reviews=_released(rows), plan=_plan(plan))
        return rendering.page(
            "coaching.html",
            who=who,
            waiting=sorted(_waiting(who, rows), key=lambda each: each["order"]),
            wanted=await _wanted(hub, who),
            released=_released(rows),
            agreement=[_agreement(each) for each in agreements(pair for row in rows for pair in row.pairs)],
            least=LEAST_PAIRS,
            calibrations=_calibrations(rows),
            agents=await _agents(who, rows, settings, hub),
        )

    async def as_document(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        return _answer(await hub.coaching.view(who, request.match_info["session"]))

    async def commanded(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        session = request.match_info["session"]
        try:
            command = decode_coaching_command(await request.read())
        except msgspec.DecodeError:
            await hub.coaching.view(who, session)  # who may not read it is told nothing of what was wrong
            return _refused(400, "bad_command", "This could not be read. Load the page again and retry.")
        try:
            return _answer(await hub.coaching.submit(who, session, command))
        except NotCoached as refused:
            return _refused(409, "not_coached", refused.says)

    return [
        web.get("/coaching", shown),
        web.get("/coaching/{session}.json", as_document),
        web.post("/coaching/{session}.json", commanded),
    ]


def _answer(view: CoachingView) -> web.Response:
    return web.Response(body=msgspec.json.encode(view), content_type="application/json")


def _refused(status: int, code: str, says: str) -> web.Response:
    return web.json_response({"code": code, "says": says}, status=status)


def _waiting(who: Who, rows: Iterable[Row]) -> Iterable[dict[str, Any]]:
    """What a supervisor has to do: appeals first, then what they began, then second scorings."""
    for row in rows:
        for review in row.reviews:
            mine = review.reviewer == who.id
            if review.appealed_at and not review.decided_at:
                yield _todo(0, "Appeal", row, review.agent_name, review.appealed_at)
            elif mine and review.state == "draft":
                yield _todo(1, "Draft", row, review.agent_name, review.begun_at)
            elif mine and review.state == "submitted" and not review.calibration:
                other_in = bool(row.pairs) or not row.second_asked
                what = "To release" if other_in else "Waits for the other scorer"
                released = any(each.state == "released" for each in row.reviews)
                yield from () if released else (_todo(2, what, row, review.agent_name, review.submitted_at),)
        if row.waits_for_second and not any(review.reviewer == who.id for review in row.reviews):
            yield _todo(3, "Second scoring", row, ", ".join(row.agents.values()), row.began_at)
        for each in row.calibrations:
            scored = any(r.calibration == each.calibration and r.reviewer == who.id for r in row.reviews)
            if not each.closed_at and not scored:
                yield _todo(4, f"Calibration: {each.title}", row, ", ".join(row.agents.values()), each.opened_at)


def _todo(order: int, what: str, row: Row, agent: str, at: int) -> dict[str, Any]:
    reading = order == 0
    return {
        "order": (order, at),
        "what": what,
        "goal": plain(row.goal) or "A session",
        "agent": agent,
        "at": moment(at),
        "link": f"/coaching/reviews/{row.session}" if reading else f"/sessions/{row.session}/replay?review",
    }


async def _wanted(hub: Hub, who: Who) -> dict[str, Any]:
    """The sessions that were drawn or marked to be reviewed, the latest first, and how many there are."""
    found = [row for row in await hub.table.select(who, Selection(review="yes")) if row.wanted]
    shown = [
        {
            "session": row.facts.session,
            "goal": row.facts.goal or "A session",
            "at": moment(row.facts.requested_at),
            "agents": ", ".join(row.facts.agents.values()),
        }
        for row in found[:WANTED_SHOWN]
    ]
    return {"count": len(found), "shown": shown, "all": f"/sessions?{urlencode(Selection(review='yes').query())}"}


def _released(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Released reviews, the latest first."""
    found = [(row, review) for row in rows for review in row.reviews if review.state == "released"]
    found.sort(key=lambda pair: -pair[1].released_at)
    return [released_row(row, review) for row, review in found[:RELEASED_SHOWN]]


def released_row(row: Row, review: ReviewRow) -> dict[str, Any]:
    """A released review in a list."""
    appeal = "" if not review.appealed_at else "Decided" if review.decided_at else "Appeal"
    return {
        "session": row.session,
        "goal": plain(row.goal) or "A session",
        "agent": review.agent_name,
        "agent_id": review.agent,
        "reviewer": review.reviewer_name,
        "score": review.score,
        "failed": bool(review.failed),
        "at": moment(review.released_at),
        "appeal": appeal,
        "replies": review.replies,
        "goals": review.goals,
    }


def _agreement(each: Agreement) -> dict[str, Any]:
    return {
        "title": each.title,
        "pairs": each.pairs,
        "same": each.same,
        "apart": each.apart,
        "kappa": None if each.kappa is None else f"{each.kappa:.2f}",
        "says": each.says,
        "few": each.pairs < LEAST_PAIRS,
    }


def _calibrations(rows: Iterable[Row]) -> list[dict[str, Any]]:
    found = [(row, each) for row in rows for each in row.calibrations]
    return [
        {
            "title": each.title,
            "session": row.session,
            "by": each.opened_by,
            "at": moment(each.opened_at),
            "closed": bool(each.closed_at),
            "handed_in": each.handed_in,
        }
        for row, each in sorted(found, key=lambda pair: -pair[1].opened_at)
    ]


async def _agents(who: Who, rows: list[Row], settings: Settings, hub: Hub) -> list[dict[str, Any]]:
    """The agents within the caller's reach, by name."""
    found = {
        id: account
        for id, account in settings.accounts.items()
        if account.role == "agent" and may_develop(who, id, account.teams, account.sites)
    }
    plans = await asyncio.gather(*(hub.development.of(id) for id in found))
    made = [
        {
            "id": id,
            "name": account.display,
            "reviews": sum(r.agent == id and r.state == "released" for row in rows for r in row.reviews),
            "moments": sum(each.agent == id for row in rows for each in row.moments),
            **_plan(plan),
        }
        for (id, account), plan in zip(found.items(), plans, strict=True)
    ]
    return sorted(made, key=lambda each: str(each["name"]).casefold())


def _plan(plan: Any) -> dict[str, int]:
    """A plan in numbers: open goals, and their actions that are not done."""
    actions = [action for goal in plan.open_goals for action in plan.actions_of(goal.id)]
    return {"goals": len(plan.open_goals), "actions": sum(not action.done_at for action in actions)}
