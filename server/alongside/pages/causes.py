"""Causes: what sessions were about, most frequent first, and what is done about each, by plan, do, check, act.

Supervisors write the records; the figure before and after a change draws itself from the change's day. Agents see the
causes of their own sessions, and no records.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, may_see_figures, may_write_improvements
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics.board import Span, between
from alongside.metrics.breaking import when
from alongside.metrics.causes import CAUSES, FEW, SOURCES, Bar, Change, From, Share, change, pareto
from alongside.metrics.facts import Row
from alongside.metrics.improvements import STAGES, Improvement, NotWritten
from alongside.metrics.measures import Asked
from alongside.metrics.selection import Selection
from alongside.metrics.zones import Zone, named, number_of, zone
from alongside.pages.accounts import Accounts
from alongside.pages.fields import fields_of
from alongside.pages.rendering import Rendering, moment
from alongside.pages.wanted import behind, day_words, days_words, form, look, query
from alongside.protocol.improvements import WriteImprovement

AROUND = timedelta(days=28)
"""So long before and after a change is looked at."""
SIDES = {"difficulty": "User’s difficulty", "system": "System fault", "other": "Other"}
FROM: Mapping[From, str] = {"wrapup": "What agents noted at wrap-up", "signs": "Signs that the device noticed"}
EXPLANATION = (
    "Sessions with the cause, most frequent first; the line adds their shares of all causes up. At wrap-up an agent "
    "names one cause: difficulty in use and the form itself tell of the user’s difficulty, a system fault of the "
    "system.",
    "Signs are what the customer’s device noticed while the form was shared: a session may have several, so shares of "
    "sessions add up to more than 100 %.",
)
SOURCE = (
    "Juran’s use of the Pareto principle, Quality Control Handbook, 1951; plan, do, check, act as in Deming, Out of "
    "the Crisis, 1986; intervals by Wilson’s score method, Journal of the American Statistical Association 22, 1927"
)
_UNREADABLE = "This could not be read. Check what you entered."


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/figures/causes and below."""

    async def page(request: web.Request, says: str = "", typed: Mapping[str, str] | None = None) -> web.Response:
        who = await accounts.who(request)
        if not may_see_figures(who):
            raise NotAllowed("Figures are for agents and supervisors.")
        at, wanted = look(request.query, who, hub.clock.millis(), settings)
        source: From = next((each for each in SOURCES if each == request.query.get("from_what")), "wrapup")
        seen = await hub.table.seen(who)
        board = await asyncio.to_thread(hub.boards.board, seen, wanted, at.days, Asked(), None, 0)
        sites = [id for id in settings.sites if may_write_improvements(who, id)]
        shown = [id for id in sites if not wanted.sites or id in wanted.sites]
        records = await hub.improvements.of(shown)
        counted = board.causes.of(source)
        return rendering.page(
            "causes.html",
            who=who,
            status=400 if says else 200,
            own=who.role == "agent",
            form=form("/figures/causes", who, at, wanted, settings, hub, from_what=source),
            tabs=query(wanted, at.days),
            span=days_words(at.days),
            zone_words=at.words,
            sources=FROM,
            source=source,
            bars=[_bar(bar, wanted, at.days) for bar in pareto(board.causes, source)],
            counted=counted,
            counted_link=behind(wanted, at.days, **_among("cause" if source == "wrapup" else "sign")),
            records=await asyncio.to_thread(_records, records, seen.rows, hub.clock.millis(), settings),
            write_at={id: settings.sites[id].name for id in shown},
            causes={id: name for id, (name, _) in CAUSES.items()},
            stages=STAGES,
            sides=SIDES,
            explanation=EXPLANATION,
            explanation_source=SOURCE,
            says=says,
            typed=typed or {},
        )

    async def shown(request: web.Request) -> web.Response:
        return await page(request)

    async def written(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        site = request.match_info["site"]
        if site not in settings.sites or not may_write_improvements(who, site):
            raise NotAllowed("Supervisors write down what is done about a cause, at the sites that they look after.")
        typed = await fields_of(request)
        again = dict.fromkeys(WriteImprovement.__struct_fields__, "") | typed | {"site": site}
        try:
            asked = msgspec.convert(typed, WriteImprovement, strict=False)
            id = await hub.improvements.write(site, who, asked)
        except msgspec.ValidationError:
            return await page(request, _UNREADABLE, again)
        except NotWritten as refused:
            return await page(request, refused.says, again)
        raise web.HTTPSeeOther(f"/figures/causes?site={site}#{site}-{id}")

    return [web.get("/figures/causes", shown), web.post("/figures/causes/{site}", written)]


def _bar(bar: Bar, wanted: Selection, days: Span) -> dict[str, Any]:
    kind, _, name = bar.cause.partition(":")
    named = {"cause": "cause", "cue": "cue", "fault": "system"}[kind]
    among = _among(kind)
    return {
        "cause": bar.cause,
        "name": bar.name,
        "side": bar.side,
        "side_name": SIDES[bar.side],
        "sessions": bar.sessions,
        "link": behind(wanted, days, **{named: name}, **among),
        "share": f"{bar.share * 100:.0f} %",
        "cumulative": round(bar.cumulative, 4),
        "cumulative_text": f"{bar.cumulative * 100:.0f} %",
    }


def _among(kind: str) -> dict[str, Any]:
    """The sessions that a cause of this kind could be in: wrapped up, or with a form that was shared."""
    return {"figure": "resolved"} if kind == "cause" else {"figure": "sharing", "part": "met"}


# --- records --------------------------------------------------------------------------------------------


def _records(
    records: Sequence[tuple[str, Improvement]], rows: Sequence[Row], at: int, settings: Settings
) -> list[dict[str, Any]]:
    return [_record(site, record, rows, at, settings) for site, record in records]


def _record(site: str, record: Improvement, rows: Sequence[Row], at: int, settings: Settings) -> dict[str, Any]:
    now = record.now
    name, side = CAUSES.get(now.cause, (now.cause, "other"))
    stages = list(STAGES)
    return {
        "id": now.improvement,
        "site": site,
        "site_name": settings.sites[site].name,
        "cause": now.cause,
        "name": name,
        "side": side,
        "stage": now.stage,
        "reached": stages[: stages.index(now.stage) + 1],
        "hypothesis": now.hypothesis,
        "change": now.change,
        "changed_on": now.changed_on,
        "outcome": now.outcome,
        "owner": now.owner,
        "words": {each: _plain(getattr(now, each)) for each in ("hypothesis", "change", "outcome")},
        "seen": record.number,
        "at": moment(record.at),
        "by": record.by,
        "versions": len(record.versions),
        "effect": _effect(site, record, rows, at, zone(settings.sites[site].time_zone)) if now.changed_on else None,
    }


def _plain(parts: Any) -> str:
    return "".join(part.text for part in parts)


def _effect(site: str, record: Improvement, rows: Sequence[Row], at: int, clock: Zone) -> dict[str, Any] | None:
    """The cause before and after the change's day, as far as sessions are kept; days are those of the site."""
    today = named(clock.day(at))
    changed_on = date.fromisoformat(record.now.changed_on)
    if changed_on > today:
        return None
    days = Span(changed_on - AROUND, min(today, changed_on + AROUND - timedelta(days=1)))
    day_of = partial(when, by="day", clock=clock)
    around = between(rows, clock, number_of(days.first), number_of(days.last))
    of_site = (row.facts for row in around if row.facts.site == site)
    found = change(
        of_site,
        record.now.cause,
        str(changed_on),
        day_of,
        (str(days.first), str(days.last)),
    )
    in_site = Selection(sites=(site,), zone=clock.name)
    sides = [
        _side("Before", found.before, in_site, record.now.cause, Span(days.first, changed_on - timedelta(days=1))),
        _side("From the change on", found.after, in_site, record.now.cause, Span(changed_on, days.last)),
    ]
    return {
        "sides": sides,
        "says": _says(found),
        "few": found.few,
        "days": [
            _of_day(found, *each, changed_on) | _links(in_site, record.now.cause, _one(each[0])) for each in found.days
        ],
    }


def _links(wanted: Selection, cause: str, days: Span) -> dict[str, str]:
    """To the sessions of these days with the cause, and to all that could have it."""
    kind, _, value = cause.partition(":")
    named = {"cause": "cause", "cue": "cue", "fault": "system"}.get(kind, "cause")
    among = _among(kind)
    return {"link": behind(wanted, days, **{named: value}, **among), "all": behind(wanted, days, **among)}


def _side(name: str, share: Share, wanted: Selection, cause: str, days: Span) -> dict[str, Any]:
    low, high = share.interval
    return {
        "name": name,
        "days": days_words(days),
        "share": "–" if share.value is None else f"{share.value * 100:.0f} %",
        "between": f"{low * 100:.0f} to {high * 100:.0f} %" if share.n else "–",
        "sessions": share.sessions,
        "n": share.n,
        **_links(wanted, cause, days),
    }


def _says(found: Change) -> str:
    if found.few:
        return (
            f"Too few sessions to tell: {found.before.n} before and {found.after.n} after the change. Below {FEW} on "
            "a side, a difference is as likely chance."
        )
    if not found.clear:
        return "The two intervals overlap: this difference may be chance."
    rarer = (found.after.value or 0) < (found.before.value or 0)
    return (
        f"The cause has become {'rarer' if rarer else 'more frequent'}. Whether by this change, the figure cannot say."
    )


def _of_day(found: Change, day: str, share: Share, changed_on: date) -> dict[str, Any]:
    first = next((each for each, _ in found.days if each >= str(changed_on)), "")
    return {
        "name": day_words(day),
        "short": day_words(day)[:-5],
        "share": round(share.value or 0, 4),
        "text": f"{(share.value or 0) * 100:.0f} %",
        "sessions": share.sessions,
        "n": share.n,
        "mark": "Change" if day == first else "",
    }


def _one(day: str) -> Span:
    return Span(date.fromisoformat(day), date.fromisoformat(day))
