"""Which row a fault belongs to: the same kind, words and host are the same row; what reads alike is suggested.

Similarity by rapidfuzz: words may stand in another order, and a few may be left out or mistyped.
"""

import hashlib
import re
from collections.abc import Iterable

from rapidfuzz import fuzz

from alongside.privacy import words
from alongside.protocol import FaultArea, Part

ALIKE = 62.0
"""Of 100. Below it, two-word faults that share "the page" already count as alike."""


def key(kind: FaultArea, what: tuple[Part, ...], host: str) -> str:
    """The row's name. Two agents who write the same words at the same time come to the same one."""
    told = f"{kind}\n{normal(words(what))}\n{host.casefold()}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def normal(text: str) -> str:
    """Words as they count: no case, no punctuation, single spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def similar(text: str, others: Iterable[tuple[str, str]], limit: int = 5) -> list[str]:
    """Of (id, words) the ids that read like `text`, the most alike first."""
    wanted = normal(text)
    scored = [(likeness(wanted, normal(other)), id) for id, other in others] if wanted else []
    best = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [id for _, id in best[:limit]]


def likeness(one: str, other: str) -> float:
    """0 to 100. What is being typed counts as alike to what begins so."""
    whole = fuzz.token_sort_ratio(one, other)
    return max(whole, fuzz.partial_ratio(one, other) * 0.9) if len(one) > 5 else whole
