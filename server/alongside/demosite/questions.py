"""A form as data: its questions, its pages, and the council's words for what is wrong with an answer.

Pure: today's date comes in, and nothing here knows of requests, visits or how a question is drawn.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Answers = Mapping[str, str]
Errors = dict[str, str]
Found = Iterator[tuple[str, str]]
"""Errors as they are found: the field, and what is wrong with it."""

Kind = Literal["text", "long", "secret", "date", "one", "several", "list", "tick", "file"]
Rule = Callable[[str, Answers, date], str]
"""What is wrong with an answer that was given, in the council's words; empty if nothing is."""

PARTS = ("day", "month", "year")
LARGEST_FILE = 5_000_000  # bytes


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. Without `missing` it need not be answered.

    `under` are further questions that come with one choice only. An answer that `forget`s is never kept, not
    even for the next page load. `short` is what the answer is called where all are shown.
    """

    name: str
    label: str
    kind: Kind = "text"
    missing: str = ""
    rule: Rule = lambda answer, answers, today: ""
    hint: str = ""
    mode: str = ""
    complete: str = ""
    width: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    under: Mapping[str, tuple["Question", ...]] = field(default_factory=dict)
    forget: bool = False
    short: str = ""
    link: tuple[str, str] = ("", "")

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, those of the questions under it too."""
        own = self._own_fields()
        return own + tuple(name for each in self.under.values() for part in each for name in part.fields)

    def _own_fields(self) -> tuple[str, ...]:
        match self.kind:
            case "date":
                return tuple(f"{self.name}_{part}" for part in PARTS)
            case "several":
                return tuple(f"{self.name}_{option}" for option in self.options)
            case "file":
                return (self.name, f"{self.name}_size")
        return (self.name,)

    @property
    def secret_fields(self) -> tuple[str, ...]:
        """Those whose answers are never kept."""
        below = tuple(name for each in self.under.values() for part in each for name in part.secret_fields)
        return (self._own_fields() if self.forget else ()) + below

    def wrong(self, answers: Answers, today: date) -> Found:
        """What is wrong with the answer, and with those to the questions that come with it."""
        given = self.answer(answers)
        says = self.rule(given, answers, today) if given else self.missing
        if says:
            yield self._own_fields()[0], says
        for part in self.under.get(given, ()):
            yield from part.wrong(answers, today)

    def answer(self, answers: Answers) -> str:
        """The answer as one text: of a date its parts with spaces between, of several choices their names."""
        own = self._own_fields()
        match self.kind:
            case "date":
                return " ".join(answers[name] or "-" for name in own) if any(answers[name] for name in own) else ""
            case "several":
                return ", ".join(self.options[name.removeprefix(f"{self.name}_")] for name in own if answers[name])
            case "one" | "list":
                return answers[self.name] if answers[self.name] in self.options else ""
        return answers[self.name]

    def shown(self, answers: Answers) -> Iterator[tuple[str, str]]:
        """Name and answer for the page on which all are shown; nothing of what is secret or was not answered."""
        given = self.answer(answers)
        if given and not self.forget and self.kind != "tick":
            yield self.short or self.label, self.options[given] if self.kind in ("one", "list") else given
        for part in self.under.get(given, ()):
            yield from part.shown(answers)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of a form. One with more than questions has a `template`, and `fields` and a `check` of its own."""

    slug: str
    title: str
    questions: tuple[Question, ...] = ()
    heading: str = ""
    lead: str = ""
    note: str = ""
    button: str = "Continue"
    template: str = "questions.html"
    own_fields: tuple[str, ...] = ()
    own_check: Callable[[Answers, date], Found] | None = None
    forget: tuple[str, ...] = ()
    again: tuple[str, str] = ("", "")
    """Another button, as for a new code: its words, and what the page says when it was pressed."""

    @property
    def fields(self) -> tuple[str, ...]:
        return self.own_fields or tuple(name for question in self.questions for name in question.fields)

    @property
    def secret_fields(self) -> tuple[str, ...]:
        """Those whose answers are never kept."""
        return self.forget + tuple(name for question in self.questions for name in question.secret_fields)

    def check(self, answers: Answers, today: date) -> Found:
        """What is wrong on this page, in its order."""
        if self.own_check:
            yield from self.own_check(answers, today)
        for question in self.questions:
            yield from question.wrong(answers, today)

    def shown(self, answers: Answers) -> list[tuple[str, str]]:
        """Its answers, for the page on which all are shown."""
        return [row for question in self.questions for row in question.shown(answers)]


@dataclass(frozen=True, kw_only=True)
class Start:
    """The page before the first: what it is about and what one needs. `step` is its name among the steps."""

    heading: str
    lead: str
    step: str = "Before you start"
    needs: tuple[str, ...] = ()
    more: str = ""
    demo: str = ""
    button: str = "Start now"


@dataclass(frozen=True, kw_only=True)
class Done:
    """The page after the last. `prefix` begins the reference; words may name `{sent_to}`."""

    heading: str
    words: str
    prefix: str = ""
    next: str = "What happens next"


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form of the council's: where it is, what it is called, and its pages in their order.

    `sent_to` is the one answer that is kept for the thanks, as (page, field).
    """

    slug: str
    title: str
    about: str
    start: Start
    pages: tuple[Page, ...]
    done: Done
    sent_to: tuple[str, str] = ("", "")
    look: str = ""

    def page(self, slug: str) -> Page | None:
        return next((page for page in self.pages if page.slug == slug), None)
