"""Tables for spreadsheet programs: CSV whose cells nobody calculates, whoever wrote them.

A cell that begins like a formula would be one (OWASP, CSV injection), so it gets an apostrophe before it. Knows
nothing of what the rows are about.
"""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula's beginning; the wide ones where East Asian characters are typed."""


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The columns' names, then a line a row, as RFC 4180 has it. Numbers stay numbers."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: object) -> object:
    """The cell, with an apostrophe before it if a spreadsheet would calculate it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
