"""The journey of a session through its form, and many journeys put together, against counts reckoned by hand."""

from msgspec import UNSET

from alongside.metrics.journey import Journey, Question, StepSeen, Walk, questions, steps
from alongside.protocol import (
    Actor,
    ConsentWithdrawn,
    CueSeen,
    Decision,
    Entry,
    Event,
    Field,
    FieldState,
    LensChanged,
    LensModel,
    LensOpened,
    SessionEnded,
    Step,
)

CUSTOMER = Actor("customer")
STEPS = ("You", "Car", "Pay")


def at(current: str) -> tuple[Step, ...]:
    return tuple(Step(id=name.lower(), name=name, state="current" if name == current else "ahead") for name in STEPS)


def born(state: FieldState, error: str = "") -> Field:
    return Field(id="f1", step="you", name="Date of birth", kind="date", state=state, error=error)


def opened(current: str, *fields: Field, page: str = "p1", steps: tuple[Step, ...] | None = None) -> LensOpened:
    model = LensModel(page=page, title="Permit", steps=at(current) if steps is None else steps, fields=fields)
    return LensOpened(model=model)


def changed(current: str = "", *fields: Field) -> LensChanged:
    return LensChanged(page="p1", fields=fields, steps=at(current) if current else UNSET)


def walked(*events: tuple[int, Event]) -> Journey:
    """The journey after these events, each at a second."""
    walk = Walk("s")
    for number, (second, event) in enumerate(events, 1):
        decision = Decision(actor=CUSTOMER, events=(event,))
        walk.take(Entry(number=number, at=second * 1000, decisions=(decision,)))
    return walk.journey()


def test_a_journey_has_arrivals_times_returns_and_where_it_began_and_ended() -> None:
    found = walked(
        (10, opened("You")),
        (40, changed("Car")),
        (50, changed("You")),
        (60, changed("Car")),
        (90, SessionEnded(reason="left")),
    )
    assert (found.asked, found.last) == ("You", "Car")
    assert found.steps == (
        StepSeen(step="You", place=0, arrivals=2, millis=40_000, returns=1),
        StepSeen(step="Car", place=1, arrivals=2, millis=40_000, returns=1),
    )


def test_time_without_sharing_does_not_count() -> None:
    found = walked((10, opened("You")), (20, ConsentWithdrawn(scope="lens")), (90, opened("You")), (95, changed()))
    assert found.steps[0].millis == 15_000
    assert (found.steps[0].arrivals, found.steps[0].returns) == (2, 0)


def test_errors_stand_at_their_question_and_step() -> None:
    found = walked(
        (1, opened("You", born("empty"))),
        (2, changed("", born("invalid", "Enter a date"))),
        (3, opened("You", born("invalid", "Enter a date"), page="p2")),
        (4, CueSeen(kind="repeated_error", count=2, question="Date of birth")),
    )
    assert found.steps[0].errors == 2
    assert found.questions == (Question(step="You", name="Date of birth", errors=2, cues=2),)


def test_a_page_without_steps_is_a_step_by_its_name() -> None:
    assert [step.step for step in walked((1, opened("", steps=()))).steps] == ["Permit"]


def test_nothing_shared_is_no_journey() -> None:
    assert walked((1, SessionEnded(reason="left"))) == Journey(session="s", number=1)


MANY = [
    Journey(
        session="1",
        number=1,
        asked="You",
        last="Car",
        steps=(
            StepSeen(step="You", place=0, arrivals=1, millis=10_000, errors=2),
            StepSeen(step="Car", place=1, arrivals=1, millis=5_000),
        ),
        questions=(Question(step="You", name="Name", errors=2),),
    ),
    Journey(
        session="2",
        number=1,
        asked="Car",
        last="Car",
        steps=(StepSeen(step="Car", place=1, arrivals=3, millis=9_000, errors=1, returns=2),),
        questions=(Question(step="Car", name="Plate", errors=1), Question(step="You", name="Name", cues=1)),
    ),
]


def test_the_map_adds_sessions_up_in_the_forms_order() -> None:
    rows = steps(MANY, lambda session: session == "2")
    assert [row.step for row in rows] == ["You", "Car"]
    you, car = rows
    assert (you.arrivals, you.millis, you.errors, you.with_errors, you.returned, you.asked, you.left) == (
        1,
        10_000,
        2,
        1,
        0,
        1,
        0,
    )
    assert (car.arrivals, car.millis, car.errors, car.with_errors, car.returned, car.asked, car.left) == (
        2,
        5_000,
        1,
        1,
        1,
        1,
        1,
    )


def test_questions_are_ranked_by_the_sessions_they_made_trouble_in() -> None:
    ranked = questions(MANY)
    assert [(row.name, row.sessions, row.errors, row.cues) for row in ranked] == [("Name", 2, 2, 1), ("Plate", 1, 1, 0)]
