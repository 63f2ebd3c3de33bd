"""`alongside serve` and `alongside demo`: start the parts in order, stop them in the reverse order."""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from alongside import journal
from alongside.cli import reading, telling
from alongside.cli.store import with_store
from alongside.config import Settings, SettingsError, advice, secret_key
from alongside.demo import DemoPlan, plan

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotServe(Exception):
    """The server cannot run, for a reason a person can mend; the message says how."""


def serve(chosen: argparse.Namespace) -> int:
    """Run the server for real people. Refuses to start without a secret key."""
    settings = reading.settings(chosen)
    if missing := list(secret_key(settings, required=True)):
        raise SettingsError(missing)
    telling.problems("Worth putting right:", list(advice(settings)))
    return _run(settings, None, partial(_say, f"Alongside is ready at {settings.public_url}"))


def demo(chosen: argparse.Namespace) -> int:
    """Run the demo: accounts everyone knows, and a form on an origin of its own."""
    data_dir = chosen.data_dir or Path(os.environ.get("ALONGSIDE_DATA_DIR") or "var/demo")
    settings, demo_plan = plan(data_dir, host=chosen.host, public_host=chosen.public_host)
    return _run(settings, demo_plan, partial(_say, demo_plan.greeting(settings)))


def _run(settings: Settings, demo_plan: DemoPlan | None, ready: Callable[[], None]) -> int:
    journal.begin(settings.log_level, settings.log_format)
    try:
        asyncio.run(_until_told_to_stop(settings, demo_plan, ready))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES):
            raise
        raise CannotServe(_cannot_listen(settings, error.errno)) from None
    return 0


async def _until_told_to_stop(settings: Settings, demo_plan: DemoPlan | None, ready: Callable[[], None]) -> None:
    """Serve until a signal. The app stops first and can still write; then its store."""
    work = asyncio.ensure_future(_serve(settings, demo_plan, ready))
    for number in _STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    with suppress(asyncio.CancelledError):
        await work


async def _serve(settings: Settings, demo_plan: DemoPlan | None, ready: Callable[[], None]) -> None:
    from alongside import app  # only here: the other commands start faster without a server

    async with with_store(settings) as complete:
        await app.run(complete, demo=demo_plan, ready=ready)


def _cannot_listen(settings: Settings, number: int) -> str:
    return (
        f"Cannot listen on {settings.host}, port {settings.port}: {os.strerror(number)}.\n"
        "Stop what uses it, or choose another with ALONGSIDE_HOST and ALONGSIDE_PORT."
    )


def _say(words: str) -> None:
    print(words, flush=True)
