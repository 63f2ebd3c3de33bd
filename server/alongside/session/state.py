"""The folded state of one session. Immutable: folding an entry makes a new one, sharing what did not change.

Its sections are the very objects that views show, so a view costs nothing and "did it change" is `is`.
"""

from msgspec import Struct

from alongside.playbook.troubles import Trouble
from alongside.protocol import (
    Actor,
    ChatItem,
    Check,
    CheckAsked,
    CheckMethod,
    CheckMethodOffer,
    CheckOption,
    CheckRequested,
    CheckRule,
    CheckState,
    Consent,
    DeviceStep,
    Feedback,
    Field,
    Highlight,
    LensPage,
    Part,
    Person,
    PlaybookInfo,
    Prompt,
    SessionInfo,
    TroubleView,
    Watcher,
    Whisper,
    Wrapup,
)


class Applied(Struct, frozen=True):
    """Which commands of one client are in the log: all up to `top` but the `skipped` ones (refused, or lost).

    A retry is recognised exactly, in a few bytes a client. `skipped` keeps the latest 64: a client has far
    fewer commands under way at once. A client's name is its `owner`'s, who used it first: names stand in the
    views, and with another's one could use up the number of, say, their withdrawal of consent.
    """

    owner: str
    top: int = 0
    skipped: tuple[int, ...] = ()

    def has(self, seq: int) -> bool:
        """Whether command `seq` has been applied."""
        return seq <= self.top and seq not in self.skipped

    def with_seq(self, seq: int) -> "Applied":
        """The same with command `seq` applied."""
        if seq <= self.top:
            return Applied(self.owner, self.top, tuple(number for number in self.skipped if number != seq))
        missed = range(max(self.top + 1, seq - 64), seq)
        return Applied(self.owner, seq, (*self.skipped, *missed)[-64:])


class SentCard(Struct, frozen=True, kw_only=True):
    """A card that came from the prompt of the key `prompt`; `reply` is the chat item that answered it, or empty."""

    id: str
    prompt: str
    reply: str = ""


class Guide(Struct, frozen=True, kw_only=True):
    """The playbook in this session: which content, what the agent dealt with, what went wrong, what is prompted."""

    info: PlaybookInfo = PlaybookInfo()
    hash: str = ""
    rules: tuple[DeviceStep, ...] = ()
    done: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    prompt: Prompt | None = None
    last: str = ""
    """The step of the latest prompt at a step: what keeps prompts from jumping about."""
    none: bool = False
    """The agent works by no playbook, and said so."""
    followed: str = ""
    """The same, of the prompts that followed the customer: where a jump comes back to."""
    ticked: tuple[str, ...] = ()
    """The steps that the agent ticked off."""
    cards: tuple[SentCard, ...] = ()


UNDER_WAY = ("asked", "answering", "failed")
"""The states of a check that can be answered still."""


class CheckRecord(Struct, frozen=True, kw_only=True):
    """One ID check in this session: as it was asked for, and how it stands. Nothing that was answered is in it.

    `begun` and `trying` name the latest commands that chose a method and made a try; `tried` counts tries, over
    every time that it was asked for.
    """

    asked: CheckRequested
    state: CheckState = "asked"
    offers: tuple[CheckMethodOffer, ...] = ()
    method: CheckMethod | None = None
    to: str = ""
    begun: str = ""
    begins: int = 0
    tried: int = 0
    trying: str = ""
    trying_until: int = 0
    unavailable: bool = False
    who: str = ""
    at: int = 0
    until: int = 0

    @property
    def left(self) -> int:
        """How many tries are left."""
        return max(0, self.asked.attempts - self.tried)

    def is_open(self, now: int) -> bool:
        """Whether it is asked for and can be answered still."""
        return self.state in UNDER_WAY and now < self.asked.until


class Checking(Struct, frozen=True, kw_only=True):
    """The ID checks of this session. `rules` are those of every playbook that was chosen, by `playbook:check`, each
    with its content's hash: to put the playbook away takes no gate away. The two views are kept beside the records."""

    rules: dict[str, tuple[str, CheckRule]] = {}
    records: dict[str, CheckRecord] = {}
    options: tuple[CheckOption, ...] = ()
    shown: dict[str, Check] = {}
    asked: dict[str, CheckAsked] = {}
    account_open: bool = False


class Relieved(Struct, frozen=True, kw_only=True):
    """Whom a supervisor took the customer from last, who did, and their note to that agent."""

    agent: str
    by: str
    note: tuple[Part, ...] = ()


class News(Struct, frozen=True, kw_only=True):
    """Something that other servers may be told: in which entry and where in it, when (milliseconds), and its facts."""

    number: int
    index: int
    at: int
    kind: str
    facts: dict[str, str | int | bool] = {}


class State(Struct, frozen=True, kw_only=True):
    """Everything the log says of a session up to entry `number`, folded. `epoch` counts gaps in the log."""

    number: int = 0
    at: int = 0
    epoch: int = 0
    applied: dict[str, Applied] = {}
    info: SessionInfo
    agent: Actor | None = None
    had: Actor | None = None
    """The agent who had the customer last: the one to wrap up."""
    head: bool = False
    for_agent: str = ""
    for_team: str = ""
    offered_until: int = 0
    people: dict[str, Person] = {}
    chat: dict[str, ChatItem] = {}
    consent: Consent = Consent()
    highlight: Highlight | None = None
    feedback: Feedback | None = None
    lens: LensPage | None = None
    fields: dict[str, Field] = {}
    note: tuple[Part, ...] = ()
    guide: Guide = Guide()
    trouble: TroubleView = TroubleView()
    wrapup: Wrapup | None = None
    checking: Checking = Checking()
    customer_messages: int = 0
    unanswered_since: int = 0
    """When the customer wrote what no agent has answered yet; 0: nothing."""
    watchers: tuple[Watcher, ...] = ()
    """Who reads along; in a session that ended, who did at its end."""
    whispers: tuple[Whisper, ...] = ()
    relieved: Relieved | None = None
    news: tuple[News, ...] = ()

    @property
    def sharing(self) -> bool:
        """Whether a live consent covers the lens now."""
        return self.consent.state == "given" and self.info.status not in ("new", "ended")


class Moment(Struct, frozen=True):
    """Where an event stands: in which entry, when, by whom, for which command."""

    number: int
    index: int
    at: int
    by: Actor
    client: str
    seq: int


def owner_of(actor: Actor) -> str:
    """Whose a client's name is: the account's, or the customer's."""
    return f"{actor.role}:{actor.id}"


def new_state(session: str, site: str = "") -> State:
    """The state of a session whose log is empty."""
    return State(info=SessionInfo(id=session, site=site))
