"""A scorecard: what a session is looked at for, as its file holds it and as a review keeps the one it began with.

The JSON Schema for editors is generated from these shapes. Knows nothing of how scores are counted together.
"""

from typing import Annotated, Literal

from msgspec import Meta

from alongside.protocol.rules import Line, Name, PlaybookPart, Words

EvidenceKind = Literal[
    "request", "first-words", "questions", "opening", "agreed", "try-again", "steps", "pointing", "errors",
    "understanding", "comfort", "offers", "escalation", "closing", "choice", "articles", "consent", "checks",
    "account", "jargon", "cues", "faults", "wrapup", "feedback",
]  # fmt: skip
"""What of a session's log may show how an item went: it is proposed, and a person decides."""


class Level(PlaybookPart, frozen=True, kw_only=True):
    """One word of a scale."""

    word: Annotated[Line, Meta(description="The word itself, as in `Fully`.")]
    means: Annotated[str, Meta(description="When to choose it.")] = ""


class Scale(PlaybookPart, frozen=True, kw_only=True):
    """Words to score by, from the worst to the best. They stand at even distances: 0 % to 100 %."""

    id: Name
    levels: Annotated[tuple[Level, ...], Meta(min_length=2, max_length=7, description="From the worst to the best.")]


class OnlyIf(PlaybookPart, frozen=True, kw_only=True):
    """An item that is asked only where another one was scored so."""

    item: Annotated[Name, Meta(description="An item that stands further up.")]
    scored: Annotated[tuple[Line, ...], Meta(min_length=1, description="Words of that item's scale.")]


class ScoreItem(PlaybookPart, frozen=True, kw_only=True):
    """One thing to look at."""

    id: Name
    title: Annotated[Line, Meta(description="What the agent does, as in “Listened to what the customer wants”.")]
    guidance: Annotated[Words, Meta(description="What to look for, and what tells one word of the scale from another.")]
    weight: Annotated[
        float, Meta(ge=0, le=100, description="How much it counts beside the others; 0: it only leads to others.")
    ] = 1.0
    scale: Annotated[str, Meta(description="A scale by its id. Empty: the first one.")] = ""
    critical: Annotated[bool, Meta(description="The worst word fails the whole review.")] = False
    not_applicable: Annotated[
        str, Meta(max_length=500, description="When “not applicable” may be chosen. Empty: it always applies.")
    ] = ""
    only_if: OnlyIf | None = None
    evidence: Annotated[tuple[EvidenceKind, ...], Meta(description="What of the log to propose as evidence.")] = ()


class ScoreSection(PlaybookPart, frozen=True, kw_only=True):
    """Items that belong together."""

    title: Line
    weight: Annotated[
        Annotated[float, Meta(gt=0, le=100)] | None,
        Meta(description="How much the section counts. Left out: as much as its items together."),
    ] = None
    items: Annotated[tuple[ScoreItem, ...], Meta(min_length=1, max_length=50)]


class Scorecard(PlaybookPart, frozen=True, kw_only=True):
    """What sessions are reviewed by."""

    title: Line
    about: Annotated[str, Meta(max_length=2_000, description="What it is for.")] = ""
    owner: Line
    version: Line
    scales: Annotated[tuple[Scale, ...], Meta(min_length=1, max_length=10)]
    sections: Annotated[tuple[ScoreSection, ...], Meta(min_length=1, max_length=30)]

    @property
    def items(self) -> tuple[ScoreItem, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def criteria(self) -> tuple[ScoreItem, ...]:
        """The items that count: what an evidence portfolio shows."""
        return tuple(item for item in self.items if item.weight)

    def item(self, id: str) -> ScoreItem | None:
        """The item of this id."""
        return next((item for item in self.items if item.id == id), None)

    def levels(self, item: ScoreItem) -> tuple[Level, ...]:
        """The words that this item is scored by, from the worst to the best."""
        named = next((scale for scale in self.scales if scale.id == item.scale), None)
        return (named or self.scales[0]).levels
