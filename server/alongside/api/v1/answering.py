"""From a request to an answer: the token, the limits, the parameters, then the operation; and every trouble as one.

The order is that of what may be told to whom: first who asks, then whether they may, then whether what they ask
makes sense. Tokens come in the Authorization header and nowhere else: addresses end up in logs.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware
from msgspec import Struct
from multidict import MultiMapping

from alongside.access.scopes import Caller, may_call
from alongside.api.v1.accepting import best
from alongside.api.v1.operations import JSON, ROOT, Call, Operation, Serves
from alongside.api.v1.problems import Place, Trouble, answer
from alongside.log import StoreGone

WINDOW_SECONDS = 60

logger = structlog.get_logger()


def troubles() -> Middleware:
    """Below /api/v1 every answer that is no success is a problem as RFC 9457 has it, whoever raised it."""

    @web.middleware
    async def told(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not (request.path + "/").startswith(f"{ROOT}/"):
            return await handler(request)
        try:
            return await handler(request)
        except Trouble as trouble:
            return answer(trouble)
        except StoreGone:
            return answer(Trouble("unsaved", "Nothing can be read or kept at the moment.", headers=_after(5)))
        except web.HTTPException as error:
            return answer(_known(request, error))
        except Exception:
            logger.exception("a call failed")
            return answer(Trouble("broken", "The server met a fault of its own."))

    return told


def serve(serves: Serves, operation: Operation) -> web.RouteDef:
    """The route of an operation."""

    async def handle(request: web.Request) -> web.Response:
        caller = await _caller(serves, request)
        if not may_call(caller, operation.scope):
            raise Trouble("no_scope", f"This needs a token with the scope {operation.scope}.")
        if request.can_read_body:
            raise Trouble("wrong_media", "This address takes no body.")
        query = _read(operation.in_query, _flat(operation.in_query, request.query), "query")
        call = Call(
            caller=caller,
            path=_read(operation.in_path, dict(request.match_info), "path"),
            query=query,
            given=request.query,
            media_type=getattr(query, "media_type", "") or _media_type(operation, request),
        )
        done = await operation.handle(serves, call)
        headers = dict(done.headers)
        if done.next:
            headers[hdrs.LINK] = f'<{done.next}>; rel="next"'
        body = done.content if isinstance(done.content, bytes) else msgspec.json.encode(done.content)
        if done.status == 204:
            return web.Response(status=204, headers=headers)
        return web.Response(
            body=body,
            status=done.status,
            content_type=call.media_type,
            charset="utf-8" if call.media_type.startswith("text/") else None,
            headers={hdrs.VARY: "Accept, Authorization", **headers},
        )

    return web.route(operation.method, operation.address, handle)


async def _caller(serves: Serves, request: web.Request) -> Caller:
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Trouble("no_token", "The Authorization header holds no Bearer token.", headers=_challenge(""))
    caller = await serves.hub.tokens.caller(token.strip())
    if caller is None:
        detail = "The token is mistyped, revoked or expired, or this server never made it."
        raise Trouble("bad_token", detail, headers=_challenge("invalid_token"))
    most = serves.settings.api_requests_per_minute
    if await serves.hub.indexes.count(f"api:{caller.token}", WINDOW_SECONDS) > most:
        says = f"This token has made more than {most} requests within a minute."
        raise Trouble("too_many", says, headers=_after(WINDOW_SECONDS))
    return caller


def _media_type(operation: Operation, request: web.Request) -> str:
    offered = tuple(operation.success.content) or (JSON,)
    wanted = request.headers.getall(hdrs.ACCEPT, []) if operation.success.content else []
    chosen = best(",".join(wanted), offered)
    if chosen is None:
        raise Trouble("not_acceptable", f"This can be sent as {' or '.join(offered)}.")
    return chosen


def _flat(shape: type[Struct], given: MultiMapping[str]) -> dict[str, Any]:
    """A query as the shape's fields have it: a tuple from a parameter that is repeated, the rest once."""
    many = {field.encode_name for field in msgspec.structs.fields(shape) if field.default == ()}
    twice = [name for name in set(given) - many if len(given.getall(name)) > 1]
    if twice:
        errors = tuple(Place(place=f"query.{name}", says="It may be given once only.") for name in sorted(twice))
        raise Trouble("invalid", f"{errors[0].place} is given more than once.", errors)
    return {name: given.getall(name) if name in many else given[name] for name in set(given)}


def _read(shape: type[Struct], given: Mapping[str, Any], where: str) -> Any:
    """The parameters as their type. Raises Trouble that names the one that is wrong."""
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as error:
        says, _, path = str(error).partition(" - at `$")
        name = path.strip("`.").partition("[")[0]
        if not name and "unknown field" in says:
            name = says.rpartition("`")[0].rpartition("`")[2]
            says = "There is no such parameter"
        place = f"{where}.{name}" if name else where
        raise Trouble("invalid", f"{place}: {says}.", (Place(place=place, says=f"{says}."),)) from None


def _known(request: web.Request, error: web.HTTPException) -> Trouble:
    """What aiohttp itself refuses."""
    if error.status == 405:
        allowed = error.headers.get(hdrs.ALLOW, "")
        return Trouble("wrong_method", f"{request.path} takes {allowed}.", headers={hdrs.ALLOW: allowed})
    if error.status == 404:
        return Trouble("no_address", f"Nothing is at {request.path}.")
    if error.status == 413:
        return Trouble("too_large", "The request is larger than this server takes.")
    return Trouble("malformed", "The request cannot be read.")


def _challenge(error: str) -> dict[str, str]:
    told = f', error="{error}"' if error else ""
    return {hdrs.WWW_AUTHENTICATE: f'Bearer realm="Alongside"{told}'}


def _after(seconds: int) -> dict[str, str]:
    return {hdrs.RETRY_AFTER: str(seconds)}
