"""Journey: which steps of the form a customer came to in a session, how long they were there, and what went wrong.

`Walk` reads a session's entries and makes its `Journey`; `steps` and `questions` put many journeys together. Names and
counts only, of what was shared. A customer is at the step that their page says is the current one; on a page without
steps, at the page itself. Pure; it must not know where journeys are kept.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import UNSET, Struct

from alongside.metrics.facts import Facts
from alongside.metrics.standing import Standing
from alongside.protocol import (
    ConsentAsked,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    CueSeen,
    Entry,
    Event,
    Field,
    LensChanged,
    LensOpened,
    SessionEnded,
    Step,
)

NAME_MOST = 300
"""So much of a step's or a question's name stands in an address."""
MOST_STEPS = 60
MOST_QUESTIONS = 60
"""So many steps, and questions with trouble, of a session are kept: the first ones tell enough."""


class StepSeen(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A step in one session. `place`: where it stands in the form. `returns`: arrivals after another step."""

    step: str
    place: int = 0
    arrivals: int = 0
    millis: int = 0
    errors: int = 0
    returns: int = 0


class Question(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A question that made trouble in one session: how often an error came, and how often signs of trouble there."""

    step: str
    name: str
    errors: int = 0
    cues: int = 0


class Journey(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One session's way through its form. `asked`: the step when the form was first seen; `last`: when it last was."""

    session: str
    number: int
    steps: tuple[StepSeen, ...] = ()
    questions: tuple[Question, ...] = ()
    asked: str = ""
    last: str = ""


class Walk:
    """A log being read: `take` each entry in order, and ask for the `journey` at any time."""

    def __init__(self, session: str) -> None:
        self.number = 0
        self._session = session
        self._at = 0
        self._standing = Standing()
        self._fields: dict[str, Field] = {}
        self._steps: tuple[Step, ...] = ()
        self._page = ""
        self._title = ""
        self._here = ""
        self._since = 0
        self._asked = ""
        self._last = ""
        self._counts: dict[str, Counter[str]] = {}
        self._places: dict[str, int] = {}
        self._errors: Counter[tuple[str, str]] = Counter()
        self._cues: Counter[tuple[str, str]] = Counter()

    def take(self, entry: Entry) -> None:
        """Read one more entry. Never raises on an entry that makes no sense here."""
        self.number, self._at = entry.number, entry.at
        for decision in entry.decisions:
            for event in decision.events:
                if take := _TAKES.get(type(event)):
                    take(self, event)

    def journey(self) -> Journey:
        """The journey as of the latest entry."""
        return Journey(
            session=self._session,
            number=self.number,
            steps=tuple(self._seen(step) for step in self._counts),
            questions=tuple(
                Question(step=step, name=name, errors=self._errors[step, name], cues=self._cues[step, name])
                for step, name in dict.fromkeys((*self._errors, *self._cues))
            )[:MOST_QUESTIONS],
            asked=self._asked,
            last=self._last,
        )

    def _seen(self, step: str) -> StepSeen:
        counts = dict(self._counts[step])
        if step == self._here:
            counts["millis"] = counts.get("millis", 0) + max(0, self._at - self._since)
        return StepSeen(step=step, place=self._places.get(step, 0), **counts)

    # --- what the log says ---

    def _opened(self, event: LensOpened) -> None:
        model = event.model
        self._page, self._title, self._steps = model.page, model.title, model.steps
        self._fields = {field.id: field for field in model.fields}
        self._arrive()
        self._count_errors(lambda: self._standing.opened(model))

    def _changed(self, event: LensChanged) -> None:
        if event.page != self._page:
            return
        self._fields |= {field.id: field for field in event.fields}
        if event.title is not UNSET:
            self._title = event.title
        if event.steps is not UNSET:
            self._steps = event.steps
        self._arrive()  # before the errors: a report that brings the next step's errors belongs to that step
        self._count_errors(lambda: self._standing.changed(event))

    def _cue(self, event: CueSeen) -> None:
        if self._here and event.question:
            self._cues[self._step_of(event.question), event.question] += event.count

    def _hidden(self, _: Event) -> None:
        self._leave()
        self._here, self._page, self._fields = "", "", {}
        self._standing.hidden()

    # --- counting ---

    def _arrive(self) -> None:
        current = next((step.name for step in self._steps if step.state == "current"), "")
        here = current or self._title
        if not here or here == self._here:
            return
        self._leave()
        known = here in self._counts
        if not known and len(self._counts) >= MOST_STEPS:
            self._here = ""
            return
        counts = self._counts.setdefault(here, Counter())
        counts["arrivals"] += 1
        counts["returns"] += known and here != self._last
        self._places[here] = next((at for at, step in enumerate(self._steps) if step.name == here), 0)
        self._asked = self._asked or here
        self._here = self._last = here
        self._since = self._at

    def _leave(self) -> None:
        if self._here:
            self._counts[self._here]["millis"] += max(0, self._at - self._since)

    def _count_errors(self, look: Callable[[], None]) -> None:
        before = dict(self._standing.counts)
        look()
        for name, count in self._standing.counts.items():
            if more := count - before.get(name, 0):
                step = self._step_of(name)
                self._errors[step, name] += more
                if step in self._counts:
                    self._counts[step]["errors"] += more

    def _step_of(self, question: str) -> str:
        """The name of the step that a question stands in; where the page has no steps, the page."""
        named = {step.id: step.name for step in self._steps}
        found = (field.step for field in self._fields.values() if question in (field.group, field.name))
        return next((named[step] for step in found if step in named), self._here or self._title)


_TAKES: dict[type[Event], Callable[[Walk, Any], None]] = {
    LensOpened: Walk._opened,
    LensChanged: Walk._changed,
    CueSeen: Walk._cue,
    ConsentAsked: Walk._hidden,
    ConsentGiven: Walk._hidden,
    ConsentDeclined: Walk._hidden,
    ConsentWithdrawn: Walk._hidden,
    SessionEnded: Walk._hidden,
}


# --- one number's sessions ---------------------------------------------------------------------------------

WHAT: Mapping[str, Callable[[Journey, Facts, str], bool]] = {
    "seen": lambda journey, facts, step: bool(journey.steps),
    "arrivals": lambda journey, facts, step: any(_at(each.step, step) for each in journey.steps),
    "errors": lambda journey, facts, step: any(each.errors and _at(each.step, step) for each in journey.steps),
    "returned": lambda journey, facts, step: any(each.returns and _at(each.step, step) for each in journey.steps),
    "asked": lambda journey, facts, step: journey.asked != "" and _at(journey.asked, step),
    "left": lambda journey, facts, step: journey.last != "" and _at(journey.last, step) and unsolved(facts),
    "trouble": lambda journey, facts, step: any(_at(each.step, step) for each in journey.questions),
}
"""What a number of the map counts: whether a session is behind it, for a step as an address has it; empty: any step."""


def counts(journey: Journey, facts: Facts, *, what: str, step: str, field: str) -> bool:
    """Whether a session stands behind a number of the map. `field`: the question that made trouble; empty: any."""
    if field:
        return any(_at(each.step, step) and _at(each.name, field) for each in journey.questions)
    return WHAT[what or "arrivals"](journey, facts, step)


def unsolved(facts: Facts) -> bool:
    """Whether a session ended without what the customer wanted, as far as anybody said."""
    return facts.ended_at > 0 and facts.resolved != "yes" and facts.solved != "yes"


def _at(name: str, wanted: str) -> bool:
    """Whether this is the step or question that is wanted, whose name an address may have shortened."""
    return not wanted or name == wanted or " ".join(name.split())[:NAME_MOST].strip() == wanted


# --- many journeys --------------------------------------------------------------------------------------


class StepRow(Struct, frozen=True, kw_only=True):
    """A step over many sessions. Counts are sessions, but for errors. `millis`: the median over those that came."""

    step: str
    arrivals: int
    millis: int
    errors: int
    with_errors: int
    returned: int
    asked: int
    left: int


class QuestionRow(Struct, frozen=True, kw_only=True):
    """A question over many sessions: in how many it made trouble, with how many errors and signs of trouble."""

    step: str
    name: str
    sessions: int
    errors: int
    cues: int


def steps(journeys: Iterable[Journey], unsolved: Callable[[str], bool]) -> list[StepRow]:
    """The steps in the form's order. `unsolved`: whether a session ended without what the customer wanted."""
    seen: dict[str, list[StepSeen]] = {}
    asked: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for journey in journeys:
        asked[journey.asked] += 1
        left[journey.last] += unsolved(journey.session)
        for step in journey.steps:
            seen.setdefault(step.step, []).append(step)
    order = sorted(seen, key=lambda step: (_median([each.place for each in seen[step]]), step))
    return [_step_row(step, seen[step], asked, left) for step in order]


def _step_row(step: str, seen: list[StepSeen], asked: Mapping[str, int], left: Mapping[str, int]) -> StepRow:
    return StepRow(
        step=step,
        arrivals=len(seen),
        millis=_median([each.millis for each in seen]),
        errors=sum(each.errors for each in seen),
        with_errors=sum(each.errors > 0 for each in seen),
        returned=sum(each.returns > 0 for each in seen),
        asked=asked.get(step, 0),
        left=left.get(step, 0),
    )


def questions(journeys: Iterable[Journey]) -> list[QuestionRow]:
    """The questions that made trouble, those of most sessions first, then those with most errors."""
    found: dict[tuple[str, str], list[Question]] = {}
    for journey in journeys:
        for question in journey.questions:
            found.setdefault((question.step, question.name), []).append(question)
    rows = [
        QuestionRow(
            step=step,
            name=name,
            sessions=len(each),
            errors=sum(question.errors for question in each),
            cues=sum(question.cues for question in each),
        )
        for (step, name), each in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.sessions, -row.errors, -row.cues, row.step, row.name))


def _median(numbers: list[int]) -> int:
    ordered = sorted(numbers)
    return ordered[(len(ordered) - 1) // 2]
