"""Where a webhook may go. An address in the settings must not become a way into the server's own network.

HTTPS alone, no redirects, no log-in in the address; and each address that the host's name leads to is looked at
when the connection is made, not before, so that a name which changes its mind leads nowhere else. A site may allow
its own network (`internal`), and a server that is only tried out on this machine may use plain HTTP on it.
"""

import socket
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Forbidden(Exception):
    """A webhook must not be sent there; the message says why."""


def check_url(url: str, *, internal: bool, tried_out: bool) -> None:
    """Whether the address as it is written may be used. Raises Forbidden."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.username or parts.password or parts.fragment:
        raise Forbidden("it is not an address with a host and without a log-in")
    if tried_out and host in LOCAL:
        return
    if parts.scheme != "https":
        raise Forbidden("it does not begin with https://")
    if not internal and _is_address(host):
        check_address(host)


def check_address(address: str) -> None:
    """Whether an IP address is one of the internet at large. Raises Forbidden."""
    ip = ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if not ip.is_global or ip.is_multicast:
        raise Forbidden("it leads into a network that is not public")


class PublicResolver(AbstractResolver):
    """Leads names to public addresses only, where `allows` does not say otherwise for a host."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._inner = ThreadedResolver()
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises Forbidden, an OSError to the caller's library."""
        found = await self._inner.resolve(host, port, family)
        if host not in self._allowed:
            for each in found:
                _refuse(each)
        return found

    async def close(self) -> None:
        """Nothing is kept."""
        await self._inner.close()


def _refuse(found: Any) -> None:
    try:
        check_address(found["host"])
    except Forbidden as forbidden:
        raise OSError(str(forbidden)) from None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
