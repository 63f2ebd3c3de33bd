"""The form model: applying what the customer's lens reports, and holding it to the limits.

Pure. It trusts nothing of a report: names and errors are scrubbed once more, references must resolve.
It knows nothing of consent; whether a report may be taken at all is `session.decide`'s question.
"""

from collections.abc import Iterable

from msgspec import UNSET, structs

from alongside.privacy import scrub_label
from alongside.protocol import Field, LensChanged, LensModel, LensPage, Step


def clean_model(model: LensModel) -> LensModel:
    """The model with every word of the page scrubbed on the server too."""
    return structs.replace(
        model,
        title=scrub_label(model.title),
        steps=tuple(map(_clean_step, model.steps)),
        fields=tuple(map(clean_field, model.fields)),
    )


def clean_change(change: LensChanged) -> LensChanged:
    """The change with every word of the page scrubbed on the server too."""
    return structs.replace(
        change,
        fields=tuple(map(clean_field, change.fields)),
        steps=change.steps if change.steps is UNSET else tuple(map(_clean_step, change.steps)),
        title=change.title if change.title is UNSET else scrub_label(change.title),
    )


def clean_field(field: Field) -> Field:
    """A private field keeps its place and kind only; any other has its words scrubbed."""
    if field.private:
        return Field(id=field.id, step=field.step, name="", kind=field.kind, state="empty", private=True)
    return structs.replace(
        field,
        name=scrub_label(field.name),
        group=scrub_label(field.group),
        error=scrub_label(field.error),
    )


def _clean_step(step: Step) -> Step:
    return structs.replace(step, name=scrub_label(step.name))


def opened(model: LensModel, at: int) -> tuple[LensPage, dict[str, Field]]:
    """The page and its fields by id, from a whole report at `at` (milliseconds)."""
    fields = {field.id: field for field in model.fields}
    page = LensPage(
        page=model.page,
        title=model.title,
        steps=model.steps,
        order=tuple(fields),
        focus=model.focus if model.focus in fields else "",
        applies=model.applies,
        changed_at=at,
    )
    return page, fields


def changed(
    page: LensPage, fields: dict[str, Field], change: LensChanged, at: int
) -> tuple[LensPage, dict[str, Field]]:
    """The page and fields after a change. Ids that are unknown are passed over, never an error."""
    after = fields
    if change.fields or change.gone:
        after = {**fields, **{field.id: field for field in change.fields}}
        for gone in change.gone:
            after.pop(gone, None)
    page = structs.replace(
        page,
        title=page.title if change.title is UNSET else change.title,
        steps=page.steps if change.steps is UNSET else change.steps,
        order=page.order if _keeps_order(change, fields) else _order(change, page.order, after),
        focus=_focus(page.focus if change.focus is UNSET else change.focus, after),
    )
    reported = [field.id for field in change.fields if field.id in after]
    if reported:
        page = structs.replace(page, changed=reported[-1], changed_at=at)
    return page, after


def _keeps_order(change: LensChanged, fields: dict[str, Field]) -> bool:
    """Whether no field comes, goes or moves: nearly every change, and a form may have hundreds of fields."""
    return change.order is UNSET and not change.gone and all(field.id in fields for field in change.fields)


def _order(change: LensChanged, before: tuple[str, ...], fields: dict[str, Field]) -> tuple[str, ...]:
    """Every field exactly once: as wanted, then those nobody placed. The same tuple when nothing moved."""
    wanted = before if change.order is UNSET else change.order
    order = tuple(dict.fromkeys(_known((*wanted, *fields), fields)))
    return before if order == before else order


def _known(ids: Iterable[str], fields: dict[str, Field]) -> Iterable[str]:
    return (field for field in ids if field in fields)


def _focus(focus: str, fields: dict[str, Field]) -> str:
    return focus if focus in fields else ""
