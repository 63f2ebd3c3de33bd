"""Keyed digests: what may be kept of an account, a code or a name. Without the server's key they tell nothing.

Each has a purpose of its own in it, so that none can be mistaken for another. Codes have a million values: only the
key, their few minutes and the count of tries keep a digest of one from being searched.
"""

import hashlib
import hmac
import unicodedata


def account(key: str, site: str, name: str) -> str:
    """Whose account: the same for every session of the site, and however it is written.

    An organisation may read `ab-12`, `AB 12` and full-width digits as the account `AB12`: another spelling must give
    no further tries, and must not make a second person of one. So nothing but letters and digits counts.
    """
    return _digest(key, "account", site, _plain(name))


def code(key: str, session: str, check: str, who: str, digits: str) -> str:
    """A one-time code, for this check in this session and for this account alone."""
    return _digest(key, "code", session, check, who, digits)


def once(key: str, site: str, kind: str, value: str) -> str:
    """Something that may be used once: a token's `jti`, the digits of an authenticator app."""
    return _digest(key, "once", site, kind, value)


def _plain(name: str) -> str:
    whole = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in whole if char.isalnum()) or "".join(whole.split())


def _digest(key: str, *parts: str) -> str:
    # Each part with its length, so that no two lists of parts run together to the same text.
    text = "".join(f"{len(part)}:{part}" for part in ("alongside", "identity", *parts))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
