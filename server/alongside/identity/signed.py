"""A signed identity: a JWT by the host page's server, read strictly.

Three algorithms, each with keys of its own kind: a token cannot choose to be checked with a public key as if it were
a shared one. What is asked of the claims: `aud` is ours, `iss` if it is set, `iat` not in the future, `exp` at most
five minutes after it and not past, `nonce` the one this session was given, `jti` and `sub` there. Whether `jti` was
used before is for the caller to find out, as that needs a store.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OctKey, RSAKey, import_key
from msgspec import Struct

LONGEST_LIFE_SECONDS = 300
LONGEST_NAME = 300
_KINDS: Mapping[str, type] = {"HS256": OctKey, "RS256": RSAKey, "ES256": ECKey}


class NotSigned(Exception):
    """The token is not to be believed. The message is for operators' logs and holds nothing of the token."""


class UnknownKey(NotSigned):
    """It names a key that we do not have: perhaps the signer has a new one."""


class Claims(Struct, frozen=True):
    """Whose identity it is, and the token's own name."""

    account: str
    jti: str

    def __repr__(self) -> str:
        return "Claims(hidden)"


class Expected(Struct, frozen=True, kw_only=True):
    """What a token must say. `now` in seconds."""

    audience: str
    issuer: str
    nonce: str
    now: int
    skew: int


def shared_keys(keys: Mapping[str, str]) -> list[Key]:
    """Keys for HS256 by their kid, from the settings."""
    return [OctKey.import_key(key, {"kid": kid, "alg": "HS256", "use": "sig"}) for kid, key in keys.items()]


def public_keys(jwks: Any) -> list[Key]:
    """The keys of a JWKS that we can use: public ones for RS256 and ES256. Shared ones have no place in it."""
    found: list[Key] = []
    listed = jwks.get("keys") if isinstance(jwks, dict) else None
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict) or each.get("kty") not in ("RSA", "EC"):
            continue
        try:
            key = import_key(each)
        except (JoseError, ValueError, TypeError, KeyError):
            continue  # a key of a kind that we do not know is not for us
        if isinstance(key, RSAKey | ECKey) and key.get("use", "sig") == "sig":
            found.append(key)
    return found


def read(token: str, keys: Sequence[Key], expected: Expected) -> Claims:
    """Whose identity this is. Raises NotSigned, or UnknownKey where fresher keys may help."""
    header = _header(token)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KINDS:
        raise NotSigned("the algorithm is not one of HS256, RS256 and ES256")
    key = _key(header.get("kid"), algorithm, keys)
    try:
        claims = jwt.decode(token, key, algorithms=[algorithm]).claims
    except (JoseError, ValueError, TypeError):
        raise NotSigned("the signature is not right") from None
    return _checked(claims, expected)


def _header(token: str) -> dict[str, Any]:
    try:
        return dict(jws.extract_compact(token.encode()).headers())
    except (JoseError, ValueError, TypeError, RecursionError):
        raise NotSigned("this is not a token") from None


def _key(kid: object, algorithm: str, keys: Sequence[Key]) -> Key:
    """The key of this kid and of the algorithm's own kind. Without a kid there may be one such key alone."""
    fitting = [key for key in keys if isinstance(key, _KINDS[algorithm]) and key.get("alg", algorithm) == algorithm]
    if algorithm == "ES256":
        fitting = [key for key in fitting if key.get("crv") == "P-256"]
    named = [key for key in fitting if key.kid == kid] if kid is not None else fitting
    if len(named) != 1:
        raise UnknownKey("there is no such key")
    return named[0]


def _checked(claims: Mapping[str, Any], expected: Expected) -> Claims:
    audiences = claims.get("aud")
    if expected.audience not in ([audiences] if isinstance(audiences, str) else _texts(audiences)):
        raise NotSigned("it is for another audience")
    if expected.issuer and claims.get("iss") != expected.issuer:
        raise NotSigned("it is by another issuer")
    _check_times(claims, expected)
    if not expected.nonce or claims.get("nonce") != expected.nonce:
        raise NotSigned("it was not made for this check")
    account, jti = claims.get("sub"), claims.get("jti")
    if not _is_name(account) or not _is_name(jti):
        raise NotSigned("`sub` or `jti` is missing")
    return Claims(str(account), str(jti))


def _check_times(claims: Mapping[str, Any], expected: Expected) -> None:
    issued, expires = _time(claims.get("iat")), _time(claims.get("exp"))
    begins = _time(claims.get("nbf", issued))
    if issued > expected.now + expected.skew or begins > expected.now + expected.skew:
        raise NotSigned("it is from the future")
    if not issued < expires <= issued + LONGEST_LIFE_SECONDS:
        raise NotSigned("it lives for longer than five minutes")
    if expires <= expected.now - expected.skew:
        raise NotSigned("it has expired")


def _time(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotSigned("`iat` or `exp` is missing, or one of its times is no number")
    return value


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST_NAME


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
