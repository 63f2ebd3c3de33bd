"""A text as the rules read it: plain digits, plain spaces, nothing invisible, and the way back.

A card number in Arabic-Indic or full-width digits, or with a zero-width space in the middle, is the same card
number. The rules match on the plain reading; what is hidden is the stretch of the original that it came from.
It must not know any rule.
"""

import unicodedata
from typing import NamedTuple

_INVISIBLE = {"Cf", "Mn", "Me"}  # zero-width and direction marks, soft hyphens; accents and emoji key caps
_BY_CATEGORY = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Pd": "-"}
_QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')


class Reading(NamedTuple):
    """The plain characters, and for each the place in the original where it stands."""

    plain: str
    places: range | list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original behind `plain[start:end]`, which must not be empty."""
        return self.places[start], self.places[end - 1] + 1


def read(text: str) -> Reading:
    """Read `text` plainly, one character of the reading for each visible one of the original."""
    if text.isascii():
        return Reading(text, range(len(text)))
    seen = [(place, _plain(char)) for place, char in enumerate(text)]
    kept = [(place, char) for place, char in seen if char]
    return Reading("".join(char for _, char in kept), [place for place, _ in kept])


def _plain(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    folded = unicodedata.normalize("NFKC", char.translate(_QUOTES))
    return _BY_CATEGORY.get(category) or (folded if len(folded) == 1 else char)
