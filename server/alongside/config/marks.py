"""What a setting's annotations say: its help text, bounds and choices, and whether it is a secret.

Knows no setting by name.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=1)]


def secret(description: str) -> Meta:
    """A description of something that must never be printed."""
    return Meta(description=description, extra={"secret": True})


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """A structure whose `repr` (and so every log line and traceback) leaves its secrets out."""

    def __repr__(self) -> str:
        shown = (
            f"{name}={'(hidden)' if value and is_secret(type(self), name) else repr(value)}"
            for name, value in msgspec.structs.asdict(self).items()
        )
        return f"{type(self).__name__}({', '.join(shown)})"


def described(shape: type[msgspec.Struct], field: str) -> str:
    """The words that explain a field."""
    return next((mark.description for mark in _marks(shape, field) if mark.description), "")


def is_secret(shape: type[msgspec.Struct], field: str) -> bool:
    """Whether a field's value must never be shown."""
    return any((mark.extra or {}).get("secret") for mark in _marks(shape, field))


def bounds(shape: type[msgspec.Struct], field: str) -> tuple[int | None, int | None]:
    """The least and the greatest number a field may have, where it is bounded."""
    marks = _marks(shape, field)
    least = next((int(mark.ge) for mark in marks if mark.ge is not None), None)
    return least, next((int(mark.le) for mark in marks if mark.le is not None), None)


def choices(shape: type[msgspec.Struct], field: str) -> tuple[str, ...]:
    """The words a field may hold, if it may not hold others."""
    return _words(get_type_hints(shape)[field])


def _words(hint: Any) -> tuple[str, ...]:
    """The words of a Literal, looking into lists as well."""
    if get_origin(hint) is Literal:
        return tuple(str(word) for word in get_args(hint))
    return next((words for part in get_args(hint) if (words := _words(part))), ())


def _marks(shape: type[msgspec.Struct], field: str) -> list[Meta]:
    hint = get_type_hints(shape, include_extras=True)[field]
    return [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Meta)]
