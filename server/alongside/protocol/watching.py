"""Watching as it travels: a supervisor reads along, whispers to the agent, takes the chat over; and the wall's rows.

Commands, events and what is shown of them. No whisper and no watcher's name is in anything a customer is sent:
they are shown how many people can see. Who may watch what is access's to say, and session.watching's.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.shapes import Actor, Familiarity, Part, Status, Words
from alongside.protocol.trouble import Leaning

Millis = Annotated[int, Meta(ge=0)]
WatchEnd = Literal["left", "lapsed", "took_over"]
"""left: they stopped; lapsed: their connection was gone for too long; took_over: they help the customer now."""
Shown = Literal["no", "asked", "yes"]
"""Whether the customer shares their steps: no, not yet but asked, yes."""

HELPER_ALONE = frozenset({"lens-1", "lens-2", "lens-3"})
"""Wordings of the consent that did not say that a colleague of the helper may look too."""


# --- commands -------------------------------------------------------------------------------------------


class _Command(Struct, frozen=True, tag_field="do", omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    pass


class WatchSession(_Command, frozen=True, tag="session.watch"):
    """Begin to read along in a running session. It is written into the session's log."""


class UnwatchSession(_Command, frozen=True, tag="session.unwatch"):
    """Stop reading along."""


class TakeOver(_Command, frozen=True, tag="session.take_over"):
    """Take the customer from the agent who has them; `note` is for that agent alone. Only who watches may."""

    note: Words = ""


class SendWhisper(_Command, frozen=True, tag="whisper.send"):
    """Say something to the agent (or, as the agent, to who watches) that the customer never sees."""

    text: Words


class LapseWatcher(_Command, frozen=True, tag="session.lapse_watcher"):
    """The connection of this watcher has been gone for longer than the grace period."""

    watcher: Annotated[str, Meta(max_length=64)]


# --- events ---------------------------------------------------------------------------------------------


class _Event(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    pass


class SessionWatched(_Event, frozen=True, tag="session.watched"):
    """Somebody began to read along."""

    by: Actor


class SessionUnwatched(_Event, frozen=True, tag="session.unwatched"):
    """They no longer do. The end of the session ends every watching too, without this event."""

    by: Actor
    reason: WatchEnd = "left"


class SessionTakenOver(_Event, frozen=True, tag="session.taken_over"):
    """A supervisor took the customer from this agent, with a note to them."""

    by: Actor
    from_agent: Actor
    note: tuple[Part, ...] = ()


class WhisperSent(_Event, frozen=True, tag="whisper.sent"):
    """Something was said between agent and supervisors; what was secret is a part that only names its kind."""

    id: str
    parts: tuple[Part, ...]


# --- views ----------------------------------------------------------------------------------------------


class Watcher(Struct, frozen=True, kw_only=True):
    """Who reads along, and since when."""

    who: Actor
    since: Millis


class Whisper(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A line between agent and supervisors. `client` and `seq` are those of the command that sent it."""

    id: str
    at: Millis
    by: Actor
    parts: tuple[Part, ...]
    client: str = ""
    seq: int = 0


class SeenBy(Struct, frozen=True, kw_only=True):
    """How many people can read the chat now, and how many of them can see the customer's steps."""

    chat: int = 0
    steps: int = 0


# --- the wall -------------------------------------------------------------------------------------------


class WallRow(Struct, frozen=True, kw_only=True):
    """One running session on the wall: what the desk knows of it, and (where a process has it live) how it stands."""

    session: str
    site: str
    status: Status
    goal: tuple[Part, ...]
    difficulty: tuple[Part, ...]
    choice: str
    familiarity: Familiarity
    language: str
    practice: bool
    requested_at: Millis
    waiting_since: Millis
    joined_at: Millis
    agent: str
    agent_name: str
    teams: tuple[str, ...]
    """Those of the agents who took part."""
    watchers: int
    standing: "Standing | None" = None


class Standing(Struct, frozen=True, kw_only=True):
    """How a session stands just now. `step` is the name of the one the customer is on, `place` of `steps` in all.

    `errors` are the fields in error now, `cues` how often a sign of trouble was seen, by its kind. `unanswered_since`
    is when the customer wrote what nobody has answered yet, 0: nothing is unanswered.
    """

    shared: Shown = "no"
    step: str = ""
    place: int = 0
    steps: int = 0
    errors: int = 0
    cues: dict[str, int] = {}
    leaning: Leaning = ""
    unanswered_since: Millis = 0


class Wall(Struct, frozen=True, kw_only=True):
    """Changed rows of the wall (null: gone), or all of them when `whole`. `unlisted` more are not sent: there are
    too many. `present` are the agents on duty, `teams` all there are: whom a customer may be handed over to."""

    whole: bool
    rows: dict[str, WallRow | None]
    present: dict[str, str]
    teams: tuple[str, ...]
    unlisted: int = 0
