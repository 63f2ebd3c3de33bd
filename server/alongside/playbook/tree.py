"""From YAML text to a tree of texts, lists and tables that know their lines.

Bounded in size and depth, and without aliases, tags or a second document, so that no file can grow or do
anything when it is read. Plain words keep their text: what `no` or `1.10` means is decided where it is
known what is wanted. Knows nothing of playbooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from alongside.playbook.problems import Findings, Problem, Problems

MOST_BYTES = 512_000
MOST_DEPTH = 20

_CORE_TAGS = re.compile(r"tag:yaml\.org,2002:(str|seq|map)|!")
_REMEDIES = (
    ("mapping values are not allowed", "Put text that holds a colon and a space in quotes."),
    ("'\\t'", "Indent with spaces; YAML takes no tabs."),
    ("quoted scalar", "Close the quotation mark that is opened there."),
    ("flow", "Close the bracket that is opened there."),
    ("cannot start any token", "Put the text in quotes."),
    ("expected <block end>", "Let the keys of one level begin in the same column."),
    ("could not find expected ':'", "Write a colon and a space after the key."),
)


@dataclass(frozen=True)
class Text:
    """One value. `plain`: without quotes, so that it may also be meant as a number."""

    line: int
    text: str
    plain: bool


@dataclass(frozen=True)
class Listing:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Key:
    """A key and its value."""

    line: int
    name: str
    value: Node


@dataclass(frozen=True)
class Table:
    """Keys and values, in the order of the file; a key may stand in it twice."""

    line: int
    keys: list[Key] = field(default_factory=list)


@dataclass(frozen=True)
class Unusable:
    """Something that was reported already, and stands for no value."""

    line: int


Node = Text | Listing | Table | Unusable


def decoded(file: str, data: bytes) -> str:
    """The text of a file. Raises Problems if it is too large, or not text."""
    if len(data) > MOST_BYTES:
        raise Problems([_too_large(file)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Problems([Problem(file, line, "this is not text in UTF-8", "Save the file as UTF-8.")]) from None


def grow(text: str, findings: Findings) -> Node:
    """The tree of a YAML text; what is odd and harmless goes to the findings.

    Raises Problems with the one reason why it cannot be read at all.
    """
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        raise Problems([_too_large(findings.file)])
    try:
        return _Growing(findings).tree(_events(text))
    except MarkedYAMLError as error:
        raise Problems([_syntax(findings.file, error)]) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what, remedy = "there is a character that no text holds", "Remove it; is this a YAML file?"
        raise Problems([Problem(findings.file, line, what, remedy)]) from None
    except (YAMLError, ValueError) as error:  # a directive or an escape that YAML does not have
        what = f"this is not YAML ({str(error).splitlines()[0].rstrip('.')})"
        raise Problems([Problem(findings.file, 1, what, "Correct the file.")]) from None


def _events(text: str) -> Iterator[Event]:
    yield from YAML(typ="safe", pure=True).parse(text)


class _Growing:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def tree(self, events: Iterator[Event]) -> Node:
        """The first document; a second one is a mistake."""
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                self._note(event, "a second document begins here", "Write one playbook in a file, without `---`.")
                break
            if isinstance(event, NodeEvent):
                root = self._node(event, events, 1)
        if root is None or (isinstance(root, Text) and not root.text):
            raise Problems([Problem(self._findings.file, 1, "the file is empty", "Begin it with `title:`.")])
        return root

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        line = _line(event)
        if depth > MOST_DEPTH:
            what = f"this is nested more than {MOST_DEPTH} deep"
            raise Problems([Problem(self._findings.file, line, what, "Write it flatter.")])
        self._odd(event)
        match event:
            case ScalarEvent():
                return Text(line, event.value, plain=event.style is None and event.tag is None)
            case SequenceStartEvent():
                return Listing(line, list(self._items(events, depth)))
            case MappingStartEvent():
                return Table(line, list(self._keys(events, depth)))
        return Unusable(line)

    def _items(self, events: Iterator[Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, SequenceEndEvent):
                return
            yield self._node(event, events, depth + 1)

    def _keys(self, events: Iterator[Event], depth: int) -> Iterator[Key]:
        for event in events:
            if isinstance(event, MappingEndEvent):
                return
            name = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if isinstance(name, Text):
                yield Key(name.line, name.text, value)
            else:
                self._note(event, "a key must be a word", "Write a word before the colon.")

    def _odd(self, event: Event) -> None:
        """What YAML can do and a playbook must not."""
        anchor = getattr(event, "anchor", None)
        if isinstance(event, AliasEvent):
            self._note(event, f"the alias `*{anchor}` cannot be used", "Write the text again in its place.")
        elif anchor:
            self._note(event, f"the anchor `&{anchor}` cannot be used", "Remove it.")
        tag = getattr(event, "tag", None)
        if tag and not _CORE_TAGS.fullmatch(str(tag)):
            self._note(event, f"the tag `{tag}` cannot be used", "Remove it; playbooks hold texts, lists and keys.")

    def _note(self, event: Event, what: str, remedy: str) -> None:
        self._findings.add((), what, remedy, line=_line(event))


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _syntax(file: str, error: MarkedYAMLError) -> Problem:
    """The reader's own complaint. What is never closed is told where it was opened, not at the end."""
    opened = "quoted" in str(error.context) or "flow" in str(error.context)
    mark = error.context_mark if opened else error.problem_mark
    what = str(error.problem or error.context or "it cannot be read")
    where = f"{error.context or ''} {what}"
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in where), "Correct this line or the one before.")
    return Problem(file, mark.line + 1 if mark else 1, f"this is not YAML: {what}", remedy)


def _too_large(file: str) -> Problem:
    what = f"the file is larger than {MOST_BYTES // 1000} kB"
    return Problem(file, 1, what, "Split the task into several playbooks.")
