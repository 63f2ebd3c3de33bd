"""What programs may do at /api/v1: scopes, and the tokens that carry them.

A token is `als_`, 256 random bits and a checksum, all in letters and digits: scanners of leaked secrets know one by
its shape, and a mistyped one is refused before anything is looked up. Only its digest is kept anywhere; that many
bits need no key, no salt and no slow hash. Pure: the random bytes and the time come in.
"""

import hashlib
import re
import zlib
from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from alongside.access.rights import Who

Scope = Literal[
    "sessions:read",
    "transcripts:read",
    "figures:read",
    "coaching:read",
    "faults:read",
    "playbooks:read",
    "sessions:export",
    "sessions:erase",
    "webhooks:manage",
]

SCOPES: Mapping[Scope, str] = {
    "sessions:read": "List sessions and read their facts: times, outcome, agents. No words of the conversation, but "
    "for the customer's request",
    "transcripts:read": "Read what was said and done in sessions",
    "figures:read": "Read key figures",
    "coaching:read": "Read reviews that were released",
    "faults:read": "Read the fault register",
    "playbooks:read": "List the playbooks",
    "sessions:export": "Read everything that is kept of a session, for somebody who asks what is known of them",
    "sessions:erase": "Erase sessions for good, when somebody asks for it",
    "webhooks:manage": "Read the messages that could not be delivered, and send them again",
}
"""Every scope, and what it lets its holder do."""

assert tuple(SCOPES) == get_args(Scope)

PREFIX = "als_"
SECRET_BYTES = 32
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_LENGTH, _CHECKSUM_LENGTH = 43, 6  # 256 and 32 bits to the base of 62
_SHAPE = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_SECRET_LENGTH + _CHECKSUM_LENGTH}}}")


class Caller(Struct, frozen=True, kw_only=True):
    """A program that calls: the token it holds (by its public id), and what that is good for. No sites: all."""

    token: str
    name: str
    scopes: tuple[Scope, ...]
    sites: tuple[str, ...] = ()

    @property
    def who(self) -> Who:
        """The caller for what asks by person: it reads what an administrator of these sites does."""
        return Who(role="administrator", id=f"token:{self.token}", name=self.name, sites=self.sites)


def may_call(caller: Caller, scope: Scope | None) -> bool:
    """Whether this token is good for a route of this scope; None: any token is."""
    return scope is None or scope in caller.scopes


def may_make_tokens(who: Who) -> bool:
    """Whether they make, see and revoke tokens."""
    return who.role == "administrator"


def token_sites(who: Who, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The sites of a token that `who` makes: those asked for, and never more than their own."""
    if not who.sites:
        return asked
    return tuple(site for site in asked if site in who.sites) or who.sites


def mint(secret: bytes) -> str:
    """The token of these random bytes. Raises ValueError unless they are 32."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a token is made of {SECRET_BYTES} random bytes")
    body = _in_digits(int.from_bytes(secret, "big"), _SECRET_LENGTH)
    return PREFIX + body + _checksum(body)


def is_token(text: str) -> bool:
    """Whether this has the shape of a token, with the right checksum: no word on whether it is valid."""
    if not _SHAPE.fullmatch(text):
        return False
    return _checksum(text[len(PREFIX) : -_CHECKSUM_LENGTH]) == text[-_CHECKSUM_LENGTH:]


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(body: str) -> str:
    return _in_digits(zlib.crc32((PREFIX + body).encode()), _CHECKSUM_LENGTH)


def _in_digits(number: int, length: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits.rjust(length, _DIGITS[0])
