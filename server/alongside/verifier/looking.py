"""The verifier: whose account it is, how many tries there were today, and whether the answer is right.

What keeps it honest:

- A try has an id of its own and is looked at once, whoever sends it again to whichever process, with whatever answer.
- The tries of an account are counted over all sessions before the answer is looked at, in one step of the store, so
  that tries at the same moment all count. A right answer gives its own back.
- An outcome is told at a tick of the clock, so that right and wrong, known and unknown accounts take the same time.
- A one-time code is kept as a keyed digest over session, check and account: it fits nothing else, and once.

Nothing that is asked or answered is logged: only that something could not be looked at, and why.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import pyotp
import structlog
from msgspec import Struct
from pyotp.exceptions import OTPVerificationError

from alongside.identity import Attempt, Begin, Outcome, digests
from alongside.identity.masking import masked
from alongside.identity.ports import Directory, Sender, Unavailable
from alongside.identity.signed import Claims, Expected, NotSigned, UnknownKey, read
from alongside.log import Indexes, Keeping, StoreGone, of_session
from alongside.protocol import Destination, DestinationKind
from alongside.tasks import stop
from alongside.verifier.sealing import Sealing
from alongside.verifier.signing_keys import SigningKeys
from alongside.verifier.trial import TrialDirectory

CODE_SECONDS = 300
NONCE_SECONDS = 600
ACCOUNT_SECONDS = 1800
TRY_SECONDS = 86_400
TOKEN_SECONDS = 900
"""A token's `jti` is remembered for longer than any token lives, skew included."""
DIGITS_SECONDS = 120
"""The digits of an app are good for 90 seconds, with one period of grace on each side."""

logger = structlog.get_logger()


class Timing(Struct, frozen=True):
    """When outcomes are told: at the first of these ticks after the answer was looked at. All in seconds; injected,
    so that tests need not wait."""

    tick: float = 1.5
    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


class Place(Struct, frozen=True, kw_only=True):
    """What one site has to look at answers with."""

    name: str
    directory: Directory
    senders: Mapping[DestinationKind, Sender]
    keys: SigningKeys | None = None
    audience: str = ""
    issuer: str = ""
    skew: int = 30
    trial: TrialDirectory | None = None
    tries_per_day: int = 5
    codes_per_hour: int = 5


