"""Which step of the playbook a live field or page belongs to.

Fields are found by their name (or their question's), then by a label pattern; a step's page decides where two
fit. Everything is compiled once. Knows nothing of errors, familiarity or what to say.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from alongside.playbook.shapes import Step

_REMEMBERED = 4_096  # fields; a form has at most 5,000, and only some are ever asked for
_OPTIONAL = re.compile(r"[\s(\[]*\b(optional|required)\b[)\]]*\s*$")
_AT_THE_END = re.compile(r"[\s:*?!.…]+$")
_SPACES = re.compile(r"\s+")


def normal(name: str) -> str:
    """A name as it is compared: small letters, single spaces, no final sign, no "(optional)"."""
    name = _SPACES.sub(" ", name.casefold().replace("’", "'").strip())
    return _AT_THE_END.sub("", _OPTIONAL.sub("", _AT_THE_END.sub("", name)))


class _Compiled(Struct, frozen=True):
    """A step's patterns. `only_page`: it belongs to a page as a whole, not to a field."""

    label: re.Pattern[str] | None
    page: re.Pattern[str] | None
    only_page: bool

    def fits_page(self, title: str, step: str) -> bool:
        return self.page is not None and bool(self.page.search(step) or self.page.search(title))


class Matcher:
    """The steps of one playbook, ready to be looked up. Steps are named by their index."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = [_compiled(step) for step in steps]
        self._names: dict[str, list[int]] = {}
        for index, step in enumerate(steps):
            if step.match.name:
                self._names.setdefault(normal(step.match.name), []).append(index)
        self._labels = [index for index, step in enumerate(self._steps) if step.label]
        self.step_of = lru_cache(_REMEMBERED)(self._step_of)
        self.on_page = lru_cache(_REMEMBERED)(self._on_page)

    def _step_of(self, name: str, group: str, title: str, step: str) -> int | None:
        """The step of a field, on the page with this title and in the form's step of this name."""
        return next(iter(self._steps_of(name, group, title, step)), None)

    def steps_with(self, name: str, group: str, title: str, step: str) -> tuple[int, ...]:
        """Every step that has to do with a field: those it may belong to, else those for its page as a whole."""
        own = self._steps_of(name, group, title, step)
        whole = (index for index in self.on_page(title, step) if self.is_whole_page(index))
        return tuple(own) or tuple(whole)

    def _steps_of(self, name: str, group: str, title: str, step: str) -> list[int]:
        """The steps that fit a field, those of its page where there are any; the first one is its step."""
        found = self._named(group) or self._named(name) or self._labelled(group, name)
        there = [index for index in found if self._steps[index].fits_page(title, step)]
        anywhere = [index for index in found if self._steps[index].page is None]
        return there or anywhere or found

    def _on_page(self, title: str, step: str) -> tuple[int, ...]:
        """The steps of a page: first those for it as a whole, then those of its fields."""
        fitting = [index for index, each in enumerate(self._steps) if each.fits_page(title, step)]
        return tuple(sorted(fitting, key=lambda index: not self._steps[index].only_page))

    def is_whole_page(self, index: int) -> bool:
        """Whether a step belongs to a page as a whole."""
        return self._steps[index].only_page

    def _named(self, name: str) -> list[int]:
        return self._names.get(normal(name), []) if name else []

    def _labelled(self, group: str, name: str) -> list[int]:
        patterns = ((index, self._steps[index].label) for index in self._labels)
        words = {word for word in (group, normal(group), name, normal(name)) if word}
        return [index for index, label in patterns if label and any(map(label.search, words))]


def _compiled(step: Step) -> _Compiled:
    match = step.match
    return _Compiled(
        label=_pattern(match.label),
        page=_pattern(match.page),
        only_page=bool(match.page) and not (match.name or match.label or match.field),
    )


def _pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(text, re.IGNORECASE) if text else None
