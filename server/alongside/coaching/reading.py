"""From the text of a scorecard to a `Scorecard`, or to every mistake in it at once, as playbooks are read.

Pure: the caller reads the file.
"""

import msgspec

from alongside.playbook import Problem, Problems
from alongside.playbook.problems import Findings, Path, meant
from alongside.playbook.shaping import shaped
from alongside.playbook.tree import grow
from alongside.protocol.scorecards import Scorecard, ScoreItem

SCORECARDS = "scorecards"
"""The directory of the scorecards, beside the playbooks."""


class CardReading(msgspec.Struct, frozen=True):
    """What came of reading a file: the scorecard unless there are problems, and what could be better."""

    scorecard: Scorecard | None
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def review_card(name: str, text: str) -> CardReading:
    """The scorecard of a file."""
    findings = Findings(name)
    try:
        card = shaped(Scorecard, grow(text, findings), findings)
    except Problems as unreadable:
        return CardReading(None, tuple(unreadable.problems))
    _check_scales(card, findings)
    _check_items(card, findings)
    problems = tuple(sorted(set(findings.problems)))
    return CardReading(None if problems else card, problems, tuple(findings.advice))


def schema() -> str:
    """The JSON text of playbooks/scorecards/schema.json, which helps an editor while a scorecard is written."""
    made = {"$id": "urn:alongside:scorecard", **msgspec.json.schema(Scorecard)}
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def _check_scales(card: Scorecard, findings: Findings) -> None:
    seen: set[str] = set()
    for at, scale in enumerate(card.scales):
        path: Path = ("scales", at)
        if scale.id and scale.id in seen:
            findings.add((*path, "id"), f"there are two scales `{scale.id}`", "Give one of them another id.")
        seen.add(scale.id)
        words: set[str] = set()
        for place, level in enumerate(scale.levels):
            if level.word and level.word in words:
                what = f"the scale `{scale.id}` has the word “{level.word}” twice"
                findings.add((*path, "levels", place, "word"), what, "Keep one of them.")
            words.add(level.word)


def _check_items(card: Scorecard, findings: Findings) -> None:
    above: dict[str, ScoreItem] = {}
    every = [item.id for item in card.items]
    for s, section in enumerate(card.sections):
        for i, item in enumerate(section.items):
            path: Path = ("sections", s, "items", i)
            if item.id and item.id in above:
                findings.add((*path, "id"), f"there are two items `{item.id}`", "Give one of them another id.")
            _check_item(card, item, above, every, path, findings)
            above.setdefault(item.id, item)
    if not any(item.evidence for item in card.items) and findings.clean(("sections",)):
        findings.advise(("sections",), "no item says what evidence to propose", "Add `evidence` to the items.")


def _check_item(
    card: Scorecard, item: ScoreItem, above: dict[str, ScoreItem], every: list[str], path: Path, findings: Findings
) -> None:
    scales = [scale.id for scale in card.scales]
    if item.scale and item.scale not in scales and findings.clean((*path, "scale")):
        findings.add((*path, "scale"), f"there is no scale `{item.scale}`", meant(item.scale, scales))
    if item.critical and not item.weight:
        what = f"`{item.id}` fails the whole review and weighs nothing"
        findings.add((*path, "critical"), what, "Give it a weight, or leave `critical` out.")
    if item.only_if is None or not findings.clean((*path, "only_if")):
        return
    on = above.get(item.only_if.item)
    where = (*path, "only_if", "item")
    if on is None and item.only_if.item in every:
        findings.add(where, f"the item `{item.only_if.item}` does not stand further up", "Put it above this one.")
    elif on is None:
        findings.add(where, f"there is no item `{item.only_if.item}`", meant(item.only_if.item, above))
    else:
        _check_words(card, item, on, path, findings)


def _check_words(card: Scorecard, item: ScoreItem, on: ScoreItem, path: Path, findings: Findings) -> None:
    words = [level.word for level in card.levels(on)]
    for at, scored in enumerate(item.only_if.scored if item.only_if else ()):
        if scored and scored not in words:
            what = f"the scale of `{on.id}` has no word “{scored}”"
            findings.add((*path, "only_if", "scored", at), what, meant(scored, words))
