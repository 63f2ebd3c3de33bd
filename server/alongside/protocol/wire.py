"""Messages between a browser and the server, and their strict decoding.

Socket.io events. Namespace /session (auth: {"token": ...}; one session per connection, taken from the token):
  client -> server   resume(Cursor) -> Update | Answer     "everything after this, then live"
                     command(Request) -> Answer            acknowledged when it is durable
                     signal(Signal)                        lossy, never stored
  server -> client   update(Update)   signal(Signal)
Namespace /desk (agents and above; signed in by cookie):
  client -> server   take({session} or {}) | redeem({code}) | open({session}) -> Grant | Answer
                     practise({site, playbook, script} or {recorded}) -> Grant | Answer
                     faults({site, words}) -> KnownFaults | Answer;  complete({session}) -> Answer
  server -> client   desk(Desk)
Namespace /wall (supervisors and administrators; signed in by cookie):
  client -> server   watch({session}) | take_over({session, note}) -> Grant | Answer
                     faults({site, words}) -> KnownFaults | Answer
  server -> client   wall(Wall)
HTTP: GET /widget.js, GET /widget/{site}.json -> SiteInfo, POST /widget/{site}/visit -> Visit,
POST /widget/{site}/offer -> OfferAnswer, POST /widget/{site}/copy -> a file; errors answer {"code", "says"} with a
sentence that a site owner understands.
GET /console/articles/{site}.json -> Articles, signed in by cookie.
"""

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from alongside.protocol.commands import Command
from alongside.protocol.events import Millis
from alongside.protocol.glossary import Term
from alongside.protocol.shapes import LARGEST, ClientId, Count, Familiarity, Part, Role, Status
from alongside.protocol.trouble import CueLimits
from alongside.protocol.wrapups import AfterRow

T = TypeVar("T")


class SiteInfo(Struct, frozen=True, kw_only=True):
    """What the loader is told of its site: GET /widget/{site}.json."""

    site: str
    name: str
    languages: tuple[str, ...]
    greeting: str
    opening_hours: str
    accent: str
    choices: tuple[str, ...]
    forms: str
    private: str
    message_length: int
    code_minutes: int
    cues: CueLimits
    offers: str = ""
    """The file that watches for trouble and offers help; empty where the site does not want that."""
    feedback: tuple[Literal["rating", "ease", "recommend"], ...] = ("rating",)
    """What customers are asked at the end, beside whether it is solved."""
    first_contact_days: int = 0
    """How long the device remembers when its customer was last helped; 0: not at all."""
    mail: bool = False
    """Whether customers may have their copy of the chat sent by e-mail."""


class OfferAnswer(Struct, frozen=True, kw_only=True):
    """Whether somebody is free to help: POST /widget/{site}/offer."""

    free: bool


class ServiceUpdate(Struct, frozen=True, kw_only=True):
    """What changed in a version of a playbook: GET /console/updates.json has those an agent has not acknowledged."""

    playbook: str
    title: str
    version: str
    note: str


