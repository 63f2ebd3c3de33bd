"""One finished or running session: its transcript as a page, and to keep."""

from datetime import datetime
from typing import Any

from aiohttp import web

from alongside.access import NotAllowed, Who, may_read_session, may_work_desk
from alongside.config import Settings
from alongside.export import CAUSES, HELPED_BY, RESOLVED, plain, transcript
from alongside.hub import Hub
from alongside.hub.entries import read_entries
from alongside.pages.accounts import Accounts
from alongside.pages.rendering import Rendering, moment
from alongside.protocol import Entry, Wrapup
from alongside.session import State, Summary, fold, new_state, readers, summary
from alongside.transcripts import FORMS, written


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/sessions/{session} and below."""

    async def shown(request: web.Request) -> web.Response:
        who, state, entries = await _session(request, accounts, hub)
        told = transcript(state.info.id, entries)
        items = [{"at": moment(item.at), **_fields(item)} for item in told.items]
        return rendering.page(
            "session.html",
            who=who,
            session=_row(summary(state), settings),
            items=items,
            wrapup=_account(state.wrapup),
            forms={ending: form.words for ending, form in FORMS.items()},
            corrects=summary(state).wraps_up == who.id,
            may_practise=may_work_desk(who) and state.info.ended is not None and not state.info.practice,
        )

    async def written_down(request: web.Request) -> web.Response:
        form = FORMS[request.path.rpartition(".")[2]]
        _, state, entries = await _session(request, accounts, hub)
        body = await written(transcript(state.info.id, entries), form)
        charset = "utf-8" if form.media_type.startswith("text/") else None
        headers = {"Content-Security-Policy": form.policy}
        return web.Response(body=body, content_type=form.media_type, charset=charset, headers=headers)

    return [
        *(web.get(f"/sessions/{{session}}/transcript.{ending}", written_down) for ending in FORMS),
        web.get("/sessions/{session}", shown),
    ]


async def _session(request: web.Request, accounts: Accounts, hub: Hub) -> tuple[Who, State, list[Entry]]:
    """The session asked for, if the caller may read it. One that is not there is answered alike."""
    who = await accounts.who(request)
    session = request.match_info["session"]
    entries = await read_entries(hub.log, session)
    state = fold(entries, onto=new_state(session))
    if not entries or not may_read_session(who, state.info.site, readers(state), hub.rules.teams_of):
        raise NotAllowed("There is no such session, or it is not one that you may read.", "no_session")
    return who, state, entries


def _row(each: Summary, settings: Settings) -> dict[str, Any]:
    site = settings.sites.get(each.row.site)
    started: datetime = moment(each.requested_at)
    return {
        "id": each.row.session,
        "site": each.row.site,
        "site_name": site.name if site else each.row.site,
        "started": started,
        "minutes": round((each.ended_at - each.requested_at) / 60_000) if each.ended_at else None,
        "goal": plain(each.row.goal) or plain(each.row.difficulty) or each.row.choice,
        "agent_name": ", ".join(each.agents.values()),
        "status": each.row.status,
        "practice": each.row.practice,
        "solved": each.solved,
        "rating": each.rating,
    }


def _account(wrapup: Wrapup | None) -> dict[str, Any] | None:
    """The agent's account of a session, in words."""
    if wrapup is None:
        return None
    outcome = RESOLVED[wrapup.resolved].capitalize()
    if wrapup.resolved != "no":
        outcome += f", {HELPED_BY[wrapup.helped_by]}"
    shown = {name: getattr(wrapup, name) for name in ("task", "faults", "follow_up", "by", "versions")}
    return {**shown, "outcome": outcome, "cause": CAUSES[wrapup.cause].capitalize()}


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("kind", "who", "role", "parts", "words", "entry")}
