"""What tests of /api/v1 share: a token, and a call with it."""

from collections.abc import Mapping
from typing import Any

from aiohttp import ClientSession
from serving import Served

from alongside.access.scopes import SCOPES, Scope

EVERY: tuple[Scope, ...] = tuple(SCOPES)


async def token(server: Served, *scopes: Scope, sites: tuple[str, ...] = (), days: int = 1) -> str:
    """A token of these scopes, by default of all."""
    _, secret = await server.hub.tokens.make("of the tests", scopes or EVERY, sites, days, by="ada")
    return secret


class Told:
    """An answer, read."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes, value: Any) -> None:
        self.status, self.headers, self.body, self.value = status, headers, body, value

    @property
    def code(self) -> str:
        """The code of a problem."""
        return str(self.value["code"])


async def call(server: Served, secret: str, path: str, method: str = "GET", **headers: str) -> Told:
    """Call /api/v1 with a token (none: empty)."""
    sent = {"Authorization": f"Bearer {secret}"} if secret else {}
    async with (
        ClientSession() as web,
        web.request(method, f"{server.url}/api/v1{path}", headers=sent | headers) as answer,
    ):
        body = await answer.read()
        value = await answer.json(content_type=None) if "json" in answer.content_type else None
        return Told(answer.status, answer.headers.copy(), body, value)
