"""Events: facts that happened, complete in themselves, `noun.verbed`. What the log holds, for ever readable.

An event is only ever added to: a new field has a default, a renamed one is a new event. Free text in an event
has been through `privacy.redact`.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from alongside.protocol.cards import Card
from alongside.protocol.checks import (
    AccountOpened,
    CheckBegun,
    CheckCancelled,
    CheckExpired,
    CheckFailed,
    CheckLocked,
    CheckOffered,
    CheckPassed,
    CheckRequested,
    CheckRule,
    CheckTried,
)
from alongside.protocol.glossary import Term
from alongside.protocol.prompts import GuideStep, Prompt, PromptUse, Steering
from alongside.protocol.rules import DeviceStep
from alongside.protocol.shapes import (
    Actor,
    Channel,
    EndReason,
    Familiarity,
    Field,
    HelpedBefore,
    LensModel,
    Part,
    Scope,
    Solved,
    Step,
)
from alongside.protocol.trouble import Cause, CueKind, FaultKind, FaultStatus, OfferReason
from alongside.protocol.watching import SessionTakenOver, SessionUnwatched, SessionWatched, WhisperSent
from alongside.protocol.wrapups import FaultNoted, FollowUp, HelpedBy

Millis = Annotated[int, Meta(ge=0)]
"""Milliseconds since 1970-01-01 UTC, by the server's clock."""


