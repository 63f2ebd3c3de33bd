"""Coaching over all processes: each session's coaching log, appended to by compare-and-append, and rows for the lists.

What follows from a fact (the row in the lists, the score in the sessions table, a webhook) is settled after it: what a
process did not come to before it stopped, another one settles within a minute.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress

from msgspec.structs import replace

from alongside.access import NotAllowed, Who, may_coach, may_read_session, may_review
from alongside.coaching import (
    Around,
    Caller,
    Coaching,
    Row,
    Session,
    decide,
    decode_row,
    encode_row,
    fold,
    proposals,
    row,
    scan,
    session_of,
    view,
)
from alongside.coaching.standing import may_edit
from alongside.hub.apart import apart
from alongside.hub.entries import read_entries
from alongside.hub.folded import FoldedLedgers
from alongside.hub.table import Table
from alongside.hub.table import encode_row as encode_score
from alongside.log import CoachedRows, Conflict, FactStore, Log, Place, unnamed
from alongside.metrics import Score
from alongside.metrics.zones import DAY_MILLIS
from alongside.protocol import Entry
from alongside.protocol.coaching import CoachingCommand
from alongside.protocol.coaching_facts import COACHING_CODEC, CoachingFact
from alongside.protocol.coaching_views import CoachingView, Proposal
from alongside.protocol.scorecards import Scorecard
from alongside.webhooks import Outbox

NOT_YOURS = "There is no such session, or it is not one that you may read."

Teams = Mapping[str, tuple[str, ...]]
TELL_WITHIN_MILLIS = 86_400_000
"""A webhook that is set up later is not told of what is older."""
SESSIONS_KEPT = 32
"""Sessions of whose logs this process keeps what was read: those that somebody is reviewing now."""
ABANDONED_SECONDS = 30.0
"""What is not settled after so long never will be by the process that began it."""


class CoachingDesk:
    """The coaching of all sessions. Every method that is awaited may raise StoreGone."""

    def __init__(
        self,
        log: Log,
        now: Callable[[], int],
        outbox: Outbox,
        table: Table,
        *,
        cards: Callable[[], Mapping[str, Scorecard]],
        teams_of: Callable[[], Teams],
    ) -> None:
        self._log = log
        self._now = now
        self._outbox = outbox
        self._table = table
        self._cards = cards
        self._teams_of = teams_of
        self._ledgers = coaching_ledgers(log)
        self._rows = CoachedRows(log)
        self._heard: dict[str, _Heard] = {}

    # --- reading ---

    async def view(self, who: Who, session: str) -> CoachingView:
        """What the caller sees of a session's coaching. Raises NotAllowed where they may not read the session."""
        heard, around = await self._session(session)
        caller = self._caller(who, around.session)
        coaching = await self._ledgers.of(session)
        return view(coaching, around, caller, _proposed(coaching, caller, heard))

    async def rows(self, who: Who) -> list[Row]:
        """The rows of coached sessions that the caller may read, in no order. They are not yet blind: see `seen_by`."""
        found = [read for _, payload in await self._rows.all() if (read := decode_row(payload)) is not None]
        teams = self._teams_of()
        return [each for each in found if may_read_session(who, each.site, each.agents, teams)]

    async def session(self, who: Who, session: str) -> tuple[Around, Coaching, Caller]:
        """A session with its coaching, for pages that show more than the view. Raises NotAllowed."""
        _, around = await self._session(session)
        return around, await self._ledgers.of(session), self._caller(who, around.session)

    async def entries(self, who: Who, session: str) -> list[Entry]:
        """The session's own log, for who may read it. Raises NotAllowed."""
        _, around = await self._session(session)
        self._caller(who, around.session)
        return await read_entries(self._log, session)

    async def _session(self, session: str) -> tuple["_Heard", Around]:
        """What is needed of a session's log. Kept while nothing is added to it: a log may have 20,000 entries, and each
        score of a review comes by itself."""
        top = await self._log.top(session)
        heard = self._heard.pop(session, None)
        if heard is None or heard.top != top:
            heard = _Heard(session, await read_entries(self._log, session))
        self._heard[session] = heard
        while len(self._heard) > SESSIONS_KEPT:
            del self._heard[next(iter(self._heard))]
        return heard, Around(session=heard.session, cards=self._cards())

    def _caller(self, who: Who, session: Session) -> Caller:
        teams = self._teams_of()
        if not session.times or not may_read_session(who, session.site, session.agents, teams):
            raise NotAllowed(NOT_YOURS, "no_session")
        return Caller(actor=who.actor, reviews=may_review(who, session.site, session.agents, teams))

    # --- writing ---

    async def submit(self, who: Who, session: str, command: CoachingCommand) -> CoachingView:
        """Do what the command asks, decided anew after a conflict; then the caller's view. Raises NotAllowed and
        NotCoached."""
        heard, around = await self._session(session)
        caller = self._caller(who, around.session)
        coaching, fact = await self._append(session, around, caller, command)
        if fact is not None:
            await self._settle(around.session, coaching)
        return view(coaching, around, caller, _proposed(coaching, caller, heard))

    async def _append(
        self, session: str, around: Around, caller: Caller, command: CoachingCommand
    ) -> tuple[Coaching, CoachingFact | None]:
        while fact := decide(coaching := await self._ledgers.of(session), around, caller, command):
            await self._rows.open(session, self._now() / 1000)
            with suppress(Conflict):
                return await self._ledgers.append(session, coaching, caller.actor, self._now(), fact), fact
        return coaching, None

    async def _settle(self, session: Session, coaching: Coaching) -> None:
        """Keep the row that the lists show and the score of the sessions table, and have the site's server told."""
        await self._rows.put(session.id, coaching.number, encode_row(row(coaching, session)))
        if not session.practice:
            score = score_of(session, coaching)
            await self._table.put_score(score)
            if score.released_at:
                await self._table.review_done(session.id)
            await self._tell(session, coaching)
        await self._rows.close(session.id)
        await self._log.erase_remains(session.id)

    async def settle_all(self) -> None:
        """Settle what a process did not come to before it stopped."""
        for id in await self._rows.left_open(self._now() / 1000 - ABANDONED_SECONDS):
            with apart(id):
                _, around = await self._session(id)
                if around.session.times:
                    await self._settle(around.session, await self._ledgers.of(id))
                else:
                    await self._log.erase(id)

    async def _tell(self, session: Session, coaching: Coaching) -> None:
        """Have the site's server told of released reviews, of each once; nothing of the session, agent or words."""
        for id, review in coaching.reviews.items():
            if review.released is not None and review.released_at > self._now() - TELL_WITHIN_MILLIS:
                facts = {"score": review.released.score, "failed": bool(review.released.failed)}
                await self._outbox.put(session.site, "review.released", f"review.{unnamed(session.id)}.{id}", facts)


