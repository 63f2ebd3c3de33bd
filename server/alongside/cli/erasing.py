"""`alongside erase SESSION...`: everything that is kept of a session goes, for who asks for it before its time."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from alongside.cli import telling
from alongside.cli.store import on_log
from alongside.config import Settings
from alongside.hub.entries import read_entries
from alongside.log import Erased, Log
from alongside.session import State, fold, new_state

ERASED, NOT_ALL, NOT_CONFIRMED = 0, 1, 2
"""Exit statuses."""


class _Found(Struct, frozen=True):
    """The sessions that can be erased, and why others cannot."""

    states: tuple[State, ...]
    others: tuple[str, ...]


def erase(chosen: argparse.Namespace) -> int:
    """Erase these sessions once somebody said yes. Status 1 if one could not be, 2 if nobody said yes."""

    async def work(log: Log, _: Settings) -> int:
        found = await _find(log, dict.fromkeys(chosen.sessions))
        telling.sentence(*found.others)
        if found.states and not (chosen.yes or _confirmed(found.states)):
            telling.sentence("Nothing was erased.")
            return NOT_CONFIRMED
        for state in found.states:
            print(_told(state.info.id, await log.erase(state.info.id)))
        if found.states:
            telling.sentence("What other systems were sent, and what stands in backups, is yours to erase there.")
        return NOT_ALL if found.others else ERASED

    return on_log(chosen, work)


async def _find(log: Log, sessions: Iterable[str]) -> _Found:
    states, others = list[State](), list[str]()
    for session in sessions:
        state = fold(await read_entries(log, session), onto=new_state(session))
        if not state.number:
            others.append(f"There is no session {session}. It may have been erased already.")
        elif state.info.status != "ended":
            others.append(f"The session {session} goes on. It can be erased once it has ended.")
        else:
            states.append(state)
    return _Found(tuple(states), tuple(others))


def _confirmed(states: Iterable[State]) -> bool:
    """Whether the person at the terminal says yes. A program, which cannot be asked, has to say --yes."""
    for state in states:
        at = datetime.fromtimestamp(state.info.requested_at / 1000, UTC)
        telling.sentence(f"{state.info.id}: {state.info.site}, {at:%Y-%m-%d %H:%M} UTC, {state.number} entries")
    if not sys.stdin.isatty():
        telling.sentence("Say --yes to erase without being asked.")
        return False
    print("Erase this for good? It cannot be had back. Type yes: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == "yes"


def _told(session: str, gone: Erased) -> str:
    parts = (
        (gone.entries, "entry of its log", "entries of its log"),
        (gone.coaching, "entry of its coaching", "entries of its coaching"),
        (gone.rows, "row of lists and figures", "rows of lists and figures"),
        (gone.lists, "place in lists, of faults among them", "places in lists, of faults among them"),
        (gone.messages, "message to other servers", "messages to other servers"),
        (gone.passing, "code or try at an ID check", "codes and tries at ID checks"),
        (gone.practice, "session of practice with its customer", "sessions of practice with its customer"),
    )
    told = (f"{count} {one if count == 1 else many}" for count, one, many in parts if count)
    return f"{session} is erased: {', '.join(told)}."
