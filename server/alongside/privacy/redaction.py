"""Finding secrets in what people write, and taking them out.

The rules say what a secret looks like; this module walks them over a text once and gives the stretches to
hide. A stretch that two rules claim is hidden under the name of the first. It must not know where text goes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from alongside.privacy.reading import read
from alongside.privacy.rules import KINDS, RULES, Rule, is_card
from alongside.protocol import Part

_BEFORE, _AFTER = 48, 24  # how far the words of a rule may stand from the number, in characters
_JOINED_LEFT = re.compile(r"[\w+]$|\d[.\-/]$", re.ASCII)
_GROUP = re.compile(r"\d+")
_BETWEEN_GROUPS = re.compile(r"[ .\-_\t\r\n]{1,3}")
_LONGEST_CARD = 19
_BRACKETED = re.compile(r"⟦(\w+)⟧")  # hidden by the browser before it was sent: widget/src/shared/hidden.ts


class Secret(NamedTuple):
    """A stretch of a text to hide, and its kind (a key of KINDS)."""

    start: int
    end: int
    kind: str


def redact(text: str) -> tuple[Part, ...]:
    """The text in parts, in order: what may be kept, and for each secret only its kind. Never raises."""
    parts: list[Part] = []
    done = 0
    for secret in find_secrets(text):
        if secret.start > done:
            parts.append(Part(text=text[done : secret.start]))
        parts.append(Part(hidden=secret.kind))
        done = secret.end
    if done < len(text):
        parts.append(Part(text=text[done:]))
    return tuple(parts)


def find_secrets(text: str) -> tuple[Secret, ...]:
    """The secrets in `text`, in order and apart from each other."""
    reading = read(text)
    found = [*_cards(reading.plain)]
    for rule in RULES:
        found.extend(_matches(rule, reading.plain))
    bracketed = (match for match in _BRACKETED.finditer(reading.plain) if match[1] in KINDS)
    found.extend(Secret(*match.span(), match[1]) for match in bracketed)
    return tuple(Secret(*reading.original(start, end), kind) for start, end, kind in _apart(found))


def _apart(found: list[Secret]) -> list[Secret]:
    """Overlapping secrets as one, under the kind of the longest of them that starts first."""
    apart: list[Secret] = []
    for secret in sorted(found, key=lambda secret: (secret.start, -secret.end)):
        if apart and secret.start < apart[-1].end:
            last = apart[-1]
            apart[-1] = last._replace(end=max(last.end, secret.end))
        else:
            apart.append(secret)
    return apart


def _matches(rule: Rule, plain: str) -> Iterator[Secret]:
    if rule.near and not rule.near.search(plain):
        return
    for match in rule.pattern.finditer(plain):
        start, end = match.span(1)
        whole = match.start() == start  # the secret is the whole match: it must stand alone on its left
        if whole and _JOINED_LEFT.search(plain[max(0, start - 2) : start]):
            continue
        end = _valid_end(rule, plain, start, end)
        if end and _in_context(rule, plain, start, end):
            yield Secret(start, end, rule.kind)


def _valid_end(rule: Rule, plain: str, start: int, end: int) -> int:
    """Where the valid secret ends: words that follow an IBAN look like more of its groups. 0 for nowhere."""
    while end > start:
        if rule.valid(re.sub(r"[ .\-/]", "", plain[start:end])):
            return end
        end = max(plain.rfind(" ", start, end), 0)
    return 0


def _in_context(rule: Rule, plain: str, start: int, end: int) -> bool:
    before, after = plain[max(0, start - _BEFORE) : start], plain[end : end + _AFTER]
    if rule.never and rule.never.search(before):
        return False
    return not rule.near or bool(rule.near.search(before) or rule.near.search(after))


def _cards(plain: str) -> Iterator[Secret]:
    """Cards need a walk of their own: other numbers stand before and after them in the same run of groups."""
    groups = [match.span() for match in _GROUP.finditer(plain)]
    joined = [bool(_BETWEEN_GROUPS.fullmatch(plain[end:start])) for (_, end), (start, _) in pairwise(groups)]
    for first, (start, _) in enumerate(groups):
        if plain[max(0, start - 1) : start] == "+":
            continue
        end = _card_end(plain, groups, joined, first)
        if end:
            yield Secret(start, end, "card")


def _card_end(plain: str, groups: list[tuple[int, int]], joined: list[bool], first: int) -> int:
    """The end of the longest card that begins with this group of digits, or 0."""
    opens_run = not (first and joined[first - 1])
    digits, sizes, longest = "", [], 0
    for last in range(first, len(groups)):
        start, end = groups[last]
        if len(digits) + end - start > _LONGEST_CARD:
            break
        digits += plain[start:end]
        sizes.append(end - start)
        grouped = _grouped_like_a_card(sizes)
        run_goes_on = last < len(joined) and joined[last]
        if (grouped or (opens_run and not run_goes_on)) and is_card(digits):
            longest = end
        if not run_goes_on or not (grouped or opens_run):
            break
    return longest


def _grouped_like_a_card(sizes: list[int]) -> bool:
    return sizes[:2] in ([4, 6], [6, 10], [6, 13]) or all(size % 4 == 0 for size in sizes[:-1])
