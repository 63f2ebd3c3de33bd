"""How often each question of the form came to an error, from what the lens reported.

What counts as an error, as a further try, and as better, is playbook.troubles' to say; it is asked about the
questions that a report touches only, so that a long session costs no more than its reports. Names, never values.
"""

from collections.abc import Iterable

from msgspec import structs

from alongside.playbook.troubles import Key, Trouble, key_of, noticed
from alongside.protocol import Field, LensChanged, LensModel

MOST = 20
"""So many questions are counted; on a form with more that go wrong the first ones tell enough."""


class Standing:
    """The questions of the form as they stand. Feed it the reports in order."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        """The question's name to how often it came to an error."""
        self._load = ""
        self._fields: dict[str, Field] = {}
        self._questions: dict[Key, set[str]] = {}
        self._troubles: dict[Key, Trouble] = {}

    def opened(self, model: LensModel) -> None:
        """The form as a whole, in place of what was known of it."""
        before = self._questions
        self._load = model.page
        self._fields = {}
        self._questions = {}
        for field in model.fields:
            self._place(field)
        self._look(before.keys() | self._questions.keys())

    def changed(self, change: LensChanged) -> None:
        """What changed since."""
        if change.page != self._load:
            return
        touched = {self._place(field) for field in change.fields}
        touched |= {key for gone in change.gone if (key := self._take(gone)) is not None}
        self._look(touched)

    def hidden(self) -> None:
        """Nothing of the form is shared any more: what is shared later begins anew, the counts stay."""
        self._load, self._fields, self._questions, self._troubles = "", {}, {}, {}

    def _place(self, field: Field) -> Key:
        before = self._fields.get(field.id)
        if before is not None and key_of(before) != key_of(field):
            self._take(field.id)
        self._fields[field.id] = field
        key = key_of(field)
        self._questions.setdefault(key, set()).add(field.id)
        return key

    def _take(self, id: str) -> Key | None:
        field = self._fields.pop(id, None)
        if field is None:
            return None
        key = key_of(field)
        self._questions[key].discard(id)
        return key

    def _look(self, keys: Iterable[Key]) -> None:
        for key in keys:
            fields = [self._fields[id] for id in self._questions.get(key, ())]
            before = self._troubles.get(key)
            if not fields:
                self._questions.pop(key, None)
                if before is not None and before.open:
                    self._troubles[key] = structs.replace(before, open=False, touched=False)
                continue
            now = noticed((before,) if before else (), fields, self._load)
            if now:
                self._count(now[0], before.count if before else 0)
                self._troubles[key] = now[0]

    def _count(self, now: Trouble, before: int) -> None:
        more = now.count - before
        if more > 0 and (now.name in self.counts or len(self.counts) < MOST):
            self.counts[now.name] = self.counts.get(now.name, 0) + more
