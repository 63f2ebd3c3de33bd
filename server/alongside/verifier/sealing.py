"""What has to be kept of an account between choosing a way and answering: encrypted, for minutes.

A JWE with a key made from the server's own: whoever reads the store learns nothing. Knows nothing of the store.
"""

import hashlib
import hmac

import msgspec
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER = {"alg": "dir", "enc": "A256GCM"}


class Sealed(msgspec.Struct, frozen=True):
    """Whose account, and for which session and check: so that it cannot be passed off as another's."""

    account: str
    purpose: str

    def __repr__(self) -> str:
        return "Sealed(hidden)"


class Sealing:
    """Seals and opens with a key made from `secret_key`."""

    def __init__(self, secret_key: str) -> None:
        raw = hmac.new(secret_key.encode(), b"alongside: sealed accounts", hashlib.sha256).digest()
        self._key = OctKey.import_key(raw)

    def seal(self, account: str, purpose: str) -> bytes:
        """The account, so that only this server can read it."""
        text = msgspec.json.encode(Sealed(account, purpose))
        return jwe.encrypt_compact(_HEADER, text, self._key).encode()

    def opened(self, sealed: bytes | None, purpose: str) -> str | None:
        """The account, or None where there is none, it is another's, or it cannot be read."""
        if sealed is None:
            return None
        try:
            text = jwe.decrypt_compact(sealed, self._key).plaintext
            found = msgspec.json.decode(text or b"", type=Sealed)
        except (JoseError, msgspec.DecodeError, ValueError):
            return None
        return found.account if found.purpose == purpose else None
