"""From the tree of a YAML text to the shapes, with every mistake found and none told twice.

What is missing or mistaken is given an empty place-holder, so that the rest can still be checked.
Knows shapes only by their types; what the keys mean is `checking`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite, nan
from typing import Any, TypeVar, cast

from msgspec import Struct, inspect

from alongside.playbook.problems import Findings, Path, closest, meant
from alongside.playbook.tree import Key, Listing, Node, Table, Text, Unusable

Shape = TypeVar("Shape", bound=Struct)

_NULL = ("", "~", "null", "Null", "NULL")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")
_ODD_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_LONGEST_QUOTE = 30
_IN_BRACES = "Between braces, put text that holds a comma in quotes."


def shaped(shape: type[Shape], tree: Node, findings: Findings) -> Shape:
    """The tree as this shape. Where findings were added the shape holds place-holders."""
    kind = cast(inspect.StructType, inspect.type_info(shape))
    return cast(Shape, _Shaping(findings).value(kind, tree, (), 1))


class _Shaping:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def value(self, kind: inspect.Type, node: Node, path: Path, line: int) -> Any:
        """The value a node has for a type. `line` is where a reader would look for it."""
        kind = _bare(kind)
        self._findings.place(path, line)
        if isinstance(node, Unusable):  # it has been told already
            return _empty(kind)
        match kind, node:
            case inspect.StructType(), Table():
                return self._struct(kind, node, path)
            case inspect.VarTupleType(), Listing():
                return self._list(kind, node, path)
            case _, Text() if not isinstance(kind, inspect.StructType | inspect.VarTupleType):
                return self._leaf(kind, node, path)
        return self._mistyped(kind, node, path)

    def _struct(self, kind: inspect.StructType, table: Table, path: Path) -> Any:
        fields = {item.name: item for item in kind.fields}
        given: dict[str, Any] = {}
        for key in self._known(table, list(fields), path):
            written = isinstance(key.value, Text) and key.value.text
            line = key.value.line if written else key.line
            given[key.name] = self.value(fields[key.name].type, key.value, (*path, key.name), line)
        misspelt = {closest(key.name, list(fields)) for key in table.keys if key.name not in fields}
        for item in kind.fields:
            if item.required and item.name not in given:
                given[item.name] = _empty(_bare(item.type))
                if item.name not in misspelt:
                    self._missing(item, path)
        return kind.cls(**given)

    def _missing(self, item: inspect.Field, path: Path) -> None:
        remedy = f"Add `{item.name}`: {_expected(item.type)}."
        self._findings.add((*path, item.name), f"`{item.name}` is missing{_within(path)}", remedy)

    def _known(self, table: Table, known: list[str], path: Path) -> Iterator[Key]:
        """The keys that there are, each once."""
        first: dict[str, int] = {}
        for key in table.keys:
            if key.name not in known:
                what = f"there is no key `{_short(key.name)}`{_within(path)}"
                remedy = _IN_BRACES if " " in key.name else meant(key.name, known)
                self._findings.add((*path, key.name), what, remedy, key.line)
            elif key.name in first:
                what = f"`{key.name}` stands here a second time"
                remedy = f"Keep one of them; the first is in line {first[key.name]}."
                self._findings.add((*path, key.name), what, remedy, key.line)
            else:
                first[key.name] = key.line
                yield key

    def _list(self, kind: inspect.VarTupleType, listing: Listing, path: Path) -> Any:
        least, most = kind.min_length or 0, kind.max_length
        if len(listing.items) < least:
            self._findings.add(path, f"{_named(path)} needs at least {least}", "Add one to the list.")
        if most is not None and len(listing.items) > most:
            what = f"{_named(path)} holds {len(listing.items)}, and {most} is the most"
            self._findings.add(path, what, "Remove some, or split the task into several playbooks.")
        return tuple(self.value(kind.item_type, item, (*path, at), item.line) for at, item in enumerate(listing.items))

    def _leaf(self, kind: inspect.Type, node: Text, path: Path) -> Any:
        if node.plain and node.text in _NULL:
            remedy = "Write one, or leave the key out."
            self._findings.add(path, f"{_named(path)} has no value", remedy)
            return _empty(kind)
        value = _plain_value(node)
        match kind:
            case inspect.StrType() if isinstance(value, str):
                return self._text(kind, value, path)
            case inspect.LiteralType() if isinstance(value, str):
                return self._choice(kind, value, path)
            case inspect.BoolType() if isinstance(value, bool):
                return value
            case inspect.IntType() if isinstance(value, int) and not isinstance(value, bool):
                return self._number(kind, value, path)
            case inspect.FloatType() if not isinstance(value, str | bool) and isfinite(value):
                return self._number(kind, value, path)
        return self._mistyped(kind, node, path)

    def _text(self, kind: inspect.StrType, value: str, path: Path) -> str:
        named = _named(path)
        if kind.min_length and not value.strip():
            self._findings.add(path, f"{named} is empty", "Write it, or leave it out.")
        elif kind.max_length is not None and len(value) > kind.max_length:
            what = f"{named} has {len(value)} characters, and {kind.max_length} is the most"
            self._findings.add(path, what, "Shorten it.")
        elif kind.pattern and not re.search(kind.pattern, value):
            remedy = "Use small letters, digits and hyphens, beginning with a letter."
            self._findings.add(path, f"{_quoted(value)} cannot be a short name", remedy)
        return value.strip("\n")  # what `|` and `>` leave at the end means nothing

    def _choice(self, kind: inspect.LiteralType, value: str, path: Path) -> str:
        if value in kind.values:
            return value
        known = [str(choice) for choice in kind.values if choice]
        self._findings.add(path, f"{_named(path)} cannot be {_quoted(value)}", meant(value, known))
        return ""

    def _number(self, kind: inspect.IntType | inspect.FloatType, value: float, path: Path) -> float | None:
        if kind.ge is not None and value < kind.ge:
            self._findings.add(path, f"{_named(path)} is less than {kind.ge:g}", "Write a greater number.")
            return None
        if kind.gt is not None and value <= kind.gt:
            self._findings.add(path, f"{_named(path)} is not more than {kind.gt:g}", "Write a greater number.")
            return None
        if kind.le is not None and value > kind.le:
            self._findings.add(path, f"{_named(path)} is more than {kind.le:g}", "Write a smaller number.")
            return None
        return value

    def _mistyped(self, kind: inspect.Type, node: Node, path: Path) -> Any:
        what = f"{_named(path)} must be {_expected(kind)}, not {_told(node)}"
        self._findings.add(path, what, _remedy(kind, node))
        return _empty(kind)


def _plain_value(node: Text) -> str | int | float | bool:
    """What YAML 1.2 takes a value for: `no` is text, and so is a date."""
    if not node.plain:
        return node.text
    if _BOOLEAN.fullmatch(node.text):
        return node.text.lower() == "true"
    if _WHOLE.fullmatch(node.text):
        return int(node.text)
    if _NUMBER.fullmatch(node.text):
        return float(node.text)
    return nan if _ODD_NUMBER.fullmatch(node.text) else node.text


def _bare(kind: inspect.Type) -> inspect.Type:
    """A type without its descriptions, and without the `None` a key that is left out has."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        return _bare(next(each for each in kind.types if not isinstance(each, inspect.NoneType)))
    return kind


