"""Staffing, purely: the queue's formulas against published figures, chats at a time, half hours, forecasts."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from math import factorial, inf
from operator import le
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alongside.staffing.arrivals import count, half_of, turns
from alongside.staffing.chat import Target, Work, around, need
from alongside.staffing.erlang import Load, Outlook, erlang_b, erlang_c, impatient, least, patient
from alongside.staffing.forecast import History, forecast, halves_of, tried

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 3, 2)

# --- Erlang C -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("calls", "minutes", "servers", "within", "waits", "answered", "wait"),
    [
        # I. Tanner, "The Erlang-C formula" (mitan.co.uk, Westbay): 360 calls per half hour, 4 minutes, 55 agents, 15 s
        (360, 4, 55, 15, 0.239, 0.846, 8.2),
        # pyworkforce's documentation (PyPI, pyworkforce 0.1.0), ErlangC: waiting_probability, service_level
        (100, 3, 14, 20, 0.17413, 0.88835, 7.8),
        # Garnett, Mandelbaum, Reiman 2002, table 1, M/M/N: 48 calls a minute, 1 minute, 50 agents
        (1440, 1, 50, 20, 0.694, 0.643, 20.8),
    ],
)
def test_erlang_c_agrees_with_published_figures(
    calls: int, minutes: int, servers: int, within: int, waits: float, answered: float, wait: float
) -> None:
    found = patient(Load(calls / 1800, minutes * 60), servers, within)
    assert found.waits == pytest.approx(waits, abs=6e-4)
    assert found.answered == pytest.approx(answered, abs=6e-4)
    assert found.mean_wait == pytest.approx(wait, abs=0.05)


@pytest.mark.parametrize(
    ("calls", "minutes", "within", "share", "agents"),
    [
        # "raw_positions" of the example in pyworkforce's documentation (PyPI, pyworkforce 0.1.0 and later)
        (100, 3, 20, 0.8, 14),
        # reckoned apart from this code, by adding up Erlang's series
        (200, 5, 20, 0.8, 39),
        (500, 6, 20, 0.8, 109),
        (2000, 4, 20, 0.9, 281),
        (180, 4, 20, 0.8, 29),
        (50, 12, 60, 0.8, 25),
    ],
)
def test_the_agents_for_a_target_agree_with_published_ones(
    calls: int, minutes: int, within: int, share: float, agents: int
) -> None:
    found = need(Load(calls / 1800, minutes * 60), Work(), Target(answered=share, within=within), gives_up=False)
    assert found is not None
    assert found.agents == agents


@given(st.integers(1, 60), st.fractions(Fraction(1, 100), 60, max_denominator=100))
@settings(max_examples=40)
def test_erlang_b_and_c_are_what_adding_up_gives(servers: int, erlangs: Fraction) -> None:
    terms = [erlangs**k / factorial(k) for k in range(servers + 1)]
    assert erlang_b(float(erlangs), servers) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-9)
    if erlangs < servers:
        queue = terms[-1] * servers / (servers - erlangs)
        assert erlang_c(float(erlangs), servers) == pytest.approx(float(queue / (sum(terms[:-1]) + queue)), rel=1e-9)


def test_more_work_than_agents_is_a_queue_without_end_and_no_error() -> None:
    assert patient(Load(1, 60), 60, 20) == Outlook(60, 1.0, 0.0, 0.0, inf, 1.0)


# --- Erlang A -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_minute", "minutes", "patience", "servers", "waits", "gives_up", "wait", "occupancy"),
    [
        # Garnett, Mandelbaum, Reiman 2002, table 1, M/M/N+M: 3.1 % give up, 3.7 s, utilization 93 %
        (48, 1, 2, 50, None, 0.031, 3.7, 0.93),
        # Reckoned apart from this code, from the chain of states
        (3.333, 3, 2, 10, 0.4969, 0.1375, 0.275 * 60, None),
        (6.667, 5, 1.5, 32, 0.4541, 0.1113, 0.1669 * 60, None),
        (1, 6, 3, 6, 0.4813, 0.1869, 0.5608 * 60, None),
    ],
)
def test_erlang_a_agrees_with_published_figures(
    per_minute: float,
    minutes: float,
    patience: float,
    servers: int,
    waits: float | None,
    gives_up: float,
    wait: float,
    occupancy: float | None,
) -> None:
    found = impatient(Load(per_minute / 60, minutes * 60, patience * 60), servers, 20)
    assert found.gives_up == pytest.approx(gives_up, abs=2e-4)
    assert found.mean_wait == pytest.approx(wait, abs=0.05)
    assert waits is None or found.waits == pytest.approx(waits, abs=2e-4)
    assert occupancy is None or found.occupancy == pytest.approx(occupancy, abs=0.005)


@given(st.integers(1, 500), st.floats(0.05, 0.98))
@settings(max_examples=40)
def test_erlang_a_with_endless_patience_is_erlang_c(servers: int, busy: float) -> None:
    load = Load(servers * busy / 300, 300)
    c, a = patient(load, servers, 30), impatient(Load(load.rate, load.handling, 1e10), servers, 30)
    for name in ("waits", "answered", "gives_up", "occupancy"):
        assert getattr(a, name) == pytest.approx(getattr(c, name), abs=1e-5)
    assert a.mean_wait == pytest.approx(c.mean_wait, rel=1e-3, abs=1e-6)


def test_erlang_a_agrees_with_another_programs_figures() -> None:
    """pyworkforce's guide "Erlang A" (docs/guide/erlanga.md, 2026), to three digits: 100 calls in 30 minutes, 3 minutes
    each, 5 minutes' patience, 13 agents."""
    found = impatient(Load(100 / 1800, 180, 300), 13, 20)
    told = {"answered": 0.858, "occupancy": 0.750, "gives_up": 0.025, "waits": 0.226}
    assert {name: getattr(found, name) for name in told} == pytest.approx(told, abs=2e-3)
    assert found.mean_wait == pytest.approx(0.125 * 60, abs=0.06)


