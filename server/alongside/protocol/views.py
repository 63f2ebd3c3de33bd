"""Views: what one role is shown of a session, in sections.

A section is either one value, or a mapping from an id to an item. Updates carry the sections that changed:
a value whole, a mapping by its changed items (null: gone). `session.difference` makes them, and one function
in `widget/src/shared/view.ts` applies them; live pages and replay both render from the result.
"""

from msgspec import Struct

from alongside.protocol.cards import Card
from alongside.protocol.checks import Check, CheckAsked, CheckOption
from alongside.protocol.events import Millis
from alongside.protocol.glossary import Term
from alongside.protocol.prompts import GuideStep, Prompt
from alongside.protocol.rules import DeviceStep
from alongside.protocol.shapes import (
    Channel,
    ConsentState,
    EndReason,
    Familiarity,
    Field,
    HelpedBefore,
    Part,
    Role,
    Solved,
    Status,
    Step,
)
from alongside.protocol.trouble import OfferReason, TroubleView
from alongside.protocol.watching import SeenBy, Watcher, Whisper
from alongside.protocol.wrapups import WrapupView


class Ended(Struct, frozen=True, kw_only=True):
    at: Millis
    by: Role
    reason: EndReason


class SessionInfo(Struct, frozen=True, kw_only=True):
    """How the session stands. `epoch` counts the gaps in its log."""

    id: str
    site: str
    status: Status = "new"
    channel: Channel = "queue"
    goal: tuple[Part, ...] = ()
    difficulty: tuple[Part, ...] = ()
    choice: str = ""
    familiarity: Familiarity = "new"
    language: str = "en"
    offered: OfferReason = ""
    """Why help was offered to them, where they took it; else empty."""
    helped_before: HelpedBefore = -1
    requested_at: Millis = 0
    waiting_since: Millis = 0
    code_expires_at: Millis = 0
    joined_at: Millis = 0
    offered_to: str = ""
    """The name of the agent or team that a transferred session waits for."""
    practice: bool = False
    """The customer is played by the server: no figure may count this session."""
    ended: Ended | None = None


class Person(Struct, frozen=True, kw_only=True):
    """An agent who is, or was, in the session; `here` while they have it."""

    id: str
    name: str
    joined_at: Millis
    here: bool


class ChatItem(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A line of the conversation: a message (`parts`), or a `notice` such as agent.joined, with its `name`.

    A message with a `card` is shown as one; `parts` are its words.

    `client` and `seq` are those of the command that sent it: its sender knows it from a pending one.
    """

    id: str
    at: Millis
    role: Role
    name: str = ""
    parts: tuple[Part, ...] = ()
    card: Card | None = None
    notice: str = ""
    client: str = ""
    seq: int = 0


class Consent(Struct, frozen=True, kw_only=True):
    state: ConsentState = "none"
    at: Millis = 0
    wording: str = ""
    by: str = ""
    """Who asked, by name, while the state is `asked`."""


class Highlight(Struct, frozen=True, kw_only=True):
    id: str
    target: str
    words: tuple[Part, ...]
    by: str
    at: Millis


class Feedback(Struct, frozen=True, kw_only=True):
    solved: Solved | None
    rating: int
    comment: tuple[Part, ...]
    ease: int = 0
    recommend: int = -1


class LensPage(Struct, frozen=True, kw_only=True):
    """The form as a whole: its page, steps, order of fields, focus, and the field that changed last."""

    page: str
    title: str
    steps: tuple[Step, ...]
    order: tuple[str, ...]
    focus: str
    changed: str = ""
    changed_at: Millis = 0
    applies: tuple[str, ...] = ()
    """The playbooks that fit this page."""


class PlaybookInfo(Struct, frozen=True, kw_only=True):
    """The playbook the agent works by, and how they steer it."""

    id: str = ""
    title: str = ""
    version: str = ""
    steps: tuple[GuideStep, ...] = ()
    pinned: str = ""
    jumped: str = ""
    skipped: tuple[str, ...] = ()
    aside: bool = False
    finishing: bool = False
    by_page: bool = False
    """It was chosen because it alone fits the customer's page."""
    glossary: tuple[Term, ...] = ()
    """Words to put more plainly, for what the agent writes."""


class CustomerView(Struct, frozen=True, kw_only=True):
    """What the customer's panel is shown."""

    session: SessionInfo
    people: dict[str, Person]
    chat: dict[str, ChatItem]
    consent: Consent
    highlight: Highlight | None
    feedback: Feedback | None
    rules: tuple[DeviceStep, ...] = ()
    """What the playbook expects of values, for the device to check while the customer shares."""
    checks: dict[str, CheckAsked] = {}
    """The ID checks they were asked to pass."""
    seen: SeenBy = SeenBy()
    """How many people can see the chat and the steps. Who they are is not said."""


class AgentView(Struct, frozen=True, kw_only=True):
    """What the console is shown, and who watches. `lens` and `fields` are empty without a live consent; for who
    watches, also where the words that the customer agreed to did not say that others may see their steps."""

    session: SessionInfo
    people: dict[str, Person]
    chat: dict[str, ChatItem]
    consent: Consent
    highlight: Highlight | None
    feedback: Feedback | None
    lens: LensPage | None
    fields: dict[str, Field]
    note: tuple[Part, ...]
    """What the agent before wrote for the next one."""
    playbook: PlaybookInfo = PlaybookInfo()
    prompt: Prompt | None = None
    """What the playbook tells the agent to do or say now."""
    checks: dict[str, Check] = {}
    """The ID checks that were asked for, and how they stand."""
    check_options: tuple[CheckOption, ...] = ()
    """The ID checks of the playbook, which can be asked for."""
    account_open: bool = False
    """Whether the talk is about the customer's own account, by the agent's word."""
    trouble: TroubleView = TroubleView()
    """Whether it looks like the customer's difficulty or the system's fault, with the evidence."""
    wrapup: WrapupView = WrapupView()
    watchers: tuple[Watcher, ...] = ()
    """Who reads along."""
    whispers: tuple[Whisper, ...] = ()
    """What agent and supervisors said to one another, without the customer."""
    withheld: bool = False
    """The form is kept from who looks: the words that the customer agreed to told of their helper alone."""


View = CustomerView | AgentView
