"""Days, hours and half hours by the clock of a place, reckoned by hand around midnight and where clocks change."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import row

from alongside.metrics.breaking import grouped, when
from alongside.metrics.facts import Row
from alongside.metrics.selection import Selection
from alongside.metrics.zones import is_zone, named, number_of, zone

LONDON, LORD_HOWE = zone("Europe/London"), zone("Australia/Lord_Howe")


def at(iso: str) -> int:
    return round(datetime.fromisoformat(f"{iso}:00+00:00").timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "day", "half", "weekday"),
    [
        ("2026-06-30T22:59", "2026-06-30", 47, 1),
        ("2026-06-30T23:00", "2026-07-01", 0, 2),
        ("2026-01-01T00:29", "2026-01-01", 0, 3),
        ("2026-03-29T00:59", "2026-03-29", 1, 6),  # the clock goes from 00:59 to 02:00
        ("2026-03-29T01:00", "2026-03-29", 4, 6),
        ("2026-10-25T00:30", "2026-10-25", 3, 6),  # 01:30, for the first time
        ("2026-10-25T01:30", "2026-10-25", 3, 6),  # and again
    ],
)
def test_a_moment_has_the_day_and_half_hour_that_the_clock_on_the_wall_shows(
    moment: str, day: str, half: int, weekday: int
) -> None:
    assert (str(named(LONDON.day(at(moment)))), LONDON.half(at(moment))) == (day, half)
    assert LONDON.weekday(at(moment)) == weekday
    assert when(at(moment), "hour", LONDON) == f"{half // 2:02}"


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        ("2026-03-29", "2026-03-29T00:00", 23),
        ("2026-03-30", "2026-03-29T23:00", 24),
        ("2026-10-25", "2026-10-24T23:00", 25),
        ("2026-10-26", "2026-10-26T00:00", 24),
    ],
)
def test_a_day_is_as_long_as_its_clock_makes_it(day: str, begins: str, hours: int) -> None:
    number = number_of(date.fromisoformat(day))
    assert LONDON.begins(number) == at(begins)
    assert LONDON.begins(number + 1) - LONDON.begins(number) == hours * 3_600_000


@given(st.integers(at("2020-01-01T00:00"), at("2030-01-01T00:00")), st.sampled_from([LONDON, LORD_HOWE, zone("")]))
def test_a_moment_lies_in_the_day_that_it_is_counted_in(moment: int, clock: object) -> None:
    assert isinstance(clock, type(LONDON))
    day = clock.day(moment)
    assert clock.begins(day) <= moment < clock.begins(day + 1)
    there = clock.moment(moment)
    assert (there.date(), there.hour * 2 + there.minute // 30) == (named(day), clock.half(moment))


def test_what_is_no_zone_is_utc() -> None:
    for name in ("", "Nowhere/At_All", "../../etc/passwd", "Europe", "x" * 300, "\0"):
        assert (zone(name).name, is_zone(name)) == ("UTC", False)
    assert is_zone("Europe/London")
    assert datetime.fromtimestamp(0, UTC) == zone("").moment(0)


def test_the_hour_that_comes_twice_is_one_group_and_one_half_hour() -> None:
    rows = [row(iso, at=at(iso)) for iso in ("2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:00")]
    assert {key: len(each) for key, each in grouped(rows, "hour", {}, LONDON).items()} == {"01": 2, "02": 1}
    wanted = Selection(from_day="2026-10-25", to_day="2026-10-25", half=3, zone="Europe/London")
    assert len(wanted.choose([Row(facts=each) for each in rows], {})) == 2
