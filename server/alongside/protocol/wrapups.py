"""The wrap-up of a session: what the agent notes when it is over, as it travels and as the log keeps it.

Free text in an event is in parts, redacted; in a command it is as it was written. Who may wrap up, and what is
suggested, is session.aftercare's to say; what becomes of the faults is register's.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.shapes import Line, Part, Solved
from alongside.protocol.trouble import Cause

HelpedBy = Literal["customer", "guidance", "agent"]
"""Who brought it about: the customer by themselves, the customer with guidance, or the agent filled it in."""
FaultArea = Literal["form", "system", "equipment", "other"]
FaultId = Annotated[str, Meta(max_length=20, pattern=r"^[a-z0-9]*\Z")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
"""A date as YYYY-MM-DD."""
FAULTS_MOST = 10


class Where(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where a fault shows: the page's and the step's names as the lens tells them, the host that failed."""

    page: Line = ""
    step: Line = ""
    host: Annotated[str, Meta(max_length=100, pattern=r"^[A-Za-z0-9.:_-]*\Z")] = ""


class FaultDraft(Struct, frozen=True, omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """A fault as the agent notes it: in words, or as the register's row `fault`, whose words they saw."""

    what: Line
    kind: FaultArea = "system"
    where: Where = Where()
    fault: FaultId = ""


class FollowUpDraft(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is still to be done: what, by whom (an account's id), until when."""

    what: Line
    owner: Annotated[str, Meta(min_length=1, max_length=64)]
    due: Day


class FaultNoted(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A fault of this session: `fault` is the register's row that it belongs to."""

    fault: str
    kind: FaultArea
    what: tuple[Part, ...]
    where: Where = Where()


class FollowUp(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is still to be done. `done_at` is in milliseconds, 0: not yet."""

    what: tuple[Part, ...]
    owner: str
    owner_name: str
    due: str
    done_at: int = 0
    done_by: str = ""


class Wrapup(Struct, frozen=True, kw_only=True):
    """The agent's account of the session. `at` and `by` tell of the latest version of it, `versions` how many."""

    task: tuple[Part, ...]
    cause: Cause
    resolved: Solved
    helped_by: HelpedBy
    faults: tuple[FaultNoted, ...] = ()
    follow_up: FollowUp | None = None
    at: int
    by: str
    versions: int = 1


class AfterRow(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A finished session with something left to do: to be wrapped up by an account, or to be followed up."""

    session: str
    site: str
    goal: tuple[Part, ...] = ()
    difficulty: tuple[Part, ...] = ()
    choice: str = ""
    task: tuple[Part, ...] = ()
    ended_at: int
    wraps_up: str = ""
    follow_up: FollowUp | None = None


class KnownFault(Struct, frozen=True, kw_only=True):
    """A row of the fault register, as an agent picks it. `note` is the supervisors' word to agents about it."""

    fault: str
    kind: FaultArea
    what: str
    where: Where
    status: Literal["open", "known", "fixed"]
    sessions: int
    last_at: int
    note: str = ""


class KnownFaults(Struct, frozen=True, kw_only=True):
    """Rows of the register that read like what an agent writes, or (for no words) the latest that are not fixed."""

    known: tuple[KnownFault, ...]


class Suggested(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the wrap-up begins with, from what the log says of the session. None and empty: nothing to go by."""

    task: str = ""
    cause: Cause | None = None
    resolved: Solved | None = None
    helped_by: HelpedBy | None = None
    why: str = ""
    """Why this cause is suggested."""


class WrapupView(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The wrap-up as agents are shown it. `agent` is the account that has to wrap up, empty while nobody has."""

    agent: str = ""
    suggested: Suggested = Suggested()
    record: Wrapup | None = None
