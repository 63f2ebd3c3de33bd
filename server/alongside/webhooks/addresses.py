"""Where a webhook may go. An address in the settings must not become a way into the server's own network.

HTTPS alone, no redirects, no log-in in the address; and each address that the host's name leads to is looked at
when the connection is made, not before, so that a name which changes its mind leads nowhere else. A site may allow
its own network (`internal`), and a server that is only tried out on this machine may use plain HTTP on it.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address, which a translator in the network sends the packets to."""
_NOBODYS = (IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"), IPv6Network("::ffff:0:0:0/96"))
"""A network's own translation (RFC 8215); IPv4-compatible and IPv4-translated addresses, out of use."""

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
    ip = _inner(ip_address(address.partition("%")[0]))
    if ip is None or not ip.is_global or ip.is_multicast:
        raise Forbidden("it leads into a network that is not public")


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address | None:
    """The address that packets to this one come to where an IPv6 address stands for one of IPv4; None: nobody's."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip.is_site_local or any(ip in network for network in _NOBODYS):
        return None
    return ip.ipv4_mapped or ip.sixtofour or ip


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
