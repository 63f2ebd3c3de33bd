"""A session as it is replayed: its outline (what a timeline draws), and chunks of what the agent was shown.

An outline is made without any view; a chunk is updates as a live console gets them, the first of which brings
everything, so that what is replayed is what was seen. Offsets are milliseconds since the first entry.
"""

from typing import Literal

from msgspec import Struct

from alongside.protocol.events import Millis
from alongside.protocol.shapes import Role
from alongside.protocol.wire import Update

Lane = Literal["customer", "agent", "playbook", "form", "trouble"]
MarkKind = Literal[
    "message", "card", "notice", "consent", "check", "highlight", "feedback", "wrapup", "gap", "prompt", "used",
    "page", "step", "field", "error", "cue", "fault", "watch", "whisper",
]  # fmt: skip
StretchKind = Literal["waiting", "held", "shared", "step", "silence", "struggle"]
"""waiting: nobody had them; held: an agent did; shared: the form was seen; step: the step of the form they were on;
silence: the agent did nothing that the customer could see; struggle: the form said that something was wrong, or
there were signs of trouble."""


class Mark(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something that happened, at `entry`: who did it, and in words. `more` is searched too, and shown at length."""

    entry: int
    lane: Lane
    kind: MarkKind
    words: str
    who: str = ""
    more: str = ""


class Stretch(Struct, frozen=True, kw_only=True):
    """Something that lasted, from the offset `since` until `until`; it began at `entry`."""

    kind: StretchKind
    entry: int
    since: int
    until: int
    words: str = ""


class Chapter(Struct, frozen=True, kw_only=True):
    """A part of the session, for finding one's way in a long list. It lasts until the next one."""

    entry: int
    title: str


class Outline(Struct, frozen=True, kw_only=True):
    """What a player knows of a session before it shows anything.

    `waits` are the milliseconds from the entry before to each entry, the first of which is 0: an entry's offset is
    their sum up to it. Entry numbers begin at 1; chunk `k`, from 0, holds the `chunk` entries after `k * chunk`.
    """

    session: str
    epoch: int
    started: Millis
    chunk: int
    waits: tuple[int, ...]
    marks: tuple[Mark, ...]
    stretches: tuple[Stretch, ...]
    chapters: tuple[Chapter, ...]
    running: bool


class Chunk(Struct, frozen=True, kw_only=True):
    """Updates for the entries of one chunk, one an entry, the first with every section."""

    updates: tuple[Update, ...]


class ReplayInfo(Struct, frozen=True, kw_only=True):
    """What a replay's page is told: whose session it is in words, and whether there is room for a review beside it."""

    session: str
    title: str
    site_name: str
    role: Role
    account: str
    review: bool
