"""Which pages are let in, how often, and an answer that they may read. For what a site's pages ask over plain HTTP.

A page is of a site by its origin. How often a network address asks is counted by the minute, for each kind of thing by
itself, and whether or not the rest of the request is understood. A whole library may share one address.
"""

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, check_site_origin
from alongside.api.address import caller_address
from alongside.config import Settings
from alongside.hub import Hub
from alongside.hub.deciding import UNSAVED
from alongside.log import StoreGone

WINDOW_SECONDS = 60


class Turnstile:
    """Lets a network address ask `most` times a minute for one kind of thing. `says` is told to who asks more often."""

    def __init__(self, settings: Settings, hub: Hub, kind: str, most: int, says: str) -> None:
        self._settings = settings
        self._hub = hub
        self._kind = kind
        self._most = most
        self._says = says

    async def stopped(self, request: web.Request) -> web.Response | None:
        """The answer to a page that may not use the site, or whose address asks too often; None: let it in."""
        refused = refusal(request, self._settings, request.match_info["site"])
        if refused is not None:
            return refused
        address = caller_address(request, self._settings.trusted_proxies)
        try:
            asked = await self._hub.indexes.count(f"{self._kind}:{address}", WINDOW_SECONDS)
        except StoreGone:
            return unsaved(request)
        if asked > self._most:
            return answered(request, {"code": "too_many", "says": self._says}, status=429)
        return None


def refusal(request: web.Request, settings: Settings, site: str) -> web.Response | None:
    """The answer to a page that may not use this site; it may read why, for its owner's console."""
    try:
        check_site_origin(settings, site, request.headers.get("Origin"))
    except NotAllowed as refused:
        status = 404 if refused.code == "no_site" else 403
        return answered(request, {"code": refused.code, "says": refused.says}, status=status)
    return None


def unsaved(request: web.Request) -> web.Response:
    """The answer while the store is away. Given here: the page could not read the guard's."""
    return answered(request, UNSAVED, status=503)


def answered(request: web.Request, answer: object, *, status: int = 200, cache: str = "no-store") -> web.Response:
    """An answer that the page's origin may read."""
    headers = {"Cache-Control": cache, "Vary": "Origin"}
    origin = request.headers.get("Origin")
    if origin:
        headers["Access-Control-Allow-Origin"] = origin
    body = msgspec.json.encode(answer)
    return web.Response(body=body, content_type="application/json", status=status, headers=headers)
