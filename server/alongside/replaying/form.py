"""The form as it goes by in the log: steps, the field the customer is in, errors, and their struggles.

Told only from what was shared (the caller sees to that). A struggle is a stretch in which a field stands in error
for a time, or in which there were signs of trouble; what lies close together is one. It keeps a light copy of the
form, names and errors only, which costs a hundredth of folding it.
"""

from collections.abc import Iterator

from msgspec import UNSET

from alongside.protocol import (
    ConsentWithdrawn,
    CueSeen,
    Event,
    FaultSeen,
    Field,
    LensChanged,
    LensOpened,
    SessionEnded,
    Step,
)
from alongside.protocol.replays import Mark, MarkKind, Stretch
from alongside.session.trouble import cue_in_words

LONG_ERROR = 15_000
"""Milliseconds in error from which a field is a struggle: putting right a slip takes less."""
BEFORE_CUE = 10_000
"""A sign of trouble tells of the time just before it."""
CLOSE = 20_000
"""Struggles so close to each other are one."""

_FAULTS = {
    "script_error": "Error in the page’s own program",
    "failed_request": "A request failed",
    "slow_request": "A slow answer",
    "offline": "Their browser went offline",
}


class Form:
    """The form so far. `take` gives an event's marks."""

    def __init__(self) -> None:
        self._page = ""
        self._steps: tuple[Step, ...] = ()
        self._step = ""
        self._step_from = (0, 0, "")  # entry, offset, words of the step they are on
        self._focus = ""
        self._names: dict[str, str] = {}
        self._wrong: dict[str, tuple[int, int, str]] = {}  # field: entry, offset, its error
        self._stretches: list[Stretch] = []

    def take(self, number: int, offset: int, event: Event) -> Iterator[Mark]:
        """The marks of an event of entry `number`, at `offset` milliseconds."""
        match event:
            case LensOpened():
                yield from self._opened(number, offset, event)
            case LensChanged(page=self._page):
                yield from self._changed(number, offset, event)
            case CueSeen():
                question = f": {event.question}" if event.question else ""
                yield _trouble(number, "cue", cue_in_words(event.kind) + question)
                self._struggled(number, max(0, offset - BEFORE_CUE), offset, event.question)
            case FaultSeen():
                where = ", ".join(word for word in (event.host, event.status.replace("_", " ")) if word)
                yield _trouble(number, "fault", _FAULTS[event.kind] + (f" ({where})" if where else ""))
            case ConsentWithdrawn() | SessionEnded():
                self._gone(number, offset)

    # --- what is seen of the form ---

    def _opened(self, number: int, offset: int, event: LensOpened) -> Iterator[Mark]:
        model = event.model
        if model.page != self._page:
            self._settle_all(number, offset)
            self._names = {}
            yield Mark(entry=number, lane="form", kind="page", words=f"Page: {model.title}")
        self._page, self._focus = model.page, ""
        yield from self._stepped(number, offset, model.steps)
        yield from self._fields(number, offset, model.fields)
        yield from self._focused(number, model.focus)

    def _changed(self, number: int, offset: int, event: LensChanged) -> Iterator[Mark]:
        for gone in event.gone:
            self._settle(gone, offset)
        if event.steps is not UNSET:
            yield from self._stepped(number, offset, event.steps)
        yield from self._fields(number, offset, event.fields)
        if event.focus is not UNSET:
            yield from self._focused(number, event.focus)

    def _stepped(self, number: int, offset: int, steps: tuple[Step, ...]) -> Iterator[Mark]:
        """A step is another one by its name too: pages name theirs anew."""
        place, current = next(((n, step) for n, step in enumerate(steps, 1) if step.state == "current"), (0, None))
        words = f"Step {place} of {len(steps)}: {current.name}" if current else ""
        if words == self._step_from[2]:
            return
        self._end_step(offset)
        self._step_from = (number, offset, words)
        if words:
            yield Mark(entry=number, lane="form", kind="step", words=words)

    def _fields(self, number: int, offset: int, fields: tuple[Field, ...]) -> Iterator[Mark]:
        for field in fields:
            name = field.group or field.name
            self._names[field.id] = name
            error = (
                field.error or field.verdict.replace("-", " ") or ("not accepted" if field.state == "invalid" else "")
            )
            if not error:
                self._settle(field.id, offset)
            elif field.state != "typing" and error != self._wrong.get(field.id, (0, 0, ""))[2]:
                began = self._wrong.get(field.id, (number, offset))
                self._wrong[field.id] = (began[0], began[1], error)
                yield _trouble(number, "error", f"{name}: {error}" if name else error)

    def _focused(self, number: int, focus: str) -> Iterator[Mark]:
        name = self._names.get(focus, "")
        if name and focus != self._focus:
            yield Mark(entry=number, lane="form", kind="field", words=f"At {name}")
        self._focus = focus

    def _gone(self, number: int, offset: int) -> None:
        self._settle_all(number, offset)
        self._end_step(offset)
        self._page, self._focus, self._names = "", "", {}
        self._step_from = (number, offset, "")

    # --- stretches ---

    def _settle_all(self, number: int, offset: int) -> None:
        for field in list(self._wrong):
            self._settle(field, offset)

    def _settle(self, field: str, offset: int) -> None:
        """The field is right again, or gone."""
        entry, since, _ = self._wrong.pop(field, (0, 0, ""))
        if entry and offset - since >= LONG_ERROR:
            self._struggled(entry, since, offset, self._names.get(field, ""))

    def _struggled(self, entry: int, since: int, until: int, name: str) -> None:
        self._stretches.append(Stretch(kind="struggle", entry=entry, since=since, until=until, words=name))

    def _end_step(self, offset: int) -> None:
        entry, since, words = self._step_from
        if words:
            self._stretches.append(Stretch(kind="step", entry=entry, since=since, until=offset, words=words))

    def stretches_until(self, end: int) -> list[Stretch]:
        """The steps they were on, and their struggles, those that still last until `end`."""
        lasting = [
            Stretch(kind="struggle", entry=entry, since=since, until=end, words=self._names.get(field, ""))
            for field, (entry, since, _) in self._wrong.items()
            if end - since >= LONG_ERROR
        ]
        entry, since, words = self._step_from
        on = [Stretch(kind="step", entry=entry, since=since, until=end, words=words)] if words else []
        steps = [stretch for stretch in self._stretches if stretch.kind == "step"]
        struggles = [stretch for stretch in self._stretches if stretch.kind == "struggle"]
        return [*steps, *on, *joined([*struggles, *lasting])]


def joined(struggles: list[Stretch]) -> list[Stretch]:
    """Struggles that overlap or lie close, as one, with the names of all its questions."""
    together: list[Stretch] = []
    for each in sorted(struggles, key=lambda stretch: (stretch.since, stretch.entry)):
        if together and each.since - together[-1].until <= CLOSE:
            before = together.pop()
            names = dict.fromkeys(name for name in (*before.words.split(", "), *each.words.split(", ")) if name)
            each = Stretch(
                kind="struggle",
                entry=min(before.entry, each.entry),
                since=before.since,
                until=max(before.until, each.until),
                words=", ".join(names),
            )
        together.append(each)
    return together


def _trouble(number: int, kind: MarkKind, words: str) -> Mark:
    return Mark(entry=number, lane="trouble", kind=kind, words=words)
