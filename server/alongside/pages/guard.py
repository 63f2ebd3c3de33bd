"""What holds for every answer: security headers, a request id, CSRF, errors that a person can read."""

import re
import secrets
from time import perf_counter

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

from alongside.access import NotAllowed, is_own_origin
from alongside.config import Settings
from alongside.log import StoreGone
from alongside.pages.accounts import SIGNED_IN
from alongside.pages.rendering import Rendering

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: a form would then post with "Origin: null", which the CSRF check refuses.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_TITLES = {
    403: "You cannot open this",
    404: "This page does not exist",
    405: "This does not work here",
    413: "That was too large",
    503: "Saving is interrupted",
}

_SENTENCES = {
    400: "What was sent makes no sense to the server. Open the page again and retry.",
    404: "Check the address, or begin at the start.",
    405: "The address is right, but it cannot be used in this way.",
    413: "What was sent is larger than this server takes.",
}

_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_COMMON = ("/healthz", "/readyz", "/metrics", "/static/")

logger = structlog.get_logger()


def guard(settings: Settings, rendering: Rendering) -> Middleware:
    """The middleware."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        request_id, began = request_id_of(request, settings.trusted_proxies), perf_counter()
        structlog.contextvars.bind_contextvars(request=request_id)
        status = 500
        try:
            check_same_site(settings, request)
            await _read_form(request)
            response = await handler(request)
            status = response.status
        except NotAllowed as refused:
            response = _refused(request, rendering, refused, request_id)
            status = response.status
        except StoreGone:
            status = 503
            says = "The store is away. We keep trying to reach it; please try again in a moment."
            response = _error(request, rendering, 503, "unsaved", says, request_id)
        except web.HTTPException as error:
            status = error.status
            if error.status < 400:
                _with_headers(error, request_id)
                raise
            says = _SENTENCES.get(error.status, error.reason)
            response = _error(request, rendering, error.status, "error", says, request_id)
            response.headers.update({name: error.headers[name] for name in ("Allow",) if name in error.headers})
        except Exception:
            logger.exception("a request failed", route=route_of(request))
            says = f"Something went wrong on our side. If it stays, report it with the number {request_id}."
            response = _error(request, rendering, 500, "broken", says, request_id)
        finally:
            _note(request, status, perf_counter() - began)
            structlog.contextvars.unbind_contextvars("request")
        return _with_headers(response, request_id)

    return guarded


def request_id_of(request: web.Request, trusted_proxies: int) -> str:
    """The request's id: the one that a trusted proxy gave it, else a new one. Nobody else's word goes into the log."""
    given = request.headers.get("X-Request-Id", "")
    return given if trusted_proxies and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def route_of(request: web.Request) -> str:
    """The route as it is written in the program: without the ids, names and words that stood in the address."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "(none)"


def _note(request: web.Request, status: int, seconds: float) -> None:
    """The request's line in the log. Health and files are asked for all the time, and noted for those who debug."""
    route = route_of(request)
    say = logger.debug if route.startswith(_COMMON) else logger.info
    session = {"session": request.match_info["session"]} if "session" in request.match_info else {}
    say("request", method=request.method, route=route, status=status, millis=round(seconds * 1000, 1), **session)


def check_same_site(settings: Settings, request: web.Request) -> None:
    """Refuse a form posted to the console's pages from elsewhere (CSRF).

    The widget's routes do their own; at /api/v1 no cookie opens anything.
    """
    if request.method in SAFE_METHODS or request.path.startswith(("/widget/", "/api/v1/")):
        return
    origin = request.headers.get("Origin")
    if not is_own_origin(settings, request.host, origin):
        raise NotAllowed("This form was sent from another address. Open the page again and retry.", "wrong_origin")


async def _read_form(request: web.Request) -> None:
    """Read a form, if the request has one, for whoever asks for it next. Raises HTTPBadRequest for one that is in no
    character set that there is, or cut off."""
    if request.method != "POST" or request.path.startswith(("/widget/", "/api/v1/", "/socket.io/")):
        return
    try:
        await request.post()
    except (LookupError, ValueError):
        raise web.HTTPBadRequest from None


def wants_json(request: web.Request) -> bool:
    """Whether the answer is read by a program."""
    return request.path.startswith(("/widget", "/readyz", "/healthz", "/metrics")) or request.path.endswith(".json")


def _refused(request: web.Request, rendering: Rendering, refused: NotAllowed, request_id: str) -> web.StreamResponse:
    if refused.code in ("signed_out", "bad_token") and not wants_json(request):
        way = URL("/sign-in").with_query(next=request.path_qs)
        return web.Response(status=303, headers={"Location": str(way)})
    return _error(request, rendering, 403, refused.code, refused.says, request_id)


def _error(
    request: web.Request, rendering: Rendering, status: int, code: str, says: str, request_id: str
) -> web.StreamResponse:
    if wants_json(request):
        return web.json_response({"code": code, "says": says}, status=status)
    title = _TITLES.get(status, "Something went wrong")
    who = request.get(SIGNED_IN)
    return rendering.page("error.html", who=who, status=status, title=title, says=says, request_id=request_id)


def _with_headers(response: web.StreamResponse, request_id: str) -> web.StreamResponse:
    if not response.prepared:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = request_id
        response.headers.setdefault("Cache-Control", "no-store")
    return response