def by_chain(load: Load, servers: int, within: float) -> tuple[float, float, float]:
    """(waits, gives up, answered within): the chain's states one by one; the wait of who finds k waiting is a further
    chain with k + 1 departures before their turn, followed in small steps."""
    weights = [1.0]
    for state in range(1, servers + 400):
        weights.append(weights[-1] * load.rate / leaving(load, servers, state))
    shares = [weight / sum(weights) for weight in weights]
    queue = sum((state - servers) * share for state, share in enumerate(shares) if state > servers)
    steps = 1500
    reach = {state: shares[state] for state in range(servers, servers + 150)}  # our arrival finds so many there
    served = sum(shares[:servers])
    alive = [reach.get(servers + place, 0.0) for place in range(150)]
    for _ in range(steps):
        step = within / steps
        out = [(servers / load.handling + place / load.patience) * step for place in range(150)]
        served += alive[0] * out[0] * (1 - step / 2 / load.patience)
        stay = [each * (1 - gone - step / load.patience) for each, gone in zip(alive, out, strict=True)]
        moved = [alive[place + 1] * out[place + 1] for place in range(149)]
        alive = [each + more for each, more in zip(stay, [*moved, 0.0], strict=True)]
    return sum(shares[servers:]), queue / load.patience / load.rate, served


def leaving(load: Load, servers: int, state: int) -> float:
    return min(state, servers) / load.handling + max(0, state - servers) / load.patience


