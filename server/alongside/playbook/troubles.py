"""Troubles: which questions of the form went wrong, how often, and whether they still are.

Folded from what the form shows. This is where a prompt is kept from flickering: while somebody types in a
field, its trouble stays as it was; only once they leave it is it better, or another try that failed.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct, structs


class Seen(Protocol):
    """What is needed of a field to see trouble with it."""

    @property
    def name(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def error(self) -> str: ...
    @property
    def verdict(self) -> str: ...


class Trouble(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A question that went wrong `count` times. `open`: it still is. `touched`: they are at it again.

    `name` is the question's (the group's, if the field is a part of one), `step` the form's step. `error` and
    `verdict` are those of the last time, `load` the page load it was seen on.
    """

    name: str
    step: str = ""
    count: int = 1
    open: bool = True
    touched: bool = False
    error: str = ""
    verdict: str = ""
    load: str = ""


Key = tuple[str, str]


class _Question(Struct):
    """What the fields of one question show together."""

    error: str = ""
    verdict: str = ""
    invalid: bool = False
    typing: bool = False

    @property
    def wrong(self) -> bool:
        return bool(self.invalid or self.error or self.verdict)


def key_of(field: Seen) -> Key:
    """The question a field belongs to: the form's step, and the group's or the field's name."""
    return field.step, field.group or field.name


def noticed(before: Sequence[Trouble], fields: Iterable[Seen], load: str = "") -> tuple[Trouble, ...]:
    """The troubles after the form showed `fields`, the latest last. Noticing the same twice changes nothing.

    A question that is gone from the form is settled, unless nothing of the form is to be seen at all.
    """
    questions = _questions(fields)
    if not questions:
        return tuple(before)
    after = {(old.step, old.name): _seen_again(old, questions.get((old.step, old.name)), load) for old in before}
    for key, question in questions.items():
        if not question.wrong or question.typing:
            continue
        old = after.get(key)
        if old is None or not old.open:
            after.pop(key, None)
            after[key] = _arisen(key, question, load, old.count if old else 0)
    return tuple(after.values())


def _questions(fields: Iterable[Seen]) -> dict[Key, _Question]:
    questions: dict[Key, _Question] = {}
    for field in fields:
        if not field.name and not field.group:
            continue  # private: nothing is known of it
        key = key_of(field)
        question = questions.get(key)
        if question is None:
            question = questions[key] = _Question()
        state = field.state
        if state == "hidden":
            continue
        question.typing |= state == "typing"
        question.invalid |= state == "invalid"
        question.error = question.error or field.error
        question.verdict = question.verdict or field.verdict
    return questions


def _seen_again(old: Trouble, question: _Question | None, load: str) -> Trouble:
    if not old.open:
        return old
    if question is None:
        return structs.replace(old, open=False, touched=False)
    if question.typing:
        return old if old.touched else structs.replace(old, touched=True)
    if not question.wrong:
        return structs.replace(old, open=False, touched=False)
    return _still_wrong(old, question, load)


def _still_wrong(old: Trouble, question: _Question, load: str) -> Trouble:
    """A further try that failed, if there was one: the page's own words stay until it is sent again."""
    tried = load != old.load or (old.touched and (bool(question.verdict) or question.error != old.error))
    return structs.replace(
        old,
        count=old.count + tried,
        touched=old.touched and not tried,
        error=question.error,
        verdict=question.verdict,
        load=load,
    )


def _arisen(key: Key, question: _Question, load: str, count: int) -> Trouble:
    step, name = key
    return Trouble(name=name, step=step, count=count + 1, error=question.error, verdict=question.verdict, load=load)
