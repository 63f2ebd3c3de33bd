"""FactStore: a row per session for lists and figures, kept from the logs, and beside it what its review came to.

How this works
--------------
Rows lie in hashes by site and day, so that what a day kept goes with the day: `facts:{site day}` and
`scores:{site day}`, session -> number and payload. A row is put only if its number is not below the one that is
there: of two processes the later entry wins, in whatever order they put.

Every process holds all rows in memory. It learns of changes from one short stream, `facts:changes`, in which each
put leaves its place and session: a process that is at a known entry reads what came after, one command, and fetches
those rows. Where the stream was trimmed past it (or the store lost its tail) it reads everything again.

Here too, as they are asked for together: the sessions that somebody wants reviewed, those that are to vanish before
their time, and each account's saved filters. This module must not know what a payload says.
Times are seconds since 1970.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from alongside.log.keys import Place
from alongside.log.store import or_raise, or_store_gone

if TYPE_CHECKING:
    from alongside.log.stream import Log

What = Literal["facts", "scores", "journeys"]
KINDS: tuple[What, ...] = ("facts", "scores")
"""What every process holds in memory. Journeys are read when they are asked for."""
ALL: tuple[What, ...] = (*KINDS, "journeys")

CHANGES_KEPT = 10_000
"""A process that is further behind reads all rows."""
PLACES_AT_ONCE = 8
"""Days of sites in one round trip: some 2 MB at 250 sessions a day, so that others need not wait long."""
DAY = 86_400

# Number and payload are one value, so that HGETALL of a day is all that a reader needs.
_PUT = """
local old = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[5] == '0' and old and tonumber(string.match(old, '^%d+')) > tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3])
redis.call('EXPIREAT', KEYS[1], ARGV[4])
return 1
"""


class Put(NamedTuple):
    """A row as it is kept. An empty payload: there is none (any more)."""

    what: What
    session: str
    payload: bytes


class Change(NamedTuple):
    """The rows of this session, in this place, changed."""

    place: Place
    session: str


class Standing(NamedTuple):
    """What is kept beside the rows: who is to be reviewed, and who vanishes when (seconds since 1970)."""

    wanted: frozenset[str]
    over: dict[str, float]


class FactStore:
    """The rows on one log's store. Every method may raise StoreGone."""

    def __init__(self, log: "Log") -> None:
        self._keys = log.keys
        self._store = log.store
        self._retention = int(log.retention.total_seconds())

    # --- putting ---

    @or_store_gone
    async def put(
        self, what: What, place: Place, session: str, number: int, payload: bytes, *, again: bool = False
    ) -> bool:
        """Keep this row unless one of a later entry is there (`again`: whatever is there); true if kept.

        It goes when its day's time is over.
        """
        kept, *_ = await self._store.tell_all(
            self._put(what, place, session, number, payload, again),
            ("SADD", self._keys.fact_places, str(place)),
            self._changed(Change(place, session)),
        )
        return bool(or_raise(kept))

    @or_store_gone
    async def put_all(self, what: What, rows: Iterable[tuple[Place, str, int, bytes]]) -> None:
        """Keep many, for an index made anew. Other processes read everything again."""
        places, commands = set[Place](), list[tuple[Any, ...]]()
        for place, session, number, payload in rows:
            places.add(place)
            commands.append(self._put(what, place, session, number, payload, again=False))
        commands += [("SADD", self._keys.fact_places, str(place)) for place in places]
        commands.append(("XTRIM", self._keys.fact_changes, "MAXLEN", 0))
        await self._store.tell_each(*commands)

    def _put(self, what: What, place: Place, session: str, number: int, payload: bytes, again: bool) -> tuple[Any, ...]:
        over = (place.day + 1) * DAY + self._retention
        return ("EVAL", _PUT, 1, self._keys.fact_rows(what, place), session, number, payload, over, int(again))

    def _changed(self, change: Change) -> tuple[Any, ...]:
        key = self._keys.fact_changes
        return ("XADD", key, "MAXLEN", "~", CHANGES_KEPT, "*", "p", str(change.place), "s", change.session)

    # --- reading ---

    @or_store_gone
    async def position(self) -> str:
        """Where the changes are now. Take it before reading everything."""
        rows = await self._store.ask("XREVRANGE", self._keys.fact_changes, "+", "-", "COUNT", 1)
        id = rows[0][0] if rows else await self._store.ask("XADD", self._keys.fact_changes, "*", "p", "", "s", "")
        return str(id, "utf-8")

    async def everything(self) -> AsyncIterator[list[Put]]:
        """All rows, some days at a time, the latest first. Raises StoreGone."""
        places = await self.places()
        for first in range(0, len(places), PLACES_AT_ONCE):
            yield await self.days(places[first : first + PLACES_AT_ONCE])

    @or_store_gone
    async def places(self) -> list[Place]:
        """Every site's every day that may have rows, the latest first."""
        members = await self._store.ask("SMEMBERS", self._keys.fact_places)
        return sorted((Place.read(member.decode()) for member in members), key=lambda place: (-place.day, place.site))

    @or_store_gone
    async def days(self, places: Sequence[Place]) -> list[Put]:
        """All rows of these places, as they are now."""
        names = [(what, place) for place in places for what in KINDS]
        answers = await self._store.tell_each(*(("HGETALL", self._keys.fact_rows(*name)) for name in names))
        found: list[Put] = []
        for (what, _), answer in zip(names, answers, strict=True):
            found += [Put(what, session.decode(), _payload(value)) for session, value in _pairs(answer)]
        return found

    @or_store_gone
    async def kept(self, what: What, wanted: Mapping[Place, Sequence[str]]) -> list[Put]:
        """The rows of one kind that these sessions have in these places, as they are now."""
        reads = (("HMGET", self._keys.fact_rows(what, place), *sessions) for place, sessions in wanted.items())
        answers = zip(wanted.values(), await self._store.tell_each(*reads), strict=True)
        pairs = (pair for sessions, answer in answers for pair in zip(sessions, answer, strict=True))
        return [Put(what, session, _payload(value)) for session, value in pairs if value is not None]

    @or_store_gone
    async def changes(self, position: str) -> tuple[str, list[Change], Standing] | None:
        """What changed after `position`, and the position after that; None if it is too long ago to tell."""
        keys = self._keys
        rows, wanted, over = await self._store.tell_each(
            ("XRANGE", keys.fact_changes, position, "+"),
            ("SMEMBERS", keys.reviews_wanted),
            ("ZRANGE", keys.facts_over, 0, -1, "WITHSCORES"),
        )
        if not rows or rows[0][0].decode() != position:
            return None
        found = dict.fromkeys(_change(fields) for _, fields in rows[1:])
        standing = Standing(frozenset(m.decode() for m in wanted), _times(over))
        return rows[-1][0].decode(), list(found), standing

    @or_store_gone
    async def fetch(self, changes: Iterable[Change]) -> list[Put]:
        """The rows of these sessions as they are now; those that are gone too, without a payload."""
        wanted = [(what, change) for change in changes for what in KINDS]
        reads = (("HGET", self._keys.fact_rows(what, place), session) for what, (place, session) in wanted)
        pairs = zip(wanted, await self._store.tell_each(*reads), strict=True)
        return [Put(what, change.session, _payload(value) if value else b"") for (what, change), value in pairs]

    @or_store_gone
    async def vanished(self, now: float) -> list[str]:
        """The sessions whose time was shortened and is over by now: for `Log.erase`."""
        members = await self._store.ask("ZRANGEBYSCORE", self._keys.facts_over, "-inf", now)
        return [member.decode() for member in members]

    @or_store_gone
    async def sweep(self, now: float) -> None:
        """Remember no more the days, and what changed, whose retention is over: the rows are gone."""
        until = int(now) - self._retention
        await self._store.ask("XTRIM", self._keys.fact_changes, "MINID", until * 1000)
        if old := [str(place) for place in await self.places() if place.day < until // DAY - 1]:
            await self._store.ask("SREM", self._keys.fact_places, *old)

    # --- what is to be reviewed ---

    @or_store_gone
    async def want_review(self, sessions: Iterable[str]) -> None:
        """Somebody wants these reviewed."""
        if named := list(sessions):
            await self._store.ask("SADD", self._keys.reviews_wanted, *named)

    @or_store_gone
    async def review_done(self, *sessions: str) -> None:
        """These are no longer wanted for review."""
        if sessions:
            await self._store.ask("SREM", self._keys.reviews_wanted, *sessions)

    # --- saved filters ---

    @or_store_gone
    async def save_filter(self, account: str, name: str, query: str) -> None:
        """Keep a filter of this account under this name, in place of one of the same name."""
        await self._store.ask("HSET", self._keys.filters(account), name, query)

    @or_store_gone
    async def delete_filter(self, account: str, name: str) -> None:
        """Keep it no more."""
        await self._store.ask("HDEL", self._keys.filters(account), name)

    @or_store_gone
    async def filters(self, account: str) -> dict[str, str]:
        """The account's filters, by their names."""
        kept = await self._store.ask("HGETALL", self._keys.filters(account))
        return {name.decode(): query.decode() for name, query in _pairs(kept)}


def _change(fields: Any) -> Change:
    return Change(Place.read(fields[b"p"].decode()), fields[b"s"].decode())


def _payload(value: bytes) -> bytes:
    return value.partition(b" ")[2]


def _pairs(answer: Any) -> Iterable[tuple[bytes, bytes]]:
    """The pairs of a hash: redis-py gives a dict, within a pipeline sometimes a flat list."""
    return answer.items() if isinstance(answer, dict) else zip(answer[::2], answer[1::2], strict=True)


def _times(answer: Any) -> dict[str, float]:
    pairs = answer if answer and isinstance(answer[0], tuple) else list(zip(answer[::2], answer[1::2], strict=True))
    return {member.decode(): float(at) for member, at in pairs}
