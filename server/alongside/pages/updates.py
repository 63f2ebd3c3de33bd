"""Service updates for agents: what changed in the playbooks of their sites, until they acknowledge it.

What an account has acknowledged is an index in the store, of versions by playbook; it is in no session's log.
"""

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, Who, may_see_site, may_work_desk
from alongside.hub import Hub
from alongside.pages.accounts import Accounts
from alongside.playbook.book import Book
from alongside.playbook.changes import newer, newest
from alongside.protocol import ServiceUpdate


def routes(accounts: Accounts, hub: Hub) -> list[web.RouteDef]:
    """/console/updates.json and /console/updates/{playbook}.json."""

    async def unread(request: web.Request) -> web.Response:
        who = await _agent(accounts, request)
        seen = await hub.indexes.acknowledged(who.id)
        return _json([update for book in _books(hub, who) for update in _updates(book, seen.get(book.id, ""))])

    async def acknowledge(request: web.Request) -> web.Response:
        who, id = await _agent(accounts, request), request.match_info["playbook"]
        book = next((book for book in _books(hub, who) if book.id == id), None)
        if book is None:
            raise web.HTTPNotFound
        await hub.indexes.acknowledge(who.id, id, newest(book.playbook))
        return _json([])

    return [
        web.get("/console/updates.json", unread),
        web.post("/console/updates/{playbook}.json", acknowledge),
    ]


async def _agent(accounts: Accounts, request: web.Request) -> Who:
    who = await accounts.who(request)
    if not may_work_desk(who):
        raise NotAllowed("Only agents are told what changed in the playbooks.")
    return who


def _books(hub: Hub, who: Who) -> list[Book]:
    """The playbooks in force for the sites that somebody looks after."""
    books = (book for id, book in sorted(hub.library.books.items()) if id == book.id)
    return [book for book in books if any(may_see_site(who, site) for site in book.playbook.applies_to.sites)]


def _updates(book: Book, acknowledged: str) -> list[ServiceUpdate]:
    title = book.playbook.title
    notes = newer(book.playbook, acknowledged)
    return [ServiceUpdate(playbook=book.id, title=title, version=each.version, note=each.note) for each in notes]


def _json(updates: list[ServiceUpdate]) -> web.Response:
    return web.Response(body=msgspec.json.encode(updates), content_type="application/json")
