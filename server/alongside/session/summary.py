"""summary: what the lists keep of a session: the desk's row, and how it went. Rebuilt from the log."""

import msgspec
from msgspec import Struct

from alongside.protocol import DeskRow, Solved
from alongside.session.state import State


class Summary(Struct, frozen=True, kw_only=True):
    """A session in the lists. `agents` are the accounts that took part; times in milliseconds, 0: not yet."""

    row: DeskRow
    requested_at: int
    joined_at: int
    ended_at: int
    agents: dict[str, str]
    solved: Solved | None
    rating: int

    @property
    def open(self) -> bool:
        """Whether the desk still shows it."""
        return self.row.status in ("waiting", "coded", "active")


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
    )


encode_summary = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Summary)


def decode_summary(payload: bytes) -> Summary | None:
    """The summary, or None where an older version wrote one that can no longer be read: the log has it all."""
    try:
        return _decoder.decode(payload)
    except msgspec.ValidationError:
        return None
