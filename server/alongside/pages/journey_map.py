"""The journey map: for each form its steps, and the questions that make trouble; each number with its sessions.

A form is known by the task's playbook. Which sessions stand behind a number is shown on the page itself: lists of
sessions do not know of steps.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from aiohttp import web
from msgspec.structs import replace

from alongside.access import NotAllowed, may_see_figures
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, StepRow, questions, steps
from alongside.metrics.selection import Selection
from alongside.metrics.telling import span
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.pages.wanted import behind, days_words, form, look, query

QUESTIONS_SHOWN = 15
SESSIONS_SHOWN = 100
WHAT: Mapping[str, tuple[str, Callable[[Journey, str, Facts], bool]]] = {
    "arrivals": ("came to", lambda journey, step, _: any(each.step == step for each in journey.steps)),
    "errors": (
        "had an error at",
        lambda journey, step, _: any(each.step == step and each.errors for each in journey.steps),
    ),
    "returned": (
        "came back to",
        lambda journey, step, _: any(each.step == step and each.returns for each in journey.steps),
    ),
    "asked": ("were first seen at", lambda journey, step, _: journey.asked == step),
    "left": ("stopped at", lambda journey, step, facts: journey.last == step and unsolved(facts)),
}
"""What a number of a step counts, and whether a session is behind it."""
FORM, ALL = "form", "all"
"""What the numbers beside the titles count: journeys through one form, and through all of them."""


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


def unsolved(facts: Facts) -> bool:
    """Whether a session ended without what the customer wanted, as far as anybody said."""
    return facts.ended_at > 0 and facts.resolved != "yes" and facts.solved != "yes"


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
        page = _Map(rows, wanted, lambda **others: f"/figures/journey{query(wanted, at.days, **others)}")
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
            all_shared=page.all_shared,
            forms=forms,
            explanation=EXPLANATION,
            behind=page.behind(journeys, request.query, titles),
        )

    return [web.get("/figures/journey", shown)]


class _Map:
    """Journeys in words and links."""

    def __init__(self, rows: Mapping[str, Facts], wanted: Selection, link: Callable[..., str]) -> None:
        self._rows = rows
        self._wanted = wanted
        self._link = link

    @property
    def all_shared(self) -> str:
        """To the sessions that the map is made of."""
        return self._link(what=ALL) + "#sessions"

    def forms(self, journeys: Iterable[Journey], titles: Mapping[str, str]) -> list[dict[str, Any]]:
        """Each form with its steps and questions, the one of most sessions first."""
        of_task: dict[str, list[Journey]] = {}
        for journey in journeys:
            if journey.steps:
                of_task.setdefault(self._rows[journey.session].playbook, []).append(journey)
        found = sorted(of_task.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        return [self._form(task, titles.get(task, task), each) for task, each in found]

    def _form(self, task: str, title: str, journeys: list[Journey]) -> dict[str, Any]:
        rows = steps(journeys, lambda session: unsolved(self._rows[session]))
        ranked = questions(journeys)
        return {
            "title": title or "Without a task",
            "sessions": len(journeys),
            "link": self._link(task=task, what=FORM) + "#sessions",
            "steps": [self._step(task, row) for row in rows],
            "questions": [
                {"name": row.name, "step": row.step, "sessions": row.sessions, "errors": row.errors, "cues": row.cues}
                | {"link": self._link(task=task, question=row.name, step=row.step) + "#sessions"}
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
        links = {what: self._link(task=task, step=row.step, what=what) + "#sessions" for what in WHAT}
        cells = {what: {"value": counts[what], "link": links[what] if counts[what] else ""} for what in WHAT}
        return {
            "name": row.step,
            "millis": row.millis,
            "time": span(row.millis / 1000),
            "all_errors": row.errors,
            **cells,
        }

    def behind(self, journeys: Iterable[Journey], given: Mapping[str, str], titles: Mapping[str, str]) -> Any:
        """The sessions behind a number that was opened, the latest first; None where none was."""
        step, question, what = (given.get(name, "") for name in ("step", "question", "what"))
        task = given.get("task", "")
        of_task = [each for each in journeys if what == ALL or self._rows[each.session].playbook == task]
        if what in (FORM, ALL):
            heading = "Sessions in which customers showed where they were"
            found = [each for each in of_task if each.steps]
        elif not step or not (question or what in WHAT):
            return None
        elif question:
            heading = f"Sessions with trouble at “{question}”, {step}"
            found = [each for each in of_task if _has_question(each, step, question)]
        else:
            words, counts = WHAT[what]
            heading = f"Sessions in which customers {words} “{step}”"
            found = [each for each in of_task if counts(each, step, self._rows[each.session])]
        rows = sorted((self._rows[each.session] for each in found), key=lambda facts: -facts.requested_at)
        return {"heading": heading, "task": titles.get(task, task), "count": len(rows), "rows": _listed(rows)}


def _has_question(journey: Journey, step: str, name: str) -> bool:
    return any(each.step == step and each.name == name for each in journey.questions)


def _listed(rows: Sequence[Facts]) -> list[dict[str, Any]]:
    return [
        {
            "session": each.session,
            "goal": each.goal,
            "at": moment(each.requested_at),
            "agent": ", ".join(each.agents.values()),
        }
        for each in rows[:SESSIONS_SHOWN]
    ]
