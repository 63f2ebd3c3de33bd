"""Writes the protocol's shapes as TypeScript: `python -m alongside.protocol.typescript` prints the module.

A field is optional in TypeScript where it may be missing on the wire: always where a client may leave it out
of a command, and where the server omits defaults.
"""

import inspect as python_inspect
import sys
from collections.abc import Iterable
from typing import get_args

from msgspec import inspect

from alongside import protocol
from alongside.protocol import checks, coaching, coaching_views, replays, scorecards, shapes, trouble, wrapups

_HEAD = "// Generated from server/alongside/protocol by `python -m alongside.protocol.typescript`. Do not edit.\n"

_ALIASES = {
    name: tuple(get_args(getattr(shapes, name)))
    for name in (
        "Role", "Familiarity", "Channel", "Status", "Scope", "ConsentState", "EndReason", "Solved",
        "FieldKind", "FieldState", "StepState",
    )
} | {
    name: tuple(get_args(getattr(checks, name)))
    for name in ("CheckLevel", "CheckMethod", "CheckState", "CheckAct", "CheckOutcome", "Authority", "DestinationKind")
} | {name: tuple(get_args(getattr(trouble, name))) for name in ("CueKind", "FaultKind", "Cause")} | {
    name: tuple(get_args(getattr(wrapups, name))) for name in ("HelpedBy", "FaultArea")
} | {name: tuple(get_args(getattr(coaching, name))) for name in ("ReviewState", "Tone", "Outcome")} | {
    "EvidenceKind": get_args(scorecards.EvidenceKind)
}  # fmt: skip

_ROOTS = (
    protocol.Request, protocol.Answer, protocol.Cursor, protocol.Update, protocol.Typing, protocol.Presence,
    protocol.Place, protocol.Desk, protocol.Grant, protocol.CustomerView, protocol.AgentView,
    protocol.LensModel, protocol.SiteInfo, protocol.Visit, protocol.ConsoleInfo,
    protocol.KnownFaults, protocol.OfferAnswer, protocol.Wall,
    protocol.Articles, protocol.Tutorial, protocol.PlaybookPlace, protocol.ServiceUpdate,
    replays.Outline, replays.Chunk, replays.ReplayInfo,
    *get_args(coaching.CoachingCommand), coaching_views.CoachingView,
)  # fmt: skip


def typescript() -> str:
    """The whole generated module."""
    structs = _reachable(inspect.multi_type_info(_ROOTS))
    parts = [_HEAD, f"export const VERSION = {protocol.VERSION};\n"]
    parts += [f"export type {name} = {_literals(values)};\n" for name, values in _ALIASES.items()]
    parts += [_interface(struct) for struct in structs]
    parts.append(_union("Command", protocol.Command))
    parts.append(_union("Signal", protocol.Signal))
    parts.append(_union("CoachingCommand", coaching.CoachingCommand))
    return "\n".join(parts)


def _reachable(types: Iterable[inspect.Type]) -> list[inspect.StructType]:
    found: dict[type, inspect.StructType] = {}

    def visit(kind: inspect.Type) -> None:
        if isinstance(kind, inspect.StructType):
            if kind.cls in found:
                return
            found[kind.cls] = kind
        for inner in _inside(kind):
            visit(inner)

    for kind in types:
        visit(kind)
    return sorted(found.values(), key=lambda struct: struct.cls.__name__)


def _inside(kind: inspect.Type) -> list[inspect.Type]:
    match kind:
        case inspect.StructType():
            return [field.type for field in kind.fields]
        case inspect.UnionType():
            return list(kind.types)
        case inspect.VarTupleType():
            return [kind.item_type]
        case inspect.TupleType():
            return list(kind.item_types)
        case inspect.DictType():
            return [kind.value_type]
        case inspect.Metadata():
            return [kind.type]
        case _:
            return []


def _interface(struct: inspect.StructType) -> str:
    lines = [_comment(struct.cls, ""), f"export interface {struct.cls.__name__} {{"]
    if struct.tag is not None:
        lines.append(f'  {struct.tag_field}: "{struct.tag}";')
    omits = struct.cls.__struct_config__.omit_defaults
    for field in struct.fields:
        optional = "?" if omits and not field.required else ""
        lines.append(f"  {field.encode_name}{optional}: {_type(field.type)};")
    return "\n".join([*filter(None, lines), "}\n"])


def _comment(cls: type, indent: str) -> str:
    words = python_inspect.cleandoc(cls.__doc__ or "").replace("\n", f"\n{indent} * ")
    return f"{indent}/** {words} */" if words else ""


def _type(kind: inspect.Type) -> str:
    match kind:
        case inspect.StructType():
            return kind.cls.__name__
        case inspect.LiteralType():
            return _alias(tuple(kind.values))
        case inspect.UnionType():
            members = [_type(member) for member in kind.types if not _is_unset(member)]
            return " | ".join(dict.fromkeys(members))
        case inspect.VarTupleType():
            return f"readonly ({_type(kind.item_type)})[]"
        case inspect.TupleType():
            return f"readonly [{', '.join(map(_type, kind.item_types))}]"
        case inspect.DictType():
            return f"Record<string, {_type(kind.value_type)}>"
        case inspect.Metadata():
            return _type(kind.type)
        case _:
            return _scalar(kind)


def _scalar(kind: inspect.Type) -> str:
    names: dict[type[inspect.Type], str] = {
        inspect.StrType: "string",
        inspect.IntType: "number",
        inspect.FloatType: "number",
        inspect.BoolType: "boolean",
        inspect.NoneType: "null",
        inspect.AnyType: "unknown",
    }
    return names[type(kind)]


def _is_unset(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.CustomType) or type(kind).__name__ == "UnsetType"


def _alias(values: tuple[object, ...]) -> str:
    for name, members in _ALIASES.items():
        if sorted(map(str, members)) == sorted(map(str, values)):
            return name
    return _literals(values)


def _literals(values: tuple[object, ...]) -> str:
    return " | ".join(f'"{value}"' for value in values)


def _union(name: str, union: object) -> str:
    return f"export type {name} = {' | '.join(member.__name__ for member in get_args(union))};\n"


if __name__ == "__main__":
    sys.stdout.write(typescript())
