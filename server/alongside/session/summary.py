"""summary: what the lists keep of a session: the desk's row, how it went, what is left to do. Rebuilt from the log."""

import msgspec
from msgspec import Struct

from alongside.protocol import AfterRow, DeskRow, Solved, Wrapup
from alongside.session.aftercare import to_wrap_up
from alongside.session.state import State

WRAP_UP_DAYS = 7
"""A session that nobody wrapped up for so long is no longer listed as one to wrap up."""


class Summary(Struct, frozen=True, kw_only=True):
    """A session in the lists. `agents` are the accounts that took part; times in milliseconds, 0: not yet."""

    row: DeskRow
    requested_at: int
    joined_at: int
    ended_at: int
    agents: dict[str, str]
    solved: Solved | None
    rating: int
    wraps_up: str = ""
    """The account that has to wrap up, once the session is over."""
    wrapup: Wrapup | None = None
    watchers: dict[str, int] = {}
    """Who watches, by account, and since when: for the wall, and to notice who is gone."""

    @property
    def open(self) -> bool:
        """Whether the desk still shows it."""
        return self.row.status in ("waiting", "coded", "active")

    @property
    def readers(self) -> tuple[str, ...]:
        """The accounts that took part, and who has to follow the session up."""
        follow_up = self.wrapup.follow_up if self.wrapup else None
        return (*self.agents, *((follow_up.owner,) if follow_up else ()))

    def after(self, now: int) -> AfterRow | None:
        """What is left to do at `now` (milliseconds), None: nothing."""
        follow_up = self.wrapup.follow_up if self.wrapup else None
        if follow_up is not None and follow_up.done_at:
            follow_up = None
        late = now - self.ended_at > WRAP_UP_DAYS * 86_400_000
        wraps_up = "" if self.wrapup or late else self.wraps_up
        if self.open or self.row.practice or not (wraps_up or follow_up):
            return None
        row = self.row
        return AfterRow(
            session=row.session,
            site=row.site,
            goal=row.goal,
            difficulty=row.difficulty,
            choice=row.choice,
            task=self.wrapup.task if self.wrapup else (),
            ended_at=self.ended_at,
            wraps_up=wraps_up,
            follow_up=follow_up,
        )


def summary(state: State) -> Summary:
    """The session as the lists show it."""
    return Summary(
        row=desk_row(state),
        requested_at=state.info.requested_at,
        joined_at=state.info.joined_at,
        ended_at=state.info.ended.at if state.info.ended else 0,
        agents={person.id: person.name for person in state.people.values()},
        solved=state.feedback.solved if state.feedback else None,
        rating=state.feedback.rating if state.feedback else 0,
        wraps_up=to_wrap_up(state),
        wrapup=state.wrapup,
        watchers={} if state.info.ended else {each.who.id: each.since for each in state.watchers},
    )


def desk_row(state: State) -> DeskRow:
    """The session as the console's lists show it."""
    return DeskRow(
        session=state.info.id,
        site=state.info.site,
        status=state.info.status,
        goal=state.info.goal,
        difficulty=state.info.difficulty,
        choice=state.info.choice,
        familiarity=state.info.familiarity,
        language=state.info.language,
        waiting_since=state.info.waiting_since,
        head=state.head,
        agent=state.agent.id if state.agent else "",
        agent_name=state.agent.name if state.agent else "",
        for_agent=state.for_agent,
        for_team=state.for_team,
        offered_until=state.offered_until,
        note=state.note,
        messages=state.customer_messages,
        practice=state.info.practice,
    )


def readers(state: State) -> tuple[str, ...]:
    """The accounts that took part, and who has to follow the session up."""
    follow_up = state.wrapup.follow_up if state.wrapup else None
    return (*state.people, *((follow_up.owner,) if follow_up else ()))


encode_summary = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Summary)


def decode_summary(payload: bytes) -> Summary | None:
    """The summary, or None where an older version wrote one that can no longer be read: the log has it all."""
    try:
        return _decoder.decode(payload)
    except msgspec.ValidationError:
        return None
