"""Contrast of two colours as WCAG 2.2 computes it: is text on the site's accent readable?

Knows colours as `#rrggbb` only.
"""

from __future__ import annotations

import re

WHITE = "#ffffff"
DARK = "#14161a"
READABLE = 4.5  # WCAG 2.2, 1.4.3: text below 24 px

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_hex(colour: str) -> bool:
    """Whether the colour is written as `#rrggbb`."""
    return _HEX.fullmatch(colour) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black and white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(background: str) -> str:
    """The text colour, white or dark, that reads better on a background."""
    return max((WHITE, DARK), key=lambda text: contrast(text, background))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
