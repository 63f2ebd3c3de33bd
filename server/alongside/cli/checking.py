"""`alongside check`: everything that could keep the server from its work, each with the remedy."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator

from alongside.assets import Assets, NotBuilt
from alongside.cli import playbooks, reading, telling
from alongside.cli.store import beside
from alongside.config import Problem, Settings, advice, secret_key
from alongside.embedded import StoreError
from alongside.log import Probe, probe


def check(chosen: argparse.Namespace) -> int:
    """Say what is wrong, or what was found right. Status 1 if anything must be put right."""
    settings = reading.settings(chosen)
    store, found = asyncio.run(_store(settings))
    count, of_playbooks, worth_knowing = playbooks.of_settings(settings)
    wrong = [
        *secret_key(settings, required=True),
        *advice(settings),
        *_front_end(),
        *of_playbooks,
        *found,
    ]
    telling.problems("To be put right:", wrong)
    if known := [*(f"redis: {warning}" for warning in store.warnings), *worth_knowing]:
        telling.sentence("Worth knowing:", *(f"  {each}" for each in known))
    if not wrong:
        print(_all_right(settings, store, count))
    return 1 if wrong else 0


async def _store(settings: Settings) -> tuple[Probe, list[Problem]]:
    try:
        async with beside(settings) as complete:
            found = await probe(complete.redis_url or "")
    except StoreError as error:
        return Probe(), [_of_sentences("redis", str(error))]
    return found, [_of_sentences("redis", problem) for problem in found.problems]


def _of_sentences(where: str, text: str) -> Problem:
    """A problem from sentences of which the first says what is wrong."""
    what, _, remedy = text.partition(". ") if ". " in text else text.partition("\n")
    return Problem(where, what.rstrip(".") + ".", remedy)


def _front_end() -> Iterator[Problem]:
    try:
        Assets()
    except NotBuilt as error:
        yield _of_sentences("front end", str(error))


def _all_right(settings: Settings, store: Probe, playbook_count: int) -> str:
    return (
        f"All is well: {len(settings.sites)} sites, {len(settings.accounts)} accounts, "
        f"{store.flavour} {store.version}, {playbook_count} playbooks."
    )
