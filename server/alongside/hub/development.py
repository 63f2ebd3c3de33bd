"""Agents' development plans and evidence portfolios: a ledger for each agent, by compare-and-append.

Moments are in the coaching logs of their sessions, so a portfolio is put together when it is asked for.
"""

from collections.abc import Callable

import msgspec
import structlog

from alongside.access import SYSTEM, Who
from alongside.coaching.development import Development, decide, fold
from alongside.coaching.portfolio import Line, Portfolio, Source, portfolio
from alongside.export import plain, transcript
from alongside.hub.coaching import CoachingDesk
from alongside.log import Conflict, Ledger, Log
from alongside.protocol import Entry
from alongside.protocol.coaching import LinkGoal
from alongside.protocol.development import (
    DevelopmentCommand,
    DevelopmentEntry,
    DevelopmentFact,
    GoalSet,
    SetGoal,
    decode_development_entry,
    encode_development_entry,
)
from alongside.protocol.scorecards import Scorecard

logger = structlog.get_logger()


class Plans:
    """The plans and portfolios of all agents. Whoever calls has asked access. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int], coaching: CoachingDesk) -> None:
        self._log = log
        self._now = now
        self._coaching = coaching

    async def of(self, agent: str) -> Development:
        """The agent's ledger, folded up to now."""
        entries: list[DevelopmentEntry] = []
        for stored in await self._ledger(agent).read():
            try:
                entries.append(decode_development_entry(*stored))
            except msgspec.ValidationError:
                logger.warning("an entry of a development plan is not understood", number=stored.number)
                entries.append(DevelopmentEntry(number=stored.number, at=0, by=SYSTEM.actor, fact=None))
        return fold(entries, onto=Development())

    async def submit(self, who: Who, agent: str, command: DevelopmentCommand) -> Development:
        """Do what is asked, decided anew after a conflict. Raises NotCoached, and NotAllowed for a review that is not
        theirs to read."""
        plan, fact = await self._append(who, agent, command)
        if isinstance(command, SetGoal) and isinstance(fact, GoalSet) and command.session and command.review:
            link = LinkGoal(review=command.review, goal=fact.goal)
            await self._coaching.submit(who, command.session, link)
        return plan

    async def _append(
        self, who: Who, agent: str, command: DevelopmentCommand
    ) -> tuple[Development, DevelopmentFact | None]:
        while fact := decide(plan := await self.of(agent), who.actor, command):
            entry = DevelopmentEntry(number=plan.number + 1, at=self._now(), by=who.actor, fact=fact)
            try:
                await self._ledger(agent).append(entry.number, encode_development_entry(entry))
            except Conflict:
                continue
            return fold([entry], onto=plan), fact
        return plan, None

    async def portfolio(self, who: Who, agent: str, name: str, card: Scorecard) -> Portfolio:
        """The agent's portfolio by this card, from the sessions that the caller may read."""
        sources: list[Source] = []
        for row in await self._coaching.rows(who):
            if any(moment.agent == agent for moment in row.moments):
                around, coaching, _ = await self._coaching.session(who, row.session)
                entries = await self._coaching.entries(who, row.session)
                sources.append(Source(session=around.session, coaching=coaching, lines=lines(row.session, entries)))
        return portfolio(agent, name, card, await self.of(agent), sources)

    def _ledger(self, agent: str) -> Ledger:
        return Ledger(self._log, self._log.keys.development(agent))


def lines(session: str, entries: list[Entry]) -> tuple[Line, ...]:
    """What happened in a session, as its transcript tells it, each line with its entry. Customers are not named."""
    return tuple(
        Line(
            entry=item.entry,
            who="Customer" if item.role == "customer" else item.who,
            words=plain(item.parts) if item.kind == "message" else _told(item.words, plain(item.parts)),
            said=item.kind == "message",
        )
        for item in transcript(session, entries).items
        if item.kind != "whisper"
    )


def _told(words: str, quoted: str) -> str:
    return f"{words}: {quoted}" if words and quoted else words or quoted