def score_of(session: Session, coaching: Coaching) -> Score:
    """The session in the sessions table: its latest released review, and whether anything waits."""
    released = [review for review in coaching.scorers if review.state == "released"]
    waits = any(review.appeal is not None and review.appeal.outcome is None for review in released)
    second = coaching.second_asked is not None and not coaching.both_in
    score = Score(session=session.id, number=coaching.number, needs_review=waits or second)
    if not released:
        return score
    latest = max(released, key=lambda review: review.released_at)
    return replace(
        score,
        released_at=latest.released_at,
        score=latest.score,
        failed=bool(latest.failed),
        reviewer=latest.by.id,
        agent=latest.begun.agent.id,
        scorecard=latest.begun.card,
    )


def coaching_ledgers(log: Log) -> FoldedLedgers[Coaching, CoachingFact]:
    """The coaching logs, by session."""
    return FoldedLedgers(log, "coaching", log.keys.coaching, COACHING_CODEC, new=Coaching(), fold=fold, keep=False)


async def rebuild(log: Log) -> int:
    """Make all rows anew from the logs; how many. A coaching log whose session is gone goes too. Raises StoreGone."""
    rows, facts, ledgers, kept = CoachedRows(log), FactStore(log), coaching_ledgers(log), 0
    await rows.forget_all()
    for id in await log.coached():
        session = session_of(id, await read_entries(log, id))
        if not session.times:
            await log.erase(id)
            continue
        coaching = await ledgers.of(id)
        await rows.put(id, coaching.number, encode_row(row(coaching, session)))
        if not session.practice:
            score = score_of(session, coaching)
            place = Place(session.site, session.began_at // DAY_MILLIS)
            await facts.put("scores", place, id, score.number, encode_score(score), again=True)
        kept += 1
    return kept


def seen_by(who: Who, row: Row) -> Row:
    """The row as this caller may see it: agents only what is released of theirs, reviewers no hidden score."""
    if may_coach(who):
        return row
    released = tuple(each for each in row.reviews if each.state == "released" and each.agent == who.id)
    moments = tuple(each for each in row.moments if each.agent == who.id)
    return replace(row, second_asked=False, reviews=released, calibrations=(), moments=moments, pairs=())


class _Heard:
    """What one reading of a session's log gave: the session, and what is proposed for each scorecard."""

    def __init__(self, id: str, entries: list[Entry]) -> None:
        self.top = entries[-1].number if entries else 0
        self.session = session_of(id, entries)
        self._scanned = scan(entries)
        self._proposed: dict[Scorecard, tuple[Proposal, ...]] = {}

    def proposals(self, card: Scorecard) -> tuple[Proposal, ...]:
        """What the log proposes for the items of this card."""
        if card not in self._proposed:
            self._proposed[card] = proposals(card, self._scanned)
        return self._proposed[card]


def _proposed(coaching: Coaching, caller: Caller, heard: _Heard) -> dict[str, tuple[Proposal, ...]]:
    """What the log proposes for the reviews that the caller is writing."""
    return {
        id: heard.proposals(review.begun.scorecard)
        for id, review in coaching.reviews.items()
        if may_edit(coaching, review, caller)
    }
