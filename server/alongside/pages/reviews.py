"""A session's reviews as a page: what an agent reads, answers and may appeal against; what supervisors read.

Scoring itself is done beside the replay. Every moment is a link into it.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec
from aiohttp import web

from alongside.access import Who
from alongside.coaching import NotCoached
from alongside.coaching.scoring import asked_items, word
from alongside.export import plain
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.pages.fields import fields_of
from alongside.pages.rendering import Rendering, moment
from alongside.protocol.coaching import CoachingCommand
from alongside.protocol.coaching_views import CalibrationView, CoachingView, Evidence, ReviewComment, ReviewView, Scored

_FROM_HERE = ("review.reply", "appeal.make", "appeal.decide", "calibration.close", "review.release")
"""What this page's forms ask for."""


def routes(accounts: Accounts, rendering: Rendering, hub: Hub) -> list[web.RouteDef]:
    """/coaching/reviews/{session}."""

    async def page(
        who: Who, view: CoachingView, says: str = "", typed: Mapping[str, str] | None = None
    ) -> web.Response:
        around, _, _ = await hub.coaching.session(who, view.session)
        shown = [_review(view, each) for each in view.reviews if not each.hidden and not each.calibration]
        return rendering.page(
            "reviews.html",
            who=who,
            status=400 if says else 200,
            session=view.session,
            goal=plain(around.session.goal) or "A session",
            scores="review.begin" in view.may,
            began=moment(view.began_at),
            reviews=shown,
            hidden=[_outline(each) for each in view.reviews if each.hidden and not each.calibration],
            calibrations=[_calibration(view, each) for each in view.calibrations],
            says=says,
            typed=defaultdict(str, typed or {}),
        )

    async def shown(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        return await page(who, await hub.coaching.view(who, request.match_info["session"]))

    async def asked(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        session = request.match_info["session"]
        view = await hub.coaching.view(who, session)
        fields = await fields_of(request)
        try:
            await hub.coaching.submit(who, session, _command(fields))
        except msgspec.ValidationError:
            return await page(who, view, "This could not be read. Check what you entered.", fields)
        except NotCoached as refused:
            return await page(who, view, refused.says, fields)
        raise web.HTTPSeeOther(f"/coaching/reviews/{session}")

    return [web.get("/coaching/reviews/{session}", shown), web.post("/coaching/reviews/{session}", asked)]


def _command(fields: Mapping[str, str]) -> CoachingCommand:
    """The command of a form. Raises msgspec.ValidationError."""
    if fields.get("do") not in _FROM_HERE:
        raise msgspec.ValidationError
    given: dict[str, Any] = {name: value for name, value in fields.items() if "." not in name}
    if given["do"] == "appeal.decide":
        given["changes"] = [_change(name, value) for name, value in fields.items() if name.startswith("to.") and value]
    command: CoachingCommand = msgspec.convert(given, CoachingCommand)
    return command


def _change(name: str, value: str) -> dict[str, Any]:
    item = name.removeprefix("to.")
    if value == "none":
        return {"item": item, "applies": False}
    if not value.isdigit():
        raise msgspec.ValidationError
    return {"item": item, "level": int(value)}


def _outline(review: ReviewView) -> dict[str, Any]:
    state = {"draft": "is writing", "submitted": "has handed in", "released": "has released"}[review.state]
    return {"reviewer": review.reviewer.name, "state": state, "blind": review.blind}


def _review(view: CoachingView, review: ReviewView) -> dict[str, Any]:
    card, result = review.scorecard, review.result
    asked = {item.id for item in asked_items(card, review.scores)}
    return {
        **_outline(review),
        "id": review.id,
        "agent": review.agent.name,
        "agent_id": review.agent.id,
        "card": card.title,
        "score": result.score,
        "reached": result.reached,
        "failed": [item.title for item in card.items if item.id in result.failed],
        "released": moment(review.released_at) if review.released_at else None,
        "state": review.state,
        "summary": review.summary,
        "sections": [
            {
                "title": section.title,
                "score": result.sections[at] if at < len(result.sections) else None,
                "items": [_item(view, review, item) for item in section.items if item.id in asked],
            }
            for at, section in enumerate(card.sections)
        ],
        "comments": [_comment(view, each) for each in review.comments if not each.item],
        "replies": [{"by": each.by.name, "at": moment(each.at), "words": each.words} for each in review.replies],
        "appeal": _appeal(review),
        "may": review.may,
        "mine": review.mine,
    }


def _item(view: CoachingView, review: ReviewView, item: Any) -> dict[str, Any]:
    card, scored = review.scorecard, review.scores.get(item.id, Scored())
    levels = card.levels(item)
    counts = item.weight and scored.applies and scored.level is not None
    return {
        "id": item.id,
        "title": item.title,
        "guidance": item.guidance,
        "critical": item.critical,
        "counts": bool(item.weight),
        "word": word(card, item, scored) or "Not scored",
        "tone": _tone(scored.level or 0, len(levels)) if counts else "",
        "why": scored.why,
        "levels": [level.word for level in levels],
        "may_not_apply": bool(item.not_applicable),
        "evidence": [_evidence(view, each) for each in review.evidence if each.item == item.id],
        "comments": [_comment(view, each) for each in review.comments if each.item == item.id],
    }


def _tone(level: int, of: int) -> str:
    """The colour of a word: its best and its worst stand out, and so do those below the middle."""
    return "danger" if level == 0 else "success" if level == of - 1 else "warning" if 2 * level < of - 1 else ""


def _evidence(view: CoachingView, each: Evidence) -> dict[str, Any]:
    return {
        "place": _place(view, each.at, each.until_at),
        "link": _link(view, each.entry),
        "note": each.note,
        "text": plain(each.note),
        "entry": each.entry,
        "until": each.until or "",
    }


def _comment(view: CoachingView, each: ReviewComment) -> dict[str, Any]:
    return {
        "tone": each.tone,
        "words": each.words,
        "place": _place(view, each.at, each.until_at) if each.entry else "",
        "link": _link(view, each.entry),
    }


def _link(view: CoachingView, entry: int) -> str:
    return f"/sessions/{view.session}/replay#entry={entry}"


def _place(view: CoachingView, at: int, until: int = 0) -> str:
    """When it was, from the session's beginning on: 2:05, or 2:05 to 3:10."""
    first = since(view.began_at, at)
    return f"{first} to {since(view.began_at, until)}" if until else first


def since(began: int, at: int) -> str:
    """Minutes and seconds between two moments."""
    seconds = max(0, at - began) // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def _appeal(review: ReviewView) -> dict[str, Any] | None:
    appeal = review.appeal
    if appeal is None:
        return None
    card = review.scorecard
    changed: list[str] = []
    for change in appeal.changes:
        item = card.item(change.item)
        if item is not None:
            now = word(card, item, Scored(level=change.level, applies=change.applies))
            changed.append(f"{item.title}: now “{now}”")
    return {
        "at": moment(appeal.at),
        "words": appeal.words,
        "outcome": appeal.outcome,
        "decided": moment(appeal.decided_at) if appeal.decided_at else None,
        "by": appeal.decided_by,
        "reason": appeal.reason,
        "changed": changed,
    }


def _calibration(view: CoachingView, calibration: CalibrationView) -> dict[str, Any]:
    """A calibration: who has handed in and, once it is closed, everybody's words side by side."""
    group = [each for each in view.reviews if each.calibration == calibration.id and each.state != "draft"]
    shown = group if calibration.closed_at else []
    rows: list[dict[str, Any]] = []
    for item in shown[0].scorecard.items if shown else ():
        words = [word(each.scorecard, item, each.scores.get(item.id, Scored())) or "Not asked" for each in shown]
        rows.append({"title": item.title, "words": words, "apart": len(set(words)) > 1})
    return {
        "id": calibration.id,
        "title": calibration.title,
        "by": calibration.opened_by,
        "closed": bool(calibration.closed_at),
        "handed_in": calibration.handed_in,
        "names": [each.reviewer.name for each in shown],
        "scores": [each.result.score for each in shown],
        "rows": rows,
        "may": calibration.may,
    }
