"""Agents' development plans and evidence portfolios: a ledger for each agent, by compare-and-append.

Moments are in the coaching logs of their sessions, so a portfolio is put together when it is asked for.
"""

from collections.abc import Callable

from alongside.access import Who
from alongside.coaching.development import Development, decide, fold
from alongside.coaching.portfolio import Line, Portfolio, Source, portfolio
from alongside.export import plain, transcript
from alongside.hub.coaching import CoachingDesk
from alongside.hub.folded import FoldedLedgers
from alongside.log import Log
from alongside.protocol import Entry
from alongside.protocol.coaching import LinkGoal
from alongside.protocol.development import DEVELOPMENT_CODEC, DevelopmentCommand, GoalSet, SetGoal
from alongside.protocol.scorecards import Scorecard


class Plans:
    """The plans and portfolios of all agents. Whoever calls has asked access. Every method may raise StoreGone."""

    def __init__(self, log: Log, now: Callable[[], int], coaching: CoachingDesk) -> None:
        self._now = now
        self._coaching = coaching
        self._ledgers = FoldedLedgers(
            log, "development", log.keys.development, DEVELOPMENT_CODEC, new=Development(), fold=fold
        )

    async def of(self, agent: str) -> Development:
        """The agent's ledger, folded up to now."""
        return await self._ledgers.of(agent)

    async def submit(self, who: Who, agent: str, command: DevelopmentCommand) -> Development:
        """Do what is asked, decided anew after a conflict. Raises NotCoached, and NotAllowed for a review that is not
        theirs to read."""
        plan, fact = await self._ledgers.change(
            agent, who.actor, self._now(), lambda plan: decide(plan, who.actor, command)
        )
        if isinstance(command, SetGoal) and isinstance(fact, GoalSet) and command.session and command.review:
            link = LinkGoal(review=command.review, goal=fact.goal)
            await self._coaching.submit(who, command.session, link)
        return plan

    async def portfolio(self, who: Who, agent: str, name: str, card: Scorecard) -> Portfolio:
        """The agent's portfolio by this card, from the sessions that the caller may read."""
        sources: list[Source] = []
        for row in await self._coaching.rows(who):
            if any(moment.agent == agent for moment in row.moments):
                around, coaching, _ = await self._coaching.session(who, row.session)
                entries = await self._coaching.entries(who, row.session)
                sources.append(Source(session=around.session, coaching=coaching, lines=lines(row.session, entries)))
        return portfolio(agent, name, card, await self.of(agent), sources)


def lines(session: str, entries: list[Entry]) -> tuple[Line, ...]:
    """What happened in a session, as its transcript tells it, each line with its entry. Customers are not named, and
    nothing is told of who looked along, nor what supervisors wrote to the agent: a portfolio is handed on."""
    return tuple(
        Line(
            entry=item.entry,
            who="Customer" if item.role == "customer" else item.who,
            words=plain(item.parts) if item.kind == "message" else _told(item.words, plain(item.parts)),
            said=item.kind == "message",
        )
        for item in transcript(session, entries).items
        if item.kind not in ("whisper", "watching")
    )


def _told(words: str, quoted: str) -> str:
    if words.startswith("took the customer over"):
        return words  # the note is between the two
    return f"{words}: {quoted}" if words and quoted else words or quoted
