"""The wall: every running session as supervisors see it, and how it stands just now.

How this works
--------------
A row is what the desk knows of a session (its summary, on every process) and its standing: the customer's step, cues,
what is unanswered. A standing is known where the session is live. Nothing is worked out when an entry is written: the
session is only marked. Once a second the marked ones are looked at, and rows that really changed go to the walls that
are open here, and over the desk's bell (in one message) to other processes. All this only while a wall is open
somewhere: a process in which one is says so every few seconds, and whoever hears it for the first time tells it all
there is. So a wall costs nothing while nobody looks, and at most one update a second for a row while somebody does.

It is never asked who is right, and it decides nothing.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec
import structlog
from msgspec import Struct

from alongside.access import Who, may_read_session, may_watch_wall
from alongside.hub.presence import PROCESS
from alongside.protocol import Standing, WallRow
from alongside.protocol import Wall as WallMessage
from alongside.session import Summary
from alongside.session.standing import standing

if TYPE_CHECKING:
    from alongside.hub.live import Hub

BEAT_SECONDS = 1.0
"""A row changes at most so often."""
ROWS_MOST = 300
"""So many rows are sent to one wall: nobody looks over more. How many others there are is said."""
WANTED_MILLIS = 15_000
"""A process that has not said for so long that it shows a wall no longer does."""
TOLD_AT_ONCE = 200
"""Standings in one message to other processes."""

logger = structlog.get_logger()


class WallListener(Protocol):
    """A page that shows the wall."""

    who: Who

    def wall(self, message: WallMessage) -> None:
        """Take changed rows."""


class Wanted(Struct, frozen=True, tag_field="wall", tag="wanted"):
    """A wall is open in this process."""

    process: str


class Stands(Struct, frozen=True, tag_field="wall", tag="stands"):
    """How sessions that are live in one process stand."""

    standings: dict[str, Standing]


class _Known(NamedTuple):
    row: WallRow
    agents: tuple[str, ...]


class Wall:
    """The running sessions as the walls of this process show them."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._screens: dict[WallListener, _Screen] = {}
        self._known: dict[str, _Known] = {}
        self._standings: dict[str, Standing] = {}
        self._marked: set[str] = set()
        self._wanted: dict[str, int] = {}

    def start(self) -> None:
        """Listen to other processes, and begin to beat."""
        self._following = self._hub.indexes.follow_wall(self._heard)
        self.beating = asyncio.create_task(self._beat(), name="wall")

    def stop(self) -> None:
        """Listen no more."""
        self._following.stop()

    def mark(self, session: str) -> None:
        """Something happened in this session: look at it with the next beat. This is all the hot path does."""
        if self._screens or self._wanted:
            self._marked.add(session)

    def watch(self, listener: WallListener) -> None:
        """Begin to show the wall, starting with all of it."""
        if not self._screens:
            self._look_at_all()
            self._ring(Wanted(PROCESS))
        screen = self._screens[listener] = _Screen(listener.who, self._hub.rules.teams_of)
        rows = screen.changes(sorted(self._known.items(), key=_oldest))
        listener.wall(self._message(rows, whole=True, unlisted=len(screen.beyond)))

    def unwatch(self, listener: WallListener) -> None:
        """Show it no more."""
        self._screens.pop(listener, None)
        if not self._screens:
            self._known.clear()
            self._standings.clear()

    def announce(self) -> None:
        """Tell other processes that a wall is open here, and look over everything: bells may have been missed."""
        self._standings = {id: each for id, each in self._standings.items() if id in self._hub.desk.summaries}
        now = self._hub.clock.millis()
        self._wanted = {process: at for process, at in self._wanted.items() if now - at < WANTED_MILLIS}
        if self._screens:
            self._ring(Wanted(PROCESS))
            self._marked |= self._known.keys() | self._hub.desk.summaries.keys()

    # --- once a second ---

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                self.beat()
            except Exception:
                logger.exception("the wall failed")

    def beat(self) -> None:
        """Look at what was marked, and tell what changed."""
        marked, self._marked = self._marked, set()
        if not marked:
            return
        news = self._standings_of(marked)
        self._standings.update(news)
        if self._wanted:
            self._tell_processes(news)
        if self._screens:
            self._tell_screens(self._refreshed(marked))

    def _standings_of(self, sessions: Iterable[str]) -> dict[str, Standing]:
        """How those stand that are live here, where it is news."""
        rooms = ((session, self._hub.rooms.get(session)) for session in sessions)
        now = {session: standing(room.state) for session, room in rooms if room and room.state.info.ended is None}
        return {session: each for session, each in now.items() if each != self._standings.get(session)}

    def _refreshed(self, sessions: Iterable[str]) -> dict[str, _Known | None]:
        """The rows of these that changed; None: it is gone."""
        changed: dict[str, _Known | None] = {}
        for session in sessions:
            summary = self._hub.desk.summaries.get(session)
            new = self._row(summary) if summary else None
            if new == self._known.get(session):
                continue
            changed[session] = new
            if new is None:
                self._known.pop(session, None)
                self._standings.pop(session, None)
            else:
                self._known[session] = new
        return changed

    def _look_at_all(self) -> None:
        self._standings.update(self._standings_of(self._hub.rooms))
        self._refreshed(self._hub.desk.summaries)

    def _row(self, summary: Summary) -> _Known:
        row, agents = summary.row, tuple(summary.agents)
        teams_of = self._hub.rules.teams_of
        return _Known(
            WallRow(
                session=row.session,
                site=row.site,
                status=row.status,
                goal=row.goal,
                difficulty=row.difficulty,
                choice=row.choice,
                familiarity=row.familiarity,
                language=row.language,
                practice=row.practice,
                requested_at=summary.requested_at,
                waiting_since=row.waiting_since,
                joined_at=summary.joined_at,
                agent=row.agent,
                agent_name=row.agent_name,
                teams=tuple(sorted({team for agent in agents for team in teams_of.get(agent, ())})),
                watchers=len(summary.watchers),
                standing=self._standings.get(row.session),
            ),
            agents,
        )

    def _tell_screens(self, changed: Mapping[str, _Known | None]) -> None:
        for listener, screen in list(self._screens.items()):
            before = len(screen.beyond)
            rows = screen.changes(changed.items())
            room = ROWS_MOST - len(screen.shown)
            waiting = [(session, self._known[session]) for session in list(screen.beyond)[: max(0, room)]]
            rows |= screen.changes(waiting)
            if rows or before != len(screen.beyond):
                listener.wall(self._message(rows, whole=False, unlisted=len(screen.beyond)))

    def _message(self, rows: dict[str, WallRow | None], *, whole: bool, unlisted: int) -> WallMessage:
        desk, rules = self._hub.desk, self._hub.rules
        return WallMessage(whole=whole, rows=rows, present=desk.present, teams=rules.teams, unlisted=unlisted)

    # --- other processes ---

    def _heard(self, payload: bytes) -> None:
        heard = _decoder.decode(payload)
        if isinstance(heard, Stands):
            others = {id: each for id, each in heard.standings.items() if id not in self._hub.rooms}
            if self._screens:  # what is live here is known better here
                self._standings.update(others)
                self._marked |= others.keys()
            return
        if heard.process not in self._wanted:
            self._tell_processes(self._all_standings())
        self._wanted[heard.process] = self._hub.clock.millis()

    def _all_standings(self) -> dict[str, Standing]:
        rooms = self._hub.rooms.items()
        return {session: standing(room.state) for session, room in rooms if room.state.info.ended is None}

    def _tell_processes(self, standings: Mapping[str, Standing]) -> None:
        told = list(standings.items())
        for at in range(0, len(told), TOLD_AT_ONCE):
            self._ring(Stands(dict(told[at : at + TOLD_AT_ONCE])))

    def _ring(self, message: Wanted | Stands) -> None:
        self._hub.indexes.ring_wall(msgspec.json.encode(message))


