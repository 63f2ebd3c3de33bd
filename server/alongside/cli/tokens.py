"""`alongside token create|list|revoke`: tokens for the programs that call /api/v1."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from alongside.cli import reading, telling
from alongside.cli.store import beside
from alongside.config import Settings
from alongside.hub.tokens import LONGEST_DAYS, Token, Tokens
from alongside.log import Log, StoreGone

USUAL_DAYS = 90
BY = "the command line"


def create(chosen: argparse.Namespace) -> int:
    """Make a token and print it. Status 1 if that cannot be done."""
    settings = reading.settings(chosen)
    unknown = [site for site in chosen.sites if site not in settings.sites]
    if unknown:
        telling.sentence(f"There is no site {unknown[0]} in the settings. Nothing was done.")
        return 1
    if not 1 <= chosen.days <= LONGEST_DAYS:
        telling.sentence(f"--days must lie between 1 and {LONGEST_DAYS}. Nothing was done.")
        return 1

    async def work(tokens: Tokens) -> int:
        scopes, sites = tuple(dict.fromkeys(chosen.scopes)), tuple(dict.fromkeys(chosen.sites))
        token, secret = await tokens.make(chosen.name, scopes, sites, chosen.days, by=BY)
        print(secret)
        telling.sentence(f"This is token {token.id}, valid until {_day(token.expires_at)}. It is not shown again.")
        return 0

    return _with_tokens(settings, chosen, work)


def listed(chosen: argparse.Namespace) -> int:
    """Print what is known of each token. Status 1 if the store cannot be read."""

    async def work(tokens: Tokens) -> int:
        for token, used in await tokens.every():
            print(_line(token, used))
        return 0

    return _with_tokens(reading.settings(chosen), chosen, work)


def revoke(chosen: argparse.Namespace) -> int:
    """Revoke one. Status 1 if there is none of this id that counts."""

    async def work(tokens: Tokens) -> int:
        token = await tokens.revoke(chosen.token, by=BY)
        if token is None:
            telling.sentence(f"No token {chosen.token} is valid. `alongside token list` names them.")
            return 1
        print(f"Token {token.id} ({token.name}) counts no longer.")
        return 0

    return _with_tokens(reading.settings(chosen), chosen, work)


def _with_tokens(settings: Settings, chosen: argparse.Namespace, work: Callable[[Tokens], Awaitable[int]]) -> int:
    if chosen.data_dir:
        settings = replace(settings, data_dir=chosen.data_dir)
    try:
        return asyncio.run(_run(settings, work))
    except StoreGone as error:
        telling.sentence(f"The store cannot be read: {error}", "`alongside check` says more.")
        return 1


async def _run(settings: Settings, work: Callable[[Tokens], Awaitable[int]]) -> int:
    async with beside(settings) as complete:
        log = Log(complete.redis_url or "", retention=timedelta(days=settings.retention_days))
        await log.start()
        try:
            return await work(Tokens(log, lambda: time.time_ns() // 1_000_000))
        finally:
            await log.close()


def _line(token: Token, used: str) -> str:
    ends = f"revoked {_day(token.revoked_at)}" if token.revoked_at else f"until {_day(token.expires_at)}"
    sites = ",".join(token.sites) or "all sites"
    return "  ".join((token.id, ends, f"used {used or 'never'}", sites, " ".join(token.scopes), token.name))


def _day(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).strftime("%Y-%m-%d")
