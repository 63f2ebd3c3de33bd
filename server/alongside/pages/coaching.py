"""Coaching: a session's reviews as JSON for the replay page, and commands about them."""

import msgspec
from aiohttp import web

from alongside.coaching import NotCoached
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.protocol.coaching import CoachingView, decode_coaching_command


def routes(accounts: Accounts, hub: Hub) -> list[web.RouteDef]:
    """/coaching/{session} and its JSON."""

    async def as_document(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        return _answer(await hub.coaching.view(who, request.match_info["session"]))

    async def commanded(request: web.Request) -> web.Response:
        who = await accounts.who(request)
        session = request.match_info["session"]
        await hub.coaching.view(who, session)  # who may not read it is told nothing of what was wrong
        try:
            command = decode_coaching_command(await request.read())
        except msgspec.DecodeError:
            return _refused(400, "bad_command", "This could not be read. Load the page again and retry.")
        try:
            return _answer(await hub.coaching.submit(who, session, command))
        except NotCoached as refused:
            return _refused(409, "not_coached", refused.says)

    return [web.get("/coaching/{session}.json", as_document), web.post("/coaching/{session}.json", commanded)]


def _answer(view: CoachingView) -> web.Response:
    return web.Response(body=msgspec.json.encode(view), content_type="application/json")


def _refused(status: int, code: str, says: str) -> web.Response:
    return web.json_response({"code": code, "says": says}, status=status)
