"""Parts as one text: for whoever reads it with what was removed named; for comparing, the bare words."""

from collections.abc import Iterable

from alongside.privacy.rules import KINDS
from alongside.protocol import Part


def plain(parts: Iterable[Part]) -> str:
    """Words with what was removed named in brackets."""
    return "".join(part.text or f"[{KINDS.get(part.hidden, part.hidden)} hidden]" for part in parts)


def words(parts: Iterable[Part]) -> str:
    """The words alone, without what was removed from them: to search and compare by, and to fill a field with."""
    return "".join(part.text for part in parts)
