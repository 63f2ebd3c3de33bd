r"""The `expect` rules: what is wrong with a value, as a verdict which says nothing of the value.

The customer's device evaluates them: `widget/src/customer/lens/expect.ts` is the same in TypeScript, held to
the same cases (`tests/cases/expect.json`). Here they serve to check playbooks. For authors: `docs/verdicts.md`.

The first rule that fails gives the verdict; an empty value has none. Of a rule that fails, in this order:

- the first of its `near_misses` which fits,
- what keeps a date from being read as one (`UNREADABLE`), since no other words would then be true,
- the rule's own `verdict`,
- the kind's: `wrong-format`, `two-digits-too-few`, `in-the-future`, ... (`VERDICT_WORDS`).

Values are read plainly: spaces around them, invisible characters, and the look of digits and dashes count
for nothing. Unless a rule is `exact`, its patterns fit a value with or without its spaces and dashes, and in
capital or small letters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from alongside.playbook.checksums import CHECKSUMS
from alongside.playbook.dates import Dated, bound, read_date, read_parts
from alongside.playbook.shared_patterns import compiled, digits_asked
from alongside.playbook.verdicts import VERDICT_WORDS, difference, verdict_words
from alongside.privacy.reading import read
from alongside.protocol.rules import Expect

__all__ = ["UNREADABLE", "VERDICT_WORDS", "Context", "DateParts", "File", "Files", "Text", "Value"]
__all__ += ["verdict_of", "verdict_words"]

UNREADABLE = frozenset({"not-a-date", "date-incomplete", "two-digit-year", "day-and-month-swapped", "no-such-day"})
LONGEST = 500
"""How much of a value patterns are tried on, in characters."""
MEGABYTE = 1_000_000


class Text(NamedTuple):
    """What is in a field for text, or the value of a choice."""

    text: str


class DateParts(NamedTuple):
    """A date in three inputs, as typed."""

    day: str
    month: str
    year: str


class File(NamedTuple):
    name: str
    bytes: int


class Files(NamedTuple):
    """The files chosen in a field."""

    files: tuple[File, ...]


Value = Text | DateParts | Files


class Context(NamedTuple):
    """What a rule may look at beside the value: `today` as an ISO date, and the text of another field."""

    today: str
    other: Callable[[str], str | None]


def verdict_of(rules: Sequence[Expect], value: Value, context: Context) -> str:
    """The verdict of the first rule that fails; "" when there is nothing to say. Never raises."""
    if _is_empty(value):
        return ""
    verdicts = (_rule_verdict(rule, value, context) for rule in rules)
    return next((verdict for verdict in verdicts if verdict), "")


def _is_empty(value: Value) -> bool:
    return not value.files if isinstance(value, Files) else not any(map(_tidied, value))


def _rule_verdict(rule: Expect, value: Value, context: Context) -> str:
    own = _own_verdict(rule, value, context)
    if not own or isinstance(value, Files):
        return own and (rule.verdict or own)
    near = _near_miss(rule, _readings(rule, value.text)) if isinstance(value, Text) else ""
    return near or (own if own in UNREADABLE else rule.verdict or own)


def _own_verdict(rule: Expect, value: Value, context: Context) -> str:
    """What the rule's kind says of the value. A kind that does not apply to such a value says nothing."""
    if isinstance(value, Files):
        return _of_files(rule, value)
    if rule.date:
        return _of_date(rule, _dated(value), context.today)
    return _of_text(rule, value.text, context) if isinstance(value, Text) else ""


def _of_text(rule: Expect, text: str, context: Context) -> str:
    if rule.pattern:
        return _of_pattern(rule, text)
    if rule.checksum:
        return CHECKSUMS[rule.checksum](_compact(_tidied(text)).upper())
    if rule.same_as:
        return _of_same(text, context.other(rule.same_as) or "")
    return _of_length(rule, text)


# --- patterns --------------------------------------------------------------------------------------------


