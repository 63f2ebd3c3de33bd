"""Tokens: signed with the server's secret key (HS256), they say which session their holder may reach.

So no message needs to name one. Pure: key and time are arguments. Knows nothing of cookies or sockets.
"""

import hashlib
import hmac
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from alongside.access.rights import NotAllowed, Who

SESSION_AUDIENCE = "alongside-session"
CONSOLE_AUDIENCE = "alongside-console"


def session_token(key: str, who: Who, *, expires_at: int) -> str:
    """A signed key to the one session `who.session`, good until `expires_at` (seconds since 1970)."""
    claims: dict[str, Any] = {
        "aud": SESSION_AUDIENCE,
        "exp": expires_at,
        "role": who.role,
        "sub": who.id,
        "name": who.name,
        "teams": list(who.teams),
        "site": who.site,
        "sid": who.session,
    }
    return _signed(key, claims)


def read_session_token(key: str, token: str, *, now: int) -> Who:
    """Who holds this session token. Raises NotAllowed when it is forged, of another kind, or too old."""
    claims = _verified(key, token, SESSION_AUDIENCE, now)
    return Who(
        role=claims["role"],
        id=claims["sub"],
        name=claims["name"],
        teams=tuple(claims["teams"]),
        site=claims["site"],
        session=claims["sid"],
    )


def console_token(key: str, account: str, *, token_id: str, expires_at: int) -> str:
    """The signed value of the console's cookie. Role and teams are looked up anew on each request."""
    return _signed(key, {"aud": CONSOLE_AUDIENCE, "exp": expires_at, "sub": account, "jti": token_id})


def read_console_token(key: str, token: str, *, now: int) -> tuple[str, str]:
    """(account, token id) of a console cookie. Raises NotAllowed."""
    claims = _verified(key, token, CONSOLE_AUDIENCE, now)
    return str(claims["sub"]), str(claims["jti"])


def code_digest(key: str, digits: str) -> str:
    """What is kept of a spoken code: a keyed digest, so that Redis never holds the digits."""
    return hmac.new(key.encode(), b"spoken-code:" + digits.encode(), hashlib.sha256).hexdigest()


def _signed(key: str, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(key))


def _verified(key: str, token: str, audience: str, now: int) -> dict[str, Any]:
    registry = jwt.JWTClaimsRegistry(now=now, aud={"essential": True, "value": audience}, exp={"essential": True})
    try:
        decoded = jwt.decode(token, OctKey.import_key(key), algorithms=["HS256"])
        registry.validate(decoded.claims)
    except (JoseError, ValueError, TypeError):
        raise NotAllowed("Please start again: this key is not valid, or no longer.", "bad_token") from None
    return dict(decoded.claims)
