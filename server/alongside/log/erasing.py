"""Erasing: nothing that names a session, or was said in it, stays in the store.

How this works
--------------
A session is named by keys of its own (log, coaching, summary, ...), by rows and sets that many sessions share, by
messages for other servers, and by the logs of those who practised with what its customer did. Two ways lead out:

    erase   somebody asks for it. Every process reads all rows again, for its memory has the session too.
    over    its time is over. Every process knows that by the time, so their memories need no telling; what only
            lives for minutes (codes, tries at ID checks) is long gone.

What is put by a process that did not hear of it in time, is erased again by that process: see `Hub`. This module must
not know what a payload says. It raises redis-py's own errors.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from alongside.log.facts import ALL, DAY
from alongside.log.keys import Keys, Place, unnamed

if TYPE_CHECKING:
    from alongside.log.stream import Log

OVER_AT_ONCE = 200
"""Sessions that are taken out in one pipeline."""

_DROP_CHANGES = """
local gone = {}
for _, session in ipairs(ARGV) do gone[session] = true end
for _, row in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
  if gone[row[2][4]] then redis.call('XDEL', KEYS[1], row[1]) end
end
return 1
"""
"""A process that was at a change that is gone reads all rows again; else none is disturbed."""


class Erased(NamedTuple):
    """How much there was of a session: entries of its log and of its coaching; its rows for lists and figures; sets and
    lists that named it; messages for other servers; things kept for minutes; and sessions of practice made from it."""

    entries: int = 0
    coaching: int = 0
    rows: int = 0
    lists: int = 0
    messages: int = 0
    passing: int = 0
    practice: int = 0

    def __add__(self, other: object) -> "Erased":
        if not isinstance(other, Erased):
            return NotImplemented
        return Erased(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


async def erase(log: "Log", session: str) -> Erased:
    """Remove every trace of a session, and of those practised with it. Reads the names of all keys."""
    practised = [member.decode() for member in await log.store.ask("SMEMBERS", log.keys.practised(session))]
    total = Erased(practice=len(practised))
    for each in (*practised, session):
        total += await _erase_one(log, each)
    return total


async def _erase_one(log: "Log", session: str) -> Erased:
    keys, store = log.keys, log.store
    entries, coaching = await log.store.tell_each(("XLEN", keys.log(session)), ("XLEN", keys.coaching(session)))
    digest = await store.ask("GET", keys.code_of(session))
    passing = [keys.code(digest.decode())] if digest is not None else []
    passing += await log.names(keys.kept_of(session))
    await log.store.tell_each(("DEL", *keys.all_of(session)), *(("DEL", name) for name in passing))
    messages = await _erase_messages(log, [session])
    lists = await log.store.tell_each(*_unlisted(keys, [session]))
    rows = await log.store.tell_each(*_without_rows(keys, await _places(log), [session]))
    # The changes name it: they are trimmed to nothing, and every process reads all rows again.
    await log.store.tell_each(("XTRIM", keys.fact_changes, "MAXLEN", 0))
    await store.ask("PUBLISH", keys.bell(session), log.bells.gone())
    return Erased(entries, coaching, sum(rows), sum(lists), messages, len(passing))


async def erase_over(log: "Log", before: float, running: Collection[str] = ()) -> int:
    """Erase the sessions whose help was asked for before this time (seconds since 1970), and those practised with them;
    how many. Those in `running` stay until they are over."""
    members = await log.store.ask("ZRANGEBYSCORE", log.keys.sessions, "-inf", before)
    listed = [member.decode() for member in members]
    found = [session for session in (*listed, *await _astray(log, before)) if session not in running]
    for first in range(0, len(found), OVER_AT_ONCE):
        await _erase_many(log, found[first : first + OVER_AT_ONCE])
    return len(found)


async def _astray(log: "Log", before: float) -> list[str]:
    """Sessions with rows of that day or an earlier one that have no log: the store dropped it before anybody came."""
    places = [place for place in await _places(log) if place.day <= before // DAY]
    names = await log.store.tell_each(*(("HKEYS", log.keys.fact_rows(what, place)) for place in places for what in ALL))
    rows = list(dict.fromkeys(name.decode() for part in names for name in part))
    if not rows:
        return []
    scores = await log.store.ask("ZMSCORE", log.keys.sessions, *rows)
    unlisted = [session for session, score in zip(rows, scores, strict=True) if score is None]
    there = await log.store.tell_each(*(("EXISTS", log.keys.log(session)) for session in unlisted))
    return [session for session, is_there in zip(unlisted, there, strict=True) if not is_there]


async def _erase_many(log: "Log", sessions: list[str]) -> None:
    keys, places = log.keys, await _places(log)
    for members in await log.store.tell_each(*(("SMEMBERS", keys.practised(session)) for session in sessions)):
        for member in members:
            await _erase_one(log, member.decode())  # its own time is not over, so processes have to be told
    await _erase_messages(log, sessions)
    await log.store.tell_each(
        *(("DEL", *keys.all_of(session)) for session in sessions),
        *_unlisted(keys, sessions),
        *_without_rows(keys, places, sessions),
        ("EVAL", _DROP_CHANGES, 1, keys.fact_changes, *sessions),
    )


async def _erase_messages(log: "Log", sessions: Sequence[str]) -> int:
    """Take their messages out of the outbox, whether they are under way or given up; how many."""
    due, messages, _, dead = log.keys.outbox
    names = {unnamed(session) for session in sessions}
    kept = await log.store.ask("HKEYS", messages)
    ids = [id for id in kept if not names.isdisjoint(id.decode().split("."))]
    if ids:
        await log.store.tell_each(("HDEL", messages, *ids), ("ZREM", due, *ids), ("ZREM", dead, *ids))
    return len(ids)


def _unlisted(keys: Keys, sessions: Sequence[str]) -> list[tuple[Any, ...]]:
    """What takes them off all sets and lists that sessions share."""
    ordered = keys.sessions, *map(keys.listed, ("after", "faults", "untold")), keys.presence("customer")
    return [
        *(("ZREM", key, *sessions) for key in (*ordered, keys.coached_open, keys.facts_over)),
        *(("SREM", key, *sessions) for key in (keys.open_sessions, keys.reviews_wanted)),
        ("HDEL", keys.coached, *sessions),
    ]


def _without_rows(keys: Keys, places: Sequence[Place], sessions: Sequence[str]) -> list[tuple[Any, ...]]:
    return [("HDEL", keys.fact_rows(what, place), *sessions) for place in places for what in ALL]


async def _places(log: "Log") -> list[Place]:
    return [Place.read(member.decode()) for member in await log.store.ask("SMEMBERS", log.keys.fact_places)]
