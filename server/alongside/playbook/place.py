"""Where the customer is: the live field and the playbook's step that the next prompt is about, and why.

Steadiness comes first: somebody who is typing is not interrupted by trouble elsewhere, and a pause between
two fields does not move the prompt. Knows nothing of what to say there.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from alongside.playbook.matching import Matcher
from alongside.playbook.situation import LiveField, Situation
from alongside.playbook.troubles import Key, Trouble, key_of
from alongside.playbook.verdicts import verdict_words
from alongside.playbook.words import quote


class Place(Struct, frozen=True, kw_only=True):
    """A step of the playbook by its index; the field and trouble there. `filled`: nothing is left there."""

    index: int
    because: str
    field: LiveField | None = None
    trouble: Trouble | None = None
    filled: bool = False


Candidate = tuple[LiveField, str]


class Finder:
    """Finds the place in one situation. `ids` are the playbook's step ids in their order."""

    def __init__(
        self, matcher: Matcher, ids: tuple[str, ...], situation: Situation, troubles: tuple[Trouble, ...]
    ) -> None:
        self._matcher = matcher
        self._ids = ids
        self._now = situation
        self._open: Mapping[Key, Trouble] = {(each.step, each.name): each for each in troubles if each.open}
        self._fields = [field for field in situation.fields if field.state not in ("hidden", "disabled")]
        self._focused = next((field for field in self._fields if field.focused), None)

    def place(self) -> Place | None:
        """Where the customer is now, or the step the agent chose. None: nothing points to any step."""
        for chosen, because in self._chosen():
            if chosen in self._ids:
                return self._at_step(self._ids.index(chosen), because)
        for field, because in self._candidates():
            index = self.step_of(field)
            if index is not None and self._ids[index] not in self._now.skipped:
                trouble = self.trouble_of(field)
                return Place(index=index, because=because, field=field, trouble=trouble)
        return self._by_page() or self._by_order()

    def step_of(self, field: LiveField) -> int | None:
        """The playbook's step of a live field, by its index."""
        return self._matcher.step_of(field.name, field.group, self._now.page, field.step or self._now.step)

    def step_of_trouble(self, trouble: Trouble) -> int | None:
        """The playbook's step that a trouble was with, whether or not its field is still there."""
        return self._matcher.step_of(trouble.name, "", self._now.page, trouble.step or self._now.step)

    def trouble_of(self, field: LiveField) -> Trouble | None:
        """The open trouble with a field's question."""
        return self._open.get(key_of(field))

    @property
    def typing(self) -> bool:
        """Whether the customer is in the middle of a field."""
        return self._focused is not None and self._focused.state == "typing"

    def _chosen(self) -> Iterator[tuple[str, str]]:
        if self._now.pinned:
            yield self._now.pinned, "You hold it here"
        if self._now.jumped and not self._typing_elsewhere():
            yield self._now.jumped, "You went to this step"

    def _typing_elsewhere(self) -> bool:
        if self._focused is None or self._focused.state != "typing":
            return False
        index = self.step_of(self._focused)
        return index is not None and self._ids[index] != self._now.jumped

    def _candidates(self) -> Iterator[Candidate]:
        """Fields the prompt may be about, the most telling first."""
        focused = self._focused
        if focused and (focused.state == "typing" or self.trouble_of(focused)):
            yield self._with_trouble(focused) or (focused, _at(focused))
        last = [field for field in self._fields if self._was_last(field)] if self._now.last else []
        yield from filter(None, map(self._with_trouble, last))
        if focused:
            yield focused, _at(focused)
        if self._open:
            yield from filter(None, map(self._with_trouble, self._fields))
        yield from ((field, _was_at(field)) for field in last if field.state in ("empty", "typing"))
        empty = [field for field in self._here() if field.state == "empty"]
        yield from ((field, _empty(field)) for field in empty if field.required)

    def _with_trouble(self, field: LiveField) -> Candidate | None:
        trouble = self.trouble_of(field)
        return (field, _wrong(field, trouble)) if trouble else None

    def _here(self) -> list[LiveField]:
        """The fields of the form's current step; all, when the form has no steps."""
        here = [field for field in self._fields if field.step == self._now.step]
        return here or self._fields

    def _was_last(self, field: LiveField) -> bool:
        index = self.step_of(field)
        return index is not None and self._ids[index] == self._now.last

    def _at_step(self, index: int, because: str) -> Place:
        """A step the agent chose, with its field if the form shows it: the wrong one before the empty one."""
        fields = [field for field in self._fields if self.step_of(field) == index]
        fields.sort(key=lambda field: (not field.focused, not self.trouble_of(field), field.state != "empty"))
        field = next(iter(fields), None)
        return Place(index=index, because=because, field=field, trouble=self.trouble_of(field) if field else None)

    def _by_page(self) -> Place | None:
        """A step for the page as a whole; else the page's last step, when all there is filled in."""
        now = self._now
        if not (now.page or now.step):
            return None
        name = now.step or now.page
        there = [i for i in self._matcher.on_page(now.page, now.step) if self._ids[i] not in now.skipped]
        whole = [index for index in there if self._matcher.is_whole_page(index)]
        if whole:
            return Place(index=whole[0], because=f"They are on “{quote(name)}”")
        known = [index for field in self._here() if (index := self.step_of(field)) is not None]
        filled = bool(known) and not any(field.state == "typing" for field in self._fields)
        if filled:
            return Place(index=max(known), because=f"Everything on “{quote(name)}” is filled in", filled=True)
        return Place(index=there[0], because=f"They are on “{quote(name)}”") if there else None

    def _by_order(self) -> Place | None:
        """Without anything to go by: the step of the prompt before, or the first that is not skipped."""
        because = "They are not sharing: go by what they tell you"
        if self._now.sharing:
            because = "The form shows nothing that this playbook knows"
        left = [id for id in self._ids if id not in self._now.skipped]
        if not left:
            return None
        return Place(index=self._ids.index(self._next_of(left)), because=because)

    def _next_of(self, left: list[str]) -> str:
        """The step of the prompt before; once the agent has ticked that off, the next they have not."""
        last, ticked = self._now.last, self._now.ticked
        if last in left and last not in ticked:
            return last
        after = left[left.index(last) + 1 :] if last in left else left
        return next((id for id in after if id not in ticked), last if last in left else left[0])


def _name(field: LiveField) -> str:
    return quote(field.group or field.name)


def _at(field: LiveField) -> str:
    return f"They are at “{_name(field)}”"


def _wrong(field: LiveField, trouble: Trouble) -> str:
    if field.error or trouble.error:
        return f"The page says “{quote(field.error or trouble.error)}”"
    what = verdict_words(trouble.verdict) if trouble.verdict else "Something is not right"
    return f"“{_name(field)}”: {what[:1].lower()}{what[1:]}"


def _was_at(field: LiveField) -> str:
    return f"They were at “{_name(field)}”, which is not done yet"


def _empty(field: LiveField) -> str:
    return f"“{_name(field)}” is the next empty answer"
