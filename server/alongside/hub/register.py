"""The fault register over all processes: each site's fault log, and behind its rows the sessions that met them.

A wrap-up that notes a fault which the site's log does not know opens a row there: compare-and-append, so that of
two agents who note the same at the same moment one opens it. What a process did not come to before it stopped,
another one settles within a minute. Rows are put together when they are asked for.
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog

from alongside.access import SYSTEM, Who
from alongside.faults import Met, Register, Row, fold, rows, similar
from alongside.faults.deciding import change
from alongside.faults.register import missing
from alongside.faults.telling import as_plain
from alongside.hub.folded import FoldedLedgers
from alongside.log import Indexes, Log, unnamed
from alongside.privacy import words
from alongside.protocol import KnownFault
from alongside.protocol.faults import FAULT_CODEC, ChangeFault, Fact
from alongside.session import Summary
from alongside.session.summary import decode_summary
from alongside.webhooks import Kind, Outbox

SUGGESTED = 5
TELL_WITHIN_MILLIS = 86_400_000
"""A webhook that is set up later is not told of what is older."""
FRESH_MILLIS = 2_000
"""While an agent types, rows so old will do."""

logger = structlog.get_logger()


class FaultRegister:
    """The register of all sites. Every method that is awaited may raise StoreGone."""

    def __init__(self, log: Log, indexes: Indexes, now: Callable[[], int], outbox: Outbox) -> None:
        self._log = log
        self._indexes = indexes
        self._now = now
        self._outbox = outbox
        self._ledgers = FoldedLedgers(log, "faults", log.keys.faults, FAULT_CODEC, new=Register(), fold=fold)
        self._recent: dict[str, tuple[int, list[Row]]] = {}

    # --- reading ---

    async def rows(self, sites: Iterable[str]) -> list[Row]:
        """The rows of these sites, in no order."""
        met = await self._met()
        return [row for site in sites for row in rows(site, await self._ledgers.of(site), met.get(site, ()))]

    async def row(self, site: str, fault: str) -> Row | None:
        """One row. A fault that was merged into another is that other's row."""
        leads_to = (await self._ledgers.of(site)).leads_to(fault)
        return next((row for row in await self.rows([site]) if row.fault == leads_to), None)

    async def known(self, site: str, text: str) -> tuple[KnownFault, ...]:
        """The rows that read like `text`; for no words the latest that are not fixed."""
        at, found = self._recent.get(site, (0, []))
        if self._now() - at > FRESH_MILLIS:
            found = await self.rows([site])
            self._recent[site] = (self._now(), found)
        if not text.strip():
            latest = sorted((row for row in found if row.status != "fixed"), key=lambda row: -row.last_at)
            return tuple(map(_known, latest[:SUGGESTED]))
        by_id = {row.fault: row for row in found}
        alike = similar(text, ((row.fault, words(row.what)) for row in found), SUGGESTED)
        return tuple(_known(by_id[fault]) for fault in alike)

    async def _met(self) -> dict[str, list[Met]]:
        """The sessions behind the rows, by site."""
        by_site: dict[str, list[Met]] = {}
        without: dict[str, int] = {}
        for session, number, payload in await self._indexes.listed("faults"):
            read = decode_summary(payload)
            if read is not None and (met := as_met(read)):
                by_site.setdefault(read.row.site, []).append(met)
            else:
                without[session] = number
        await self._indexes.unlist("faults", without)
        return by_site

    # --- writing ---

    async def settle(self, made: Summary) -> None:
        """Open the rows that this session's wrap-up notes, where the fault log does not know them yet."""
        if met := as_met(made):
            await self._open(made.row.site, [met])

    async def settle_all(self) -> None:
        """The same for every session: another process may have stopped before it came to it."""
        for site, met in (await self._met()).items():
            await self._open(site, met)

    async def _open(self, site: str, met: list[Met]) -> None:
        def absent(register: Register) -> Fact | None:
            return next((opened for _, opened in missing(register, met)), None)

        facts = list[Fact]()
        while fact := (await self._ledgers.change(site, SYSTEM.actor, self._now(), absent))[1]:
            facts.append(fact)
        for fact in facts:
            self._recent.pop(site, None)
            await self._tell(site, "fault.opened", fact.fault, f"fault.{site}.{fact.fault}")
        await self._tell_of_sessions(site, met)

    async def _tell_of_sessions(self, site: str, met: list[Met]) -> None:
        """Have the site's server told of each further session, once. What is long past is told no more."""
        since = self._now() - TELL_WITHIN_MILLIS
        recent = [each for each in met if each.at >= since]
        if not recent or not self._outbox.has(site, "fault.recorded"):
            return
        leads_to, found = (await self._ledgers.of(site)).leads_to, {row.fault: row for row in await self.rows([site])}
        for each in recent:
            for fault in dict.fromkeys(noted.fault for noted in each.faults):
                if row := found.get(leads_to(fault)):
                    id = f"fault.{site}.{fault}.{unnamed(each.session)}"
                    await self._outbox.put(site, "fault.recorded", id, told(row))

    async def _tell(self, site: str, kind: Kind, fault: str, id: str) -> None:
        """Put a message into the outbox: the row as it is now, and no session."""
        if self._outbox.has(site, kind) and (row := await self.row(site, fault)) is not None:
            await self._outbox.put(site, kind, id, told(row))

    async def change(self, site: str, fault: str, who: Who, asked: ChangeFault) -> None:
        """Change a row, on behalf of `who`. Raises NotChanged."""
        await self._ledgers.change(site, who.actor, self._now(), lambda register: change(register, fault, asked))
        self._recent.pop(site, None)


def told(row: Row) -> dict[str, Any]:
    """What a webhook says of a row: nothing of a customer, and how many sessions rather than which."""
    plain = as_plain(row)
    return {**plain, "sessions": len(plain["sessions"])}


def as_met(made: Summary) -> Met | None:
    """The session as one behind the register's rows; None if its wrap-up notes no fault."""
    wrapup = made.wrapup
    if wrapup is None or not wrapup.faults:
        return None
    return Met(session=made.row.session, at=wrapup.at, agent=wrapup.by, task=wrapup.task, faults=wrapup.faults)


def _known(row: Row) -> KnownFault:
    return KnownFault(
        fault=row.fault,
        kind=row.kind,
        what=words(row.what),
        where=row.where,
        status=row.status,
        sessions=len(row.sessions),
        last_at=row.last_at,
        note=words(row.note),
    )
