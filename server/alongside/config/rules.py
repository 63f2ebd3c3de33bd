"""What must hold between and inside settings beyond their types.

`faults` are errors: the settings cannot be used. `advice` is what an operator should know before
customers come: the server would start, and be of no use to someone.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from ipaddress import ip_network
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alongside.config.colour import DARK, READABLE, WHITE, contrast, is_hex
from alongside.config.identity_rules import identity
from alongside.config.notes import notes
from alongside.config.problems import Problem
from alongside.config.structure import Account, Settings, Site, WebhookRules

SECRET_KEY_LENGTH = 32
METRICS_TOKEN_LENGTH = 24
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'

MAKE_SIGNER = (
    "python3 -c \"import base64, secrets; print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\""
)

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_LOCAL = ("localhost", "127.0.0.1", "::1")
_REDIS = re.compile(r"(rediss?(\+\w+)?|unix)://.+")  # which of them can be used, the log knows
_USUAL_PORT = {"http": 80, "https": 443}


def faults(settings: Settings) -> Iterator[Problem]:
    """Every rule the settings break."""
    yield from _addresses(settings)
    yield from secret_key(settings, required=False)
    for name, site in settings.sites.items():
        yield from _site(f"sites.{name}", name, site)
        yield from identity(f"sites.{name}.identity", site.identity, mail=bool(settings.smtp_host))
    for name, account in settings.accounts.items():
        yield from _account(f"accounts.{name}", name, account, settings)


def advice(settings: Settings) -> Iterator[Problem]:
    """What would keep a server with these settings from being useful or safe."""
    if not settings.sites:
        yield Problem("sites", "there are none, so no page can embed the widget.", "Add a [sites.NAME] table.")
    if not settings.accounts:
        yield Problem(
            "accounts",
            "there are none, so nobody can sign in to the console.",
            "Add an [accounts.NAME] table; `alongside hash-password` makes its password_hash.",
        )
    address = urlsplit(settings.public_url)
    if address.scheme == "http" and address.hostname not in _LOCAL:
        yield Problem(
            "public_url",
            f"{settings.public_url} is not encrypted.",
            "Put a proxy with TLS in front and set the https:// address; see docs/operators.md.",
        )


def secret_key(settings: Settings, *, required: bool) -> Iterator[Problem]:
    """Whether the secret key is long enough and, where one is required, there at all."""
    if not settings.secret_key and not required:
        return
    if len(settings.secret_key) < SECRET_KEY_LENGTH:
        what = "is too short" if settings.secret_key else "is not set"
        yield Problem(
            "secret_key",
            f"{what}; it needs at least {SECRET_KEY_LENGTH} characters.",
            f"Make one with {MAKE_A_KEY} and set it as ALONGSIDE_SECRET_KEY.",
        )


def _addresses(settings: Settings) -> Iterator[Problem]:
    if _as_origin(settings.public_url) != settings.public_url:
        yield Problem(
            "public_url",
            f"{settings.public_url!r} is not the address of a server.",
            "Write scheme and host, and no path, as in https://help.example.org.",
        )
    yield from _metrics(settings)
    if settings.smtp_host and not settings.smtp_from:
        yield Problem("smtp_from", "is missing.", "Set the address that codes are sent from.")
    if settings.redis_url and not _REDIS.fullmatch(settings.redis_url):
        yield Problem(
            "redis_url",
            "is not the address of a Redis.",
            "Write redis://HOST:6379/0, rediss:// for TLS, or unix:///path/to/socket.",
        )


def _metrics(settings: Settings) -> Iterator[Problem]:
    if settings.metrics and not settings.metrics_token and not settings.metrics_from.strip():
        yield Problem("metrics", "nobody could read them.", "Set metrics_token, metrics_from, or both.")
    if settings.metrics_token and len(settings.metrics_token) < METRICS_TOKEN_LENGTH:
        yield Problem(
            "metrics_token", f"is shorter than {METRICS_TOKEN_LENGTH} characters.", f"Make one with {MAKE_A_KEY}."
        )
    for each in filter(None, map(str.strip, settings.metrics_from.split(","))):
        try:
            ip_network(each)
        except ValueError:
            what = f"{each!r} is neither an address nor a network."
            yield Problem("metrics_from", what, "Write 10.0.0.7 or 10.1.0.0/16, with commas between them.")


def _site(where: str, name: str, site: Site) -> Iterator[Problem]:
    yield from _name(where, name)
    for at, origin in enumerate(site.origins):
        yield from _origin(f"{where}.origins[{at}]", origin)
    yield from accent(f"{where}.accent", site.accent)
    yield from _time_zone(f"{where}.time_zone", site.time_zone)
    yield from _webhook(f"{where}.webhook", site.webhook)
    yield from notes(f"{where}.notes", site.notes)


def _time_zone(where: str, name: str) -> Iterator[Problem]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Problem(
            where,
            f"{name!r} is not a time zone that is known here.",
            "Write its name as in the IANA list: Europe/London, Europe/Berlin, UTC.",
        )


def _webhook(where: str, webhook: WebhookRules) -> Iterator[Problem]:
    if not webhook.url:
        return
    parts = urlsplit(webhook.url)
    local = parts.scheme == "http" and parts.hostname in _LOCAL
    if (parts.scheme != "https" and not local) or not parts.hostname or parts.username or parts.fragment:
        yield Problem(
            f"{where}.url",
            f"{parts.scheme}://{parts.hostname or ''} cannot be posted to.",
            "Write https://, a host and a path, without a log-in; http:// only for this machine, to try it out.",
        )
    if not _is_webhook_secret(webhook.secret):
        yield Problem(
            f"{where}.secret",
            "is not the secret of a webhook.",
            f"Make one with {MAKE_SIGNER} and give it to the receiver as well.",
        )


def _is_webhook_secret(secret: str) -> bool:
    head, begins, rest = secret.partition("whsec_")
    try:
        return not head and bool(begins) and 24 <= len(b64decode(rest, validate=True)) <= 64
    except ValueError:
        return False


def _account(where: str, name: str, account: Account, settings: Settings) -> Iterator[Problem]:
    yield from _name(where, name)
    for at, site in enumerate(account.sites):
        if site not in settings.sites:
            known = ", ".join(sorted(settings.sites)) or "none"
            yield Problem(
                f"{where}.sites[{at}]",
                f"there is no site {site!r}.",
                f"Use the name of a [sites.NAME] table. There are: {known}.",
            )
    if not account.password_hash.startswith("$argon2"):
        yield Problem(
            f"{where}.password_hash",
            "is not an argon2 hash.",
            "Make it with `alongside hash-password` and paste the line it prints.",
        )


def _name(where: str, name: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(name):
        yield Problem(
            where,
            f"{name!r} cannot be used as a name.",
            "Use small letters, digits, dots, dashes and underscores; at most 63 of them.",
        )


def _origin(where: str, origin: str) -> Iterator[Problem]:
    right = _as_origin(origin)
    if right != origin:
        yield Problem(
            where,
            f"{origin!r} is not an origin as browsers send it.",
            f"Write {right or 'https://forms.example.org'}: scheme, host and, if unusual, port; no path, no wildcard.",
        )


def _as_origin(address: str) -> str | None:
    """How a browser writes the origin of an address, or None if it has none."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _USUAL_PORT or not parts.hostname or "*" in parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    unusual = port is not None and port != _USUAL_PORT[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if unusual else "")


def accent(where: str, colour: str) -> Iterator[Problem]:
    """Whether text can be read on the accent colour."""
    if not is_hex(colour):
        yield Problem(where, f"{colour!r} is not a colour.", "Write it as #rrggbb, as in #1d4ed8.")
        return
    white, dark = contrast(colour, WHITE), contrast(colour, DARK)
    if max(white, dark) < READABLE:
        yield Problem(
            where,
            f"neither white text ({white:.1f} to 1) nor dark text ({dark:.1f} to 1) is readable on {colour}.",
            f"Choose a darker or lighter colour, so that one of them reaches {READABLE} to 1.",
        )
