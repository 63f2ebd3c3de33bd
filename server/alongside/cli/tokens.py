"""`alongside token create|list|revoke`: tokens for the programs that call /api/v1."""

from __future__ import annotations

import argparse
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from alongside.cli import reading, telling
from alongside.cli.store import on_log
from alongside.config import Settings
from alongside.hub.tokens import LONGEST_DAYS, Token, Tokens
from alongside.log import Log

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

    return _with_tokens(chosen, work)


def listed(chosen: argparse.Namespace) -> int:
    """Print what is known of each token. Status 1 if the store cannot be read."""

    async def work(tokens: Tokens) -> int:
        for token, used in await tokens.every():
            print(_line(token, used))
        return 0

    return _with_tokens(chosen, work)


def revoke(chosen: argparse.Namespace) -> int:
    """Revoke one. Status 1 if there is none of this id that counts."""

    async def work(tokens: Tokens) -> int:
        token = await tokens.revoke(chosen.token, by=BY)
        if token is None:
            telling.sentence(f"No token {chosen.token} is valid. `alongside token list` names them.")
            return 1
        print(f"Token {token.id} ({token.name}) counts no longer.")
        return 0

    return _with_tokens(chosen, work)


def _with_tokens(chosen: argparse.Namespace, work: Callable[[Tokens], Awaitable[int]]) -> int:
    async def on(log: Log, _: Settings) -> int:
        return await work(Tokens(log, lambda: time.time_ns() // 1_000_000))

    return on_log(chosen, on)


def _line(token: Token, used: str) -> str:
    ends = f"revoked {_day(token.revoked_at)}" if token.revoked_at else f"until {_day(token.expires_at)}"
    sites = ",".join(token.sites) or "all sites"
    return "  ".join((token.id, ends, f"used {used or 'never'}", sites, " ".join(token.scopes), token.name))


def _day(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).strftime("%Y-%m-%d")