class PlaybookPlace(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a playbook is for, as the device compares it: GET /widget/{site}/playbooks.json has those of a site.

    `urls` are paths with `*`, `forms` are CSS selectors. Without either it is for every page of the site.
    """

    id: str
    urls: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


class Visit(Struct, frozen=True, kw_only=True):
    """A new session's key for its customer: POST /widget/{site}/visit. Nothing is logged before a request."""

    session: str
    token: str


class ConsoleInfo(Struct, frozen=True, kw_only=True):
    """What the console knows when it starts: who is signed in, and each of their sites' canned replies."""

    id: str
    name: str
    role: Role
    teams: tuple[str, ...]
    sites: dict[str, "ConsoleSite"]
    message_length: int


class CannedReply(Struct, frozen=True):
    title: str
    text: str


class PracticeScript(Struct, frozen=True, kw_only=True):
    """A scripted customer to practise with: `playbook` is the one it is written for; empty: any."""

    id: str
    title: str
    about: str
    playbook: str
    familiarity: Familiarity


class ConsoleSite(Struct, frozen=True, kw_only=True):
    """A site, as the console knows it. `playbooks` are those for its customers, id to title;
    `agents` those who look after it, account to name."""

    name: str
    playbooks: dict[str, str]
    agents: dict[str, str]
    accent: str
    canned_replies: tuple[CannedReply, ...]
    glossary: tuple[Term, ...] = ()
    """The site's own words to put more plainly; a session's playbook may add more."""
    scripts: tuple["PracticeScript", ...] = ()
    """Customers to practise with."""


class BadMessage(Exception):
    """The peer sent what is not of the protocol. `code` is for programs, `says` for its author."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """A command on its way. `client` is random per page load, `seq` counts up from 1: a retry keeps both."""

    client: ClientId
    seq: Annotated[int, Meta(ge=1, le=LARGEST)]
    command: Command


class Answer(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """To a command: `ok` (durable, as entry `number`), or a refusal's `code` and what it `says` to a person.

    `retry` asks the client to keep the command and send it again (the store is away). `secret` is the one
    thing never stored: the digits of a spoken code.
    """

    ok: bool
    number: int = 0
    code: str = ""
    says: str = ""
    retry: bool = False
    secret: str = ""


class Cursor(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a client has come. 0: it has nothing."""

    epoch: Count = 0
    number: Count = 0


class Update(Struct, frozen=True, kw_only=True):
    """Brings a client's view from entry `after` to entry `number`; `after` 0 starts from an empty view.

    A client that stands elsewhere than `after` asks again with `resume`. `view` holds changed sections.
    """

    epoch: int
    after: int
    number: int
    at: Millis
    view: dict[str, Any]


class Typing(Struct, frozen=True, tag_field="signal", tag="typing", kw_only=True):
    """Somebody is writing a message. Shown for a few seconds."""

    role: Role = "customer"
    name: str = ""


class Presence(Struct, frozen=True, tag_field="signal", tag="presence", kw_only=True):
    """Whether each side has a live connection."""

    customer: bool
    agent: bool


class Place(Struct, frozen=True, tag_field="signal", tag="place", kw_only=True):
    """The customer's place in the queue (1: next), how many agents are there, and an honest wait.

    `wait_seconds` is the median of recent waits scaled by the place; None when there is nothing to go by.
    """

    place: int
    agents: int
    wait_seconds: int | None


Signal = Typing | Presence | Place


class DeskRow(Struct, frozen=True, kw_only=True):
    """One open session in the console's lists."""

    session: str
    site: str
    status: Status
    goal: tuple[Part, ...]
    difficulty: tuple[Part, ...]
    choice: str
    familiarity: Familiarity
    language: str
    waiting_since: Millis
    head: bool
    agent: str
    """The account id of the agent who has the session, or empty."""
    agent_name: str
    for_agent: str
    for_team: str
    offered_until: Millis = 0
    """When an offer to `for_agent` or `for_team` lapses, and anyone may take the customer."""
    note: tuple[Part, ...]
    messages: int
    """How many messages the customer has sent: more than when last looked at means unread."""
    practice: bool = False


class Desk(Struct, frozen=True, kw_only=True):
    """Changed rows of the desk (null: gone), or all of them when `whole`; and who is on duty."""

    whole: bool
    rows: dict[str, DeskRow | None]
    present: dict[str, str]
    """Agents on duty: account id to shown name."""
    teams: tuple[str, ...]
    after: dict[str, AfterRow | None] = {}
    """Finished sessions with something left to do for this agent, changed like `rows`."""


class Grant(Struct, frozen=True, kw_only=True):
    """The key to one session, for the /session namespace."""

    session: str
    token: str
    kind: Literal["grant"] = "grant"
    role: Role = "agent"
    """As what: the agent who has them, or one who watches."""


def decode_request(received: object) -> Request:
    """A command as received, checked. Raises BadMessage, naming the first thing that is wrong."""
    return _converted(received, Request, "bad_command")


def decode_signal(received: object) -> Typing:
    """A signal as received: a client may only say that it is typing."""
    return _converted(received, Typing, "bad_signal")


def _converted(received: object, shape: type[T], code: str) -> T:
    try:
        return msgspec.convert(received, shape)
    except (msgspec.ValidationError, UnicodeError, RecursionError) as error:
        raise BadMessage(code, f"This message is not understood: {error}") from None
