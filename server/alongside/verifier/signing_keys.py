"""The keys that a site's signed identities are checked with: shared ones from the settings, or public ones of a JWKS.

A JWKS is read when it is first needed, kept for ten minutes, and read again when a token names a key that is not in
it, so that a signer may change keys; at most once in thirty seconds, as anybody can name a key. Whoever comes while
it is read waits for it, and where it could not be read nobody can tell: neither costs a customer a wrong try.
"""

import asyncio
from collections.abc import Awaitable, Callable
from math import inf
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout
from joserfc.jwk import Key

from alongside.config import SignedIdentity
from alongside.identity.ports import Unavailable
from alongside.identity.signed import public_keys, shared_keys
from alongside.verifier.bodies import whole_body

KEPT_SECONDS = 600
AGAIN_SECONDS = 30
FETCH_SECONDS = 4
MOST_BYTES = 200_000

Fetch = Callable[[str], Awaitable[bytes]]


class SigningKeys:
    """The keys of one site. `now` is in seconds."""

    def __init__(self, settings: SignedIdentity, fetch: Fetch, now: Callable[[], float]) -> None:
        self._settings = settings
        self._fetch = fetch
        self._now = now
        self._keys: list[Key] = shared_keys(settings.keys)
        self._read_at: float | None = None
        self._failed_at: float | None = None
        self._reading = asyncio.Lock()

    async def keys(self, *, fresher: bool = False) -> list[Key]:
        """The keys there are; `fresher` where the ones there are did not do. Raises Unavailable."""
        if self._settings.keys:
            return self._keys
        async with self._reading:
            if self._since(self._read_at) >= (AGAIN_SECONDS if fresher else KEPT_SECONDS):
                await self._read()
            return self._keys

    async def _read(self) -> None:
        if self._since(self._failed_at) < AGAIN_SECONDS:
            raise Unavailable("the signer's keys could not be read a moment ago")
        try:
            self._keys = public_keys(await self._jwks())
        except Unavailable:
            self._failed_at = self._now()
            raise
        self._read_at, self._failed_at = self._now(), None

    def _since(self, at: float | None) -> float:
        return inf if at is None else self._now() - at

    async def _jwks(self) -> Any:
        try:
            if self._settings.jwks_file:
                return msgspec.json.decode(await asyncio.to_thread(Path(self._settings.jwks_file).read_bytes))
            return msgspec.json.decode(await self._fetch(self._settings.jwks_url))
        except (OSError, msgspec.DecodeError) as trouble:
            raise Unavailable("the signer's keys cannot be read") from trouble


async def fetch(session: ClientSession, address: str) -> bytes:
    """A document from an HTTPS address. Raises Unavailable."""
    timeout = ClientTimeout(total=FETCH_SECONDS)
    try:
        async with session.get(address, timeout=timeout, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Unavailable("the signer's keys are not there")
            return await whole_body(answer, MOST_BYTES)
    except (ClientError, TimeoutError) as trouble:
        raise Unavailable("the signer's keys cannot be fetched") from trouble
