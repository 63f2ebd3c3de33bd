"""Withholding: where a session tells of the form to the customer's helper alone, and its outline without that.

Whether it does is the consent's to say (`session.withheld`). What was said and done stays; what tells of the form goes.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from alongside.protocol.replays import Mark, Stretch


class _Span(Struct):
    """Entries, and their offsets, from the first to the last."""

    first: int
    last: int
    since: int
    until: int


class Withholding:
    """The entries so far at which the form is withheld."""

    def __init__(self) -> None:
        self._spans: list[_Span] = []

    def take(self, number: int, offset: int) -> None:
        """At entry `number`, `offset` milliseconds on, the form is withheld."""
        if self._spans and self._spans[-1].last == number - 1:
            self._spans[-1].last, self._spans[-1].until = number, offset
        else:
            self._spans.append(_Span(number, number, offset, offset))

    def marks(self, marks: Iterable[Mark]) -> tuple[Mark, ...]:
        """Those that may be told."""
        if not self._spans:
            return tuple(marks)
        return tuple(told for mark in marks if (told := self._told(mark)) is not None)

    def stretches(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """Those that may be told."""
        return [each for each in stretches if each.kind not in ("step", "struggle") or not self._meets(each)]

    def _told(self, mark: Mark) -> Mark | None:
        if not any(span.first <= mark.entry <= span.last for span in self._spans):
            return mark
        if mark.lane in ("form", "trouble") or mark.kind == "prompt":
            return None
        return replace(mark, more="") if mark.kind == "used" else mark  # it names the question

    def _meets(self, stretch: Stretch) -> bool:
        return any(stretch.since <= span.until and span.since <= stretch.until for span in self._spans)
