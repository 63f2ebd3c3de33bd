"""The tokens of programs: made, listed, revoked, and looked up at each call.

A token itself is shown once, when it is made; from then on only its digest is known, here and in the store. Revoking
counts at once, in every process: each call asks the store.
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from alongside.access.scopes import SECRET_BYTES, Caller, Scope, is_token, mint, token_digest
from alongside.log import Log, TokenStore

DAY = 86_400_000
LONGEST_DAYS = 731
"""Nobody remembers what an older token is for."""
SHOWN_AFTER = 30 * DAY
"""So long a token that is no longer valid still stands in the list."""


class Token(Struct, frozen=True, kw_only=True):
    """What is known of a token. Times in milliseconds since 1970, 0: not; no sites: all."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    sites: tuple[str, ...]
    made_at: int
    made_by: str
    expires_at: int
    revoked_at: int = 0
    revoked_by: str = ""

    def valid(self, now: int) -> bool:
        """Whether it opens anything at this time."""
        return not self.revoked_at and now < self.expires_at


class Tokens:
    """All tokens on one store. Every method that is awaited may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int]) -> None:
        self._store = TokenStore(log)
        self._now = now
        self._noted: dict[str, str] = {}  # the day each was last used, as the store has it

    async def make(
        self, name: str, scopes: tuple[Scope, ...], sites: tuple[str, ...], days: int, *, by: str
    ) -> tuple[Token, str]:
        """A new token: what is known of it, and itself, which nobody can be shown again."""
        secret = mint(secrets.token_bytes(SECRET_BYTES))
        now = self._now()
        token = Token(
            id=secrets.token_hex(4),
            name=name,
            scopes=scopes,
            sites=sites,
            made_at=now,
            made_by=by,
            expires_at=now + days * DAY,
        )
        await self._store.put(token_digest(secret), msgspec.json.encode(token))
        return token, secret

    async def every(self) -> list[tuple[Token, str]]:
        """Every token, the latest first, with the day it was last used (empty: never)."""
        return [(token, day) for _, token, day in await self._known()]

    async def revoke(self, id: str, *, by: str) -> Token | None:
        """Have this token count no longer; None if there is none of this id, or it does not count already."""
        for digest, token, _ in await self._known():
            if token.id == id and token.valid(self._now()):
                revoked = replace(token, revoked_at=self._now(), revoked_by=by)
                await self._store.put(digest, msgspec.json.encode(revoked))
                return revoked
        return None

    async def caller(self, secret: str) -> Caller | None:
        """Whoever holds this token, if it counts. Notes that it was used."""
        record = await self._store.get(token_digest(secret)) if is_token(secret) else None
        if record is None or (token := _decoded(record)) is None or not token.valid(self._now()):
            return None
        await self._note(token)
        return Caller(token=token.id, name=token.name, scopes=token.scopes, sites=token.sites)

    async def _note(self, token: Token) -> None:
        day = datetime.fromtimestamp(self._now() / 1000, UTC).strftime("%Y-%m-%d")
        if self._noted.get(token.id) != day:
            await self._store.note_used(token.id, day)
            self._noted[token.id] = day

    async def _known(self) -> list[tuple[str, Token, str]]:
        """(digest, token, day it was last used). Forgets those that ended long ago."""
        used, found = await self._store.used(), list[tuple[str, Token, str]]()
        for digest, record in (await self._store.every()).items():
            token = _decoded(record)
            if token is None:
                continue
            if (token.revoked_at or token.expires_at) + SHOWN_AFTER < self._now():
                await self._store.drop(digest, token.id)
            else:
                found.append((digest, token, used.get(token.id, "")))
        return sorted(found, key=lambda each: (-each[1].made_at, each[1].id))


def _decoded(record: bytes) -> Token | None:
    """The token, or None where another version wrote what this one cannot read: it opens nothing then."""
    try:
        return msgspec.json.decode(record, type=Token)
    except msgspec.ValidationError:
        return None
