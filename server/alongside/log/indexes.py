"""Indexes: what can be found without reading logs. Kept from the logs, never asked who is right.

Everything here may be lost and be put together again from the logs (or, like codes and counters, simply
begins anew). So no method decides anything about a session: the log does. This module must not know what
a summary or a code means; callers pass bytes, and a keyed digest in place of the code's digits.
Times are seconds since the epoch, passed in by the caller; spans are timedeltas or whole seconds as named.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from typing import Literal

from alongside.log.bells import SIGNAL, SUMMARY, Following
from alongside.log.commit import Ring
from alongside.log.store import or_store_gone
from alongside.log.stream import Log

Kind = Literal["agent", "customer"]
Listed = Literal["after", "faults"]
"""Sets of sessions kept beside the open ones, by their summaries: those with something left to do, those that met a
fault."""

LISTS: tuple[Listed, ...] = ("after", "faults")

FIGURES_KEPT = timedelta(days=400)
"""So long plain counts are kept: a year, to compare with the one before."""

WATCHING_SECONDS = 3_600
"""So long it is remembered when somebody was last seen watching; who has gone is noticed within the grace period."""

_DELETE_IF_MINE = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0"

_REMOVE_UP_TO = """
local number = redis.call('ZSCORE', KEYS[1], ARGV[1])
return number and tonumber(number) <= tonumber(ARGV[2]) and redis.call('ZREM', KEYS[1], ARGV[1]) or 0
"""


class Indexes:
    """The indexes beside one Log, over the same connections. Every method may raise StoreGone."""

    def __init__(self, log: Log) -> None:
        self._keys = log.keys
        self._store = log.store
        self._bells = log.bells
        self._commits = log.commits
        self._retention = log.retention

    # Summaries: one line per session, for the queue and the list of sessions.
    #
    # A summary is a stream trimmed to its last entry, under the number of the log entry it was made
    # from. So Redis refuses an older summary by the same rule by which it refuses a late append.

    @or_store_gone
    async def put_summary(
        self,
        session: str,
        number: int,
        payload: bytes,
        *,
        open: bool,
        started_at: float,
        listed: Collection[Listed] = (),
    ) -> bool:
        """Keep this summary unless one of this or a later entry is there; true if kept. `listed`: where else.

        The desks of other processes are told.
        """
        key, life = self._keys.summary(session), int(self._retention.total_seconds())
        fields = ("e", payload, "open", int(open))
        if open:  # before the summary: what is lost in between is then a row too many, which readers drop
            await self._store.ask("SADD", self._keys.open_sessions, session)
        for name in listed:  # by the entry's number: an older summary, put late, takes no newer one off its list
            await self._store.ask("ZADD", self._keys.listed(name), "GT", number, session)
        added, *_ = await self._store.tell_all(
            ("XADD", key, "MAXLEN", 1, f"0-{number}", *fields),
            ("EXPIRE", key, life),
            ("ZADD", self._keys.sessions, "NX", started_at, session),
        )
        if isinstance(added, Exception):
            if "equal or smaller" in str(added):
                return False
            raise added
        if not open:
            await self._store.ask("SREM", self._keys.open_sessions, session)
        message = self._bells.message(SUMMARY, number, session.encode() + b"\0" + payload)
        self._commits.add(Ring(self._keys.desk_bell, message))
        for name in () if open else set(LISTS) - set(listed):  # a session that goes on was never on a list
            await self.unlist(name, {session: number})
        return True

    @or_store_gone
    async def open_summaries(self) -> list[tuple[str, bytes]]:
        """(session, summary) of every session that is not over, in no order."""
        members = await self._store.ask("SMEMBERS", self._keys.open_sessions)
        sessions = [member.decode() for member in members]
        rows = await self._summaries(sessions)
        # A row of the set may be older than the summary: two processes write the set in any order.
        over = [session for session in sessions if session not in rows or rows[session][1][b"open"] != b"1"]
        if over:
            await self._store.ask("SREM", self._keys.open_sessions, *over)
        return [(session, rows[session][1][b"e"]) for session in sessions if session not in over]

    @or_store_gone
    async def listed(self, name: Listed) -> list[tuple[str, int, bytes]]:
        """(session, number, summary) of every session in this set. The summary says whether it belongs there."""
        members = await self._store.ask("ZRANGE", self._keys.listed(name), 0, -1)
        sessions = [member.decode() for member in members]
        rows = await self._summaries(sessions)
        if gone := [session for session in sessions if session not in rows]:
            await self._store.ask("ZREM", self._keys.listed(name), *gone)
        return [(session, number, fields[b"e"]) for session, (number, fields) in rows.items()]

    @or_store_gone
    async def unlist(self, name: Listed, sessions: Mapping[str, int]) -> None:
        """These no longer belong in this set, by their summaries of these numbers."""
        key = self._keys.listed(name)
        for session, number in sessions.items():
            await self._store.ask("EVAL", _REMOVE_UP_TO, 1, key, session, number)

    # Sessions of which other servers may have to be told, each with the time (seconds) when a process last saw to it.

    @or_store_gone
    async def seen_to(self, sessions: Iterable[str], at: float) -> None:
        """Somebody sees to these sessions' news; whoever finds one that nobody saw to for long does it."""
        if pairs := [part for session in sessions for part in (at, session)]:
            await self._store.ask("ZADD", self._keys.listed("untold"), "GT", *pairs)

    @or_store_gone
    async def unseen_to(self, before: float) -> list[str]:
        """The sessions that nobody saw to since `before`."""
        found = await self._store.ask("ZRANGEBYSCORE", self._keys.listed("untold"), "-inf", f"({before!r}")
        return [session.decode() for session in found]

    @or_store_gone
    async def all_told(self, session: str, at: float) -> None:
        """What was known of this session at that time is told, and more is not expected."""
        await self._store.ask("EVAL", _REMOVE_UP_TO, 1, self._keys.listed("untold"), session, at)

    @or_store_gone
    async def summary(self, session: str) -> bytes | None:
        """The session's summary, if there is one."""
        rows = await self._summaries([session])
        return rows[session][1][b"e"] if session in rows else None

    @or_store_gone
    async def forget_summary(self, session: str) -> None:
        """Drop a session's summary, for it to be made again from the log."""
        await self._store.ask("DEL", self._keys.summary(session))

    def follow_desk(self, on_summary: Callable[[str, int, bytes], None]) -> Following:
        """Hear (session, number, summary) of every summary that *other* processes put."""

        def hear(what: bytes, number: int, payload: bytes) -> None:
            session, _, summary = payload.partition(b"\0")
            on_summary(session.decode(), number, summary)

        return self._bells.follow(self._keys.desk_bell, hear)

    def follow_wall(self, on_message: Callable[[bytes], None]) -> Following:
        """Hear what *other* processes say for the supervisors' walls."""
        return self._bells.follow(self._keys.wall_bell, lambda _what, _number, payload: on_message(payload))

    def ring_wall(self, payload: bytes) -> None:
        """Say something to the walls of other processes. It may be lost."""
        self._commits.add(Ring(self._keys.wall_bell, self._bells.message(SIGNAL, 0, payload)))

    async def _summaries(self, sessions: list[str]) -> dict[str, tuple[int, dict[bytes, bytes]]]:
        """Number and fields of those summaries that are there."""
        reads = (("XREVRANGE", self._keys.summary(session), "+", "-") for session in sessions)
        answers = zip(sessions, await self._store.tell_each(*reads), strict=True)
        found = {session: rows[0] for session, rows in answers if rows}
        return {session: (int(id[2:]), fields) for session, (id, fields) in found.items()}

    @or_store_gone
    async def practises(self, session: str, of: str) -> None:
        """In `session` somebody practises with the customer of another one: what that customer wrote goes when that one
        does, so this session goes with it."""
        key = self._keys.practised(of)
        life = int(self._retention.total_seconds())
        await self._store.tell_all(("SADD", key, session), ("EXPIRE", key, life))

    # Spoken codes: a keyed digest of six digits leads to a session, once.

    @or_store_gone
    async def issue_code(self, digest: str, session: str, ttl: timedelta) -> bool:
        """Let this code lead to the session; an earlier one no longer does. False if the code is in use."""
        seconds = int(ttl.total_seconds())
        if not await self._store.tell("SET", self._keys.code(digest), session, "NX", "EX", seconds):
            return False
        # Not by `tell`: redis-py turns the answer of a bare SET into a bool, even with GET.
        old = await self._store.once.set(self._keys.code_of(session), digest, ex=seconds, get=True)
        if old is not None:
            await self._drop_code(old.decode(), session)
        return True

    @or_store_gone
    async def redeem_code(self, digest: str) -> str | None:
        """The session this code leads to. Works once: of two callers at the same moment one gets None."""
        session = await self._store.tell("GETDEL", self._keys.code(digest))
        return None if session is None else str(session, "utf-8")

    @or_store_gone
    async def revoke_code(self, session: str) -> None:
        """Whatever code leads to this session no longer does."""
        digest = await self._store.tell("GETDEL", self._keys.code_of(session))
        if digest is not None:
            await self._drop_code(digest.decode(), session)

    async def _drop_code(self, digest: str, session: str) -> None:
        # Once used or expired, the same digits may have been given to somebody else by now.
        await self._store.ask("EVAL", _DELETE_IF_MINE, 1, self._keys.code(digest), session)

    # Presence: when was somebody last here? For grace periods and for sweeping up idle sessions.

    async def seen(self, agent: str, at: float) -> None:
        """This agent is here now."""
        await self._saw("agent", agent, at)

    async def seen_customer(self, session: str, at: float) -> None:
        """This session's customer is here now."""
        await self._saw("customer", session, at)

    @or_store_gone
    async def seen_watcher(self, session: str, account: str, at: float) -> None:
        """This account watches this session now. Kept with the session, and erased with it."""
        key = self._keys.watchers(session)
        await self._store.tell_all(("ZADD", key, "GT", at, account), ("EXPIRE", key, WATCHING_SECONDS))

    @or_store_gone
    async def watchers_seen(self, session: str) -> dict[str, float]:
        """When each of those who watch this session was last seen."""
        members = await self._store.ask("ZRANGE", self._keys.watchers(session), 0, -1)
        names = [member.decode() for member in members]
        if not names:
            return {}
        scores = await self._store.ask("ZMSCORE", self._keys.watchers(session), *names)
        return {name: float(score) for name, score in zip(names, scores, strict=True) if score is not None}

    @or_store_gone
    async def present(self, since: float, kind: Kind = "agent") -> set[str]:
        """Who was seen at this time or later."""
        members = await self._store.ask("ZRANGEBYSCORE", self._keys.presence(kind), since, "+inf")
        return {member.decode() for member in members}

    @or_store_gone
    async def last_seen(self, kind: Kind, ids: Iterable[str]) -> dict[str, float]:
        """When each of these was last seen; who never was is left out."""
        wanted = list(ids)
        if not wanted:
            return {}
        scores = await self._store.ask("ZMSCORE", self._keys.presence(kind), *wanted)
        return {who: float(score) for who, score in zip(wanted, scores, strict=True) if score is not None}

    @or_store_gone
    async def _saw(self, kind: Kind, who: str, at: float) -> None:
        key, long_ago = self._keys.presence(kind), at - self._retention.total_seconds()
        await self._store.tell_all(
            ("ZADD", key, "GT", at, who),  # a late report never makes anyone seem longer gone
            ("ZREMRANGEBYSCORE", key, "-inf", f"({long_ago!r}"),
        )

    # Counters: for rate limits and lock-outs. The window begins at the first count.

    @or_store_gone
    async def count(self, key: str, window_seconds: int) -> int:
        """Count one more; how many that makes in this window."""
        name = self._keys.counter(key)
        total, _ = await self._store.tell_each(("INCR", name), ("EXPIRE", name, window_seconds, "NX"))
        return int(total)

    @or_store_gone
    async def peek(self, key: str) -> int:
        """How many were counted in this window."""
        return int(await self._store.ask("GET", self._keys.counter(key)) or 0)

    @or_store_gone
    async def clear(self, key: str) -> None:
        """Forget the count, after a success for example."""
        await self._store.ask("DEL", self._keys.counter(key))

    # Offers of help: how many were shown, accepted and dismissed, by day and reason. Of nobody in particular.

    @or_store_gone
    async def count_offer(self, site: str, day: str, did: str, cue: str) -> None:
        """One more; `day` is as in 2026-01-31. Kept for as long as figures may look back."""
        key = self._keys.offers(site, day[:7])
        await self._store.tell_all(
            ("HINCRBY", key, f"{day} {did} {cue}", 1), ("EXPIRE", key, int(FIGURES_KEPT.total_seconds()))
        )

    @or_store_gone
    async def offers(self, site: str, month: str) -> dict[tuple[str, str, str], int]:
        """(day, what was done, reason) to how often, of a month as in 2026-01."""
        found = await self._store.ask("HGETALL", self._keys.offers(site, month))
        pairs = found.items() if isinstance(found, dict) else zip(found[::2], found[1::2], strict=True)
        counts: dict[tuple[str, str, str], int] = {}
        for name, count in pairs:
            day, did, cue = name.decode().split(" ")
            counts[day, did, cue] = int(count)
        return counts

    # Playbooks: the contents that sessions began with, by their hash, for as long as a session may last.

    @or_store_gone
    async def keep_playbook(self, digest: str, content: bytes) -> None:
        """Keep this content, anew from now on."""
        life = int(self._retention.total_seconds())
        await self._store.ask("SET", self._keys.playbook(digest), content, "EX", life)

    @or_store_gone
    async def playbook(self, digest: str) -> bytes | None:
        """The content of this hash, if it is kept."""
        content: bytes | None = await self._store.ask("GET", self._keys.playbook(digest))
        return content

    # Service updates: the version of each playbook whose notes an account has acknowledged.

    @or_store_gone
    async def acknowledge(self, account: str, playbook: str, version: str) -> None:
        """This account has read what is new up to this version."""
        await self._store.ask("HSET", self._keys.acknowledged(account), playbook, version)

    @or_store_gone
    async def acknowledged(self, account: str) -> dict[str, str]:
        """The versions that this account has read, by playbook."""
        kept = await self._store.ask("HGETALL", self._keys.acknowledged(account))
        return {str(playbook, "utf-8"): str(version, "utf-8") for playbook, version in kept.items()}

    # Signed-out tokens: remembered until they would have expired anyway.

    @or_store_gone
    async def revoke(self, token_id: str, ttl: timedelta) -> None:
        """This token counts no longer."""
        seconds = max(1, int(ttl.total_seconds()))
        await self._store.ask("SET", self._keys.signed_out(token_id), 1, "EX", seconds)

    @or_store_gone
    async def revoked(self, token_id: str) -> bool:
        """Has this token been signed out?"""
        return bool(await self._store.ask("EXISTS", self._keys.signed_out(token_id)))
