"""From environment and TOML to `Settings`, with every problem found at once.

Pure: the caller reads the environment and the file. The environment wins over the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
from msgspec import structs

from alongside.config.marks import choices, described
from alongside.config.problems import Problem, SettingsError
from alongside.config.rules import faults
from alongside.config.structure import Settings

PREFIX = "ALONGSIDE_"
CONFIG = "ALONGSIDE_CONFIG"  # where the TOML file is; read by the command line, not here

_AT = re.compile(r"(.*?)(?: - at `\$(.*)`)?", re.DOTALL)
_PLAIN = {
    "Expected": "expected",
    "Invalid enum value": "not one of the choices:",
    "`int`": "a whole number",
    "`float`": "a number",
    "`str`": "text",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "a table",
}


def load(environment: Mapping[str, str], toml: bytes | None = None) -> Settings:
    """The settings from the environment's `ALONGSIDE_...` names and the text of a TOML file.

    Raises SettingsError with every problem found, each with its place and remedy.
    """
    problems: list[Problem] = []
    found = _parse(toml, problems) if toml is not None else {}
    values = _take(Settings, found, "", problems)
    values |= _environment(environment, problems)
    if not problems:
        settings = Settings(**values)
        problems.extend(_placed(fault, environment) for fault in faults(settings))
    if problems:
        raise SettingsError(problems)
    return settings


def scalars() -> list[structs.FieldInfo]:
    """The settings that can stand in the environment: all but the tables."""
    return [field for field in structs.fields(Settings) if field.name not in ("sites", "accounts")]


def variable(name: str) -> str:
    """The name of a setting in the environment."""
    return PREFIX + name.upper()


def _parse(toml: bytes, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(toml.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(Problem(CONFIG, f"the file is not TOML: {error}.", "Correct that line of the file."))
        return {}


def _environment(environment: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    """The values set in the environment. An empty one counts as not set."""
    by_variable = {variable(field.name): field for field in scalars()}
    values: dict[str, Any] = {}
    for name, text in environment.items():
        if name in by_variable and text.strip():
            field = by_variable[name]
            values |= _convert(Settings, field, text.strip(), name, problems, strict=False)
        elif name.startswith(PREFIX) and name not in (*by_variable, CONFIG):
            problems.extend(_near_miss(name, list(by_variable)))
    return values


def _placed(problem: Problem, environment: Mapping[str, str]) -> Problem:
    """The problem under the name its value was given by."""
    name = variable(problem.where)
    return structs.replace(problem, where=name) if environment.get(name, "").strip() else problem


def _near_miss(name: str, known: list[str]) -> Iterator[Problem]:
    """A name that is almost a setting is a slip; one that is not is none of our business."""
    for close in get_close_matches(name, known, n=1, cutoff=0.85):
        yield Problem(name, "there is no such setting.", f"Did you mean {close}?")


def _take(shape: type[msgspec.Struct], found: Any, where: str, problems: list[Problem]) -> dict[str, Any]:
    """The fields of a structure from a TOML table, each converted by itself so that none hides another."""
    fields = {field.name: field for field in structs.fields(shape)}
    values: dict[str, Any] = {}
    for name, value in found.items():
        if name in fields:
            values |= _convert(shape, fields[name], value, where + name, problems)
        else:
            problems.append(_unknown(where + name, name, list(fields)))
    for name, field in fields.items():
        if field.required and name not in found:
            problems.append(Problem(where + name, "is missing.", _remedy(shape, name)))
    return values


def _unknown(where: str, name: str, known: list[str]) -> Problem:
    close = get_close_matches(name, known, n=1)
    remedy = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(sorted(known))}."
    return Problem(where, "there is no such setting.", remedy)


def _convert(
    shape: type[msgspec.Struct],
    field: structs.FieldInfo,
    value: Any,
    where: str,
    problems: list[Problem],
    *,
    strict: bool = True,
) -> dict[str, Any]:
    """The field's value under its name, or nothing and a problem."""
    table = _table_of(field.type)
    if table and isinstance(value, dict):
        return {field.name: _tables(table, value, where, problems)}
    inner = _struct_of(field.type)
    if inner and isinstance(value, dict):
        return {field.name: _structure(inner, value, f"{where}.", problems)}
    try:
        return {field.name: msgspec.convert(value, field.type, strict=strict, dec_hook=_decode)}
    except msgspec.ValidationError as error:
        problems.append(_mistyped(str(error), where, _remedy(shape, field.name)))
        return {}


def _tables(shape: type[msgspec.Struct], found: dict[str, Any], where: str, problems: list[Problem]) -> dict[str, Any]:
    built = {}
    for name, value in found.items():
        place = f"{where}.{name}"
        if isinstance(value, dict):
            built[name] = _structure(shape, value, f"{place}.", problems)
        else:
            problems.append(Problem(place, "is not a table.", f"Begin it with the line [{place}]."))
    return built


def _structure(
    shape: type[msgspec.Struct], found: dict[str, Any], where: str, problems: list[Problem]
) -> msgspec.Struct | None:
    before = len(problems)
    values = _take(shape, found, where, problems)
    return shape(**values) if len(problems) == before else None


def _mistyped(message: str, where: str, remedy: str) -> Problem:
    """msgspec's sentence in plain words, with its `$[0]` turned into our place."""
    match = _AT.fullmatch(message)
    what, path = (match[1], match[2] or "") if match else (message, "")
    for term, plain in _PLAIN.items():
        what = what.replace(term, plain)
    return Problem(where + path, f"{what}.", remedy)


def _remedy(shape: type[msgspec.Struct], name: str) -> str:
    """What the field is, and what it may be."""
    possible = choices(shape, name)
    return described(shape, name) + (f" One of: {', '.join(possible)}." if possible else "")


def _decode(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise msgspec.ValidationError(f"Expected `str`, got `{type(value).__name__}`")


def _bare(hint: Any) -> Any:
    """A type without its descriptions."""
    return get_args(hint)[0] if hasattr(hint, "__metadata__") else hint


def _struct_of(hint: Any) -> type[msgspec.Struct] | None:
    bare = _bare(hint)
    return bare if isinstance(bare, type) and issubclass(bare, msgspec.Struct) else None


def _table_of(hint: Any) -> type[msgspec.Struct] | None:
    bare = _bare(hint)
    return _struct_of(get_args(bare)[1]) if get_origin(bare) is dict else None