def _of_pattern(rule: Expect, text: str) -> str:
    pattern = compiled(rule.pattern, exact=rule.exact)
    if not pattern:
        return ""
    for reading in _readings(rule, text):
        if pattern.fullmatch(reading):
            return ""
        if _near_miss(rule, (reading,)):
            break  # spaces that a near miss names are not forgiven
    return _of_digits(rule.pattern, _compact(_tidied(text)))


def _of_digits(pattern: str, number: str) -> str:
    asked = digits_asked(pattern)
    if asked and not re.fullmatch("[0-9]+", number):
        return "not-only-digits"
    return (difference(len(number), asked, "digit") if asked else "") or "wrong-format"


def _near_miss(rule: Expect, readings: tuple[str, ...]) -> str:
    """The name of the first mistake that fits, if one does."""
    return next((miss for reading in readings for miss in _fitting(rule, reading)), "")


def _fitting(rule: Expect, reading: str) -> Iterator[str]:
    for miss in rule.near_misses:
        pattern = compiled(miss.pattern, exact=rule.exact)
        if pattern and pattern.fullmatch(reading):
            yield miss.verdict


def _readings(rule: Expect, text: str) -> tuple[str, ...]:
    tidied = _tidied(text)
    return (tidied,) if rule.exact else (tidied, _compact(tidied))


def _tidied(text: str) -> str:
    plain = read(unicodedata.normalize("NFC", text[:LONGEST])).plain
    return re.sub("[\t-\r ]+", " ", plain).strip(" ")


def _compact(tidied: str) -> str:
    return re.sub("[ -]", "", tidied)


# --- length, the same ------------------------------------------------------------------------------------


def _of_length(rule: Expect, text: str) -> str:
    unit = "digit" if re.fullmatch("[0-9]+", _compact(_tidied(text))) else "character"
    size, least, most = _size(text, unit), rule.min_length, rule.max_length
    if least is not None and least == most:
        return difference(size, least, unit)
    if least is not None and size < least:
        return "too-short"
    return "too-long" if most is not None and size > most else ""


def _size(text: str, unit: str) -> int:
    """Characters that count: no spaces, nothing invisible, and between digits no dashes."""
    left_out = {"Zs", "Zl", "Zp", "Cf"} | ({"Pd"} if unit == "digit" else set())
    composed = unicodedata.normalize("NFC", text)
    return sum(char not in "\t\n\v\f\r" and unicodedata.category(char) not in left_out for char in composed)


def _of_same(text: str, other: str) -> str:
    """Compared as typed: a password is not the same in capitals. Nothing to say while the other is empty."""
    one, two = _tidied(text), _tidied(other)
    if not two or one == two:
        return ""
    return "capitals-differ" if one.lower() == two.lower() else "not-the-same"


# --- dates -----------------------------------------------------------------------------------------------


def _dated(value: Text | DateParts) -> Dated:
    return read_date(_tidied(value.text)) if isinstance(value, Text) else read_parts(*map(_tidied, value))


def _of_date(rule: Expect, dated: Dated, today: str) -> str:
    if dated.mistake:
        return dated.mistake
    if rule.date == "past":
        return "in-the-future" if dated.date > (bound("0d", today) or dated.date) else ""
    if rule.date == "future":
        return "in-the-past" if dated.date < bound("0d", today) else ""
    if dated.date < bound(rule.earliest, today):
        return "too-early"
    return "too-late" if dated.date > (bound(rule.latest, today) or dated.date) else ""


# --- files -----------------------------------------------------------------------------------------------


def _of_files(rule: Expect, value: Files) -> str:
    endings = {_ending(each) for each in rule.file_types}
    if endings and any(_ending(name) not in endings for name, _ in value.files):
        return "wrong-file-type"
    most = rule.max_megabytes
    return "file-too-large" if most and any(size > most * MEGABYTE for _, size in value.files) else ""


def _ending(name: str) -> str:
    """What follows the last dot (`pdf`, `.pdf` and `scan.PDF` are alike, jpg and jpeg too)."""
    ending = name.lower().rpartition(".")[2].strip(" ")
    return "jpg" if ending == "jpeg" else ending
