"""Service updates: which notes of what changed somebody has not acknowledged yet, by their versions.

Versions are compared as people read them: 1.10 comes after 1.9, and 2026-11 after 2026-2.
"""

import re

from alongside.playbook.shapes import Change, Playbook

_PIECE = re.compile(r"\d+|[^\W\d_]+")


def newer(playbook: Playbook, acknowledged: str) -> tuple[Change, ...]:
    """The notes of versions after the acknowledged one (empty: none was), the newest first."""
    seen = _order(acknowledged)
    notes = (change for change in playbook.changed if not acknowledged or _order(change.version) > seen)
    return tuple(sorted(notes, key=lambda change: _order(change.version), reverse=True))


def newest(playbook: Playbook) -> str:
    """The latest version that has a note; empty where none has."""
    return max((change.version for change in playbook.changed), key=_order, default="")


def _order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers by their value and after words: 2.0-beta comes before 2.0-1."""
    pieces = _PIECE.findall(version.casefold())
    return tuple((1, int(piece), "") if piece.isdigit() else (0, 0, piece) for piece in pieces)