class _Event(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    pass


class SessionRequested(_Event, frozen=True, tag="session.requested"):
    """The customer asked for help, in their own words."""

    site: str
    channel: Channel
    goal: tuple[Part, ...] = ()
    difficulty: tuple[Part, ...] = ()
    choice: str = ""
    familiarity: Familiarity = "new"
    language: str = "en"
    helped_before: HelpedBefore = -1
    practice: bool = False
    """The customer is played by the server. `source` says from what, so that copies of a session can be found."""
    source: str = ""


class CodeIssued(_Event, frozen=True, tag="code.issued"):
    """A spoken code was shown to the customer; the digits are nowhere in the log."""

    expires_at: Millis


class SessionQueued(_Event, frozen=True, tag="session.queued"):
    """The customer waits; `head` puts them before those who came first-come-first-served."""

    head: bool = False
    reason: str = ""


class AgentJoined(_Event, frozen=True, tag="agent.joined"):
    """An agent has the customer now; `by_code` when they were led by a spoken code, `took_over` when they took the
    customer from another, as a supervisor may."""

    agent: Actor
    by_code: bool = False
    took_over: bool = False


class AgentLeft(_Event, frozen=True, tag="agent.left"):
    """`reason`: lapsed (connection gone for longer than the grace period), returned, transferred, taken_over."""

    agent: Actor
    reason: str


class SessionTransferred(_Event, frozen=True, tag="session.transferred"):
    """The agent handed the customer over, with a note for the next one."""

    by: Actor
    to_agent: Actor | None = None
    to_team: str = ""
    note: tuple[Part, ...] = ()
    until: Millis = 0
    """Until then only they may take the customer; afterwards anyone."""


class MessageSent(_Event, frozen=True, tag="message.sent"):
    """Somebody said something; what was secret is a part that only names its kind."""

    id: str
    parts: tuple[Part, ...]


class CardSent(_Event, frozen=True, tag="card.sent"):
    """The agent sent a card; `parts` are its words. `prompt` is the key of the prompt it came from, if it did."""

    id: str
    card: Card
    parts: tuple[Part, ...] = ()
    prompt: str = ""


class CardAnswered(_Event, frozen=True, tag="card.answered"):
    """The customer tapped an answer of `card`; `parts` are its words, as their own reply of the id `id`."""

    id: str
    card: str
    choice: int
    parts: tuple[Part, ...] = ()


class ConsentAsked(_Event, frozen=True, tag="consent.asked"):
    """An agent asked to see `scope`."""

    scope: Scope


class ConsentGiven(_Event, frozen=True, tag="consent.given"):
    """The customer agreed to share `scope`, having read the words of version `wording`."""

    scope: Scope
    wording: str


class ConsentDeclined(_Event, frozen=True, tag="consent.declined"):
    """The customer chose not to share `scope`."""

    scope: Scope
    wording: str


class ConsentWithdrawn(_Event, frozen=True, tag="consent.withdrawn"):
    """The customer stopped sharing `scope`; nothing of it is taken from here on."""

    scope: Scope


class LensOpened(_Event, frozen=True, tag="lens.opened"):
    """The form as a whole: after consent, after a page load."""

    model: LensModel


class LensChanged(_Event, frozen=True, tag="lens.changed"):
    """What changed in the form since the last report."""

    page: str
    fields: tuple[Field, ...] = ()
    gone: tuple[str, ...] = ()
    order: tuple[str, ...] | UnsetType = UNSET
    steps: tuple[Step, ...] | UnsetType = UNSET
    focus: str | UnsetType = UNSET
    title: str | UnsetType = UNSET


class CueSeen(_Event, frozen=True, tag="cue.seen"):
    """The device noticed a sign of trouble `count` times more; at the question of this name, if at one."""

    kind: CueKind
    count: int = 1
    question: str = ""


class FaultSeen(_Event, frozen=True, tag="fault.seen"):
    """The device noticed evidence of system trouble `count` times more; `millis` is the longest it took."""

    kind: FaultKind
    count: int = 1
    host: str = ""
    status: FaultStatus = ""
    millis: int = 0


class OfferAccepted(_Event, frozen=True, tag="offer.accepted"):
    """The customer asked for help because it was offered, and it was offered for this reason."""

    cue: OfferReason


class HighlightShown(_Event, frozen=True, tag="highlight.shown"):
    """The agent pointed at a field or step, with words."""

    id: str
    target: str
    words: tuple[Part, ...] = ()


class HighlightCleared(_Event, frozen=True, tag="highlight.cleared"):
    """The highlight is gone."""

    id: str


class PlaybookChosen(_Event, frozen=True, tag="playbook.chosen"):
    """The agent works by this playbook from here on: its content is the one of `hash`. Empty: by none."""

    playbook: str = ""
    title: str = ""
    version: str = ""
    hash: str = ""
    steps: tuple[GuideStep, ...] = ()
    rules: tuple[DeviceStep, ...] = ()
    """What the customer's device checks values by; it says a verdict, never a value."""
    by_page: bool = False
    """It was chosen because it alone fits the customer's page."""
    glossary: tuple[Term, ...] = ()
    checks: tuple[CheckRule, ...] = ()
    """The ID checks that this playbook asks for, and before what."""


class PromptSteered(_Event, frozen=True, tag="prompt.steered"):
    """The agent held, moved, skipped or put aside what the playbook prompts."""

    how: Steering
    step: str = ""
    reason: str = ""


class PromptUsed(_Event, frozen=True, tag="prompt.used"):
    """What the agent did with a prompt."""

    key: str
    how: PromptUse


class PromptShown(_Event, frozen=True, tag="prompt.shown"):
    """What the playbook of content `hash` prompts the agent now, in its rendered words; None when it has no word."""

    prompt: Prompt | None
    hash: str


class SessionEnded(_Event, frozen=True, tag="session.ended"):
    """The conversation is over, and why."""

    reason: EndReason


class FeedbackGiven(_Event, frozen=True, tag="feedback.given"):
    """What the customer said of the help: 1-5 stars, ease 1-7 (0: not said), would recommend 0-10 (-1: not said)."""

    solved: Solved | None = None
    rating: int = 0
    ease: int = 0
    recommend: int = -1
    comment: tuple[Part, ...] = ()


class WrapupRecorded(_Event, frozen=True, tag="wrapup.recorded"):
    """The agent who had the customer last accounts for the session; a later one takes the place of this one."""

    task: tuple[Part, ...]
    cause: Cause
    resolved: Solved
    helped_by: HelpedBy
    faults: tuple[FaultNoted, ...] = ()
    follow_up: FollowUp | None = None


class FollowUpCompleted(_Event, frozen=True, tag="followup.completed"):
    """What was still to be done is done."""


class LogGap(_Event, frozen=True, tag="log.gap"):
    """Entries `first` to `last` were acknowledged and then lost by the store."""

    first: int
    last: int


Event = (
    SessionRequested
    | CodeIssued
    | SessionQueued
    | AgentJoined
    | AgentLeft
    | SessionTransferred
    | MessageSent
    | CardSent
    | CardAnswered
    | ConsentAsked
    | ConsentGiven
    | ConsentDeclined
    | ConsentWithdrawn
    | LensOpened
    | LensChanged
    | CueSeen
    | FaultSeen
    | OfferAccepted
    | HighlightShown
    | HighlightCleared
    | PlaybookChosen
    | PromptSteered
    | PromptUsed
    | PromptShown
    | SessionEnded
    | FeedbackGiven
    | WrapupRecorded
    | FollowUpCompleted
    | LogGap
    | CheckRequested
    | CheckOffered
    | CheckBegun
    | CheckTried
    | CheckPassed
    | CheckFailed
    | CheckLocked
    | CheckCancelled
    | CheckExpired
    | AccountOpened
    | SessionWatched
    | SessionUnwatched
    | SessionTakenOver
    | WhisperSent
)
