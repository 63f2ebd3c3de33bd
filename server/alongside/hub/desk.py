"""The desk: every open session as the console lists it, who is on duty, and each waiting customer's place; and
the finished sessions that somebody still has to wrap up or to follow up.

An index of this process, filled from the summaries and followed from then on. Never asked who is right: two
agents who take the same row both ask the session's log.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable
from itertools import pairwise
from statistics import median
from typing import Protocol

from msgspec.structs import replace

from alongside.access import Who, may_see_site
from alongside.protocol import AfterRow, DeskRow, Place
from alongside.protocol import Desk as DeskMessage
from alongside.session import Summary

TAKES_KEPT = 20
TAKES_NEEDED = 3
TAKES_WINDOW_MILLIS = 60 * 60 * 1000


class DeskListener(Protocol):
    """A console that shows the desk."""

    who: Who

    def desk(self, message: DeskMessage) -> None:
        """Take changed rows."""


class Desk:
    """The open sessions known to this process. `names` are the shown names of agents' accounts."""

    def __init__(self, names: dict[str, str], teams: tuple[str, ...], now: Callable[[], int]) -> None:
        self.summaries: dict[str, Summary] = {}
        self.after: dict[str, Summary] = {}
        self.present: dict[str, str] = {}
        self.listeners: set[DeskListener] = set()
        self._names = names
        self._teams = teams
        self._now = now
        self._takes: deque[int] = deque(maxlen=TAKES_KEPT)

    def put(self, session: str, summary: Summary) -> bool:
        """Take a session's newest summary; True when anything that the desk shows changed."""
        before = self.known(session)
        left = summary.after(self._now()) is not None
        stays = before == summary and left == (session in self.after)
        if stays or (before is None and not summary.open and not left):
            return False
        if before is not None and not before.joined_at and summary.joined_at and not summary.row.practice:
            self._takes.append(summary.joined_at)
        if summary.open:
            self.summaries[session] = summary
        else:
            self.summaries.pop(session, None)
        if left:
            self.after[session] = summary
        else:
            self.after.pop(session, None)
        self._tell({session: summary}, before)
        return True

    def known(self, session: str) -> Summary | None:
        """The session's summary, if anything of it is shown."""
        return self.summaries.get(session) or self.after.get(session)

    def drop(self, session: str) -> None:
        """Show it no more: it ended where this process could not hear it, or it was erased."""
        before, finished = self.summaries.pop(session, None), self.after.pop(session, None)
        for listener in self.listeners:
            if before is not None and _shown(listener.who, before):
                listener.desk(self._message({session: None}, whole=False))
            if finished is not None and _left_for(listener.who, finished, self._now()):
                listener.desk(self._message({}, whole=False, after={session: None}))

    def set_present(self, agents: Iterable[str]) -> None:
        """Who is on duty now, over all processes."""
        present = {agent: self._names[agent] for agent in sorted(agents) if agent in self._names}
        if present != self.present:
            self.present = present
            self._tell({}, None)

    def watch(self, listener: DeskListener) -> None:
        """Begin to show the desk, starting with all of it."""
        self.listeners.add(listener)
        rows = {id: summary.row for id, summary in self.summaries.items() if _shown(listener.who, summary)}
        after = {id: row for id, each in self.after.items() if (row := _left_for(listener.who, each, self._now()))}
        listener.desk(self._message(dict(rows), whole=True, after=dict(after)))

    def unwatch(self, listener: DeskListener) -> None:
        """Show it no more."""
        self.listeners.discard(listener)

    def next_for(self, who: Who, but: Collection[str] = ()) -> str | None:
        """The session this agent should take next: what is offered to them, then the queue in order."""
        waiting = [summary for summary in self.waiting() if summary.row.session not in but]
        mine = [s for s in waiting if may_see_site(who, s.row.site) and _open_to(who, s.row, self._now())]
        mine.sort(key=lambda summary: not summary.row.for_agent)
        return mine[0].row.session if mine else None

    def somebody_free(self, site: str, helpers: Collection[str], customers: int) -> bool:
        """Whether one of `helpers` is on duty with fewer than so many `customers`, and nobody of the site waits."""
        rows = [summary.row for summary in self.summaries.values()]
        if any(row.site == site and row.status == "waiting" for row in rows):
            return False
        busy = Counter(row.agent for row in rows if row.status == "active")
        return any(agent in self.present and busy[agent] < customers for agent in helpers)

    def waiting(self) -> list[Summary]:
        """Who waits in the queue, in order: those handed back first, then first come, first served."""
        waiting = [summary for summary in self.summaries.values() if summary.row.status == "waiting"]
        return sorted(waiting, key=_order)

    def places(self) -> dict[str, Place]:
        """Each waiting customer's place, among those of their site."""
        places: dict[str, Place] = {}
        counts: dict[str, int] = {}
        for summary in self.waiting():
            site = summary.row.site
            counts[site] = place = counts.get(site, 0) + 1
            wait = self._wait_seconds(place)
            places[summary.row.session] = Place(place=place, agents=len(self.present), wait_seconds=wait)
        return places

    def _wait_seconds(self, place: int) -> int | None:
        """The place times the median time between the last takes; None with fewer than three in the hour."""
        since = self._now() - TAKES_WINDOW_MILLIS
        takes = [at for at in self._takes if at >= since]
        if len(takes) < TAKES_NEEDED:
            return None
        gaps = [later - earlier for earlier, later in pairwise(takes)]
        return round(place * median(gaps) / 1000)

    def _tell(self, changed: dict[str, Summary], before: Summary | None) -> None:
        for listener in self.listeners:
            rows: dict[str, DeskRow | None] = {}
            after: dict[str, AfterRow | None] = {}
            for id, summary in changed.items():
                if summary.open and _shown(listener.who, summary):
                    rows[id] = summary.row
                elif before is not None and _shown(listener.who, before):
                    rows[id] = None
                left = _left_for(listener.who, summary, self._now())
                if left or (before is not None and _left_for(listener.who, before, self._now())):
                    after[id] = left
            if rows or after or not changed:
                listener.desk(self._message(rows, whole=False, after=after))

    def _message(
        self, rows: dict[str, DeskRow | None], *, whole: bool, after: dict[str, AfterRow | None] | None = None
    ) -> DeskMessage:
        return DeskMessage(whole=whole, rows=rows, present=self.present, teams=self._teams, after=after or {})


def _order(summary: Summary) -> tuple[bool, int]:
    row = summary.row
    return (not row.head, summary.requested_at if row.head else row.waiting_since)


def _shown(who: Who, summary: Summary) -> bool:
    """An agent sees who waits and who is theirs, of their sites. Who shows a code is not in the queue."""
    row = summary.row
    return may_see_site(who, row.site) and (row.status == "waiting" or row.agent == who.id)


def _left_for(who: Who, summary: Summary, now: int) -> AfterRow | None:
    """What is left for this agent to do in a finished session: wrap it up, follow it up, or both."""
    left = summary.after(now)
    if left is None or not may_see_site(who, left.site):
        return None
    if left.wraps_up != who.id:
        left = replace(left, wraps_up="")
    if left.follow_up is not None and left.follow_up.owner != who.id:
        left = replace(left, follow_up=None)
    return left if left.wraps_up or left.follow_up else None


def _open_to(who: Who, row: DeskRow, now: int) -> bool:
    promised = row.for_agent in ("", who.id) and (not row.for_team or row.for_team in who.teams)
    return promised or now >= row.offered_until
