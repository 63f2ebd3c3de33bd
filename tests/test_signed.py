"""Signed identities: what is believed, and every way in which a token is not."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, RSAKey
from msgspec.structs import replace

from alongside.identity.signed import Expected, NotSigned, UnknownKey, public_keys, read, shared_keys

NOW = 1_790_000_000
SHARED = "a shared key of the tests, long enough"
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1", "use": "sig"})
OTHER_RSA = RSAKey.generate_key(2048, {"kid": "rsa-2", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "ec-1"})
PUBLIC = public_keys({"keys": [key.as_dict(private=False) for key in (RSA, OTHER_RSA, EC)]})
EXPECTED = Expected(audience="alongside", issuer="", nonce="n-1", now=NOW, skew=30)


def claims(**others: Any) -> dict[str, Any]:
    said = {"aud": "alongside", "sub": "anna", "iat": NOW, "exp": NOW + 120, "jti": "j-1", "nonce": "n-1"} | others
    return {name: value for name, value in said.items() if value is not None}


def by_rsa(kid: str | None = "rsa-1", key: RSAKey = RSA, **others: Any) -> str:
    header = {"alg": "RS256"} | ({"kid": kid} if kid else {})
    return jwt.encode(header, claims(**others), key)


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def by_hand(header: dict[str, Any], key: bytes) -> str:
    """A token signed with HMAC, whatever its header says."""
    text = f"{encoded(header)}.{encoded(claims())}"
    return (
        f"{text}.{base64.urlsafe_b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest()).decode().rstrip('=')}"
    )


@pytest.mark.parametrize(
    ("token", "keys"),
    [
        (by_rsa(), PUBLIC),
        (jwt.encode({"alg": "ES256", "kid": "ec-1"}, claims(), EC), PUBLIC),
        (jwt.encode({"alg": "HS256", "kid": "k1"}, claims(), OctKey.import_key(SHARED)), shared_keys({"k1": SHARED})),
        (jwt.encode({"alg": "HS256"}, claims(), OctKey.import_key(SHARED)), shared_keys({"k1": SHARED})),
        (by_rsa(aud=["other", "alongside"]), PUBLIC),
        (by_rsa(iat=NOW + 20, exp=NOW + 60), PUBLIC),
        (by_rsa(iat=NOW - 140, exp=NOW - 20), PUBLIC),
    ],
    ids=["RS256", "ES256", "HS256", "without a kid", "several audiences", "a fast clock", "a slow clock"],
)
def test_a_good_token_tells_whose_it_is(token: str, keys: list[Key]) -> None:
    assert read(token, keys, EXPECTED).account == "anna"


FORGED = ".".join((by_rsa().split(".")[0], encoded(claims(sub="bert")), by_rsa().split(".")[2]))
REFUSED = {
    "expired": (by_rsa(iat=NOW - 200, exp=NOW - 31), "it has expired"),
    "from the future": (by_rsa(iat=NOW + 31, exp=NOW + 100), "it is from the future"),
    "not before": (by_rsa(nbf=NOW + 31), "it is from the future"),
    "lives too long": (by_rsa(exp=NOW + 301), "it lives for longer than five minutes"),
    "without an end": (by_rsa(exp=None), "`iat` or `exp` is missing, or one of its times is no number"),
    "without a beginning": (by_rsa(iat=None), "`iat` or `exp` is missing, or one of its times is no number"),
    "ends before it begins": (by_rsa(exp=NOW - 1), "it lives for longer than five minutes"),
    "another audience": (by_rsa(aud="shop"), "it is for another audience"),
    "no audience": (by_rsa(aud=None), "it is for another audience"),
    "another nonce": (by_rsa(nonce="n-2"), "it was not made for this check"),
    "no nonce": (by_rsa(nonce=None), "it was not made for this check"),
    "no jti": (by_rsa(jti=None), "`sub` or `jti` is missing"),
    "no sub": (by_rsa(sub=" "), "`sub` or `jti` is missing"),
    "alg none": (f"{encoded({'alg': 'none'})}.{encoded(claims())}.", "the algorithm is not one of"),
    "alg none with a kid": (f"{encoded({'alg': 'none', 'kid': 'rsa-1'})}.{encoded(claims())}.", "the algorithm is not"),
    "alg None": (f"{encoded({'alg': 'None'})}.{encoded(claims())}.", "the algorithm is not one of"),
    "another algorithm": (jwt.encode({"alg": "RS384", "kid": "rsa-1"}, claims(), RSA, ["RS384"]), "the algorithm is"),
    "HS256 with the public key": (by_hand({"alg": "HS256", "kid": "rsa-1"}, RSA.as_pem(private=False)), "no such key"),
    "a swapped key": (by_rsa(kid="rsa-2"), "the signature is not right"),
    "a key of another kind": (by_rsa(kid="ec-1"), "there is no such key"),
    "an unknown key": (by_rsa(kid="rsa-9"), "there is no such key"),
    "no kid among several": (by_rsa(kid=None), "there is no such key"),
    "a key of its own": (
        jwt.encode({"alg": "RS256", "kid": "x", "jwk": RSA.as_dict(private=False)}, claims(), RSA),
        "this is not a token",
    ),
    "an algorithm that is a list": (by_hand({"alg": ["HS256"]}, b"k"), "the algorithm is not one of"),
    "something else": ("Anna", "this is not a token"),
    "nothing": ("", "this is not a token"),
    "a forged claim": (
        ".".join((by_rsa().split(".")[0], encoded(claims(sub="bert")), by_rsa().split(".")[2])),
        "signature",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_token_that_is_not_to_be_believed_is_refused(name: str) -> None:
    token, why = REFUSED[name]
    with pytest.raises(NotSigned, match=why):
        read(token, PUBLIC, EXPECTED)


def test_where_an_issuer_is_set_it_must_be_that_one() -> None:
    expected = replace(EXPECTED, issuer="https://forms.example.org")
    assert read(by_rsa(iss="https://forms.example.org"), PUBLIC, expected)
    for token in (by_rsa(), by_rsa(iss="https://elsewhere.example.org")):
        with pytest.raises(NotSigned, match="another issuer"):
            read(token, PUBLIC, expected)


def test_a_check_without_a_nonce_believes_no_token() -> None:
    with pytest.raises(NotSigned):
        read(by_rsa(nonce=""), PUBLIC, replace(EXPECTED, nonce=""))


def test_a_shared_key_in_a_public_list_is_passed_over() -> None:
    listed = {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "o"}, {"kty": "odd"}, "x", RSA.as_dict(private=False)]}
    assert [key.kid for key in public_keys(listed)] == ["rsa-1"]
    assert public_keys({"keys": 3}) == public_keys([]) == public_keys(None) == []


def test_a_new_key_is_a_reason_to_look_for_fresher_ones() -> None:
    with pytest.raises(UnknownKey):
        read(by_rsa(kid="rsa-2", key=OTHER_RSA), public_keys({"keys": [RSA.as_dict(private=False)]}), EXPECTED)
    assert read(by_rsa(kid="rsa-2", key=OTHER_RSA), PUBLIC, EXPECTED)


def test_what_a_token_says_is_not_shown() -> None:
    assert "anna" not in repr(read(by_rsa(), PUBLIC, EXPECTED))
