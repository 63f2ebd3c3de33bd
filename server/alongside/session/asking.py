"""What every decider is given, and what several of them ask first: is it theirs, is it open, is it shared?"""

from collections.abc import Mapping

from msgspec import Struct

from alongside.access import Who
from alongside.identity import Offering
from alongside.playbook.book import Book
from alongside.privacy import redact
from alongside.protocol import Actor, Article, Event, Part
from alongside.session.state import State

Events = tuple[Event, ...]


class Refused(Exception):
    """The rules say no. `says` is a sentence for the person who asked; `code` is for programs."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says


class Rules(Struct, frozen=True, kw_only=True):
    """What of the settings matters to decisions.

    `agents` and `teams` are those one may transfer to; `teams_of` says which teams each account is in. `books` are
    the playbooks on the shelf: those in force by their ids, and every content that a session began with by its hash.
    `articles` are the approved ones, by id. `offerings` are the ways of each site in which its customers can show who
    they are. `first_contact_days` has the days within which a site wants to know that a customer came back.
    """

    message_length: int = 2000
    code_minutes: int = 10
    lens_fields: int = 1000
    offer_seconds: int = 120
    retention_days: int = 30
    agents: Mapping[str, str] = {}
    teams: tuple[str, ...] = ()
    teams_of: Mapping[str, tuple[str, ...]] = {}
    books: Mapping[str, Book] = {}
    articles: Mapping[str, Article] = {}
    first_contact_days: Mapping[str, int] = {}
    offerings: Mapping[str, Offering] = {}


class Asked(Struct, frozen=True):
    """A command in its setting: what each decider below is given."""

    state: State
    who: Who
    id: str
    now: int
    rules: Rules


def clean_words(asked: Asked, text: str) -> tuple[Part, ...]:
    """What somebody wrote, without its secrets. Raises Refused when it is too long."""
    limit = asked.rules.message_length
    if len(text) > limit:
        raise Refused("too_long", f"This is {len(text):,} characters long. The most is {limit:,}. Please shorten it.")
    return redact(text)


def check_open(asked: Asked) -> None:
    """The conversation has begun and goes on, or Refused."""
    if asked.state.info.status == "ended":
        raise Refused("ended", "This chat has ended.")
    if asked.state.info.status == "new":
        raise Refused("not_started", "Ask for help first.")


def check_own(asked: Asked) -> Actor:
    """The caller is the agent who has the customer, or Refused."""
    agent = asked.state.agent
    if asked.state.info.status == "ended":
        raise Refused("ended", "This chat has ended.")
    if agent is None or agent.id != asked.who.id:
        raise Refused("not_yours", "You no longer have this customer.")
    return agent


def check_sharing(asked: Asked) -> None:
    """A live consent covers the form, or Refused."""
    if not asked.state.sharing:
        raise Refused("not_sharing", "The customer is not sharing their steps.")
