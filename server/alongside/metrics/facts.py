"""Facts: one session in one row. What lists, filters and figures are made of.

No value, no message: the goal's first words, names and counts. `metrics.reading` makes the row from the session's
entries alone.
"""

from typing import Literal

from msgspec import Struct

from alongside.protocol import (
    Cause,
    Channel,
    CueKind,
    EndReason,
    Familiarity,
    FaultKind,
    HelpedBy,
    OfferReason,
    Role,
    Solved,
    Status,
)

# Rows stand in no cycles: the collector need not go through a hundred thousand of them each time (gc=False).


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One session, as of its entry `number`. Times in milliseconds since 1970, 0: not; spans in milliseconds.

    Never change a dict in it.
    """

    session: str
    number: int
    site: str
    status: Status = "new"
    channel: Channel = "queue"
    practice: bool = False
    requested_at: int = 0
    queued_at: int = 0
    joined_at: int = 0
    responded_at: int = 0
    """The first message or card of an agent."""
    ended_at: int = 0
    ended_by: Role | Literal[""] = ""
    reason: EndReason | Literal[""] = ""
    goal: str = ""
    """What the customer wanted, in plain words with hidden parts named; else their difficulty, or their choice."""
    familiarity: Familiarity = "new"
    language: str = "en"
    helped_before: int = -1
    """Whole days since the customer was last helped with this browser, within the site's window; -1: not known."""
    offered: OfferReason = ""
    """The session began from an offer of help, made for this reason."""
    agents: dict[str, str] = {}
    """Account to name, in the order of joining."""
    held: dict[str, int] = {}
    """Account to how long it had the session; while it has it, up to the latest entry."""
    playbook: str = ""
    """The playbook that was worked by last, by its id: the task."""
    cause: Cause | Literal[""] = ""
    resolved: Solved | Literal[""] = ""
    helped_by: HelpedBy | Literal[""] = ""
    wrapped_at: int = 0
    faults: tuple[str, ...] = ()
    """The fault register's rows that the wrap-up notes."""
    follow_up: Literal["", "open", "done"] = ""
    follows_up: str = ""
    """The account that is to follow up: it may read the session."""
    solved: Solved | Literal[""] = ""
    rating: int = 0
    recommend: int = -1
    """0 to 10, -1: not asked, or not answered."""
    ease: int = 0
    """1 to 7, 0: not asked, or not answered."""
    transfers: int = 0
    lapses: int = 0
    returns: int = 0
    said: dict[Role, int] = {}
    """Messages, cards and answers to cards."""
    shared: bool = False
    watched: int = 0
    """How often a supervisor began to watch."""
    cues: dict[CueKind, int] = {}
    system_faults: dict[FaultKind, int] = {}
    errors: dict[str, int] = {}
    """A question's name to how often it came to an error; the first 20 such questions."""
    checks: dict[str, str] = {}
    """ID check to its outcome: asked, passed, failed (and may be tried again), locked, cancelled, expired."""
    asks: int = 0
    """Prompts that the agent did something with."""

    @property
    def readers(self) -> tuple[str, ...]:
        """The accounts that took part, and who has to follow the session up."""
        return (*self.agents, *((self.follows_up,) if self.follows_up else ()))

    @property
    def open(self) -> bool:
        """Whether the session goes on."""
        return self.status in ("waiting", "coded", "active")

    @property
    def took(self) -> int:
        """From the request to the end, 0 while it goes on."""
        return self.ended_at - self.requested_at if self.ended_at else 0


class Score(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What the review of a session came to, as of entry `number` of its coaching log.

    `score` is 0 to 100, None where every item was left out; `failed`: a critical item failed the whole. Not before
    it is released (`released_at`) does a score count, or does the agent see it.
    """

    session: str
    number: int
    released_at: int = 0
    score: int | None = None
    failed: bool = False
    reviewer: str = ""
    agent: str = ""
    scorecard: str = ""
    needs_review: bool = False
    """An appeal, or a second opinion, is waiting."""


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """A session in lists and figures. `wanted`: it was drawn, or marked, to be reviewed."""

    facts: Facts
    score: Score | None = None
    wanted: bool = False

    @property
    def needs_review(self) -> bool:
        """Whether somebody is to look at it."""
        return self.wanted or (self.score is not None and self.score.needs_review)
