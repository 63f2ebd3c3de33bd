"""What looks at an answer, as the hub knows it; and what that asks of others in its turn.

Every structure here may hold an account or an answer, so none shows itself. Who implements these is told of no
session's rules: counting tries and what follows from an outcome are the log's.
"""

from typing import Protocol

from msgspec import Struct

from alongside.protocol import Authority, CheckMethod, CheckOutcome, Destination, DestinationKind


class _Hidden(Struct, frozen=True, kw_only=True):
    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"


class Begin(_Hidden, frozen=True, kw_only=True):
    """The customer chose a method. `id` names the command: what it leads to happens once. `known`: the account is
    the one that a signed identity named in this session."""

    id: str
    site: str
    session: str
    check: str
    method: CheckMethod
    account: str = ""
    to: str = ""
    known: bool = False
    language: str = "en"


class Attempt(_Hidden, frozen=True, kw_only=True):
    """A try that the log has counted. `answers` are tidy; `token` is there for a signed identity."""

    id: str
    site: str
    session: str
    check: str
    method: CheckMethod
    answers: dict[str, str] = {}
    token: str = ""
    minutes: int = 30
    authority: Authority | None = None
    acting_for: str = ""


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a try. `who` is the digest of the account. `mine` is False where somebody else has looked at it
    already: then nothing is to be said."""

    outcome: CheckOutcome = "failed"
    who: str = ""
    unavailable: bool = False
    mine: bool = True


class Verifier(Protocol):
    """Looks at answers. Every method may raise StoreGone; what goes wrong elsewhere is an outcome."""

    async def begin(self, begin: Begin) -> str:
        """Get ready: keep whose account it is, send a code. Gives the nonce for a signed identity, else nothing."""

    async def destinations(self, site: str, session: str) -> tuple[Destination, ...]:
        """Where codes can be sent, masked, for the account that a signed identity named; else none."""

    async def look(self, attempt: Attempt) -> Outcome:
        """Whether the answer is right. Takes the same time whatever it is."""

    async def close(self) -> None:
        """Let go of connections."""


class Contact(_Hidden, frozen=True, kw_only=True):
    """Where an account's owner can be reached."""

    kind: DestinationKind
    address: str


class Unavailable(Exception):
    """Nobody could tell: a time-out, no connection, or a reply that cannot be trusted."""


class Directory(Protocol):
    """Knows a site's accounts. Every method takes the same time for accounts that there are and are not, as far as
    it depends on us; each may raise Unavailable."""

    async def contacts(self, account: str, id: str) -> tuple[Contact, ...]:
        """How the account's owner can be reached; nothing for one that there is not. `id` names the question: when it
        is asked again it is the same."""

    async def right(self, account: str, attempt: Attempt, id: str) -> bool:
        """Whether all answers of this attempt are right."""


class Sender(Protocol):
    """Sends a code. May raise Unavailable."""

    async def send(self, contact: Contact, digits: str, *, site: str, language: str) -> None:
        """Send these digits to this address."""
