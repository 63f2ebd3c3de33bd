"""Parts as one text, for whoever reads it: what was removed is named, never left out in silence."""

from collections.abc import Iterable

from alongside.privacy.rules import KINDS
from alongside.protocol import Part


def plain(parts: Iterable[Part]) -> str:
    """Words with what was removed named in brackets."""
    return "".join(part.text or f"[{KINDS.get(part.hidden, part.hidden)} hidden]" for part in parts)
