"""The table: a row for every session that is kept, in the memory of each process, for lists and figures.

How this works
--------------
The rows lie in Redis, put by whoever wrote a session's log (tally.py). A process loads them when somebody first asks,
some days at a time, decoding in a thread. From then on each question begins with one command, which says what changed
since: those rows are fetched, and everything else stays as it is.

Lists of rows are never changed but replaced, so that a thread may go through one while the next is made. Each kind of
reader has a list of their own, of what `access` lets them see, kept up to date in the same way; so a page costs no
question per row. What an agent sees of a review is its released score.

A row whose retention is over is in no list, whether or not the store has dropped it yet.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import structlog
from msgspec.structs import replace

from alongside.access import Who, may_read_session
from alongside.log import FactStore, Place, Put, Standing
from alongside.metrics import Facts, Row, Score, Selection
from alongside.metrics.board import Seen
from alongside.metrics.journey import Journey, counts
from alongside.metrics.matching import Teams
from alongside.metrics.zones import DAY_MILLIS

if TYPE_CHECKING:
    from alongside.hub.journeys import Journeys

READERS_KEPT = 64
"""Lists of so many kinds of readers are kept up to date; another one is made when it is asked for."""
SHARED_MOST = 50_000
"""Of what rows have in common so many different ones are kept; it is a few hundred, unless forms are very many."""
REBUILT_FROM = 500
"""So many changes at once are sorted in, rather than put in one by one."""

logger = structlog.get_logger()

_facts = msgspec.json.Decoder(Facts)
_score = msgspec.json.Decoder(Score)
encode_row: Callable[[Facts | Score], bytes] = msgspec.json.Encoder().encode


class Changed(NamedTuple):
    """A row that changed: as it was, and as it is. None: not there."""

    before: Row | None
    after: Row | None


def place_of(facts: Facts) -> Place:
    """Where a session's rows lie."""
    return Place(facts.site, facts.requested_at // DAY_MILLIS)


def _counted(rows: Iterable[Row], journeys: Mapping[str, Journey], wanted: Selection) -> list[Row]:
    """The rows that a number of the journey map counts."""
    asked = {"what": wanted.what, "step": wanted.step, "field": wanted.field}
    with_one = ((row, journeys.get(row.facts.session)) for row in rows)
    return [row for row, journey in with_one if journey is not None and counts(journey, row.facts, **asked)]


def _order(row: Row) -> tuple[int, str]:
    """Latest first."""
    return (-row.facts.requested_at, row.facts.session)


class Table:
    """The rows of all sessions. Every method that is awaited may raise StoreGone."""

    def __init__(
        self,
        store: FactStore,
        journeys: "Journeys",
        teams_of: Callable[[], Teams],
        now: Callable[[], int],
        retention: int,
    ) -> None:
        """`now` and `retention` are in milliseconds."""
        self._store = store
        self._journeys = journeys
        self._teams_of = teams_of
        self._now = now
        self._retention = retention
        self._position = ""
        self._version = 0
        self._moving = asyncio.Lock()  # held by whoever changes what follows
        self._facts: dict[str, Facts] = {}
        self._scores: dict[str, Score] = {}
        self._standing = Standing(frozenset(), {})
        self._rows: dict[str, Row] = {}
        self._ordered: list[Row] = []
        self._readers: dict[object, tuple[Who, list[Row]]] = {}

    # --- reading ---

    async def rows(self, who: Who) -> Sequence[Row]:
        """Every row that `who` may see, latest first, those of practice too. Never change it."""
        return (await self.seen(who)).rows

    async def seen(self, who: Who) -> Seen:
        """The same, with what tells whether they changed: for figures that are kept."""
        key = (who.role, who.id if who.role == "agent" else "", who.sites, who.teams)
        async with self._moving:
            await self._refresh()
            if key not in self._readers:
                seen = await asyncio.to_thread(_seen_by, who, self._ordered, self._teams_of())
                while len(self._readers) >= READERS_KEPT:
                    del self._readers[next(iter(self._readers))]
                self._readers[key] = who, seen
            return Seen(self._readers[key][1], key, self._version)

    async def select(self, who: Who, wanted: Selection) -> list[Row]:
        """The rows of the selection that `who` may see, in its order; of all its pages."""
        rows = await self.rows(who)
        chosen = await asyncio.to_thread(wanted.choose, rows, self._teams_of())
        return await self._walked(chosen, wanted) if wanted.of_journeys else chosen

    async def _walked(self, rows: Sequence[Row], wanted: Selection) -> list[Row]:
        """Those of the rows whose journeys are wanted: these are not in memory, so the others have gone before."""
        found = {journey.session: journey for journey in await self._journeys.of(row.facts for row in rows)}
        return await asyncio.to_thread(_counted, rows, found, wanted)

    async def row(self, who: Who, session: str) -> Row | None:
        """One session's row, if `who` may see it."""
        await self.refresh()
        row = self._rows.get(session)
        return _as_seen(who, row, self._teams_of()) if row else None

    # --- reviews ---

    async def put_score(self, score: Score) -> bool:
        """Keep what a session's review came to, unless a later one is kept; false if there is no such session.

        Call it whenever the coaching log's entries change the score, also when a review is taken back.
        """
        await self.refresh()
        facts = self._facts.get(score.session)
        if facts is None:
            return False
        await self._store.put("scores", place_of(facts), score.session, score.number, encode_row(score))
        return True

    async def want_review(self, sessions: Iterable[str]) -> None:
        """Mark these as needing review. They are so until `review_done`."""
        await self._store.want_review(sessions)

    async def review_done(self, session: str) -> None:
        """This one needs no review any more: call it when its review is released."""
        await self._store.review_done(session)

    async def reviews_wanted(self) -> frozenset[str]:
        """Every session that is marked as needing review."""
        await self.refresh()
        return self._standing.wanted

    # --- keeping up ---

    async def refresh(self) -> None:
        """Take what changed since the last time."""
        async with self._moving:
            await self._refresh()

    async def _refresh(self) -> None:
        news = await self._store.changes(self._position) if self._position else None
        if news is None:
            await self._load()
            return
        position, changes, standing = news
        puts = await self._store.fetch(changes) if changes else []
        self._take(puts, {put.session for put in puts} | self._stood(standing))
        self._position = position
        await self._drop_old()

    async def _load(self) -> None:
        """Everything from the store, in place of what is here."""
        position = await self._store.position()
        facts: dict[str, Facts] = {}
        scores: dict[str, Score] = {}
        async for puts in self._store.everything():
            await asyncio.to_thread(_decode, puts, facts, scores)
        news = await self._store.changes(position)
        self._facts, self._scores = facts, scores
        self._standing = news[2] if news else self._standing
        await asyncio.to_thread(self._join_all)
        self._readers.clear()
        self._version += 1
        self._position = position
        await self._drop_old()

    def _join_all(self) -> None:
        """Make every row anew, in order."""
        self._rows = {session: self._joined(each) for session, each in self._facts.items() if not self._over(each)}
        self._ordered = sorted(self._rows.values(), key=_order)

    def _stood(self, standing: Standing) -> set[str]:
        """Take who is to be reviewed, and who vanishes; those for whom that changed."""
        before, self._standing = self._standing, standing
        vanishing = {session for session in standing.over if session in self._rows and self._over(self._facts[session])}
        return vanishing | (before.wanted ^ standing.wanted) | (before.over.keys() - standing.over.keys())

    def _take(self, puts: Sequence[Put], touched: set[str]) -> None:
        _decode(puts, self._facts, self._scores)
        changed = [self._change(session) for session in touched]
        if news := [each for each in changed if each.before is not each.after]:
            self._ordered = _changed_list(self._ordered, news)
            self._version += 1
            for key, (who, rows) in list(self._readers.items()):
                self._readers[key] = who, _changed_list(rows, _seen_changes(who, news, self._teams_of()))

    def _change(self, session: str) -> Changed:
        facts = self._facts.get(session)
        before = self._rows.pop(session, None)
        after = self._joined(facts) if facts and not self._over(facts) else None
        if after is not None:
            self._rows[session] = after
        return Changed(before, after)

    def _joined(self, facts: Facts) -> Row:
        score = self._scores.get(facts.session)
        return Row(facts=facts, score=score, wanted=facts.session in self._standing.wanted)

    def _over(self, facts: Facts) -> bool:
        """Whether a session is not to be seen any more."""
        now = self._now()
        if facts.requested_at + self._retention <= now:
            return True
        return self._standing.over.get(facts.session, now / 1000 + 1) <= now / 1000

    async def _drop_old(self) -> None:
        """Forget the rows whose retention is over: the last ones. Nobody reviews what is gone."""
        old: set[str] = set()
        for row in reversed(self._ordered):
            if not self._over(row.facts):
                break
            old.add(row.facts.session)
        if old:
            self._take((), old)
            for session in old:
                self._facts.pop(session, None)
                self._scores.pop(session, None)
            await self._store.review_done(*(old & self._standing.wanted))


def _decode(puts: Iterable[Put], facts: dict[str, Facts], scores: dict[str, Score]) -> None:
    """Put rows in where they belong. One that cannot be read (an older version's) is left out: reindexing mends it."""
    for what, session, payload in puts:
        kept = facts if what == "facts" else scores
        if not payload:
            kept.pop(session, None)
            continue
        try:
            if what == "facts":
                facts[session] = _shared(_facts.decode(payload))
            else:
                scores[session] = _score.decode(payload)
        except msgspec.DecodeError:
            logger.warning("a row is not understood: `alongside reindex` makes it anew", session=session)


_words: dict[str, str] = {}
_dicts: dict[object, dict[str, Any]] = {}
_WORDS = ("site", "playbook", "language")
_DICTS = ("agents", "checks", "cues", "system_faults", "errors", "said", "held")


def _shared(facts: Facts) -> Facts:
    """The row with what many rows have in common kept once, for nobody changes it: half of a row's memory."""
    for name in _WORDS:
        word = getattr(facts, name)
        msgspec.structs.force_setattr(facts, name, _words.setdefault(word, word))
    for name in _DICTS:
        found = getattr(facts, name)
        if not found or (name != "held" and len(_dicts) < SHARED_MOST):
            msgspec.structs.force_setattr(facts, name, _dicts.setdefault(tuple(found.items()), found))
    return facts


# --- lists of rows --------------------------------------------------------------------------------------


def _changed_list(rows: list[Row], news: Sequence[Changed]) -> list[Row]:
    """A new list with these changes."""
    if not news:
        return rows
    if len(news) >= REBUILT_FROM:
        gone = {each.before.facts.session for each in news if each.before}
        kept = [row for row in rows if row.facts.session not in gone]
        return sorted([*kept, *(each.after for each in news if each.after)], key=_order)
    rows = list(rows)
    for before, after in news:
        if before is not None:
            _remove(rows, before)
        if after is not None:
            rows.insert(bisect_left(rows, _order(after), key=_order), after)
    return rows


def _remove(rows: list[Row], row: Row) -> None:
    at = bisect_left(rows, _order(row), key=_order)
    if at < len(rows) and rows[at].facts.session == row.facts.session:
        del rows[at]


def _seen_by(who: Who, rows: Iterable[Row], teams_of: Teams) -> list[Row]:
    return [seen for row in rows if (seen := _as_seen(who, row, teams_of)) is not None]


def _seen_changes(who: Who, news: Iterable[Changed], teams_of: Teams) -> list[Changed]:
    """The changes as this reader sees them. What they did not see before is looked for in vain, and that is all."""
    seen = (Changed(each.before, _as_seen(who, each.after, teams_of) if each.after else None) for each in news)
    return [each for each in seen if each.before is not None or each.after is not None]


def _as_seen(who: Who, row: Row, teams_of: Mapping[str, tuple[str, ...]]) -> Row | None:
    """The row as this reader may see it. Agents are shown what was released of their own reviews, nothing else."""
    if not may_read_session(who, row.facts.site, row.facts.readers, teams_of):
        return None
    if who.role != "agent" or not (row.score or row.wanted):
        return row
    theirs = row.score is not None and row.score.released_at and row.score.agent == who.id
    released = row.score if theirs else None
    return Row(facts=row.facts, score=replace(released, needs_review=False) if released else None)
