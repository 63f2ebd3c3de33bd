"""What /api/v1 takes and answers. The document is made of these types; nothing else is decoded or encoded.

A field may be added to an answer, with a word on what it is; none is taken away or changes its meaning under /api/v1.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.access.scopes import Scope
from alongside.protocol.faults import FaultStatus
from alongside.protocol.wrapups import FaultArea
from alongside.transcripts import FORMS

Millis = Annotated[int, Meta(ge=0, description="Milliseconds since 1970, UTC; 0: not.")]

SiteName = Annotated[str, Meta(max_length=64, description="A site, by its name in the settings. Empty: all.")]


class SessionPath(Struct, frozen=True, forbid_unknown_fields=True):
    session: Annotated[str, Meta(pattern="^[A-Za-z0-9_.-]{1,64}$", max_length=64, description="The session's id.")]


class FaultPath(Struct, frozen=True, forbid_unknown_fields=True):
    site: Annotated[str, Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_.-]+$", description="The site.")]
    fault: Annotated[str, Meta(pattern="^[a-z0-9]{1,20}$", max_length=20, description="The row of the register.")]


class TranscriptQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    form: Annotated[
        Literal["", "json", "txt", "csv", "html", "pdf"],
        Meta(description="The form to send, whatever the Accept header says. Empty: as it says."),
    ] = ""

    @property
    def media_type(self) -> str:
        """What is asked for, beside the Accept header."""
        return FORMS[self.form].media_type if self.form else ""


class FaultQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    site: SiteName = ""
    status: Annotated[Literal["", "open", "known", "fixed"], Meta(description="How it stands. Empty: anyhow.")] = ""


class FaultRow(Struct, frozen=True, kw_only=True):
    """A fault that agents noted, over all sessions that met it."""

    site: str
    fault: str
    kind: FaultArea
    what: str
    """In an agent's words, with what was removed named in brackets."""
    page: str
    step: str
    hosts: tuple[str, ...]
    status: FaultStatus
    owner: str
    ticket: str
    note: str
    first: Annotated[str, Meta(description="When it was first met, in ISO 8601.")]
    last: Annotated[str, Meta(description="When it was last met, in ISO 8601.")]
    sessions: tuple[str, ...]
    """The ids of the sessions that met it and are still kept."""


class FaultList(Struct, frozen=True, kw_only=True):
    """The register, the latest first."""

    faults: tuple[FaultRow, ...]


class SiteQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    site: SiteName = ""


class PlaybookRow(Struct, frozen=True, kw_only=True):
    """A playbook in force."""

    playbook: str
    title: str
    version: str
    hash: str
    """Of its content, as sessions name it."""
    sites: tuple[str, ...]
    steps: tuple[str, ...]
    """The steps' titles."""


class PlaybookList(Struct, frozen=True, kw_only=True):
    playbooks: tuple[PlaybookRow, ...]


class LetterPath(Struct, frozen=True, forbid_unknown_fields=True):
    message: Annotated[
        str, Meta(pattern="^[A-Za-z0-9_.:~-]{1,200}$", max_length=200, description="The message's `webhook-id`.")
    ]


class DeadLetter(Struct, frozen=True, kw_only=True):
    """A webhook's message that was given up."""

    message: str
    """Its `webhook-id`."""
    site: str
    kind: str
    happened_at: Millis
    given_up_at: Millis
    tries: int
    reason: str
    """Why the last try failed: a word, never an address or what the receiver answered."""


class DeadLetterList(Struct, frozen=True, kw_only=True):
    messages: tuple[DeadLetter, ...]


class Service(Struct, frozen=True, kw_only=True):
    """How the server is, and what the token that asked is good for."""

    version: str
    store: Literal["ok"]
    """A server whose store is away answers 503."""
    waiting: int
    """Customers who wait now, at the token's sites."""
    active: int
    """Sessions that an agent has now, at the token's sites."""
    agents: int
    """Agents on duty."""
    token: str
    scopes: tuple[Scope, ...]
    sites: tuple[str, ...]
    """The sites that the token is for."""
