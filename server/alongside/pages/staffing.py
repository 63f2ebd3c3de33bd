"""Staffing as pages: a week of half hours with agents needed and planned, and the calculator.

For supervisors and administrators of a site. What came is counted from the sessions that the reader may read, and each
count opens them. The service plan has pages of its own (service_plan.py), and shares `Desk` with these.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo
from math import isinf
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from msgspec import Struct
from yarl import URL

from alongside.access import NotAllowed, Who, may_plan_staffing
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics import Facts, Selection
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering
from alongside.protocol.plans import ServicePlan
from alongside.staffing.arrivals import HALVES, clock, half_of, week_of
from alongside.staffing.calculator import FIELDS, read, reckon
from alongside.staffing.chat import Need
from alongside.staffing.erlang import Outlook
from alongside.staffing.forecast import WEEKS_NEEDED, Tried, tried
from alongside.staffing.form import SHORT
from alongside.staffing.known import Known, known
from alongside.staffing.plan import hours_of
from alongside.staffing.week import ANSWERED_PERCENT, Cell, shown, week

LEAST_EXPECTED = 0.05
"""With fewer expected than this, nobody is."""
WEEKS_AWAY = 53
"""So many weeks back and ahead can be looked at."""


class Chosen(Struct, frozen=True, kw_only=True):
    """Who looks at which site's staffing, where, and when."""

    who: Who
    site: str
    sites: Mapping[str, str]
    zone: tzinfo
    zone_name: str
    answer_seconds: int
    now: int

    @property
    def today(self) -> date:
        return half_of(self.now, self.zone)[0]


class Desk:
    """What the pages of staffing share: the site that is chosen, and its sessions."""

    def __init__(self, accounts: Accounts, settings: Settings, hub: Hub) -> None:
        self._accounts = accounts
        self._settings = settings
        self.hub = hub

    async def chosen(self, request: web.Request, named: str | None = None) -> Chosen:
        """The site that the address, or a form, names; the first of the reader's where it names none."""
        who = await self._accounts.who(request)
        sites = {id: site.name for id, site in self._settings.sites.items() if may_plan_staffing(who, id)}
        site = request.query.get("site", "") if named is None else named
        site = site or next(iter(sites), "")
        if site not in sites:
            raise NotAllowed("Staffing is for the supervisors of a site.")
        kept = self._settings.sites[site]
        return Chosen(
            who=who,
            site=site,
            sites=sites,
            zone=ZoneInfo(kept.time_zone),
            zone_name=kept.time_zone,
            answer_seconds=kept.answer_seconds,
            now=self.hub.clock.millis(),
        )

    async def facts(self, chosen: Chosen) -> Sequence[Facts]:
        """The site's sessions that the reader may read."""
        rows = await self.hub.table.rows(chosen.who)
        return [row.facts for row in rows if row.facts.site == chosen.site]


def routes(rendering: Rendering, desk: Desk) -> list[web.RouteDef]:
    """/staffing and its calculator."""

    async def plan_of(chosen: Chosen) -> ServicePlan:
        return (await desk.hub.plans.of(chosen.site)).now

    async def week_page(request: web.Request) -> web.Response:
        chosen = await desk.chosen(request)
        plan, rows = await plan_of(chosen), await desk.facts(chosen)
        monday = _monday(request.query.get("week", ""), chosen.today)

        def reckoned() -> dict[str, Any]:
            found = known(rows, plan, chosen.zone, chosen.today, monday)
            cells = week(found.history, plan, found.handling, monday, half_of(chosen.now, chosen.zone))
            return _week(chosen, plan, found, monday, cells) | {"tried": _tried(tried(found.history))}

        context = await asyncio.to_thread(reckoned)
        return rendering.page("staffing.html", who=chosen.who, chosen=chosen, **context)

    async def calculator_page(request: web.Request) -> web.Response:
        chosen = await desk.chosen(request)
        asked = any(name in request.query for name in FIELDS)
        if asked:
            typed = {name: request.query.get(name, "") for name in FIELDS}
        else:
            typed = _measured(await plan_of(chosen), await desk.facts(chosen), chosen)
        numbers, problems = read(typed)
        answers = None if problems else await asyncio.to_thread(reckon, numbers)
        return rendering.page(
            "calculator.html",
            who=chosen.who,
            status=400 if problems else 200,
            chosen=chosen,
            asked=asked,
            typed=typed,
            problems=problems,
            numbers=numbers,
            models=[] if answers is None else [_need(answers.patient), _need(answers.impatient)],
            erlangs=None if answers is None else f"{answers.erlangs:.1f}",
            around=[] if answers is None else [_neighbour(*each) for each in answers.around],
            sentence="" if answers is None else _difference(answers.patient, answers.impatient, numbers),
        )

    return [web.get("/staffing", week_page), web.get("/staffing/calculator", calculator_page)]


