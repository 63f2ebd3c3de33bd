"""The register's rows: a site's fault log folded, and beside it the sessions whose wrap-ups noted each fault.

`fold(a + b) == fold(b, onto=fold(a))`, and no sequence of entries raises. Rows are never stored: they are put
together from the fault log and the sessions there still are, so an erased session is gone from them too.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from alongside.protocol import FaultArea, FaultNoted, Part, Where
from alongside.protocol.faults import Fact, FaultChanged, FaultEntry, FaultMerged, FaultOpened, FaultStatus


class Change(Struct, frozen=True, kw_only=True):
    """What somebody did to a row, for its history."""

    at: int
    by: str
    fact: Fact


class Kept(Struct, frozen=True, kw_only=True):
    """What the fault log says of one row."""

    opened: FaultOpened
    opened_at: int
    status: FaultStatus = "open"
    owner: str = ""
    note: tuple[Part, ...] = ()
    ticket: str = ""
    changed_at: int = 0
    changed_by: str = ""
    into: str = ""
    history: tuple[Change, ...] = ()


class Register(Struct, frozen=True, kw_only=True):
    """A site's fault log folded up to entry `number`."""

    number: int = 0
    faults: Mapping[str, Kept] = {}

    def leads_to(self, fault: str) -> str:
        """The row that this one's sessions count in, after all merges."""
        seen: set[str] = set()
        while (kept := self.faults.get(fault)) is not None and kept.into and fault not in seen:
            seen.add(fault)
            fault = kept.into
        return fault


class Met(Struct, frozen=True, kw_only=True):
    """A session that met faults. `at` is when it was wrapped up, in milliseconds."""

    session: str
    at: int
    agent: str
    task: tuple[Part, ...]
    faults: tuple[FaultNoted, ...]


class Row(Struct, frozen=True, kw_only=True):
    """A fault: one row, with the sessions that met it, the latest first. Times in milliseconds."""

    site: str
    fault: str
    kind: FaultArea
    what: tuple[Part, ...]
    where: Where
    status: FaultStatus
    owner: str
    note: tuple[Part, ...]
    ticket: str
    first_at: int
    last_at: int
    changed_at: int
    changed_by: str
    history: tuple[Change, ...]
    sessions: tuple[Met, ...]
    hosts: tuple[str, ...]


def fold(entries: Iterable[FaultEntry], onto: Register) -> Register:
    """The register after these entries of the site's fault log."""
    faults = dict(onto.faults)
    number = onto.number
    for entry in entries:
        number = entry.number
        if entry.fact is not None:
            _take(faults, entry, entry.fact)
    return Register(number=number, faults=faults)


def _take(faults: dict[str, Kept], entry: FaultEntry, fact: Fact) -> None:
    kept = faults.get(fact.fault)
    if isinstance(fact, FaultOpened):
        if kept is None and fact.fault:
            faults[fact.fault] = Kept(opened=fact, opened_at=entry.at)
        return
    if kept is None:
        return
    history = (*kept.history, Change(at=entry.at, by=entry.by.name, fact=fact))
    kept = replace(kept, history=history, changed_at=entry.at, changed_by=entry.by.name)
    if isinstance(fact, FaultChanged):
        kept = replace(kept, status=fact.status, owner=fact.owner, note=fact.note, ticket=fact.ticket)
    elif isinstance(fact, FaultMerged):
        kept = replace(kept, into=fact.into)
    faults[fact.fault] = kept


def missing(register: Register, met: Iterable[Met]) -> list[tuple[Met, FaultOpened]]:
    """The rows that sessions note and the fault log does not know yet: how each begins, the earliest first."""
    found: dict[str, tuple[Met, FaultOpened]] = {}
    for each in sorted(met, key=lambda each: each.at):
        for noted in each.faults:
            if noted.fault not in register.faults and noted.fault not in found:
                opened = FaultOpened(fault=noted.fault, kind=noted.kind, what=noted.what, where=noted.where)
                found[noted.fault] = (each, opened)
    return list(found.values())


def rows(site: str, register: Register, met: Iterable[Met]) -> list[Row]:
    """The rows of a site. A fault that the log does not know yet is there all the same, by its first session."""
    met = tuple(met)
    begun = {opened.fault: Kept(opened=opened, opened_at=first.at) for first, opened in missing(register, met)}
    known = Register(number=register.number, faults={**register.faults, **begun})
    behind: dict[str, list[Met]] = {fault: [] for fault, kept in known.faults.items() if not kept.into}
    for each in sorted(met, key=lambda each: (-each.at, each.session)):
        for fault in dict.fromkeys(known.leads_to(noted.fault) for noted in each.faults):
            if fault in behind:
                behind[fault].append(each)
    return [_row(site, known, fault, tuple(sessions)) for fault, sessions in behind.items()]


def _row(site: str, register: Register, fault: str, sessions: tuple[Met, ...]) -> Row:
    kept = register.faults[fault]
    noted = [noted for met in sessions for noted in met.faults if register.leads_to(noted.fault) == fault]
    hosts = dict.fromkeys(host for host in (kept.opened.where.host, *(n.where.host for n in noted)) if host)
    return Row(
        site=site,
        fault=fault,
        kind=kept.opened.kind,
        what=kept.opened.what,
        where=kept.opened.where,
        status=kept.status,
        owner=kept.owner,
        note=kept.note,
        ticket=kept.ticket,
        first_at=kept.opened_at,
        last_at=max((met.at for met in sessions), default=kept.opened_at),
        changed_at=kept.changed_at,
        changed_by=kept.changed_by,
        history=kept.history,
        sessions=sessions,
        hosts=tuple(hosts),
    )
