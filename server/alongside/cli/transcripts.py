"""`alongside transcript SESSION`: a session's log, told for people or as JSON for programs."""

from __future__ import annotations

import argparse
import sys

from alongside.cli import telling
from alongside.cli.store import on_log
from alongside.config import Settings
from alongside.export import Transcript, as_json, as_text, transcript
from alongside.hub.entries import read_entries
from alongside.log import Log


def print_transcript(chosen: argparse.Namespace) -> int:
    """Print one session. Status 1 if there is no such session, or its store cannot be read."""

    async def work(log: Log, settings: Settings) -> int:
        entries = await read_entries(log, chosen.session)
        if not entries:
            telling.sentence(
                f"There is no session {chosen.session}. It may have been erased: "
                f"sessions are kept for {settings.retention_days} days."
            )
            return 1
        sys.stdout.write(_written(transcript(chosen.session, entries), as_program=chosen.json))
        return 0

    return on_log(chosen, work)


def _written(told: Transcript, *, as_program: bool) -> str:
    return as_json(told).decode() + "\n" if as_program else as_text(told)
