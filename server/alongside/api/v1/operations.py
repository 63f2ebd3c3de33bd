"""The shape of a route: what it takes, what it answers, who may ask. The routes and the document are made of these.

A route that is not described here cannot be served, and what is described is what is checked: the two cannot drift.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from alongside.access import may_see_site
from alongside.access.scopes import Caller, Scope
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics.board import Boards

ROOT = "/api/v1"
JSON = "application/json"


class Serves(Struct, frozen=True):
    """What the routes work with."""

    settings: Settings
    hub: Hub
    boards: Boards
    """Figures of days, kept from one request to the next."""


class Call(Struct, frozen=True, kw_only=True):
    """One request that may be answered: who asks, and what for, as the operation's types have it."""

    caller: Caller
    path: Any
    query: Any
    given: Any
    """The query's names and values, as they came."""
    media_type: str
    """The one of the operation's media types that the caller asked for, or likes best."""


def sites_of(serves: Serves, call: Call, site: str = "") -> list[str]:
    """The sites that are meant (empty: all), of those the token is for."""
    return [id for id in serves.settings.sites if site in ("", id) and may_see_site(call.caller.who, id)]


class Answer(Struct, frozen=True, kw_only=True):
    """A success. `content` is a value of the documented type, or bytes of a media type that has none."""

    content: Any = None
    status: int = 200
    next: str = ""
    """The address of the page after this one."""
    headers: Mapping[str, str] = {}


class Nothing(Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


class Success(Struct, frozen=True, kw_only=True):
    """How an operation answers when all is well: its status, and the type behind each media type (None: bytes)."""

    says: str
    status: int = 200
    content: Mapping[str, Any] = {}
    paged: bool = False


class Operation(Struct, frozen=True, kw_only=True):
    """One method of one address below /api/v1. `scope` None: any token will do. `takes` are codes of problems."""

    id: str
    method: Literal["GET", "POST", "DELETE"]
    path: str
    tag: str
    summary: str
    about: str = ""
    scope: Scope | None
    handle: Callable[[Serves, Call], Awaitable[Answer]]
    success: Success
    in_path: type[Struct] = Nothing
    in_query: type[Struct] = Nothing
    refuses: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        return ROOT + self.path

    @property
    def problems(self) -> tuple[str, ...]:
        """The codes of every problem it may answer with."""
        scoped = ("no_scope",) if self.scope else ()
        accepts = ("not_acceptable",) if self.success.content else ()
        always = ("invalid", "malformed", "no_token", "bad_token", "wrong_media", "too_many", "too_large")
        return (*always, *scoped, *accepts, *self.refuses, "broken", "unsaved")
