"""The register for other programs: CSV for tables, JSON for the rest. Nothing in it names a customer."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec

from alongside import spreadsheet
from alongside.faults.register import Row
from alongside.protocol import Part

COLUMNS = (
    "site", "fault", "kind", "what", "page", "step", "hosts", "status", "owner", "ticket", "note", "first", "last",
    "sessions",
)  # fmt: skip


def as_csv(rows: Iterable[Row]) -> str:
    """A line a fault. A cell that a spreadsheet would calculate begins with an apostrophe."""
    return spreadsheet.as_csv(COLUMNS, map(_cells, rows))


def as_json(rows: Iterable[Row]) -> bytes:
    """The rows with the ids of their sessions."""
    return msgspec.json.format(msgspec.json.encode([as_plain(row) for row in rows]))


def as_plain(row: Row) -> dict[str, Any]:
    """A row as plain values; times in ISO 8601, UTC."""
    return {
        "site": row.site,
        "fault": row.fault,
        "kind": row.kind,
        "what": plain(row.what),
        "page": row.where.page,
        "step": row.where.step,
        "hosts": list(row.hosts),
        "status": row.status,
        "owner": row.owner,
        "ticket": row.ticket,
        "note": plain(row.note),
        "first": moment(row.first_at),
        "last": moment(row.last_at),
        "sessions": [met.session for met in row.sessions],
    }


def plain(parts: Iterable[Part]) -> str:
    """Words with what was removed named in brackets."""
    return "".join(part.text or f"[{part.hidden} hidden]" for part in parts)


def moment(millis: int) -> str:
    """A time of the log as programs read it."""
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat(timespec="seconds")


def _cells(row: Row) -> list[object]:
    told = as_plain(row)
    cells = {**told, "hosts": " ".join(told["hosts"]), "sessions": len(told["sessions"])}
    return [cells[name] for name in COLUMNS]
