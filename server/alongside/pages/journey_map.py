"""The journey map: for each form its steps, and the questions that make trouble; each number with its sessions.

A form is known by the task's playbook.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from aiohttp import web
from msgspec.structs import replace

from alongside.access import NotAllowed, may_see_figures
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, StepRow, questions, steps, unsolved
from alongside.metrics.matching import NO_TASK
from alongside.metrics.telling import span
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering
from alongside.pages.wanted import behind, days_words, form, look, query

QUESTIONS_SHOWN = 15
COUNTED = ("arrivals", "errors", "returned", "asked", "left")
"""What a step's numbers count, as `journey.WHAT` has it."""

EXPLANATION = (
    "Came: sessions in which the customer was at the step while they showed their form. Time there: the median, over "
    "these sessions, of all the time at the step.",
    "Had errors: sessions in which a question of the step came to an error; Errors counts every time. Came back: "
    "sessions with a return to the step from another one.",
    "Seen first: the step that the customer was at when their form was first seen, which is close to where they asked "
    "for help. Stopped: the step that was seen last, of sessions that neither the agent nor the customer called "
    "solved.",
    "Questions are ranked by the sessions in which they came to an error or in which the device noticed a sign of "
    "trouble.",
)


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/figures/journey."""

    async def shown(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        if not may_see_figures(who):
            raise NotAllowed("Figures are for agents and supervisors.")
        at, wanted = look(request.query, who, hub.clock.millis(), settings)
        dated = replace(wanted, from_day=str(at.days.first), to_day=str(at.days.last))
        rows = {row.facts.session: row.facts for row in await hub.table.select(who, dated)}
        journeys = await hub.journeys.of(rows.values())
        titles = {id: book.playbook.title for id, book in hub.library.books.items() if id == book.id}
        page = _Map(rows, lambda **others: behind(wanted, at.days, **others))
        forms = await asyncio.to_thread(page.forms, journeys, titles)
        return rendering.page(
            "journey.html",
            who=who,
            own=who.role == "agent",
            form=form("/figures/journey", who, at, wanted, settings, hub),
            tabs=query(wanted, at.days),
            span=days_words(at.days),
            zone_words=at.words,
            sessions=len(rows),
            all_sessions=behind(wanted, at.days),
            shared=sum(1 for each in journeys if each.steps),
            all_shared=behind(wanted, at.days, what="seen"),
            forms=forms,
            explanation=EXPLANATION,
        )

    return [web.get("/figures/journey", shown)]


class _Map:
    """Journeys in words and links."""

    def __init__(self, rows: Mapping[str, Facts], link: Callable[..., str]) -> None:
        """`link`: to the sessions behind a number, by the filters it has beside the page's."""
        self._rows = rows
        self._link = link

    def forms(self, journeys: Iterable[Journey], titles: Mapping[str, str]) -> list[dict[str, Any]]:
        """Each form with its steps and questions, the one of most sessions first."""
        of_task: dict[str, list[Journey]] = {}
        for journey in journeys:
            if journey.steps:
                of_task.setdefault(self._rows[journey.session].playbook, []).append(journey)
        found = sorted(of_task.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return [self._form(task, titles.get(task, task), each) for task, each in found]

    def _form(self, task: str, title: str, journeys: list[Journey]) -> dict[str, Any]:
        named = task or NO_TASK
        rows = steps(journeys, lambda session: unsolved(self._rows[session]))
        ranked = questions(journeys)
        return {
            "title": title or "Without a task",
            "sessions": len(journeys),
            "link": self._link(playbook=named, what="seen"),
            "steps": [self._step(named, row) for row in rows],
            "questions": [
                {"name": row.name, "step": row.step, "sessions": row.sessions, "errors": row.errors, "cues": row.cues}
                | {"link": self._link(playbook=named, step=row.step, field=row.name)}
                for row in ranked[:QUESTIONS_SHOWN]
            ],
            "more": max(0, len(ranked) - QUESTIONS_SHOWN),
        }

    def _step(self, task: str, row: StepRow) -> dict[str, Any]:
        counts = {
            "arrivals": row.arrivals,
            "errors": row.with_errors,
            "returned": row.returned,
            "asked": row.asked,
            "left": row.left,
        }
        links = {what: self._link(playbook=task, step=row.step, what=what) for what in COUNTED}
        cells = {what: {"value": counts[what], "link": links[what] if counts[what] else ""} for what in COUNTED}
        return {
            "name": row.step,
            "millis": row.millis,
            "time": span(row.millis / 1000),
            "all_errors": row.errors,
            **cells,
        }
