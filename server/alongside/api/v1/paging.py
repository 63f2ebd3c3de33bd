"""Pages of a list that grows while somebody goes through it: each begins after the last row of the page before.

A cursor names that row, and how far down it stood: should it be erased meanwhile, the page begins there. No state is
kept between two requests.
"""

from collections.abc import Sequence
from itertools import islice

from yarl import URL

from alongside.api.v1.operations import ROOT, Call
from alongside.metrics import Row


def page_of(rows: Sequence[Row], call: Call, path: str) -> tuple[list[Row], str]:
    """The rows of the page that a query (with `cursor` and `limit`) asks for, and the address of the next, if any."""
    first = _begin(rows, call.query.cursor)
    page = list(islice(rows, first, first + call.query.limit))
    if not page or first + len(page) >= len(rows):
        return page, ""
    cursor = f"{first + len(page)}-{page[-1].facts.session}"
    given = [(name, value) for name, value in call.given.items() if name != "cursor"]
    return page, str(URL(f"{ROOT}{path}").with_query([*given, ("cursor", cursor)]))


def _begin(rows: Sequence[Row], cursor: str) -> int:
    """Where the page after this row begins."""
    if not cursor:
        return 0
    told, _, session = cursor.partition("-")
    hint = min(int(told), len(rows))
    if hint and rows[hint - 1].facts.session == session:
        return hint
    return next((place for place, row in enumerate(rows, 1) if row.facts.session == session), hint)
