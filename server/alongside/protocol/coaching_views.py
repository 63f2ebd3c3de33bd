"""Coaching of a session: what each caller is shown of it, at GET /coaching/{session}.json."""

from msgspec import Struct

from alongside.protocol.coaching import Outcome, ReviewState, ScoreChange, Tone
from alongside.protocol.scorecards import EvidenceKind, Scorecard
from alongside.protocol.shapes import Actor, Part


class Scored(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How an item stands: a level, or not applicable; neither where it is still to be scored."""

    level: int | None = None
    applies: bool = True
    why: tuple[Part, ...] = ()


class Evidence(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A moment of the session. `at`: the entry's time in milliseconds since 1970; `until_at` that of a range's end."""

    id: str
    item: str
    entry: int
    at: int
    until: int = 0
    until_at: int = 0
    note: tuple[Part, ...] = ()
    proposed: bool = False


class Proposal(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A moment that may show how an item went, and what happened there in words."""

    item: str
    kind: EvidenceKind
    entry: int
    at: int
    words: tuple[Part, ...]


class ReviewComment(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Words of the reviewer. Entry 0: of the item, or of the whole."""

    id: str
    words: tuple[Part, ...]
    tone: Tone
    entry: int = 0
    at: int = 0
    until: int = 0
    until_at: int = 0
    item: str = ""


class Reply(Struct, frozen=True, kw_only=True):
    """Words of the agent or a supervisor under a released review."""

    by: Actor
    at: int
    words: tuple[Part, ...]


class Appeal(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The agent's appeal, and what came of it."""

    at: int
    words: tuple[Part, ...]
    outcome: Outcome | None = None
    decided_at: int = 0
    decided_by: str = ""
    reason: tuple[Part, ...] = ()
    changes: tuple[ScoreChange, ...] = ()


class Result(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the scores come to. `score`: 0 to 100, 0 where a critical item failed it, None while nothing is scored;
    `reached`: what it would be without that. `missing`: items still to be scored; `asked`: those that are asked."""

    score: int | None = None
    reached: int | None = None
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sections: tuple[int | None, ...] = ()
    """Of each section, 0 to 100; None where nothing of it applied."""


class ReviewView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A review as the caller is shown it. `hidden`: its scores wait until both blind scorers are in, or until the
    calibration is closed. `may` are the commands that the caller may send about it now."""

    id: str
    state: ReviewState
    reviewer: Actor
    agent: Actor
    card: str
    scorecard: Scorecard
    begun_at: int
    submitted_at: int = 0
    released_at: int = 0
    calibration: str = ""
    blind: bool = False
    mine: bool = False
    hidden: bool = False
    scores: dict[str, Scored] = {}
    evidence: tuple[Evidence, ...] = ()
    comments: tuple[ReviewComment, ...] = ()
    summary: tuple[Part, ...] = ()
    result: Result = Result()
    replies: tuple[Reply, ...] = ()
    appeal: Appeal | None = None
    goals: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """Of one's own review while it can be changed."""
    may: tuple[str, ...] = ()


class CalibrationView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A session put up for a group: who has handed in; the reviews themselves are among the reviews."""

    id: str
    title: str
    opened_by: str
    opened_at: int
    closed_at: int = 0
    handed_in: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


class MomentView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A moment of this session in an agent's portfolio."""

    id: str
    agent: str
    criterion: str
    entry: int
    at: int
    until: int = 0
    until_at: int = 0
    note: tuple[Part, ...] = ()
    hide: tuple[str, ...] = ()
    by: str = ""


class CardChoiceView(Struct, frozen=True, kw_only=True):
    """A scorecard to review by."""

    id: str
    title: str
    criteria: tuple[tuple[str, str], ...]
    """(id, title) of the items that count: the criteria of a portfolio."""


class CoachingView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All of a session's coaching that the caller may see, at entry `number` of its coaching log. `began_at`: when the
    session began, in milliseconds; `agents`: who took part, account to name; `may`: commands about the session."""

    session: str
    number: int
    began_at: int
    me: str
    agents: dict[str, str] = {}
    scorecards: tuple[CardChoiceView, ...] = ()
    second_asked_by: str = ""
    reviews: tuple[ReviewView, ...] = ()
    calibrations: tuple[CalibrationView, ...] = ()
    moments: tuple[MomentView, ...] = ()
    may: tuple[str, ...] = ()
