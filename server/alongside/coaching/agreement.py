"""Agreement of two scorers of the same sessions: Cohen's weighted kappa, item by item.

kappa = 1 - sum(w*o) / sum(w*e), over all pairs of levels i and j: o is the share of sessions scored i by one and j by
the other, e the share to expect if each scored by their own habits alone, and w = ((i - j) / (k - 1))**2 for k levels:
a disagreement counts by the square of its distance. Source: J. Cohen, "Weighted kappa", Psychological Bulletin 70
(1968) 213-220; with linear weights w = |i - j| / (k - 1). Which of two scorers comes first makes no difference here
only if they are always the same two; so each pair counts both ways round (Scott's pi, weighted alike).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from alongside.protocol.coaching_views import Scored
from alongside.protocol.scorecards import Scorecard

LEAST_PAIRS = 10
"""Below it a kappa is shown as a first hint only: chance has too much of a say."""


class Pair(Struct, frozen=True, kw_only=True):
    """Two blind scores of one item of one session. None: not applicable."""

    item: str
    title: str
    levels: int
    one: int | None
    other: int | None


class Agreement(Struct, frozen=True, kw_only=True):
    """How well two scorers agree on an item. `kappa` is None where it says nothing: no pair, or only one level used.

    `same`: of `pairs` those with the same level; `apart`: one said that it did not apply, and the other did not.
    """

    item: str
    title: str
    pairs: int
    same: int
    apart: int
    kappa: float | None

    @property
    def says(self) -> str:
        """The kappa in a word, by Landis and Koch, Biometrics 33 (1977) 159-174."""
        if self.kappa is None:
            return ""
        if self.kappa < 0:
            return "poor"
        bounds = ((0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))
        return next((word for most, word in bounds if self.kappa <= most), "almost perfect")


def weighted_kappa(
    pairs: Sequence[tuple[int, int]], levels: int, weights: Literal["linear", "quadratic"] = "quadratic"
) -> float | None:
    """Cohen's kappa of (one's level, the other's), levels from 0. None where both only ever used one level."""
    if not pairs or levels < 2:
        return None
    power = 2 if weights == "quadratic" else 1
    apart = [[(abs(i - j) / (levels - 1)) ** power for j in range(levels)] for i in range(levels)]
    ones, others = [0] * levels, [0] * levels
    for one, other in pairs:
        ones[one] += 1
        others[other] += 1
    count = len(pairs)
    seen = sum(apart[one][other] for one, other in pairs) / count
    expected = sum(apart[i][j] * ones[i] * others[j] for i in range(levels) for j in range(levels)) / count**2
    return 1 - seen / expected if expected else None


def pairs_of(card: Scorecard, one: Mapping[str, Scored], other: Mapping[str, Scored]) -> list[Pair]:
    """What two reviewers of one session scored, item by item, where both did."""
    found: list[Pair] = []
    for item in card.items:
        first, second = one.get(item.id), other.get(item.id)
        if first is None or second is None or not (_is_scored(first) and _is_scored(second)):
            continue
        found.append(
            Pair(
                item=item.id,
                title=item.title,
                levels=len(card.levels(item)),
                one=first.level if first.applies else None,
                other=second.level if second.applies else None,
            )
        )
    return found


def agreements(pairs: Iterable[Pair]) -> list[Agreement]:
    """The agreement on each item, in the order in which items first come. An item of another scale is another item."""
    by_item: dict[tuple[str, int], list[Pair]] = {}
    for pair in pairs:
        by_item.setdefault((pair.item, pair.levels), []).append(pair)
    return [_agreement(found) for found in by_item.values()]


def _agreement(found: list[Pair]) -> Agreement:
    levels = found[0].levels
    both = [(each.one, each.other) for each in found if each.one is not None and each.other is not None]
    fitting = [(one, other) for one, other in both if one < levels and other < levels]
    turned = [(other, one) for one, other in fitting]
    return Agreement(
        item=found[0].item,
        title=found[-1].title,
        pairs=len(fitting),
        same=sum(one == other for one, other in fitting),
        apart=sum((each.one is None) != (each.other is None) for each in found),
        kappa=weighted_kappa([*fitting, *turned], levels),
    )


def _is_scored(scored: Scored) -> bool:
    return scored.level is not None or not scored.applies
