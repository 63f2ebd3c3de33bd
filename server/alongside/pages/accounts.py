"""Accounts: checking a password, the signed cookie, locking after repeated failure.

A known and an unknown name take the same words and the same time. Roles and teams are read from the settings
at each request, so that a changed or removed account counts at once.
"""

import asyncio
import hashlib
import secrets
from datetime import timedelta

from aiohttp import web
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from alongside.access import NotAllowed, Who, console_token, read_console_token
from alongside.config import Settings
from alongside.hub import Clock
from alongside.log import Indexes

COOKIE = "alongside"
SIGNED_IN = web.RequestKey("SIGNED_IN", Who)
"""Under this a request keeps who sent it, for a page that says what went wrong."""

WRONG = "This name and password do not match. Please try again."


class Accounts:
    """Who may sign in, and who is signed in. Methods that ask the store may raise StoreGone."""

    def __init__(self, settings: Settings, indexes: Indexes, clock: Clock) -> None:
        self._settings = settings
        self._failures = settings.sign_in_failures
        self._indexes = indexes
        self._clock = clock
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    async def sign_in(self, name: str, password: str) -> str:
        """The cookie's value. Raises NotAllowed with a sentence: wrong, or locked for some minutes."""
        lock = f"sign-in:{hashlib.sha256(name.encode()).hexdigest()[:32]}"
        # Counted first: of many attempts at once each would find the counter low.
        if await self._indexes.count(lock, self._settings.sign_in_lock_minutes * 60) > self._failures:
            raise NotAllowed(self._locked_words(), "locked")
        account = self._settings.accounts.get(name)
        stored = account.password_hash if account is not None else self._nobody
        if not await asyncio.to_thread(self._verify, stored, password) or account is None:
            raise NotAllowed(WRONG, "wrong_log_in")
        await self._indexes.clear(lock)
        return self._cookie(name)

    async def who(self, request: web.Request) -> Who:
        """Who is signed in. Raises NotAllowed when nobody is."""
        value = request.cookies.get(COOKIE)
        if value is None:
            raise NotAllowed("Please sign in.", "signed_out")
        now = int(self._clock.seconds())
        name, token_id = read_console_token(self._settings.secret_key, value, now=now)
        account = self._settings.accounts.get(name)
        if account is None or await self._indexes.revoked(token_id):
            raise NotAllowed("Please sign in again.", "signed_out")
        who = Who(role=account.role, id=name, name=account.display, teams=account.teams, sites=account.sites)
        request[SIGNED_IN] = who
        return who

    async def sign_out(self, request: web.Request) -> None:
        """The cookie no longer counts, wherever a copy of it is."""
        value = request.cookies.get(COOKIE, "")
        try:
            now = int(self._clock.seconds())
            _, token_id = read_console_token(self._settings.secret_key, value, now=now)
        except NotAllowed:
            return
        await self._indexes.revoke(token_id, timedelta(hours=self._settings.console_session_hours))

    def set_cookie(self, response: web.Response, value: str) -> None:
        """HttpOnly, SameSite=Lax (posts check their Origin besides), Secure where the public address is."""
        response.set_cookie(
            COOKIE,
            value,
            httponly=True,
            samesite="Lax",
            secure=self._settings.public_url.startswith("https:"),
            max_age=self._settings.console_session_hours * 3600,
            path="/",
        )

    def _cookie(self, name: str) -> str:
        expires = int(self._clock.seconds()) + self._settings.console_session_hours * 3600
        return console_token(self._settings.secret_key, name, token_id=secrets.token_urlsafe(16), expires_at=expires)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def _locked_words(self) -> str:
        minutes = self._settings.sign_in_lock_minutes
        return (
            f"Too many wrong passwords for this name. Please wait {minutes} minutes, or ask an administrator for help."
        )
