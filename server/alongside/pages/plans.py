"""Development plans: an agent's goals and actions, read and ticked by the agent, written by their supervisors."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import web
from yarl import URL

from alongside.access import NotAllowed, Who, may_coach, may_develop
from alongside.coaching import NotCoached
from alongside.coaching.development import Development, Goal
from alongside.config import Account, Settings
from alongside.export import plain
from alongside.hub import Hub
from alongside.hub.coaching import seen_by
from alongside.pages.accounts import Accounts
from alongside.pages.coaching import released_row
from alongside.pages.fields import fields_of
from alongside.pages.rendering import Rendering, moment
from alongside.protocol.development import DevelopmentCommand

NOBODY = "There is no such agent, or it is not one whom you look after."


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/coaching/plans/{agent}."""

    async def page(request: web.Request, says: str = "", typed: Mapping[str, str] | None = None) -> web.Response:
        who, agent, account = await agent_of(request, accounts, settings)
        plan = await hub.development.of(agent)
        rows = [seen_by(who, row) for row in await hub.coaching.rows(who)]
        reviews = [
            released_row(row, review)
            for row in rows
            for review in row.reviews
            if review.agent == agent and review.state == "released"
        ]
        return rendering.page(
            "plan.html",
            who=who,
            status=400 if says else 200,
            agent={"id": agent, "name": account.display},
            goals=[_goal(plan, goal, reviews) for goal in plan.open_goals],
            closed=[_goal(plan, goal, reviews) for goal in plan.goals.values() if goal.outcome],
            writes=may_coach(who),
            came_from={name: request.query.get(name, "") for name in ("session", "review")},
            says=says,
            typed=defaultdict(str, typed or {}),
        )

    async def shown(request: web.Request) -> web.Response:
        return await page(request)

    async def asked(request: web.Request) -> web.Response:
        who, agent, _ = await agent_of(request, accounts, settings)
        fields = await fields_of(request)
        try:
            await hub.development.submit(who, agent, command_of(fields))
        except msgspec.ValidationError:
            return await page(request, "This could not be read. Check what you entered.", fields)
        except NotCoached as refused:
            return await page(request, refused.says, fields)
        raise web.HTTPSeeOther(str(URL("/coaching/plans") / agent))

    return [web.get("/coaching/plans/{agent}", shown), web.post("/coaching/plans/{agent}", asked)]


async def agent_of(request: web.Request, accounts: Accounts, settings: Settings) -> tuple[Who, str, Account]:
    """The agent asked for, if the caller may develop them. One that is not there is answered alike."""
    who = await accounts.who(request)
    agent = request.match_info["agent"]
    account = settings.accounts.get(agent)
    if account is None or account.role != "agent" or not may_develop(who, agent, account.teams, account.sites):
        raise NotAllowed(NOBODY, "no_agent")
    return who, agent, account


def command_of(fields: Mapping[str, str]) -> DevelopmentCommand:
    """The command of a form. Raises msgspec.ValidationError."""
    given: dict[str, Any] = dict(fields)
    if "done" in given:
        given["done"] = given["done"] == "yes"
    command: DevelopmentCommand = msgspec.convert(given, DevelopmentCommand)
    return command


def _goal(plan: Development, goal: Goal, reviews: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": goal.id,
        "words": goal.words,
        "text": plain(goal.words),
        "why": goal.why,
        "why_text": plain(goal.why),
        "due": goal.due,
        "by": goal.by,
        "outcome": goal.outcome,
        "closed": moment(goal.closed_at) if goal.closed_at else None,
        "notes": [{"by": each.by.name, "at": moment(each.at), "words": each.words} for each in goal.notes],
        "reviews": [each for each in reviews if goal.id in each["goals"]],
        "actions": [
            {
                "id": each.id,
                "words": each.words,
                "due": each.due,
                "done": moment(each.done_at) if each.done_at else None,
            }
            for each in plan.actions_of(goal.id)
        ],
    }