@pytest.mark.parametrize(("rate", "patience", "servers"), [(0.05, 60, 6), (0.05, 600, 20), (0.1, 120, 22)])
def test_erlang_a_is_what_the_chain_of_states_gives(rate: float, patience: float, servers: int) -> None:
    load = Load(rate, 240, patience)
    waits, gives_up, answered = by_chain(load, servers, 30)
    found = impatient(load, servers, 30)
    assert found.waits == pytest.approx(waits, rel=1e-9)
    assert found.gives_up == pytest.approx(gives_up, rel=1e-9)
    assert found.answered == pytest.approx(answered, abs=2e-3)


def test_erlang_a_is_what_playing_it_out_gives() -> None:
    """Ten thousand customers with dice of a fixed seed; first come, first served."""
    dice, load, servers = Random(7), Load(0.05, 240, 120), 12
    free, now, gave_up, in_time, customers = [0.0] * servers, 0.0, 0, 0, 10_000
    for _ in range(customers):
        now += dice.expovariate(load.rate)
        free.sort()
        wait = max(0.0, free[0] - now)
        if wait > dice.expovariate(1 / load.patience):
            gave_up += 1
            continue
        in_time += wait <= 30
        free[0] = now + wait + dice.expovariate(1 / load.handling)
    found = impatient(load, servers, 30)
    assert found.gives_up == pytest.approx(gave_up / customers, abs=0.02)
    assert found.answered == pytest.approx(in_time / customers, abs=0.02)


@given(st.floats(1e-4, 10), st.floats(10, 7200), st.floats(1, 2_000), st.integers(1, 500), st.floats(0, 3600))
@settings(max_examples=25)
@example(10.0, 7200.0, 2.0, 1, 0.0)
def test_no_queue_makes_erlang_a_overflow_or_give_shares_that_are_none(
    rate: float, handling: float, patience: float, servers: int, within: float
) -> None:
    found = impatient(Load(rate, handling, patience), servers, within)
    for share in (found.waits, found.answered, found.gives_up, found.occupancy):
        assert -1e-9 <= share <= 1 + 1e-9
    assert found.answered <= 1 - found.gives_up + 1e-6 or within < patience * 50
    assert 0 <= found.mean_wait <= patience * 1.001


def test_the_least_number_that_fits_is_found_and_none_where_none_does() -> None:
    assert [least(partial(le, enough), 100) for enough in (1, 2, 7, 100, 101)] == [1, 2, 7, 100, None]


# --- several chats at a time ----------------------------------------------------------------------------


def test_an_agent_with_two_chats_counts_as_two_servers_with_slower_chats() -> None:
    load, target = Load(100 / 1800, 300), Target(answered=0.8, within=60)
    one = need(load, Work(), target, gives_up=False)
    two = need(load, Work(at_a_time=2, slower=0.2), target, gives_up=False)
    assert one is not None
    assert two is not None
    assert two.outlook.servers == two.agents * 2
    assert two.outlook == patient(Load(load.rate, 360), two.agents * 2, 60)
    assert one.agents / 2 < two.agents < one.agents


def test_breaks_and_courses_are_on_the_roster_too() -> None:
    assert [Work(away=away).rostered(7) for away in (0, 0.3, 0.5)] == [7, 10, 14]


def test_who_gives_up_needs_no_agent_unless_the_target_forbids_it() -> None:
    load, target = Load(100 / 1800, 300, 60), Target(answered=0.8, within=60)
    found = {gives_up: need(load, Work(), target, gives_up=gives_up) for gives_up in (False, True)}
    strict = need(load, Work(), Target(answered=0.8, within=60, gives_up=0.01), gives_up=True)
    assert strict is not None
    assert strict.outlook.gives_up <= 0.01
    numbers = [each.agents for each in (found[True], found[False], strict) if each is not None]
    assert numbers == sorted(numbers)


def test_nobody_is_needed_where_nobody_comes_and_no_number_for_the_impossible() -> None:
    target = Target(answered=0.8, within=60)
    nobody = need(Load(0, 300, 60), Work(), target, gives_up=True)
    assert nobody is not None
    assert nobody.agents == 0
    assert need(Load(100, 3600), Work(), target, gives_up=False) is None
    assert [number for number, _, _ in around(Load(0.01, 300, 60), Work(), 1, 60)] == [1, 2, 3, 4, 5]


