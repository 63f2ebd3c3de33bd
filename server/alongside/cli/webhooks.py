"""`alongside webhooks`: what other servers were told and did not take: listed, sent again, thrown away; and a test."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime

from alongside.cli import telling
from alongside.cli.store import on_log
from alongside.config import Settings
from alongside.log import Log, OutboxStore
from alongside.webhooks import DeadLetters, Letter, Outbox


def work(chosen: argparse.Namespace) -> int:
    """Do what was asked for. Status 1 if there is nothing to do it to, or the store cannot be read."""

    async def on(log: Log, settings: Settings) -> int:
        from alongside.app import limits  # only here: the other commands start faster without a server

        asked, store = limits(settings), OutboxStore(log)
        letters = DeadLetters(store, time.time, asked.dead_letters)
        match chosen.action:
            case "replay":
                return _count(await letters.replay(settings.sites, chosen.id), "will be sent again")
            case "discard":
                return _count(await letters.discard(settings.sites, chosen.id), "thrown away")
            case "test":
                return _tested(await Outbox(store, asked.webhooks, time.time).test(chosen.site), chosen.site)
            case _:
                return _list(await letters.under_way(settings.sites), await letters.given_up(settings.sites))

    return on_log(chosen, on)


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