def _empty(kind: inspect.Type) -> Any:
    """A place-holder that no check takes for a value."""
    match kind:
        case inspect.StructType():
            required = (item for item in kind.fields if item.required)
            return kind.cls(**{item.name: _empty(_bare(item.type)) for item in required})
        case inspect.VarTupleType():
            return ()
        case inspect.IntType() | inspect.FloatType():
            return None
        case inspect.BoolType():
            return False
    return ""


def _expected(kind: inspect.Type) -> str:
    match _bare(kind):
        case inspect.StructType(fields=fields):
            return f"keys ({', '.join(item.name for item in fields)}) with their values"
        case inspect.VarTupleType():
            return "a list"
        case inspect.IntType():
            return "a whole number"
        case inspect.FloatType():
            return "a number"
        case inspect.BoolType():
            return "true or false"
        case inspect.LiteralType(values=values):
            return f"one of {', '.join(str(value) for value in values if value)}"
    return "text"


def _told(node: Node) -> str:
    match node:
        case Listing():
            return "a list"
        case Table():
            return "keys and values"
        case Text(text="", plain=True):
            return "empty"
        case Text():
            value = _plain_value(node)
            return f"the {'text' if isinstance(value, str) else 'value'} {_quoted(node.text)}"
    return "that"


def _remedy(kind: inspect.Type, node: Node) -> str:
    match kind, node:
        case ((inspect.StrType() | inspect.LiteralType()), Text()):
            return f'Put it in quotes: "{_short(node.text)}".'
        case inspect.VarTupleType(), _:
            return "Begin each item on a line of its own with a hyphen and a space."
        case inspect.StructType(fields=fields), _:
            return f"Write `{fields[0].name}:` and its value on a line below, indented."
        case ((inspect.StrType() | inspect.LiteralType()), _):
            return "Write one text; put it in quotes if it holds a colon, brackets or braces."
        case inspect.BoolType(), _:
            return "Write true or false, without quotes."
    return "Write digits only, without quotes and units."


def _named(path: Path) -> str:
    """What a path is called in a sentence: its key, and its place if it is one of a list."""
    if not path:
        return "the file"
    *_, last = path
    if isinstance(last, int):
        return f"number {last + 1} of `{path[-2]}`"
    return f"`{last}`"


def _within(path: Path) -> str:
    """The key around, for telling where a key is unknown or missing; nothing at the top."""
    around = next((key for key in reversed(path) if isinstance(key, str)), None)
    return f" in `{around}`" if around else ""


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