# --- half hours and the forecast ------------------------------------------------------------------------


def at(day: date, clock: str, zone: ZoneInfo = LONDON) -> int:
    return round(datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=zone).timestamp() * 1000)


def test_a_moment_falls_into_the_half_hour_of_the_clock_on_the_wall() -> None:
    summer = date(2026, 7, 1)
    assert half_of(at(summer, "09:29"), LONDON) == (summer, 18)
    assert half_of(at(summer, "23:45"), ZoneInfo("UTC")) == (summer, 45)
    assert count([at(summer, "09:00"), at(summer, "09:29"), at(summer, "09:30")], LONDON) == {
        (summer, 18): 2,
        (summer, 19): 1,
    }


def test_the_hour_that_summer_time_takes_or_doubles_is_known() -> None:
    assert turns((date(2026, 3, 29), 2), LONDON) == 0
    assert turns((date(2026, 10, 25), 2), LONDON) == 2
    assert turns((date(2026, 10, 25), 4), LONDON) == 1


def history(weeks: list[dict[tuple[int, int], int]], **others: object) -> History:
    """Weeks of {(weekday, half hour): arrivals} from MONDAY on."""
    counts = {
        (MONDAY + timedelta(weeks=number, days=day), half): came
        for number, week in enumerate(weeks)
        for (day, half), came in week.items()
    }
    until = MONDAY + timedelta(weeks=len(weeks))
    return History(counts=counts, since=MONDAY, until=until, zone=LONDON, **others)  # type: ignore[arg-type]


def test_the_latest_weeks_count_most() -> None:
    known = history([{(0, 20): 10}, {(0, 20): 20}])
    assert forecast(known, known.until)[known.until, 20] == pytest.approx((20 + 0.7 * 10) / 1.7)
    assert forecast(known, known.until)[known.until, 21] == 0


def test_a_day_that_was_not_like_others_is_left_out() -> None:
    known = history([{(0, 20): 10}, {(0, 20): 10}, {}], without=[MONDAY + timedelta(weeks=2)])
    assert forecast(known, known.until)[known.until, 20] == 10


def test_a_doubled_hour_is_no_busy_one() -> None:
    sunday = date(2026, 10, 25)
    known = History(counts={(sunday, 2): 8}, since=date(2026, 10, 12), until=date(2026, 11, 2), zone=LONDON)
    assert known.came((sunday, 2)) == 4


def test_too_little_history_forecasts_nothing() -> None:
    assert forecast(history([{(0, 20): 10}]), MONDAY + timedelta(weeks=1)) == {}
    assert tried(history([{(0, 20): 10}] * 2)) is None


def test_the_error_is_that_of_weeks_forecast_from_what_was_known_before_them() -> None:
    """By hand: the third week, forecast from 10 and 20, is 15.88 where 18 came; last week's 20 is 2 off."""
    found = tried(history([{(0, 20): 10}, {(0, 20): 20}, {(0, 20): 18}]))
    assert found is not None
    assert found.weeks == 1
    assert found.ours.mae == pytest.approx(18 - 27 / 1.7)
    assert found.ours.wape == found.ours.mape == pytest.approx((18 - 27 / 1.7) / 18)
    assert found.naive.mae == 2
    assert found.naive.bias == 2


def test_it_beats_last_week_where_weeks_are_alike_but_for_chance() -> None:
    dice = Random(3)
    weeks = [{(day, half): round(dice.gauss(12, 3)) for day in range(5) for half in range(18, 34)} for _ in range(9)]
    found = tried(history(weeks))
    assert found is not None
    assert found.weeks == 4
    assert found.ours.mae < found.naive.mae
    assert len(halves_of(MONDAY)) == 7 * 48
