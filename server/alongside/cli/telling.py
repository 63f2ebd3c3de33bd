"""What the commands tell people: problems on stderr, what was asked for on stdout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from alongside.config import Problem, page


def sentence(*lines: str) -> None:
    """Say something to the person at the terminal, beside what was asked for."""
    print(*lines, sep="\n", file=sys.stderr)


def problems(heading: str, found: Sequence[Problem]) -> None:
    """Each problem with its place and remedy; nothing if there is none."""
    if found:
        sentence(heading, *(f"\n  {problem}".replace("\n    ", "\n      ") for problem in found), "")


def settings_page(chosen: argparse.Namespace) -> int:
    """Print docs/settings.md."""
    print(page(), end="")
    return 0
