"""Watching, for the hub: who may begin, who is still there, and taking a customer over.

The session's log decides and tells of every watching. Here its reach is asked first, and who is gone is noticed.
"""

from collections import Counter
from typing import TYPE_CHECKING

from alongside.access import SYSTEM, Who, may_read_session, may_watch_wall
from alongside.hub.apart import apart
from alongside.protocol import Answer, LapseWatcher, Role, TakeOver, WatchSession
from alongside.session import Refused, State, readers

if TYPE_CHECKING:
    from alongside.hub.live import Hub


class Watching:
    """One hub's watchers. Methods that ask the store may raise StoreGone; a refusal is raised as Refused."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._here: Counter[tuple[str, str]] = Counter()

    async def begin(self, who: Who, session: str) -> tuple[Role, Answer]:
        """Begin to watch, or come back to a session that one took over: as whom, and the answer."""
        state = await self._reachable(who, session)
        if _helps(who, state):
            return "agent", Answer(ok=True)
        request = self._hub.own_request(who, WatchSession())
        return who.role, await self._hub.submit(session, who, request)

    async def take_over(self, who: Who, session: str, note: str) -> Answer:
        """Take the customer from the agent who has them. Only who watches may."""
        await self._reachable(who, session)
        return await self._hub.submit(session, who, self._hub.own_request(who, TakeOver(note=note)))

    async def _reachable(self, who: Who, session: str) -> State:
        """The session's state, if the caller may watch it. One that is not there is answered alike."""
        state = (await self._hub.room(session)).state
        teams_of = self._hub.rules.teams_of
        reaches = may_watch_wall(who) and may_read_session(who, state.info.site, readers(state), teams_of)
        if not state.number or not reaches:
            raise Refused("no_session", "There is no such session, or it is not one that you may watch.")
        return state

    # --- who is still there ---

    def came(self, session: str, account: str) -> None:
        """A connection of who watches opened."""
        self._here[session, account] += 1

    def went(self, session: str, account: str) -> None:
        """One closed. A reload comes back in time; who does not is noticed by the sweep."""
        self._here[session, account] -= 1
        if not self._here[session, account]:
            del self._here[session, account]

    async def report(self, now: float) -> None:
        """Tell the other processes who watches by way of this one."""
        for session, account in list(self._here):
            await self._hub.indexes.seen_watcher(session, account, now)

    async def lapse(self, now: float, fair_from: float, grace: float) -> None:
        """Write down that those no longer watch whom no process has seen for `grace` seconds."""
        watched = [summary for summary in self._hub.desk.summaries.values() if summary.watchers]
        for summary in watched:
            session = summary.row.session
            seen = await self._hub.indexes.watchers_seen(session)
            for account, since in summary.watchers.items():
                if now - max(seen.get(account, 0.0), since / 1000, fair_from) > grace:
                    request = self._hub.own_request(SYSTEM, LapseWatcher(watcher=account))
                    with apart(session):
                        await self._hub.submit(session, SYSTEM, request)


def _helps(who: Who, state: State) -> bool:
    """Whether they took this session over: they have the customer, or had them when it ended."""
    helper = state.had if state.info.status == "ended" else state.agent
    return helper is not None and helper.id == who.id
