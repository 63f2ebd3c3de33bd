"""The fault register and the playbooks, for programs."""

from msgspec import convert

from alongside.api.v1.operations import JSON, Answer, Call, Operation, Serves, Success, sites_of
from alongside.api.v1.problems import Trouble
from alongside.api.v1.shapes import (
    FaultList,
    FaultPath,
    FaultQuery,
    FaultRow,
    PlaybookList,
    PlaybookRow,
    SiteQuery,
)
from alongside.faults import Row
from alongside.faults.telling import as_plain


async def list_faults(serves: Serves, call: Call) -> Answer:
    query: FaultQuery = call.query
    found = await serves.hub.faults.rows(sites_of(serves, call, query.site))
    wanted = [row for row in found if query.status in ("", row.status)]
    rows = sorted(wanted, key=lambda row: (-row.last_at, row.site, row.fault))
    return Answer(content=FaultList(faults=tuple(map(_told, rows))))


async def read_fault(serves: Serves, call: Call) -> Answer:
    path: FaultPath = call.path
    sites = sites_of(serves, call, path.site)
    row = await serves.hub.faults.row(path.site, path.fault) if sites else None
    if row is None:
        raise Trouble("no_fault", f"No fault {path.fault} is in the register of {path.site}.")
    return Answer(content=_told(row))


async def list_playbooks(serves: Serves, call: Call) -> Answer:
    query: SiteQuery = call.query
    sites = set(sites_of(serves, call, query.site))
    books = sorted((id, book) for id, book in serves.hub.library.books.items() if id == book.id)
    rows = tuple(
        PlaybookRow(
            playbook=id,
            title=book.playbook.title,
            version=book.playbook.version,
            hash=book.hash,
            sites=shown,
            steps=tuple(step.title for step in book.playbook.steps),
        )
        for id, book in books
        if (shown := tuple(site for site in book.playbook.applies_to.sites if site in sites))
    )
    return Answer(content=PlaybookList(playbooks=rows))


def _told(row: Row) -> FaultRow:
    return convert(as_plain(row), FaultRow)


OPERATIONS = (
    Operation(
        id="listFaults",
        method="GET",
        path="/faults",
        tag="Faults",
        summary="The fault register",
        about="What agents found wrong when they wrapped up: the same fault is one row, the latest first.",
        scope="faults:read",
        handle=list_faults,
        in_query=FaultQuery,
        success=Success(says="The rows.", content={JSON: FaultList}),
    ),
    Operation(
        id="readFault",
        method="GET",
        path="/faults/{site}/{fault}",
        tag="Faults",
        summary="One fault",
        about="One that was put together with another is that other's row.",
        scope="faults:read",
        handle=read_fault,
        in_path=FaultPath,
        success=Success(says="The row.", content={JSON: FaultRow}),
        refuses=("no_fault",),
    ),
    Operation(
        id="listPlaybooks",
        method="GET",
        path="/playbooks",
        tag="Playbooks",
        summary="The playbooks in force",
        scope="playbooks:read",
        handle=list_playbooks,
        in_query=SiteQuery,
        success=Success(says="The playbooks, by id.", content={JSON: PlaybookList}),
    ),
)
