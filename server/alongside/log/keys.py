"""Every key and channel that Alongside uses in Redis.

The session's id stands in braces, literally: a hash tag, so that a Cluster keeps all keys of one
session on one node. This module must not know what any key holds.
"""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple


def of_session(session: str, what: str) -> str:
    """The name of something that is kept for one session, and erased with it."""
    return f"{{{session}}}:{what}"


def unnamed(session: str) -> str:
    """A session as it may stand where it is remembered once it is erased, or be told to others: a webhook's message id,
    a line of the server's log. A session's own id is random, so nobody finds it again by this."""
    return hashlib.sha256(session.encode()).hexdigest()[:16]


class Place(NamedTuple):
    """Where a session's row lies: its site, and the day of UTC on which help was asked for, in days since 1970."""

    site: str
    day: int

    def __str__(self) -> str:
        return f"{self.site} {self.day}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """From its text; a text that is none is a place where nothing is."""
        site, _, day = text.rpartition(" ")
        return cls(site, int(day) if day.isdigit() else 0)


@dataclass(frozen=True, slots=True)
class Keys:
    """Names under one prefix, so that tests and tenants can share a server."""

    prefix: str = ""

    def log(self, session: str) -> str:
        return f"{self.prefix}log:{{{session}}}"

    def mirror(self, session: str) -> str:
        return f"{self.prefix}mirror:{{{session}}}"

    def summary(self, session: str) -> str:
        return f"{self.prefix}summary:{{{session}}}"

    def code_of(self, session: str) -> str:
        return f"{self.prefix}code-of:{{{session}}}"

    def coaching(self, session: str) -> str:
        return f"{self.prefix}coaching:{{{session}}}"

    def watchers(self, session: str) -> str:
        return f"{self.prefix}watchers:{{{session}}}"

    def practised(self, session: str) -> str:
        """The sessions of practice in which this one's customer was played."""
        return f"{self.prefix}practised:{{{session}}}"

    def all_of(self, session: str) -> tuple[str, ...]:
        """Every key that belongs to one session alone."""
        of_them = self.log, self.mirror, self.summary, self.code_of, self.coaching, self.watchers, self.practised
        return tuple(key(session) for key in of_them)

    def bell(self, session: str) -> str:
        return f"{self.prefix}bell:{session}"

    @property
    def desk_bell(self) -> str:
        # Cannot be a session's bell: no session id has a dot in it.
        return f"{self.prefix}bell:.desk"

    @property
    def wall_bell(self) -> str:
        return f"{self.prefix}bell:.wall"

    @property
    def sessions(self) -> str:
        return f"{self.prefix}sessions"

    @property
    def open_sessions(self) -> str:
        return f"{self.prefix}sessions:open"

    def listed(self, name: str) -> str:
        """A set of sessions that have something in common, such as a fault."""
        return f"{self.prefix}sessions:{name}"

    def faults(self, site: str) -> str:
        return f"{self.prefix}faults:{{{site}}}"

    def plan(self, site: str) -> str:
        return f"{self.prefix}plan:{{{site}}}"

    @property
    def coached(self) -> str:
        """The rows of sessions that are coached."""
        return f"{self.prefix}coached"

    @property
    def coached_open(self) -> str:
        """Coaching logs to which something was appended that is still to be settled, by when."""
        return f"{self.prefix}coached:open"

    def development(self, account: str) -> str:
        """An agent's development plan, and what is written for their portfolio."""
        return f"{self.prefix}development:{{{account}}}"

    @property
    def outbox(self) -> tuple[str, str, str, str]:
        """What is due and when, the messages, which were ever put in, what was given up and when: on one node."""
        parts = ("due", "messages", "seen", "dead")
        return tuple(f"{self.prefix}{{outbox}}:{part}" for part in parts)  # type: ignore[return-value]

    def fact_rows(self, what: str, place: "Place") -> str:
        """The rows of one kind, of the sessions of one site and day."""
        return f"{self.prefix}{what}:{{{place}}}"

    @property
    def fact_places(self) -> str:
        return f"{self.prefix}facts:places"

    @property
    def fact_changes(self) -> str:
        return f"{self.prefix}facts:changes"

    @property
    def facts_over(self) -> str:
        """Sessions whose time was shortened, by when it is over."""
        return f"{self.prefix}facts:over"

    @property
    def reviews_wanted(self) -> str:
        return f"{self.prefix}reviews:wanted"

    def filters(self, account: str) -> str:
        return f"{self.prefix}filters:{account}"

    def code(self, digest: str) -> str:
        return f"{self.prefix}code:{digest}"

    def presence(self, kind: str) -> str:
        return f"{self.prefix}presence:{kind}"

    def counter(self, key: str) -> str:
        return f"{self.prefix}count:{key}"

    def offers(self, site: str, month: str) -> str:
        return f"{self.prefix}offers:{site}:{month}"

    def duty(self, agent: str, day: int) -> str:
        return f"{self.prefix}duty:{agent}:{day}"

    def journeys(self, day: str) -> str:
        return f"{self.prefix}journeys:{day}"

    def improvements(self, site: str) -> str:
        return f"{self.prefix}improvements:{{{site}}}"

    def playbook(self, digest: str) -> str:
        return f"{self.prefix}playbook:{digest}"

    def acknowledged(self, account: str) -> str:
        return f"{self.prefix}acknowledged:{account}"

    def kept(self, name: str) -> str:
        return f"{self.prefix}kept:{name}"

    def kept_of(self, session: str) -> str:
        """How the name of everything kept for a session begins."""
        return self.kept(of_session(session, ""))

    @property
    def tokens(self) -> tuple[str, str]:
        """What is known of each token of a program, and when each was last used."""
        return f"{self.prefix}tokens", f"{self.prefix}tokens:used"

    def signed_out(self, token_id: str) -> str:
        return f"{self.prefix}signed-out:{token_id}"
