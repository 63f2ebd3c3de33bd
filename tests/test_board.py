"""The board: figures by day and group, held against the time before, and kept only while they are true."""

from datetime import date
from itertools import count
from typing import Any

from msgspec.structs import replace
from rows import DAY, HOUR, NOON, gave_up, row

from alongside.metrics.board import Board, Boards, Seen, Span, between
from alongside.metrics.breaking import By, unbroken
from alongside.metrics.facts import Facts, Row
from alongside.metrics.kpis import BY_ID
from alongside.metrics.measures import Asked
from alongside.metrics.selection import NOTHING, Selection
from alongside.metrics.tally import Figure
from alongside.metrics.telling import Moved, moved, told
from alongside.metrics.zones import zone

TODAY = Span(date(2026, 3, 1), date(2026, 3, 1))
WEEK = Span(date(2026, 2, 23), date(2026, 3, 1))
TEAMS = {"maya": ("permits",), "sam": ("permits", "payments")}
SAM: dict[str, Any] = {"agents": {"sam": "Sam"}, "held": {"sam": 60_000}}


VERSIONS = count()


def board(
    rows: list[Facts],
    span: Span = TODAY,
    wanted: Selection = NOTHING,
    by: By | None = None,
    boards: Boards | None = None,
) -> Board:
    latest = sorted(rows, key=lambda each: -each.requested_at)
    seen = Seen([Row(facts=each) for each in latest], "ruth", next(VERSIONS))
    return (boards or Boards(lambda: TEAMS)).board(seen, wanted, span, Asked(), by, 2)


def test_a_day_is_held_against_the_day_before() -> None:
    found = board([row("1"), row("2"), row("old", at=NOON - DAY), row("older", at=NOON - 2 * DAY)])
    assert (found.now["sessions"].value, found.before["sessions"].value) == (2, 1)


def test_every_day_of_the_time_has_a_row_even_an_empty_one() -> None:
    found = board([row("1"), row("2", at=NOON - 3 * DAY)], WEEK)
    assert [(day, figures["sessions"].n) for day, figures in found.days][-4:] == [
        ("2026-02-26", 1),
        ("2026-02-27", 0),
        ("2026-02-28", 0),
        ("2026-03-01", 1),
    ]
    assert len(found.days) == 7


def test_what_is_filtered_is_not_counted() -> None:
    rows = [row("1"), row("2", site="library"), gave_up("3")]
    assert board(rows, wanted=Selection(sites=("library",))).now["sessions"].value == 1
    assert board(rows, wanted=Selection(agent="maya")).now["abandonment"].n == 2


def test_agents_with_few_sessions_are_not_ranked() -> None:
    rows = [row("1"), row("2"), row("3", **SAM)]
    found = {group.key: group for group in board(rows, by="agent").groups}
    assert {key: group.ranked for key, group in found.items()} == {"maya": True, "sam": False}
    assert found["sam"].now["handling_mean"].value == 60


def test_a_group_is_held_against_itself_before() -> None:
    (hour,) = board([row("1"), row("2"), row("3", at=NOON - DAY)], by="hour").groups
    assert (hour.key, hour.now["sessions"].n, hour.before["sessions"].n) == ("12", 2, 1)


def test_hours_and_days_without_a_session_stand_between_those_that_have_one() -> None:
    rows = [row("1", at=NOON - 2 * HOUR), row("2")]
    assert [(group.key, group.now["sessions"].n) for group in board(rows, by="hour").groups] == [
        ("10", 1),
        ("11", 0),
        ("12", 1),
    ]
    assert unbroken("week", ["2026-01-19", "2026-01-05"]) == ["2026-01-05", "2026-01-12", "2026-01-19"]
    assert unbroken("agent", ["sam", "maya"]) == ["maya", "sam"]


def test_an_erased_session_is_in_no_figure_any_more() -> None:
    boards = Boards(lambda: TEAMS)
    rows = [row("1", rating=5), row("2", rating=1, checks={"who": "failed"}, **SAM)]
    assert board(rows, by="agent", boards=boards).now["csat"].value == 0.5
    after = board(rows[:1], by="agent", boards=boards)
    assert after.now["csat"].value == 1
    assert [group.key for group in after.groups] == ["maya"]
    assert (after.checks, list(after.had)) == ({}, [("maya", NOON // DAY)])
    assert board([], by="agent", boards=boards).now["sessions"].value == 0


def test_each_reader_has_a_board_of_their_own_rows() -> None:
    boards = Boards(lambda: TEAMS)
    for reader, rows in (("ruth", 2), ("tom", 1)):
        seen = Seen([Row(facts=row(str(number))) for number in range(rows)], reader, 1)
        assert boards.board(seen, NOTHING, TODAY, Asked(), None, 2).now["sessions"].n == rows


def test_a_day_has_the_sessions_from_midnight_to_midnight() -> None:
    midnight = NOON - NOON % DAY
    rows = [Row(facts=row(str(at), at=at)) for at in (midnight + DAY, midnight + DAY - 1, midnight, midnight - 1)]
    assert between(rows, zone("UTC"), midnight // DAY, midnight // DAY) == rows[1:3]


def test_a_session_that_changed_is_counted_anew() -> None:
    boards = Boards(lambda: TEAMS)
    one = row("1")
    assert board([one], boards=boards).now["csat"].n == 0
    assert board([replace(one, number=10, rating=5)], boards=boards).now["csat"].n == 1


def test_changes_say_what_is_better() -> None:
    wait, level, nps = BY_ID["wait_median"], BY_ID["service_level"], BY_ID["nps"]
    assert moved(wait, Figure(42, 90), Figure(50, 90)) == Moved("\N{MINUS SIGN}8 s", "better")
    assert moved(level, Figure(0.85, 90), Figure(0.866, 90)).words == "\N{MINUS SIGN}2 points"
    assert moved(level, Figure(0.851, 90), Figure(0.849, 90)).verdict == "same"
    assert moved(nps, Figure(-5, 90), Figure(20, 90)).verdict == "worse"
    assert moved(BY_ID["sessions"], Figure(90, 90), Figure(40, 40)).verdict == ""
    assert moved(level, Figure(0.9, 90), Figure(None, 0)).words == "Nothing to compare with"


def test_a_change_among_few_sessions_is_not_judged() -> None:
    assert moved(BY_ID["csat"], Figure(0.9, 9), Figure(0.5, 90)) == Moved("+40 points, of few ratings", "")


def test_values_are_told_with_their_units() -> None:
    said = [told("share", 0.874), told("seconds", 185), told("seconds", 4200), told("points", -5), told("count", 1234)]
    assert said == ["87 %", "3 min 05 s", "1 h 10 min", "\N{MINUS SIGN}5", "1,234"]
    assert told("stars", None) == "–"
