"""The caller's network address, as far as the proxies in front are trusted."""

from aiohttp import web


def caller_address(request: web.Request, trusted_proxies: int) -> str:
    """The address `trusted_proxies` hops away. X-Forwarded-For is believed for exactly those hops."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if trusted_proxies and len(forwarded) >= trusted_proxies:
        return forwarded[-trusted_proxies]
    return request.remote or ""
