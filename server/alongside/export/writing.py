"""A transcript written down: text for people, JSON for programs, a table for spreadsheets. Times are UTC."""

import re
from datetime import UTC, datetime

import msgspec

from alongside import spreadsheet
from alongside.export.telling import Item, Transcript
from alongside.privacy import plain

_INDENT = "\n" + " " * 21  # as far in as the words of the first line: nobody's message forges an item
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
"""What a terminal would obey. The rest of the control characters end a line, or are tabs."""

COLUMNS = ("session", "at", "kind", "role", "who", "words", "said")


def as_json(told: Transcript) -> bytes:
    """The transcript for programs."""
    return msgspec.json.format(msgspec.json.encode(told))


def as_text(told: Transcript) -> str:
    """The transcript for people. An item is a line; what it goes on with is indented."""
    lines = [heading(told), ""]
    lines += [f"{clock(item.at)}  {_INDENT.join(_line(item).splitlines())}" for item in told.items]
    return "\n".join(lines) + "\n"


def as_csv(told: Transcript) -> str:
    """A line an item; `at` in ISO 8601. What a spreadsheet would calculate begins with an apostrophe."""
    rows = (
        (told.session, _iso(item.at), item.kind, item.role, printable(item.who), item.words, said(item))
        for item in told.items
    )
    return spreadsheet.as_csv(COLUMNS, rows)


def heading(told: Transcript) -> str:
    """What stands over a transcript."""
    mark = " (practice: the customer was played by the server)" if told.practice else ""
    return f"Session {told.session}{mark}"


def said(item: Item) -> str:
    """An item's own words, for print."""
    return printable(plain(item.parts))


def printable(words: str) -> str:
    """Words without what a terminal or a program would obey."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", words)


def clock(at: int) -> str:
    """A time of the log, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _line(item: Item) -> str:
    if item.kind == "message":
        return f"{item.who}: {said(item)}"
    told = f"{item.who} {item.words}" if item.who else item.words
    return f"-- {told}{': ' + said(item) if item.parts else ''}"


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
