"""`alongside transcript SESSION`: a session's log, told for people or as JSON for programs."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import timedelta

from msgspec.structs import replace

from alongside.cli import reading, telling
from alongside.cli.store import beside
from alongside.config import Settings
from alongside.export import Transcript, as_json, as_text, transcript
from alongside.log import Log, Stored, StoreGone
from alongside.protocol import decode_entry


def print_transcript(chosen: argparse.Namespace) -> int:
    """Print one session. Status 1 if there is no such session, or its store cannot be read."""
    settings = reading.settings(chosen)
    if chosen.data_dir:
        settings = replace(settings, data_dir=chosen.data_dir)
    try:
        stored = asyncio.run(_read(settings, chosen.session))
    except StoreGone as error:
        telling.sentence(f"The store cannot be read: {error}", "`alongside check` says more.")
        return 1
    if not stored:
        telling.sentence(
            f"There is no session {chosen.session}. It may have been erased: "
            f"sessions are kept for {settings.retention_days} days."
        )
        return 1
    told = transcript(chosen.session, (decode_entry(*entry) for entry in stored))
    sys.stdout.write(_written(told, as_program=chosen.json))
    return 0


async def _read(settings: Settings, session: str) -> list[Stored]:
    async with beside(settings) as complete:
        log = Log(complete.redis_url or "", retention=timedelta(days=settings.retention_days))
        await log.start()
        try:
            return await log.read(session)
        finally:
            await log.close()


def _written(told: Transcript, *, as_program: bool) -> str:
    return as_json(told).decode() + "\n" if as_program else as_text(told)
