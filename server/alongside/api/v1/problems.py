"""What can go wrong at /api/v1, as RFC 9457 has it: a code for programs, a sentence and a remedy for people.

The table below is the only place where an answer that is no success gets its words; the document and the page for
readers are made from it too.
"""

from collections.abc import Mapping

import msgspec
import structlog
from aiohttp import web
from msgspec import Struct

MEDIA_TYPE = "application/problem+json"
DOCS = "/api/v1/docs"


class Place(Struct, frozen=True, kw_only=True):
    """A part of the request that is not as it must be."""

    place: str
    """Where it is, as in `query.limit`, `path.session` or `body.days`."""
    says: str


class Problem(Struct, frozen=True, kw_only=True):
    """Why a request was not done (RFC 9457)."""

    type: str
    """The address of what is said about this code."""
    title: str
    status: int
    detail: str
    """What is wrong this time, in a sentence."""
    code: str
    """The word to compare with; titles and sentences may change."""
    remedy: str
    """What can be done about it."""
    request: str
    """The request's number, as in the `X-Request-Id` header and the server's log."""
    errors: tuple[Place, ...] = ()
    """The parts of the request that are meant, where it is about parts of it."""


class Kind(Struct, frozen=True):
    """A sort of problem."""

    status: int
    title: str
    remedy: str


KINDS: Mapping[str, Kind] = {
    "invalid": Kind(400, "The request is not valid", "Put the named parts right; the documentation has each limit."),
    "malformed": Kind(400, "The request cannot be read", "Send a request as HTTP and the documentation have it."),
    "no_token": Kind(401, "No token came with the request", "Send `Authorization: Bearer als_...`."),
    "bad_token": Kind(
        401,
        "The token is not valid",
        "Check that it is complete, not revoked and not expired; administrators make a new one at /settings/tokens.",
    ),
    "no_scope": Kind(403, "The token is not good for this", "Use a token that has the scope named in the sentence."),
    "no_address": Kind(404, "There is no such address", "Look it up in /api/v1/openapi.json."),
    "no_session": Kind(404, "There is no such session", "It may be erased, or of a site that the token is not for."),
    "no_fault": Kind(404, "There is no such fault", "It may be of a site that the token is not for."),
    "no_message": Kind(404, "There is no such message", "List those that are there."),
    "wrong_method": Kind(405, "The address does not take this method", "Use one that the `Allow` header names."),
    "not_acceptable": Kind(406, "None of the accepted forms can be sent", "Accept one that the sentence names."),
    "still_open": Kind(409, "The session is not over", "Try again when it has ended."),
    "too_large": Kind(413, "The request is too large", "Send less."),
    "wrong_media": Kind(415, "The body is of the wrong kind", "Send no body, or application/json where one is taken."),
    "too_many": Kind(429, "Too many requests", "Wait as many seconds as the `Retry-After` header says."),
    "broken": Kind(500, "Something went wrong on our side", "If it stays, report it with the request's number."),
    "unsaved": Kind(503, "The store is away", "Try again in a moment."),
}


class Trouble(Exception):
    """The request is not done: a code of the table, what is wrong this time, and headers that go with it."""

    def __init__(
        self, code: str, detail: str, errors: tuple[Place, ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})


def answer(trouble: Trouble) -> web.Response:
    """The trouble as an answer."""
    kind = KINDS[trouble.code]
    told = Problem(
        type=f"{DOCS}#{trouble.code}",
        title=kind.title,
        status=kind.status,
        detail=trouble.detail,
        code=trouble.code,
        remedy=kind.remedy,
        request=str(structlog.contextvars.get_contextvars().get("request", "")),
        errors=trouble.errors,
    )
    body = msgspec.json.encode(told)
    return web.Response(body=body, status=kind.status, content_type=MEDIA_TYPE, headers=trouble.headers)
