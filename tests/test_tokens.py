"""The design tokens can be read: contrast of every pair of colours that may meet, in light and in dark.

The limits are WCAG 2.2's: 4.5 to 1 for text (1.4.3), 3 to 1 for edges of controls and focus (1.4.11).
"""

import re
from pathlib import Path

import pytest

from alongside.config.colour import READABLE, contrast

EDGE = 3.0  # WCAG 2.2, 1.4.11
CSS = (Path(__file__).parents[1] / "widget/src/shared/tokens.css").read_text("utf-8")

GROUNDS = ("sunken", "surface", "raised")
WORDS = ("text", "muted", "link", "danger", "warning", "success", "info")
TINTS = ("accent", "danger", "warning", "success", "info")
TEXT_PAIRS = [
    *((words, ground) for words in WORDS for ground in GROUNDS),
    *(("text", f"{tint}-soft") for tint in TINTS),
    *((tint, f"{tint}-soft") for tint in TINTS if tint != "accent"),
    ("link", "accent-soft"),
    ("muted", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("on-ring", "ring"),
    ("on-ink", "ink"),
]
EDGE_PAIRS = [(edge, ground) for edge in ("edge", "focus", "accent", "ring") for ground in GROUNDS]


def colours(block: str) -> dict[str, str]:
    """The tokens of a block that are plain colours."""
    return dict(re.findall(r"--as-([\w-]+): (#[0-9a-f]{6});", block))


def themes() -> dict[str, dict[str, str]]:
    """The colours in light and in dark, where dark says only what differs."""
    base, _, rest = CSS.partition("@media screen and (prefers-color-scheme: dark)")
    dark, _, _ = rest.partition("@media (forced-colors")
    light = colours(base)
    found = {"light": light, "dark": light | colours(dark)}
    for theme in found.values():
        theme["accent-strong"] = mixed(theme["accent"], theme["accent-shade"], 0.18)
    return found


def mixed(one: str, other: str, share: float) -> str:
    """What `color-mix(in srgb, one, other share)` gives."""
    channels = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in channels)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXT_PAIRS)
def test_text_reads_well_on_its_ground(theme: str, words: str, ground: str) -> None:
    colour = themes()[theme]
    assert contrast(colour[words], colour[ground]) >= READABLE


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_stand_out_from_their_ground(theme: str, edge: str, ground: str) -> None:
    colour = themes()[theme]
    assert contrast(colour[edge], colour[ground]) >= EDGE


def test_the_mix_of_the_pressed_accent_is_the_one_checked_here() -> None:
    assert "color-mix(in srgb, var(--as-accent), var(--as-accent-shade) 18%)" in CSS


def test_dark_sets_every_colour_that_light_sets() -> None:
    base, _, rest = CSS.partition("@media screen and (prefers-color-scheme: dark)")
    dark, _, _ = rest.partition("@media (forced-colors")
    assert colours(dark).keys() == colours(base).keys()


def test_forced_colours_leave_no_colour_of_ours() -> None:
    base = CSS.partition("@media screen")[0]
    forced = CSS.partition("@media (forced-colors: active)")[2].partition("@media")[0]
    ours = set(colours(base)) - {"accent-shade"}
    assert ours <= set(re.findall(r"--as-([\w-]+): [A-Z]", forced))


def test_reduced_motion_stops_every_motion() -> None:
    durations = set(re.findall(r"--as-([\w-]+): \d+ms", CSS.partition("@media")[0]))
    still = CSS.partition("@media (prefers-reduced-motion: reduce)")[2]
    assert durations == set(re.findall(r"--as-([\w-]+): 0ms", still))
