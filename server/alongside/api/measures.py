"""/metrics: what this process counts, for Prometheus. Closed unless the settings open it to a token or to addresses."""

import hmac
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from aiohttp import web

from alongside import instruments
from alongside.api.address import caller_address
from alongside.config import Settings
from alongside.hub import Hub
from alongside.log import StoreGone


def routes(settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/metrics."""
    networks = [ip_network(each.strip()) for each in settings.metrics_from.split(",") if each.strip()]

    async def measured(request: web.Request) -> web.Response:
        if not settings.metrics:
            raise web.HTTPNotFound
        if not (_has_token(request, settings.metrics_token) or _is_near(request, settings, networks)):
            return web.json_response(
                {"code": "not_allowed", "says": "This needs the token of the settings, or an address that they list."},
                status=401,
                headers={"WWW-Authenticate": "Bearer"},
            )
        await _look(hub)
        return web.Response(body=instruments.rendered(), headers={"Content-Type": instruments.CONTENT_TYPE_LATEST})

    return [web.get("/metrics", measured)]


def _has_token(request: web.Request, token: str) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return bool(token) and kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _is_near(request: web.Request, settings: Settings, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(caller_address(request, settings.trusted_proxies))
    except ValueError:
        return False
    return any(address in network for network in networks)


async def _look(hub: Hub) -> None:
    """Read what is only read when somebody asks."""
    statuses = [each.row.status for each in hub.desk.summaries.values()]
    instruments.live_sessions.set(statuses.count("active"))
    instruments.waiting_sessions.set(statuses.count("waiting"))
    instruments.agents_on_duty.set(len(hub.desk.present))
    instruments.rooms.set(len(hub.rooms))
    try:
        instruments.outbox_depth.set(await hub.letters.waiting())
        instruments.dead_letters.set(await hub.letters.count())
        instruments.store_up.set(1)
    except StoreGone:
        instruments.store_up.set(0)
