"""Keyed digests: what may be kept of an account, a code or a name. Without the server's key they tell nothing.

Each has a purpose of its own in it, so that none can be mistaken for another. Codes have a million values: only the
key, their few minutes and the count of tries keep a digest of one from being searched.
"""

import hashlib
import hmac


def account(key: str, site: str, name: str) -> str:
    """Whose account: the same for every session of the site. Capitals and blanks do not matter."""
    return _digest(key, "account", site, "".join(name.split()).casefold())


def code(key: str, session: str, check: str, who: str, digits: str) -> str:
    """A one-time code, for this check in this session and for this account alone."""
    return _digest(key, "code", session, check, who, digits)


def once(key: str, site: str, kind: str, value: str) -> str:
    """Something that may be used once: a token's `jti`, the digits of an authenticator app."""
    return _digest(key, "once", site, kind, value)


def _digest(key: str, *parts: str) -> str:
    # Each part with its length, so that no two lists of parts run together to the same text.
    text = "".join(f"{len(part)}:{part}" for part in ("alongside", "identity", *parts))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
