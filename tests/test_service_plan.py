"""The service plan, purely: as a form has it, its hours and shifts by half hour, its versions, a week of half hours."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_staffing import LONDON, MONDAY

from alongside.protocol import Actor
from alongside.protocol.plans import (
    PLAN_CODEC,
    Contingency,
    PlanEntry,
    PlanSaved,
    ServicePlan,
    Shift,
    Span,
    Special,
)
from alongside.staffing.arrivals import HALVES
from alongside.staffing.forecast import History
from alongside.staffing.form import CONTINGENCIES, OBJECTIVES, read, written
from alongside.staffing.plan import Plans, fold, hours_of, open_at, planned
from alongside.staffing.week import shown, week

RUTH = Actor(role="supervisor", id="ruth", name="Ruth")
OFFICE = (Span(18, 34),)
PLAN = ServicePlan(
    aim="Nobody gives up a permit because of the form.",
    objectives={"service_level": 80, "abandonment": 5},
    hours=(OFFICE,) * 5 + ((),) * 2,
    specials=(Special(day="2026-12-25", why="Christmas Day"), Special(day="2026-12-24", hours=(Span(18, 24),))),
    shifts=(Shift(days=(0, 1, 2, 3, 4), span=Span(18, 34), agents=2), Shift(days=(0,), span=Span(20, 24), agents=1)),
    contingencies=(Contingency(when="Two agents are ill", then="Ask the library's team", who="Ruth"),),
)

spans = st.lists(st.integers(0, 48), max_size=6, unique=True).map(
    lambda ends: tuple(Span(*pair) for pair in zip(*[iter(sorted(ends))] * 2, strict=False))
)
words = st.text("abc dé", max_size=20).map(lambda text: " ".join(text.split()))
plans = st.builds(
    ServicePlan,
    aim=words,
    answer_seconds=st.integers(1, 3600),
    objectives=st.dictionaries(st.sampled_from(OBJECTIVES), st.integers(0, 100)),
    hours=st.tuples(*[spans] * 7),
    specials=st.lists(st.builds(Special, day=st.dates().map(str), hours=spans, why=words), max_size=3).map(tuple),
    shifts=st.lists(
        st.builds(
            Shift,
            days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
            span=st.just(Span(18, 48)),
            agents=st.integers(1, 500),
        ),
        max_size=3,
    ).map(tuple),
    at_a_time=st.integers(1, 6),
    away_percent=st.integers(0, 90),
    patience_seconds=st.integers(0, 14_400),
    contingencies=st.lists(
        st.builds(Contingency, when=words.filter(bool), then=words.filter(bool), who=words), max_size=CONTINGENCIES
    ).map(tuple),
)


@given(plans)
@settings(max_examples=40)
def test_what_a_form_shows_of_a_plan_is_read_as_the_plan(plan: ServicePlan) -> None:
    assert read(written(plan)) == (plan, {})


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("hours_0", "9-5", "ends before it begins"),
        ("hours_0", "09:10-17:00", "not on the half hour"),
        ("hours_0", "09:00-25:00", "is no time"),
        ("hours_0", "mornings", "is no time span"),
        ("hours_0", "09:00-13:00, 12:00-17:00", "overlap"),
        ("specials", "2026-12-25 closed\n25.12.2026 closed", "Line 2: “25.12.2026” is no day"),
        ("specials", "2026-12-25 Christmas", "Line 1: after the date"),
        ("shifts", "Mon-Fri 09:00-17:00", "Line 1: "),
        ("shifts", "Mon-Fri 09:00-17:00 many", "no number of agents"),
        ("shifts", "Fri-Mon 09:00-17:00 2", "no range of days"),
        ("shifts", "Xmas 09:00-17:00 2", "no weekday"),
        ("service_level", "101", "from 0 to 100"),
        ("answer_seconds", "", "from 1 to 3600"),
        ("at_a_time", "²", "from 1 to 6"),
        ("aim", "x" * 501, "at most 500"),
        ("then_1", "Ring the council", "Say when"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_place(name: str, typed: str, says: str) -> None:
    plan, problems = read(written(PLAN) | {name: typed})
    assert plan is None
    [(place, sentence)] = problems.items()
    assert place == name.replace("then", "when")
    assert says in sentence


def test_hours_may_be_written_as_people_write_them() -> None:
    plan, _ = read(written(PLAN) | {"hours_5": "9 to 12.30, 13–17", "hours_6": "", "service_level": "85 %"})
    assert plan is not None
    assert plan.hours[5] == (Span(18, 25), Span(26, 34))
    assert plan.hours[6] == ()
    assert plan.objectives["service_level"] == 85


def test_special_days_have_hours_of_their_own_and_nobody_planned_outside_them() -> None:
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    assert hours_of(PLAN, eve) == (Span(18, 24),)
    assert [planned(PLAN, half) for half in ((eve, 18), (eve, 24), (christmas, 18))] == [2, 0, 0]
    assert not open_at(PLAN, (christmas, 18))


def test_shifts_add_up() -> None:
    assert [planned(PLAN, (MONDAY, half)) for half in (17, 18, 20, 24, 34)] == [0, 2, 3, 2, 0]
    assert planned(PLAN, (MONDAY + timedelta(days=1), 20)) == 2


def entries(*saved: ServicePlan) -> list[PlanEntry]:
    return [PlanEntry(number=n, at=n, by=RUTH, fact=PlanSaved(plan=plan)) for n, plan in enumerate(saved, 1)]


def test_every_version_is_kept_and_folding_in_two_halves_comes_to_the_same() -> None:
    log = entries(ServicePlan(), PLAN, ServicePlan(aim="Another"))
    whole = fold(log, onto=Plans())
    assert fold(log[1:], onto=fold(log[:1], onto=Plans())) == whole
    assert whole.now.aim == "Another"
    kept = whole.version(2)
    assert kept is not None
    assert kept.plan == PLAN
    assert PLAN_CODEC.decode(2, PLAN_CODEC.encode(log[1])) == log[1]


def known(weeks: int, came: int) -> History:
    counts = {(MONDAY + timedelta(weeks=number), half): came for number in range(weeks) for half in range(18, 34)}
    return History(counts=counts, since=MONDAY, until=MONDAY + timedelta(weeks=weeks), zone=LONDON)


def test_a_week_says_how_many_are_needed_planned_and_missing() -> None:
    history = known(3, 10)
    cells = week(history, PLAN, 600.0, history.until, (history.until, 19))
    cell = next(each for each in cells if each.half == (history.until, 20))
    assert cell.expected == pytest.approx(10)
    assert (cell.came, cell.planned) == (None, 3)
    assert cell.needed is not None
    assert cell.gap == 3 - cell.needed
    assert next(each for each in cells if each.half == (history.until, 18)).came == 0
    assert shown(cells) == range(18, 34)


def test_without_history_a_week_still_shows_the_plan() -> None:
    cells = week(known(0, 0), PLAN, 600.0, MONDAY, (MONDAY, 0))
    assert len(cells) == 7 * HALVES
    assert {(cell.expected, cell.needed, cell.gap) for cell in cells} == {(None, None, None)}
    assert shown(cells) == range(18, 34)
