"""The service plan as pages: what is promised held against what was, every version, and the form that changes it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from aiohttp import web
from msgspec.structs import replace
from yarl import URL

from alongside.hub.plans import NotSaved
from alongside.metrics import Selection
from alongside.metrics.kpis import BY_ID
from alongside.metrics.matching import answer_times
from alongside.pages.fields import fields_of
from alongside.pages.rendering import Rendering, moment
from alongside.pages.staffing import Chosen, Desk, share
from alongside.protocol.plans import ServicePlan
from alongside.staffing.form import (
    CONTINGENCIES,
    OBJECTIVES,
    STARTER,
    WEEKDAYS,
    contingencies_shown,
    hours_said,
    read,
    shift_said,
    written,
)
from alongside.staffing.held import FEWEST, Held, held
from alongside.staffing.plan import Version

DAYS = 28
"""So many days, with today, are looked at unless the address says otherwise."""
PLACES: Mapping[str, str] = {
    "aim": "Aim",
    "answer_seconds": "Answered in time",
    **{id: BY_ID[id].name for id in OBJECTIVES},
    **{f"hours_{at}": day for at, day in enumerate(WEEKDAYS)},
    "specials": "Special days",
    "shifts": "Agents",
    "at_a_time": "Chats at a time",
    "away_percent": "Away of paid time",
    "patience_seconds": "Customers’ patience",
    **{f"{part}_{at}": f"Contingency {at + 1}" for at in range(CONTINGENCIES) for part in ("when", "then", "who")},
}


def routes(rendering: Rendering, desk: Desk) -> list[web.RouteDef]:
    """/staffing/plan and its form."""

    async def shown(request: web.Request) -> web.Response:
        chosen = await desk.chosen(request)
        plans = await desk.hub.plans.of(chosen.site)
        number = request.query.get("version", "")
        version = plans.version(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
        version = version or (plans.versions[-1] if plans.versions else None)
        plan = version.plan if version else ServicePlan()
        first, last = _period(request.query, chosen.today)
        behind = Selection(
            sites=(chosen.site,),
            from_day=first.isoformat(),
            to_day=last.isoformat(),
            zone=chosen.zone_name,
            within=answer_times({chosen.site: plan.answer_seconds}),
        )
        rows = [row.facts for row in await desk.hub.table.select(chosen.who, behind)]
        return rendering.page(
            "service_plan.html",
            who=chosen.who,
            chosen=chosen,
            plan=plan,
            version=_version(version) if version else None,
            past=bool(version and version.number != plans.number),
            held=[_held(each, behind) for each in held(plan, chosen.site, rows)],
            from_day=first.isoformat(),
            to_day=last.isoformat(),
            fewest=FEWEST,
            sessions=len(rows),
            link=_sessions(behind),
            days=[(name, hours_said(hours)) for name, hours in zip(WEEKDAYS, plan.hours, strict=True)],
            specials=sorted((each.day, hours_said(each.hours), each.why) for each in plan.specials),
            shifts=[(shift_said(each).rpartition(" ")[0], each.agents) for each in plan.shifts],
            versions=[_version(each) for each in reversed(plans.versions)],
        )

    def form(
        chosen: Chosen, typed: Mapping[str, str], base: int, problems: Mapping[str, str], says: str, status: int
    ) -> web.Response:
        return rendering.page(
            "service_plan_form.html",
            who=chosen.who,
            status=status,
            chosen=chosen,
            typed={name: typed.get(name, "") for name in PLACES},
            problems=problems,
            says=says,
            base=base,
            weekdays=WEEKDAYS,
            contingencies=contingencies_shown(typed),
            objectives=[(id, BY_ID[id].name, BY_ID[id].better) for id in OBJECTIVES],
            places=PLACES,
        )

    async def edited(request: web.Request) -> web.Response:
        chosen = await desk.chosen(request)
        plans = await desk.hub.plans.of(chosen.site)
        starter = replace(STARTER, answer_seconds=chosen.answer_seconds)
        return form(chosen, written(plans.now if plans.versions else starter), plans.number, {}, "", 200)

    async def saved(request: web.Request) -> web.Response:
        fields = await fields_of(request)
        chosen = await desk.chosen(request, fields.get("site", ""))
        plan, problems = read(fields)
        base = fields.get("base", "")
        number = int(base) if base.isascii() and base.isdigit() and len(base) < 10 else 0
        if plan is None:
            return form(chosen, fields, number, problems, "", 400)
        try:
            await desk.hub.plans.save(chosen.site, chosen.who, plan, number)
        except NotSaved as refused:  # the next try is on the version that they were told of
            latest = (await desk.hub.plans.of(chosen.site)).number
            return form(chosen, fields, latest, {}, refused.says, 409)
        raise web.HTTPSeeOther(str(URL("/staffing/plan").with_query(site=chosen.site)))

    return [
        web.get("/staffing/plan", shown),
        web.get("/staffing/plan/edit", edited),
        web.post("/staffing/plan/edit", saved),
    ]


def _period(query: Mapping[str, str], today: date) -> tuple[date, date]:
    """The days that the address names, both in it; else the last four weeks."""
    first, last = (_day(query.get(name, "")) for name in ("from", "to"))
    last = last or today
    first = first or last - timedelta(days=DAYS - 1)
    return min(first, last), max(first, last)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _version(saved: Version) -> dict[str, Any]:
    return {"number": saved.number, "by": saved.by.name or "Alongside", "at": moment(saved.at)}


def _held(each: Held, behind: Selection) -> dict[str, Any]:
    return {
        "name": each.kpi.name,
        "formula": each.kpi.formula,
        "better": each.kpi.better,
        "promised": each.promised,
        "actual": None if each.actual is None else share(each.actual / 100),
        "n": each.n,
        "verdict": each.verdict,
        "link": _sessions(replace(behind, figure=each.kpi.id)),
    }


def _sessions(behind: Selection) -> str:
    return str(URL("/sessions").with_query(behind.query()))