# --- the week -------------------------------------------------------------------------------------------


def _monday(named: str, today: date) -> date:
    """The week that the address names, if it is not too far; else this one."""
    try:
        found = week_of(date.fromisoformat(named))
    except ValueError:
        return week_of(today)
    return found if abs((found - week_of(today)).days) <= WEEKS_AWAY * 7 else week_of(today)


def _week(chosen: Chosen, plan: ServicePlan, found: Known, monday: date, cells: list[Cell]) -> dict[str, Any]:
    by_half = {cell.half: cell for cell in cells}
    days = [monday + timedelta(days=number) for number in range(7)]
    numbers = shown(cells)
    return {
        "monday": monday,
        "sunday": days[-1],
        "weeks": [
            (title, _address(chosen, monday + timedelta(weeks=by))) for title, by in (("before", -1), ("after", 1))
        ],
        "this_week": _address(chosen, None) if monday != week_of(chosen.today) else "",
        "days": [_day(chosen, plan, day, cells[at * HALVES : (at + 1) * HALVES]) for at, day in enumerate(days)],
        "lines": [
            {"clock": clock(number), "cells": [_cell(chosen, plan, by_half[day, number]) for day in days]}
            for number in numbers
        ],
        "forecast": any(cell.expected is not None for cell in cells),
        "known": found,
        "weeks_known": found.history.weeks,
        "weeks_needed": WEEKS_NEEDED,
        "handling": span(found.handling),
        "plan": plan,
        "promised": plan.objectives.get("service_level", ANSWERED_PERCENT),
    }


def _address(chosen: Chosen, monday: date | None) -> str:
    week_named = {"week": monday.isoformat()} if monday else {}
    return str(URL("/staffing").with_query({"site": chosen.site, **week_named}))


def _day(chosen: Chosen, plan: ServicePlan, day: date, cells: list[Cell]) -> dict[str, Any]:
    special = next((each for each in plan.specials if each.day == day.isoformat()), None)
    came = [cell.came for cell in cells if cell.came is not None]
    expected = [cell.expected for cell in cells if cell.expected is not None]
    return {
        "name": SHORT[day.weekday()],
        "date": f"{day.day} {day:%b}",
        "today": day == chosen.today,
        "why": special.why or ("closed" if not hours_of(plan, day) else "other hours") if special else "",
        "came": sum(came) if came else None,
        "link": _sessions(chosen, day, day),
        "expected": few(sum(expected)) if expected else None,
        "needed": sum(cell.needed or 0 for cell in cells) / 2 if expected else None,
        "planned": sum(cell.planned for cell in cells) / 2 if plan.shifts else None,
    }


def _cell(chosen: Chosen, plan: ServicePlan, cell: Cell) -> dict[str, Any]:
    """How a half hour is shown; `state` colours it, and the words say the same."""
    day, number = cell.half
    gap = cell.gap if plan.shifts else None
    quiet = not (cell.came or cell.planned or (cell.expected or 0) >= LEAST_EXPECTED)
    return {
        "quiet": quiet,
        "state": "closed" if not cell.open else "" if quiet or not gap else "short" if gap < 0 else "spare",
        "came": cell.came,
        "link": _sessions_of_half(chosen, day, number) if cell.came else "",
        "expected": None if cell.expected is None else few(cell.expected),
        "needed": cell.needed,
        "planned": cell.planned if plan.shifts else None,
        "gap": gap,
    }


def _sessions(chosen: Chosen, first: date, last: date) -> str:
    return _behind(Selection(sites=(chosen.site,), from_day=str(first), to_day=str(last), zone=chosen.zone_name))


