"""Evidence portfolios: an agent's chosen moments by criterion, edited here, and as HTML and PDF to keep or hand in."""

import asyncio
import base64
import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web
from yarl import URL

from alongside.access import Who, may_coach
from alongside.coaching import NotCoached
from alongside.coaching.portfolio import Example, Portfolio
from alongside.config import Account, Settings
from alongside.export import plain
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.pages.fields import fields_of
from alongside.pages.plans import agent_of, command_of
from alongside.pages.rendering import TEMPLATES, Rendering, moment
from alongside.protocol.coaching import ChooseMoment, MaskMoment, RemoveMoment
from alongside.protocol.scorecards import Scorecard
from alongside.typesetting import Block, Document, Heading, Listed, Quote, Said, Table, Text, as_pdf

STYLE = (TEMPLATES / "portfolio.css").read_text()
POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
"""What the page to keep may do: its own style, and nothing else."""


def routes(accounts: Accounts, rendering: Rendering, settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/coaching/portfolio/{agent} and the documents."""

    async def found(request: web.Request) -> tuple[Who, str, Account, str, Portfolio]:
        who, agent, account = await agent_of(request, accounts, settings)
        plan = await hub.development.of(agent)
        id, card = _card(hub.library.scorecards, plan.card)
        return who, agent, account, id, await hub.development.portfolio(who, agent, account.display, card)

    async def page(request: web.Request, says: str = "", typed: str = "") -> web.Response:
        who, agent, account, card, made = await found(request)
        return rendering.page(
            "portfolio.html",
            who=who,
            status=400 if says else 200,
            agent={"id": agent, "name": account.display},
            card=card,
            cards={id: each.title for id, each in sorted(hub.library.scorecards.items())},
            **_shown(made),
            writes={"statement": who.id == agent, "witness": may_coach(who)},
            says=says,
            typed=typed,
        )

    async def shown(request: web.Request) -> web.Response:
        return await page(request)

    async def asked(request: web.Request) -> web.Response:
        who, agent, _ = await agent_of(request, accounts, settings)
        fields = await fields_of(request)
        try:
            await _do(hub, who, agent, fields)
        except msgspec.ValidationError:
            return await page(request, "This could not be read. Check what you entered.", fields.get("words", ""))
        except NotCoached as refused:
            return await page(request, refused.says, fields.get("words", ""))
        raise web.HTTPSeeOther(str(URL("/coaching/portfolio") / agent))

    async def as_html(request: web.Request) -> web.Response:
        _, agent, _, _, made = await found(request)
        answer = rendering.page(
            "portfolio_kept.html", policy=POLICY, style=STYLE, made_at=_now(hub), **_shown(made), agent=made.agent
        )
        answer.headers["Content-Security-Policy"] = POLICY
        return _kept(answer, agent, "html")

    async def as_document(request: web.Request) -> web.Response:
        _, agent, _, _, made = await found(request)
        body = await asyncio.to_thread(as_pdf, document(made), _now(hub))
        return _kept(web.Response(body=body, content_type="application/pdf"), agent, "pdf")

    return [
        web.get("/coaching/portfolio/{agent}.html", as_html),
        web.get("/coaching/portfolio/{agent}.pdf", as_document),
        web.get("/coaching/portfolio/{agent}", shown),
        web.post("/coaching/portfolio/{agent}", asked),
    ]


_NO_CARD = Scorecard(title="No scorecard yet", owner="", version="", scales=(), sections=())


def _now(hub: Hub) -> datetime:
    return datetime.fromtimestamp(hub.clock.seconds(), UTC)


def _kept(answer: web.Response, agent: str, ending: str) -> web.Response:
    name = "".join(letter if letter.isalnum() else "-" for letter in agent if letter.isascii())
    answer.headers["Content-Disposition"] = f'attachment; filename="portfolio-{name}.{ending}"'
    return answer


def _card(cards: dict[str, Scorecard], wanted: str) -> tuple[str, Scorecard]:
    """The scorecard that the portfolio follows: the chosen one, or the first."""
    id = wanted if wanted in cards else min(cards, default="")
    return id, cards.get(id, _NO_CARD)


async def _do(hub: Hub, who: Who, agent: str, fields: dict[str, str]) -> None:
    """What a form asks: of a moment in its session's coaching log, of the texts in the agent's own ledger. Raises
    msgspec.ValidationError and NotCoached."""
    session = fields.pop("session", "")
    match fields.get("do"):
        case "moment.choose":
            given = {"agent": agent, "criterion": fields.get("criterion", ""), "note": fields.get("note", "")}
            places = {name: int(fields.get(name) or 0) for name in ("entry", "until") if _is_number(fields.get(name))}
            await hub.coaching.submit(who, session, msgspec.convert({**given, "entry": 0, **places}, ChooseMoment))
        case "moment.remove":
            await hub.coaching.submit(who, session, RemoveMoment(moment=fields.get("moment", "")))
        case "moment.mask":
            hide = [word.strip() for word in fields.get("hide", "").split(",") if word.strip()]
            asked = {"do": "moment.mask", "moment": fields.get("moment", ""), "hide": hide}
            await hub.coaching.submit(who, session, msgspec.convert(asked, MaskMoment))
        case "card.choose" if fields.get("card") not in hub.library.scorecards:
            raise NotCoached("There is no such scorecard.")
        case _:
            await hub.development.submit(who, agent, command_of(fields))


def _is_number(text: str | None) -> bool:
    return bool(text) and text is not None and text.isdigit() and len(text) < 10


def _shown(made: Portfolio) -> dict[str, Any]:
    """The portfolio for a template."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for criterion in made.criteria:
        examples = [_example(made, each) for each in criterion.examples]
        sections.setdefault(criterion.section, []).append(
            {"id": criterion.id, "title": criterion.title, "guidance": criterion.guidance, "examples": examples}
        )
    return {
        "title": made.card,
        "sections": sections,
        "sessions": [
            {
                "id": each.session,
                "number": each.number,
                "at": moment(each.began_at),
                "familiarity": each.familiarity,
                "difficulty": each.difficulty,
                "moments": each.moments,
            }
            for each in made.sessions
        ],
        "missing": made.missing,
        "statement": _text(made.statement),
        "witness": _text(made.witness),
    }


def _example(made: Portfolio, each: Example) -> dict[str, Any]:
    return {
        "moment": each.moment,
        "session": each.session,
        "session_id": made.sessions[each.session - 1].session,
        "at": moment(each.at),
        "note": each.note,
        "by": each.by,
        "lines": each.lines,
        "link": each.link,
        "hide": ", ".join(each.hide),
    }


def _text(note: Any) -> dict[str, Any]:
    if note is None:
        return {"words": (), "text": "", "by": "", "at": None}
    return {"words": note.words, "text": plain(note.words), "by": note.by.name, "at": moment(note.at)}


# --- as PDF ---


def document(made: Portfolio) -> Document:
    """The portfolio, to be set."""
    return Document(
        title=f"Evidence portfolio: {made.agent}",
        subtitle=made.card,
        foot=f"Evidence portfolio: {made.agent}",
        index=True,
        blocks=tuple(_blocks(made)),
    )


def _blocks(made: Portfolio) -> list[Block]:
    blocks: list[Block] = [Heading(text="Personal statement")]
    blocks.append(_written(made.statement))
    section = ""
    for criterion in made.criteria:
        if criterion.section != section:
            section = criterion.section
            blocks.append(Heading(text=section))
        blocks += [Heading(text=criterion.title, level=2), Text(text=criterion.guidance, muted=True)]
        blocks += [block for each in criterion.examples for block in _set(each)]
        if not criterion.examples:
            blocks.append(Text(text="No moment is chosen for this yet."))
    blocks += [Heading(text="Witness note"), _written(made.witness), Heading(text="Index of sessions")]
    head = ("Session", "When (UTC)", "Customer", "Difficulty", "Moments")
    rows = tuple(
        (str(each.number), f"{moment(each.began_at):%Y-%m-%d %H:%M}", each.familiarity, each.difficulty,
         str(each.moments))
        for each in made.sessions
    )  # fmt: skip
    blocks.append(Table(head=head, rows=rows) if rows else Text(text="No session yet."))
    if made.missing:
        blocks += [Heading(text="Still missing"), Listed(items=made.missing)]
    return [*blocks, Text(text=MASKED, muted=True)]


MASKED = (
    "Customers are not named. Words in square brackets stand where a name or a number was hidden. What customers typed "
    "into the form was never kept."
)


def _set(example: Example) -> list[Block]:
    when = f"{moment(example.at):%Y-%m-%d %H:%M}"
    blocks: list[Block] = [Heading(text=f"Session {example.session}, {when}, chosen by {example.by}", level=3)]
    if example.note:
        blocks.append(Text(text=example.note))
    blocks += [Said(who=each.who, when="", text=each.words, notice=not each.said) for each in example.lines]
    return blocks


def _written(note: Any) -> Block:
    if note is None or not note.words:
        return Text(text="Not written yet.", muted=True)
    return Quote(text=plain(note.words), by=f"{note.by.name}, {moment(note.at):%Y-%m-%d}")
