"""Causes as a Pareto chart, and whether a change made one of them rarer, against figures reckoned by hand."""

import pytest
from rows import DAY, NOON, row

from alongside.metrics.breaking import when
from alongside.metrics.causes import CAUSES, FEW, Share, change, count, counts, has, pareto
from alongside.metrics.facts import Facts

ROWS = [
    *(row(f"u{n}", cause="use") for n in range(6)),
    *(row(f"s{n}", cause="system") for n in range(3)),
    row("f", cause="form"),
    row("open"),
    row("practice", cause="system", practice=True),
]


def test_causes_stand_by_how_many_sessions_they_have_and_add_up() -> None:
    counted = count(ROWS)
    bars = pareto(counted, "wrapup")
    assert counted.of("wrapup") == 10
    assert [(bar.cause, bar.sessions, bar.share, bar.cumulative) for bar in bars] == [
        ("cause:use", 6, 0.6, 0.6),
        ("cause:system", 3, 0.3, 0.9),
        ("cause:form", 1, 0.1, 1.0),
    ]
    assert [bar.side for bar in bars] == ["difficulty", "system", "difficulty"]


def test_signs_count_once_a_session_and_only_where_the_form_was_shared() -> None:
    rows = [
        row("1", shared=True, cues={"returns": 5, "rage_clicks": 1}),
        row("2", shared=True, cues={"returns": 1}, system_faults={"offline": 2}),
        row("3", shared=True),
        row("4", cues={"returns": 1}),
    ]
    counted = count(rows[:2]) + count(rows[2:])
    bars = pareto(counted, "signs")
    assert counted.of("signs") == 3
    assert [(bar.cause, bar.sessions) for bar in bars] == [
        ("cue:returns", 2),
        ("cue:rage_clicks", 1),
        ("fault:offline", 1),
    ]
    assert bars[-1].cumulative == 1


def test_every_cause_has_a_name_and_can_be_found() -> None:
    everything = row(cause="use", shared=True, cues={"returns": 1}, system_faults={"offline": 1})
    assert [cause for cause in CAUSES if has(everything, cause)] == ["cause:use", "cue:returns", "fault:offline"]
    assert not counts(row(practice=True, cause="use"), "wrapup")


def test_of_nothing_there_are_no_bars() -> None:
    assert pareto(count([]), "wrapup") == []


def test_the_interval_of_a_share_is_wilsons() -> None:
    # 81 of 263, as in Newcombe, Statistics in Medicine 17 (1998), method 3: 0.2553 to 0.3662
    assert Share(81, 263).interval == pytest.approx((0.2553, 0.3662), abs=0.00005)
    assert Share(0, 0).interval == (0, 1)


def day_of(at: int) -> str:
    return when(at, "day")


def sessions(day: int, had: int, of: int) -> list[Facts]:
    return [row(f"{day}.{n}", at=NOON + day * DAY, cause="form" if n < had else "use") for n in range(of)]


def test_a_change_is_held_against_the_days_before_it() -> None:
    rows = [*sessions(-1, 20, 40), *sessions(0, 2, 20), *sessions(1, 2, 20), *sessions(9, 20, 20)]
    found = change(rows, "cause:form", "2026-03-01", day_of, ("2026-02-20", "2026-03-05"))
    assert (found.before, found.after) == (Share(20, 40), Share(4, 40))
    assert found.clear
    assert not found.few
    assert [(day, share.n) for day, share in found.days] == [("2026-02-28", 40), ("2026-03-01", 20), ("2026-03-02", 20)]


def test_a_change_with_few_sessions_says_so_and_is_never_clear() -> None:
    rows = [*sessions(-1, 10, 10), *sessions(0, 0, FEW)]
    found = change(rows, "cause:form", "2026-03-01", day_of, ("2026-02-20", "2026-03-05"))
    assert found.few
    assert not found.clear
