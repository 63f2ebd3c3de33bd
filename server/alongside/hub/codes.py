"""Spoken codes: six digits that lead an agent to a customer, once, for a few minutes.

The digits exist in the customer's panel and in the answer that took them there. The store keeps a keyed
digest, the log that a code was issued. 6 digits are 20 bits, enough for a code that lives 10 minutes and
works once (OWASP ASVS 6.5) as long as guesses are limited, per agent and overall.
"""

import asyncio
import secrets
from datetime import timedelta

from alongside.access import code_digest
from alongside.log import Indexes
from alongside.session import Refused

GUESS_WINDOW_SECONDS = 600


class Codes:
    """Issues and redeems spoken codes. `key` makes the digests; limits are wrong guesses in 10 minutes."""

    def __init__(self, indexes: Indexes, key: str, *, minutes: int, wrong_per_agent: int, wrong_overall: int) -> None:
        self._indexes = indexes
        self._key = key
        self._life = timedelta(minutes=minutes)
        self._wrong_per_agent = wrong_per_agent
        self._wrong_overall = wrong_overall
        self._guessing = asyncio.Lock()  # one at a time: guesses at once would all find the counters low

    async def issue(self, session: str) -> str:
        """Fresh digits that lead to `session`; an earlier code of the session is void. Raises StoreGone."""
        while True:
            digits = f"{secrets.randbelow(1_000_000):06}"
            if await self._indexes.issue_code(code_digest(self._key, digits), session, self._life):
                return digits

    async def redeem(self, agent: str, typed: str) -> str:
        """The session that the typed digits lead to. Raises Refused with the remedy; StoreGone."""
        digits = "".join(char for char in typed if char.isdigit() and char.isascii())
        if len(digits) != 6:
            raise Refused("bad_code", "A code has 6 digits, as in 123 456. Please check it.")
        session = await self._guess(agent, digits)
        if session is None:
            raise Refused(
                "wrong_code",
                "This code does not lead to anyone: it is mistyped, used, or older than "
                f"{int(self._life.total_seconds()) // 60} minutes. Ask the customer to read it again, "
                "or to press New code.",
            )
        return session

    async def revoke(self, session: str) -> None:
        """The session's code no longer works."""
        await self._indexes.revoke_code(session)

    async def _guess(self, agent: str, digits: str) -> str | None:
        async with self._guessing:
            await self._check_guesses(agent)
            session = await self._indexes.redeem_code(code_digest(self._key, digits))
            if session is None:
                await self._count_wrong(agent)
            return session

    async def _check_guesses(self, agent: str) -> None:
        own = await self._indexes.peek(f"wrong-code:{agent}")
        everybody = await self._indexes.peek("wrong-code")
        if own >= self._wrong_per_agent or everybody >= self._wrong_overall:
            raise Refused("too_many_codes", "Too many wrong codes. Please wait 10 minutes, then try again.")

    async def _count_wrong(self, agent: str) -> None:
        await self._indexes.count(f"wrong-code:{agent}", GUESS_WINDOW_SECONDS)
        await self._indexes.count("wrong-code", GUESS_WINDOW_SECONDS)
