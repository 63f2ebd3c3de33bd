"""The verdicts that the `expect` rules give by themselves, in the words that an agent reads.

A playbook may name verdicts of its own; those are read as they are written. Must not know a rule or a value.
`python -m alongside.playbook.verdicts` prints the words for the browser (widget/src/shared/verdict_words.ts).
"""

import json
import sys
from collections.abc import Mapping
from types import MappingProxyType

NUMBERS = ("one", "two", "three", "four", "five")
"""How many characters too few or too many are named; beyond that it is `too-short` or `too-long`."""


def _counted() -> dict[str, str]:
    """`two-digits-too-few`: "Two digits too few", and its like."""
    names = (
        f"{number}-{unit}{'' if number == 'one' else 's'}-too-{direction}"
        for unit in ("digit", "character")
        for direction in ("few", "many")
        for number in NUMBERS
    )
    return {name: spelled(name) for name in names}


def spelled(verdict: str) -> str:
    """A verdict's name as a person reads it: `old-permit-number` is "Old permit number"."""
    return verdict.replace("-", " ").capitalize()


VERDICT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "wrong-format": "Not in the form that is asked for",
        "not-only-digits": "Something other than digits in it",
        "wrong-characters": "A character in it that does not belong there",
        "too-short": "Too short",
        "too-long": "Too long",
        **_counted(),
        "not-a-date": "Not a date",
        "date-incomplete": "The day, the month or the year is missing",
        "two-digit-year": "The year has two digits instead of four",
        "day-and-month-swapped": "Day and month the wrong way round",
        "no-such-day": "A day that this month does not have",
        "in-the-past": "A date in the past",
        "in-the-future": "A date in the future",
        "too-early": "A date that is too early",
        "too-late": "A date that is too late",
        "check-digit-wrong": "A digit or letter is mistyped: the check digits do not agree",
        "wrong-country": "The country's two letters at the beginning are missing or not known",
        "letter-and-digit-confused": "A letter where a digit belongs, or the other way round (O and 0)",
        "not-the-same": "The two entries are not the same",
        "capitals-differ": "The two entries differ in capital letters only",
        "wrong-file-type": "A kind of file that is not accepted",
        "file-too-large": "The file is too large",
    }
)
"""Every verdict that a rule may give without naming one, and its words."""


def verdict_words(verdict: str) -> str:
    """The words for any verdict: the built-in ones above, and a playbook's own as they are spelled."""
    return VERDICT_WORDS.get(verdict) or spelled(verdict)


def difference(size: int, wanted: int, unit: str) -> str:
    """The verdict for a value of `size` units where `wanted` are asked for; "" when they are equal."""
    gap = abs(size - wanted)
    if gap == 0:
        return ""
    if gap > len(NUMBERS):
        return "too-short" if size < wanted else "too-long"
    return f"{NUMBERS[gap - 1]}-{unit}{'s' if gap > 1 else ''}-too-{'few' if size < wanted else 'many'}"


def typescript() -> str:
    """The words as a TypeScript module: only those that are not simply how the verdict is spelled."""
    words = {verdict: words for verdict, words in VERDICT_WORDS.items() if words != spelled(verdict)}
    lines = "".join(f"  {json.dumps(verdict)}: {json.dumps(each)},\n" for verdict, each in words.items())
    return _TYPESCRIPT.replace("LINES\n", lines)


_TYPESCRIPT = """\
// Generated from server/alongside/playbook by `python -m alongside.playbook.verdicts`. Do not edit.

const WORDS: Readonly<Record<string, string>> = {
LINES
};

/** What a verdict says, for an agent; a playbook's own is read as it is spelled. */
export function verdictWords(verdict: string): string {
  const spelled = verdict.replaceAll("-", " ");
  return WORDS[verdict] ?? spelled.charAt(0).toUpperCase() + spelled.slice(1);
}
"""

if __name__ == "__main__":
    sys.stdout.write(typescript())
