"""A session's log as entries, for who needs the whole of it at once. A session that is live has its room."""

import asyncio
from collections.abc import Sequence

from alongside.log import Log, Stored
from alongside.protocol import Entry, decode_entry

LONG = 1_000
"""Entries from which a log is decoded in a thread: of two hours it takes some 150 ms, and others wait."""


async def read_entries(log: Log, session: str) -> list[Entry]:
    """The session's entries, none if it is not there. Raises StoreGone."""
    stored = await log.read(session)
    return await asyncio.to_thread(_decoded, stored) if len(stored) > LONG else _decoded(stored)


def _decoded(stored: Sequence[Stored]) -> list[Entry]:
    return [decode_entry(*each) for each in stored]
