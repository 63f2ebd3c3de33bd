"""The form that a practice customer fills in: from the script, or made from a playbook's steps; and how the lens
would report it. Like the real lens it reports states and never a value: there are none.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from alongside.playbook import Playbook
from alongside.playbook.matching import normal
from alongside.practice.shapes import Form, FormField, FormStep, Mistake, Script
from alongside.protocol import ChangeLens, Field, LensModel, OpenLens, Step
from alongside.protocol.rules import Match
from alongside.protocol.shapes import FieldKind, FieldState

_KINDS: dict[str, FieldKind] = {
    "e-mail": "email", "phone": "phone", "password": "password", "upload": "file", "date": "date", "choose": "choice",
}  # fmt: skip


class Place(Struct, frozen=True):
    """A field and the page it stands on, both counted from 0."""

    page: int
    field: FormField


class Sheet(Struct, frozen=True):
    """A form ready to be filled in: its pages, and its fields in their order, each with what goes wrong there."""

    form: Form
    places: tuple[Place, ...]
    mistakes: dict[int, Mistake]

    def opened(self, page: int) -> OpenLens:
        """The report of a page that has just come."""
        fields = tuple(_field(at, place, "empty") for at, place in enumerate(self.places) if place.page == page)
        name = self.form.steps[page].name
        return OpenLens(
            model=LensModel(
                page=_page(page), title=f"{name} - {self.form.title}", steps=self._steps(page), fields=fields
            )
        )

    def focused(self, at: int) -> ChangeLens:
        """The customer is in this field."""
        return ChangeLens(page=_page(self.places[at].page), focus=_id(at))

    def changed(self, at: int, state: FieldState, *, wrong: Mistake | None = None, corrections: int = 0) -> ChangeLens:
        """This field stands differently."""
        error, verdict = (wrong.error, wrong.verdict) if wrong else ("", "")
        field = _field(at, self.places[at], state, error=error, verdict=verdict, corrections=corrections)
        return ChangeLens(page=_page(field_page(self, at)), fields=(field,))

    def at(self, target: str) -> int | None:
        """The field that a highlight's target is."""
        return next((at for at in range(len(self.places)) if _id(at) == target), None)

    def _steps(self, page: int) -> tuple[Step, ...]:
        return tuple(
            Step(id=f"s{at}", name=step.name, state="done" if at < page else "current" if at == page else "ahead")
            for at, step in enumerate(self.form.steps)
        )


def field_page(sheet: Sheet, at: int) -> int:
    """The page of a field."""
    return sheet.places[at].page


def sheet_of(script: Script, playbook: Playbook | None) -> Sheet | None:
    """The form of a script, or else of the playbook; None where there is neither."""
    form = script.form or (form_of(playbook) if playbook else None)
    if form is None:
        return None
    places = tuple(Place(page, field) for page, step in enumerate(form.steps) for field in step.fields)
    mistakes = script.mistakes or (() if script.form else tuple(_usual_mistakes(playbook)))
    wrong = {normal(mistake.field): mistake for mistake in mistakes}
    found = ((at, wrong.get(normal(place.field.name))) for at, place in enumerate(places))
    return Sheet(form, places, {at: mistake for at, mistake in found if mistake})


def form_of(playbook: Playbook) -> Form:
    """A form with a field for each step of the playbook that asks for one, on the pages that it names."""
    pages = groupby(playbook.steps, key=lambda step: _title(step.match.page) or playbook.title)
    steps: dict[str, tuple[FormField, ...]] = {}
    for name, group in pages:
        asked = (step.match.name or step.title for step in group if _asks(step.match))
        steps[name] = steps.get(name, ()) + tuple(FormField(name=each, kind=_kind(each)) for each in asked)
    return Form(title=playbook.title, steps=tuple(FormStep(name=name, fields=fields) for name, fields in steps.items()))


USUAL_MISTAKES = 2
"""So many go wrong where a script names none."""


def _usual_mistakes(playbook: Playbook | None) -> Iterable[Mistake]:
    """The first mistakes that the playbook itself is prepared for."""
    steps = playbook.steps if playbook else ()
    expected = [step for step in steps if step.match.name and any(reply.verdict for reply in step.if_error)]
    for step in expected[:USUAL_MISTAKES]:
        verdict = next(reply.verdict for reply in step.if_error if reply.verdict)
        says = f"It does not like what I typed at “{step.match.name}”. What is wrong with it?"
        helped = "Ah, I see. It takes it now, thank you."
        yield Mistake(field=step.match.name, verdict=verdict, says=says, helped=helped)


def _asks(match: Match) -> bool:
    """Whether the step is about a field, and not about a page as a whole."""
    return bool(match.name or match.label or match.field)


def _title(pattern: str) -> str:
    """A page's name, from the pattern that finds it."""
    return re.sub(r"[\\^$()\[\]{}?*+.]", "", pattern.split("|")[0]).strip()


def _kind(name: str) -> FieldKind:
    return next((kind for word, kind in _KINDS.items() if word in name.casefold()), "text")


def _page(page: int) -> str:
    return f"practice-{page}"


def _id(at: int) -> str:
    return f"f{at}"


def _field(
    at: int, place: Place, state: FieldState, *, error: str = "", verdict: str = "", corrections: int = 0
) -> Field:
    return Field(
        id=_id(at),
        step=f"s{place.page}",
        name=place.field.name,
        kind=place.field.kind,
        state=state,
        required=place.field.required,
        error=error,
        verdict=verdict,
        corrections=corrections,
    )
