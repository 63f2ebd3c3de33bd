"""Which page may connect: a site's own origins for its customers, our own for the console.

A missing Origin is refused: every browser sends one on a WebSocket (RFC 6455, 10.2).
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from alongside.access.rights import NotAllowed
from alongside.config import Settings


def check_site_origin(settings: Settings, site_id: str, origin: str | None) -> None:
    """Refuse a page that the site does not name. The sentence is for the site's owner, in their console."""
    site = settings.sites.get(site_id)
    if site is None:
        raise NotAllowed(
            f"There is no site called '{site_id}' on this server. Check data-site in the script tag.",
            "no_site",
        )
    if origin not in site.origins:
        shown = origin or "(none)"
        raise NotAllowed(
            f"The site '{site_id}' may not be used on {shown}. Whoever runs Alongside can add this address "
            f"to its origins in the settings: sites.{site_id}.origins.",
            "wrong_origin",
        )


def check_own_origin(settings: Settings, headers: Mapping[str, str], origin: str | None) -> None:
    """Refuse a page that is not the console's own (cross-site WebSocket hijacking)."""
    if not is_own_origin(settings, headers.get("Host", ""), origin):
        raise NotAllowed("The console can only be used from its own address.", "wrong_origin")


def is_own_origin(settings: Settings, host: str, origin: str | None) -> bool:
    """Whether `origin` is where this server is reached: its public address, or the host that was asked."""
    if not origin or origin == "null":
        return False
    return origin == _origin(settings.public_url) or (host != "" and _host(origin) == host)


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # it comes from the caller, and may be anything
        return ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
