"""The Accept header: which of the forms on offer a caller likes best (RFC 9110, 12.5.1). Pure."""

from collections.abc import Sequence


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The form liked best, the first offered of several alike; None where none is accepted. No header: any is."""
    if not accept.strip():
        return offered[0]
    ranges = [_range(each) for each in accept.split(",")]
    liked = [(_quality(form, ranges), -place, form) for place, form in enumerate(offered)]
    quality, _, form = max(liked)
    return form if quality > 0 else None


def _quality(form: str, ranges: list[tuple[str, float]]) -> float:
    """How well a form is liked: the narrowest range that it falls into says so."""
    kind = form.partition("/")[0]
    for name in (form, f"{kind}/*", "*/*"):
        if found := [quality for range, quality in ranges if range == name]:
            return max(found)
    return 0.0


def _range(text: str) -> tuple[str, float]:
    name, *parameters = [part.strip().lower() for part in text.split(";")]
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return name, float(parameter[2:])
            except ValueError:
                return name, 0.0
    return name, 1.0