def _sessions_of_half(chosen: Chosen, day: date, number: int) -> str:
    named = Selection(sites=(chosen.site,), from_day=str(day), to_day=str(day), half=number, zone=chosen.zone_name)
    return _behind(named)


def _behind(wanted: Selection) -> str:
    return str(URL("/sessions").with_query(wanted.query()))


def _tried(found: Tried | None) -> dict[str, Any] | None:
    """How good the forecast has been, in words and figures."""
    if found is None or found.ours.wape is None or found.naive.wape is None:
        return None
    named = (("This forecast", found.ours), ("“The same as last week”", found.naive))
    return {
        "weeks": found.weeks,
        "better": found.ours.wape <= found.naive.wape,
        "off": share(found.ours.wape),
        "rows": [
            {
                "name": name,
                "wape": share(each.wape),
                "mae": f"{each.mae:.1f}",
                "mape": share(each.mape),
                "bias": f"{each.bias:+.1f}".replace("-", "−"),
            }
            for name, each in named
        ],
    }


# --- the calculator -------------------------------------------------------------------------------------


def _measured(plan: ServicePlan, rows: Sequence[Facts], chosen: Chosen) -> dict[str, str]:
    """What the form begins with: the plan's promises, the handling time there was, and the busiest half hour."""
    monday = week_of(chosen.today)
    found = known(rows, plan, chosen.zone, chosen.today, monday)
    busiest = max(found.history.counts.values(), default=10)
    gives_up = plan.objectives.get("abandonment")
    return {
        "arrivals": str(busiest),
        "minutes": f"{found.handling / 60:.1f}",
        "at_a_time": str(plan.at_a_time),
        "slower": "0",
        "answered": str(min(99, plan.objectives.get("service_level", ANSWERED_PERCENT)) or 1),
        "within": str(plan.answer_seconds),
        "patience": str(plan.patience_seconds),
        "gives_up": "" if gives_up is None else str(gives_up),
        "away": str(plan.away_percent),
    }


def _need(found: Need | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"agents": found.agents, "rostered": found.rostered, **_outlook(found.outlook)}


def _outlook(outlook: Outlook) -> dict[str, str]:
    return {
        "answered": share(outlook.answered),
        "waits": share(outlook.waits),
        "gives_up": share(outlook.gives_up),
        "mean_wait": span(outlook.mean_wait),
        "occupancy": share(outlook.occupancy),
    }


def _neighbour(agents: int, patient: Outlook, impatient: Outlook) -> dict[str, Any]:
    return {"agents": agents, "patient": _outlook(patient), "impatient": _outlook(impatient)}


def _difference(patient: Need | None, impatient: Need | None, numbers: Mapping[str, float]) -> str:
    """What the difference between the two answers comes from, in words."""
    if patient is None or impatient is None:
        return "No number of agents that one queue can have is enough for these numbers. Check them."
    if not numbers["patience"]:
        return "You said that customers wait for ever, so both are the same reckoning."
    if impatient.agents < patient.agents:
        return (
            "Erlang A comes to fewer agents, because who gives up no longer stands in the way of those behind. "
            f"{share(impatient.outlook.gives_up)} of customers leave without help then: set how many may give up, "
            "if that is too many."
        )
    if impatient.agents > patient.agents:
        return "Erlang A comes to more agents, because you limit how many may give up. In Erlang C nobody does."
    return (
        "Both come to the same number. Erlang C takes waits for longer than they are, because in it nobody gives up; "
        "with so few waiting it makes no difference to the number."
    )


# --- numbers as people read them ------------------------------------------------------------------------


def few(number: float) -> str:
    """A forecast, no more exact than it is."""
    return f"{number:.1f}" if number < 9.95 else f"{number:.0f}"


def share(part: float | None) -> str:
    """A share of 1 in percent, with a decimal where it is small."""
    if part is None:
        return "–"
    return f"{part * 100:.{1 if 0.0005 <= part < 0.0995 else 0}f}\u00a0%"


def span(seconds: float) -> str:
    """Seconds as people say them."""
    if isinf(seconds):
        return "without end"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 10 and rest else f"{round(seconds / 60)} min"
