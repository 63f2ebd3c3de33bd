"""What a review's scores come to: which items are asked, the score of each section and of the whole.

The formula: an item's share is its level over the highest level of its scale. A section's share is the mean of its
items' shares by their weights; items that are not asked, not applicable or not scored yet do not count. The whole is
the mean of the sections' shares by theirs (a section without a weight weighs as much as its counting items together).
A critical item at its worst level fails the review: its score is 0, whatever was reached. Halves are rounded up.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor

from alongside.protocol.coaching_views import Result, Scored
from alongside.protocol.scorecards import Scorecard, ScoreItem, ScoreSection

UNSCORED = Scored()


def result(card: Scorecard, scores: Mapping[str, Scored]) -> Result:
    """The score of these scores, by item. What the card does not know counts for nothing."""
    asked = asked_items(card, scores)
    known = {item.id for item in asked}
    sections = [_section(card, section, scores, known) for section in card.sections]
    reached = _mean(each for each in sections if each is not None)
    failed = tuple(item.id for item in asked if item.critical and _share(card, item, scores) == 0)
    missing = (item.id for item in asked if scores.get(item.id, UNSCORED).level is None and _applies(item, scores))
    whole = None if reached is None else _percent(reached)
    return Result(
        score=0 if failed else whole,
        reached=whole,
        failed=failed,
        missing=tuple(missing),
        asked=tuple(item.id for item in asked),
        sections=tuple(None if each is None else _percent(each[1]) for each in sections),
    )


def asked_items(card: Scorecard, scores: Mapping[str, Scored]) -> list[ScoreItem]:
    """The items that are asked, by how those further up were scored."""
    asked: dict[str, ScoreItem] = {}
    for item in card.items:
        if item.only_if is None or _is_met(card, item, asked, scores):
            asked[item.id] = item
    return list(asked.values())


def word(card: Scorecard, item: ScoreItem, scored: Scored) -> str:
    """How an item was scored, in the word of its scale; empty where it was not."""
    if not scored.applies:
        return "Not applicable"
    levels = card.levels(item)
    return levels[scored.level].word if scored.level is not None and scored.level < len(levels) else ""


def _is_met(card: Scorecard, item: ScoreItem, asked: Mapping[str, ScoreItem], scores: Mapping[str, Scored]) -> bool:
    condition = item.only_if
    on = asked.get(condition.item) if condition else None
    if condition is None or on is None:
        return False
    scored = scores.get(on.id, UNSCORED)
    return scored.applies and word(card, on, scored) in condition.scored


def _applies(item: ScoreItem, scores: Mapping[str, Scored]) -> bool:
    return scores.get(item.id, UNSCORED).applies


def _share(card: Scorecard, item: ScoreItem, scores: Mapping[str, Scored]) -> Fraction | None:
    """0 to 1, by the item's level; None where it does not count."""
    scored = scores.get(item.id, UNSCORED)
    if scored.level is None or not scored.applies:
        return None
    highest = len(card.levels(item)) - 1
    return Fraction(min(scored.level, highest), highest)


def _section(
    card: Scorecard, section: ScoreSection, scores: Mapping[str, Scored], asked: set[str]
) -> tuple[Fraction, Fraction] | None:
    """(weight, share) of a section; None where nothing of it counts."""
    counting = [
        (_exact(item.weight), share)
        for item in section.items
        if item.id in asked and (share := _share(card, item, scores)) is not None
    ]
    mean = _mean(counting)
    if mean is None:
        return None
    own = sum((weight for weight, _ in counting), Fraction())
    return (own if section.weight is None else _exact(section.weight)), mean


def _mean(weighted: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    weighted = list(weighted)
    total = sum((weight for weight, _ in weighted), Fraction())
    return sum((weight * share for weight, share in weighted), Fraction()) / total if total else None


def _exact(weight: float) -> Fraction:
    """1.5 as people write it, not as the machine keeps it."""
    return Fraction(str(weight))


def _percent(share: Fraction) -> int:
    return floor(share * 100 + Fraction(1, 2))
