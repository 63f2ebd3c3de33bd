"""`alongside webhooks`: what other servers were told and did not take: listed, sent again, thrown away; and a test."""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from alongside.cli import reading, telling
from alongside.cli.store import beside
from alongside.config import Settings
from alongside.log import Log, OutboxStore, StoreGone
from alongside.webhooks import DeadLetters, Letter, Outbox


def work(chosen: argparse.Namespace) -> int:
    """Do what was asked for. Status 1 if there is nothing to do it to, or the store cannot be read."""
    settings = reading.settings(chosen)
    if chosen.data_dir:
        settings = replace(settings, data_dir=chosen.data_dir)
    try:
        return asyncio.run(_do(settings, chosen))
    except StoreGone as error:
        telling.sentence(f"The store cannot be read: {error}", "`alongside check` says more.")
        return 1


async def _do(settings: Settings, chosen: argparse.Namespace) -> int:
    async with _outbox(settings) as (letters, outbox):
        match chosen.action:
            case "replay":
                return _count(await letters.replay(settings.sites, chosen.id), "will be sent again")
            case "discard":
                return _count(await letters.discard(settings.sites, chosen.id), "thrown away")
            case "test":
                return _tested(await outbox.test(chosen.site), chosen.site)
            case _:
                return _list(await letters.under_way(settings.sites), await letters.given_up(settings.sites))


@asynccontextmanager
async def _outbox(settings: Settings) -> AsyncIterator[tuple[DeadLetters, Outbox]]:
    from alongside.app import limits  # only here: the other commands start faster without a server

    asked = limits(settings)
    async with beside(settings) as complete:
        log = Log(complete.redis_url or "", retention=timedelta(days=settings.retention_days))
        await log.start()
        try:
            store = OutboxStore(log)
            yield DeadLetters(store, time.time, asked.dead_letters), Outbox(store, asked.webhooks, time.time)
        finally:
            await log.close()


def _list(under_way: list[Letter], dead: list[Letter]) -> int:
    for letter in dead:
        print(f"given up  {_line(letter)}")
    for letter in under_way:
        print(f"{'failed' if letter.tries else 'waiting':8}  {_line(letter)}")
    telling.sentence(f"{len(dead)} given up, {len(under_way)} on their way.")
    return 0


def _line(letter: Letter) -> str:
    at = datetime.fromtimestamp(letter.happened, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return f"{at}  {letter.site}  {letter.kind}  {letter.id}  {letter.reason}".rstrip()


def _count(count: int, done: str) -> int:
    telling.sentence(f"{count} {'message' if count == 1 else 'messages'} {done}.")
    return 0 if count else 1


def _tested(id: str, site: str) -> int:
    if not id:
        telling.sentence(f"The site {site} has no webhook in the settings.")
        return 1
    telling.sentence(f"{id} is in the outbox: the server that runs sends it within seconds.")
    return 0