class _Screen:
    """What one wall was sent: the sessions it shows, and those beyond that it may see."""

    def __init__(self, who: Who, teams_of: Mapping[str, tuple[str, ...]]) -> None:
        self._who = who
        self._teams_of = teams_of
        self.shown: set[str] = set()
        self.beyond: set[str] = set()

    def changes(self, rows: Iterable[tuple[str, _Known | None]]) -> dict[str, WallRow | None]:
        """What of these changed rows this wall is sent."""
        sent: dict[str, WallRow | None] = {}
        for session, known in rows:
            if known is None or not self._sees(known):
                self.beyond.discard(session)
                if session in self.shown:
                    self.shown.remove(session)
                    sent[session] = None
            elif session in self.shown or len(self.shown) < ROWS_MOST:
                self.beyond.discard(session)
                self.shown.add(session)
                sent[session] = known.row
            else:
                self.beyond.add(session)
        return sent

    def _sees(self, known: _Known) -> bool:
        return may_watch_wall(self._who) and may_read_session(self._who, known.row.site, known.agents, self._teams_of)


def _oldest(item: tuple[str, _Known | None]) -> int:
    return item[1].row.requested_at if item[1] else 0


_decoder: msgspec.json.Decoder[Wanted | Stands] = msgspec.json.Decoder(Wanted | Stands)