class Looking:
    """The verifier of one process. `key` is the server's secret key; `clock` gives seconds since 1970."""

    def __init__(
        self,
        places: Mapping[str, Place],
        key: str,
        indexes: Indexes,
        keeping: Keeping,
        clock: Callable[[], float],
        timing: Timing | None = None,
        on_close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._places = places
        self._key = key
        self._indexes = indexes
        self._keeping = keeping
        self._clock = clock
        self._timing = timing or Timing()
        self._sealing = Sealing(key)
        self._on_close = on_close
        self._running: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        """Send nothing more, and let go of connections."""
        await stop(*self._running)
        if self._on_close is not None:
            await self._on_close()

    # --- choosing a way ---

    async def begin(self, begin: Begin) -> str:
        """Get ready for an answer. What has to be sent is sent while nobody waits for it, so that an account that
        there is takes no longer than one that there is not."""
        if begin.method == "signed":
            nonce = secrets.token_urlsafe(18)
            await self._keeping.put(_name("nonce", begin), nonce.encode(), NONCE_SECONDS)
            return nonce
        if not await self._keeping.claim(f"{_name('begin', begin)}:{begin.id}", ACCOUNT_SECONDS):
            return ""  # sent again by a browser that lost its connection
        account = begin.account.strip()
        if begin.known:
            account = await self._signed_account(begin.session) or ""
        await self._keeping.drop(_name("code", begin))
        sealed = self._sealing.seal(account, _name("account", begin))
        await self._keeping.put(_name("account", begin), sealed, ACCOUNT_SECONDS)
        if begin.method == "code" and account:
            self._soon(self._send_code(begin, account))
        return ""

    async def destinations(self, site: str, session: str) -> tuple[Destination, ...]:
        """Where codes can be sent, masked, once a signed identity said whose account it is."""
        account = await self._signed_account(session)
        place = self._places.get(site)
        if not account or place is None:
            return ()
        try:
            contacts = await place.directory.contacts(account, f"contacts_{secrets.token_hex(12)}")
        except Unavailable as trouble:
            _warn("addresses are not known", site, trouble)
            return ()
        first = {contact.kind: contact for contact in reversed(contacts) if contact.kind in place.senders}
        return tuple(
            Destination(id=kind, kind=kind, shown=masked(kind, first[kind].address))
            for kind in place.senders
            if kind in first
        )

    async def _send_code(self, begin: Begin, account: str) -> None:
        place, who = self._places[begin.site], self._who(begin.site, account)
        try:
            if await self._indexes.count(f"codes:{who}", 3600) > place.codes_per_hour:
                logger.warning("an account was sent too many codes", site=begin.site)
                return
            contacts = await place.directory.contacts(account, f"contacts_{secrets.token_hex(12)}")
            contact = next((each for each in contacts if each.kind == begin.to), None)
            sender = place.senders.get(contact.kind) if contact else None
            if contact is None or sender is None:
                return
            digits = f"{secrets.randbelow(1_000_000):06}"
            digest = digests.code(self._key, begin.session, begin.check, who, digits)
            await self._keeping.put(_name("code", begin), digest.encode(), CODE_SECONDS)
            await sender.send(contact, digits, site=place.name, language=begin.language)
        except (Unavailable, StoreGone) as trouble:
            _warn("a code could not be sent", begin.site, trouble)

    # --- looking at an answer ---

    async def look(self, attempt: Attempt) -> Outcome:
        """Whether the answer is right, told at a tick. Raises StoreGone: the try is then lost."""
        if not await self._keeping.claim(f"{_name('try', attempt)}:{attempt.id}", TRY_SECONDS):
            return Outcome(mine=False)
        began = self._timing.now()
        try:
            if attempt.method == "signed":
                return await self._signed(attempt)
            return await self._answered(attempt)
        except Unavailable as trouble:
            _warn("an answer could not be looked at", attempt.site, trouble)
            return Outcome(unavailable=True)
        finally:
            await self._until_tick(began)

    async def _answered(self, attempt: Attempt) -> Outcome:
        sealed = await self._keeping.get(_name("account", attempt))
        account = self._sealing.opened(sealed, _name("account", attempt)) or ""
        if not account:  # chosen too long ago, or there was none: nobody's tries are counted
            return Outcome()
        who = self._who(attempt.site, account)
        if not await self._counted(attempt.site, who):
            return Outcome(outcome="locked", who=who)
        if not await self._right(attempt, account, who):
            return Outcome(who=who)
        await self._keeping.uncount(f"tries:{who}")
        return Outcome(outcome="passed", who=who)

    async def _counted(self, site: str, who: str) -> bool:
        """Whether this account may be tried once more today; the try counts in any case."""
        return await self._indexes.count(f"tries:{who}", TRY_SECONDS) <= self._places[site].tries_per_day

    async def _right(self, attempt: Attempt, account: str, who: str) -> bool:
        place, digits = self._places[attempt.site], attempt.answers.get("code", "")
        if attempt.method == "code":
            digest = digests.code(self._key, attempt.session, attempt.check, who, digits)
            return await self._keeping.spend(_name("code", attempt), digest.encode())
        if attempt.method == "totp" and place.trial is not None:
            return await self._app_digits(attempt.site, place.trial.totp_secret(account), digits, who)
        right = await place.directory.right(account, attempt, f"try_{secrets.token_hex(12)}")
        if right and attempt.method == "totp":
            return await self._once(attempt.site, "totp", f"{who}:{digits}", DIGITS_SECONDS)
        return right

    async def _app_digits(self, site: str, secret: str, digits: str, who: str) -> bool:
        """Whether these are the digits that the app shows now, or showed just before; each only once."""
        try:
            app = pyotp.TOTP(secret or pyotp.random_base32())
            period = app.verify_and_get_timecode(digits, for_time=self._clock(), valid_window=1)
        except (OTPVerificationError, ValueError):
            return False
        return bool(secret) and await self._once(site, "totp", f"{who}:{period}", DIGITS_SECONDS)

    async def _signed(self, attempt: Attempt) -> Outcome:
        nonce = await self._keeping.take(_name("nonce", attempt))
        try:
            claims = await self._read(attempt, (nonce or b"").decode())
        except NotSigned as refused:
            logger.info("a signed identity was refused", site=attempt.site, reason=str(refused))
            return Outcome()
        who = self._who(attempt.site, claims.account)
        if not await self._once(attempt.site, "jti", claims.jti, TOKEN_SECONDS):
            logger.warning("a signed identity was used a second time", site=attempt.site)
            return Outcome(who=who)
        if not await self._counted(attempt.site, who):
            return Outcome(outcome="locked", who=who)
        await self._keeping.uncount(f"tries:{who}")
        if not attempt.acting_for:
            purpose = of_session(attempt.session, "signed")
            sealed = self._sealing.seal(claims.account, purpose)
            await self._keeping.put(purpose, sealed, attempt.minutes * 60)
        return Outcome(outcome="passed", who=who)

    async def _read(self, attempt: Attempt, nonce: str) -> Claims:
        """The token's claims. A key that is not known may be one that the signer has had for a moment only."""
        place = self._places[attempt.site]
        if place.keys is None:
            raise NotSigned("the site has no signed identity")
        expected = Expected(
            audience=place.audience, issuer=place.issuer, nonce=nonce, now=int(self._clock()), skew=place.skew
        )
        try:
            return read(attempt.token, await place.keys.keys(), expected)
        except UnknownKey:
            return read(attempt.token, await place.keys.keys(fresher=True), expected)

    # --- small things ---

    async def _once(self, site: str, kind: str, value: str, seconds: int) -> bool:
        return await self._keeping.claim(f"once:{digests.once(self._key, site, kind, value)}", seconds)

    async def _signed_account(self, session: str) -> str | None:
        purpose = of_session(session, "signed")
        return self._sealing.opened(await self._keeping.get(purpose), purpose)

    def _who(self, site: str, account: str) -> str:
        return digests.account(self._key, site, account)

    async def _until_tick(self, began: float) -> None:
        """Wait for the first tick after the answer was looked at: at least one whole tick passes."""
        took = self._timing.now() - began
        await self._timing.pause(self._timing.tick * (took // self._timing.tick + 1) - took)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Neither its words nor its traceback: they may hold an account, an address or a code.
            logger.error("a code could not be sent", error=type(error).__name__)


def _name(kind: str, what: Begin | Attempt) -> str:
    """Under what something is kept for a check of a session."""
    return of_session(what.session, f"{kind}:{what.check}")


def _warn(event: str, site: str, trouble: Exception) -> None:
    logger.warning(event, site=site, reason=str(trouble))
