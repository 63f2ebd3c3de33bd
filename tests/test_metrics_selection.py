"""Selections: an address's query and back, and which rows they take."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alongside.metrics import Facts, Row, Score, Selection, parse

DAY = 86_400_000
MONDAY = 20_600 * DAY  # 2026-05-27 is a Wednesday; see the test of weekdays
TEAMS = {"maya": ("parking",), "noor": ("payments", "night")}

BASE = Facts(
    session="s1",
    number=9,
    site="permits",
    status="ended",
    requested_at=MONDAY + 14 * 3_600_000,
    joined_at=MONDAY + 14 * 3_600_000 + 30_000,
    ended_at=MONDAY + 14 * 3_600_000 + 600_000,
    goal="Renew my parking permit",
    agents={"maya": "Maya"},
    playbook="permit",
    cause="form",
    resolved="partly",
    helped_by="guidance",
    solved="yes",
    helped_before=0,
    rating=4,
    recommend=9,
    ease=6,
    cues={"returns": 2},
    system_faults={"offline": 1},
    errors={"Date of birth": 2, "Name": 1},
    checks={"who-you-are": "passed"},
    faults=("abc",),
)


def row(**changes: Any) -> Row:
    return Row(facts=replace(BASE, **changes), score=Score(session="s1", number=1, released_at=1, score=70))


TAKEN: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"sites": ("permits", "taxes")}, True),
    ({"sites": ("taxes",)}, False),
    ({"agent": "maya"}, True),
    ({"agent": "noor"}, False),
    ({"team": "parking"}, True),
    ({"team": "night"}, False),
    ({"playbook": "permit"}, True),
    ({"playbook": "-"}, False),
    ({"cause": "use"}, False),
    ({"outcome": "partly"}, True),
    ({"outcome": "unknown"}, False),
    ({"solved": "no"}, False),
    ({"figure": "resolved"}, True),
    ({"figure": "resolved", "part": "missed"}, True),
    ({"figure": "resolved", "part": "met"}, False),
    ({"figure": "service_level", "within": "permits:60"}, False),
    ({"helped": "guidance"}, True),
    ({"came_back": "yes"}, True),
    ({"came_back": "no"}, False),
    ({"offered": "any"}, False),
    ({"cue": "returns"}, True),
    ({"cue": "rage_clicks"}, False),
    ({"cue": "any"}, True),
    ({"system": "offline"}, True),
    ({"fault": "abc"}, True),
    ({"check": "passed"}, True),
    ({"check": "failed"}, False),
    ({"check": "passed", "method": "other"}, False),
    ({"errors": 2}, True),
    ({"errors": 3}, False),
    ({"errors": 2, "question": "Name"}, False),
    ({"question": "Name"}, True),
    ({"scored": "yes"}, True),
    ({"scored": "no"}, False),
    ({"scored": "failed"}, False),
    ({"score_from": 70, "score_to": 70}, True),
    ({"score_to": 0}, False),
    ({"rating_to": 3}, False),
    ({"rating_from": 4}, True),
    ({"recommend_from": 9}, True),
    ({"recommend_to": 0}, False),
    ({"ease_to": 6}, True),
    ({"ease_from": 7}, False),
    ({"from_day": "2026-05-27", "to_day": "2026-05-27"}, True),
    ({"to_day": "2026-05-26"}, False),
    ({"from_day": "2026-05-28"}, False),
    ({"hour": 14}, True),
    ({"hour": 13}, False),
    ({"half": 28}, True),
    ({"half": 29}, False),
    ({"weekday": 2}, True),
    ({"weekday": 0}, False),
    ({"minutes_from": 10, "minutes_to": 10}, True),
    ({"minutes_from": 11}, False),
    ({"waited_from": 30}, True),
    ({"waited_to": 29}, False),
    ({"transferred": "no"}, True),
    ({"follow_up": "open"}, False),
    ({"status": "ended"}, True),
    ({"status": "open"}, False),
    ({"review": "yes"}, False),
    ({"words": "PARKING renew"}, True),
    ({"words": "parking taxes"}, False),
    ({"practice": "yes"}, False),
    ({"practice": "with"}, True),
]


@pytest.mark.parametrize(("wanted", "taken"), TAKEN, ids=str)
def test_a_filter_takes_what_it_says(wanted: dict[str, Any], taken: bool) -> None:
    assert Selection(**wanted).takes(row(), TEAMS) == taken


def test_every_filter_is_tried_above() -> None:
    tried = {name for wanted, _ in TAKEN for name in wanted}
    untried = {"channel", "familiarity", "language"}  # the same test as the playbook's
    journeys = {"what", "step", "field"}  # see test_journey_figures.py: a row does not tell
    assert set(Selection.__struct_fields__) - {"sort", "page", "zone"} == tried | untried | journeys


def test_practice_is_left_out_unless_it_is_asked_for() -> None:
    practice = row(practice=True)
    assert not Selection().takes(practice, TEAMS)
    assert Selection(practice="yes").takes(practice, TEAMS)
    assert Selection(practice="with").takes(practice, TEAMS)


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"resolved": ""}, "unknown"),
        ({"resolved": "", "joined_at": 0, "agents": {}}, "abandoned"),
        ({"ended_at": 0, "status": "active"}, ""),
    ],
)
def test_how_a_session_came_out(changes: dict[str, Any], outcome: str) -> None:
    for word in ("yes", "partly", "no", "unknown", "abandoned"):
        assert Selection(outcome=word).takes(row(**changes), TEAMS) == (word == outcome)


def test_a_session_that_goes_on_has_no_length_and_one_who_waits_no_wait() -> None:
    waits = row(ended_at=0, joined_at=0, status="waiting")
    assert not Selection(minutes_to=1).takes(waits, TEAMS)
    assert not Selection(waited_to=1_000_000).takes(waits, TEAMS)


def test_what_is_not_rated_or_scored_is_in_no_range() -> None:
    plain = Row(facts=replace(BASE, rating=0, recommend=-1, ease=0))
    ranges: list[dict[str, Any]] = [
        *({"rating_to": 5}, {"recommend_to": 10}, {"ease_to": 7}, {"score_to": 100}, {"score_from": 0}),
    ]
    assert not any(Selection(**each).takes(plain, TEAMS) for each in ranges)


def test_a_score_does_not_count_before_it_is_released() -> None:
    draft = Row(facts=BASE, score=Score(session="s1", number=1, score=70))
    assert Selection(scored="no").takes(draft, TEAMS)
    assert not Selection(score_from=0).takes(draft, TEAMS)


def test_what_was_marked_or_appealed_needs_review() -> None:
    appealed = Score(session="s1", number=2, released_at=1, needs_review=True)
    assert Selection(review="yes").takes(Row(facts=BASE, wanted=True), TEAMS)
    assert Selection(review="yes").takes(Row(facts=BASE, score=appealed), TEAMS)


# --- addresses ------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.lists(st.sampled_from([wanted for wanted, _ in TAKEN]), max_size=5), st.integers(1, 9))
def test_the_query_of_a_selection_is_read_as_that_selection(parts: list[dict[str, Any]], page: int) -> None:
    wanted = Selection(**{name: value for part in parts for name, value in part.items()}, page=page)
    assert parse(wanted.query()) == wanted


@pytest.mark.parametrize(
    "query",
    [
        *({"cause": "moon"}, {"errors": "0"}, {"errors": "-1"}, {"errors": "²"}, {"from": "yesterday"}),
        *({"from": "2026-02-30"}, {"page": "0"}, {"sort": "up"}, {"agent": "  "}, {"site": ","}, {"hour": "24"}),
        *({"practice": "no"}, {"nonsense": "1"}, {"score_to": "101"}, {"minutes_to": "9" * 40}),
    ],
)
def test_what_makes_no_sense_counts_as_left_out(query: dict[str, str]) -> None:
    assert parse(query) == Selection()


def test_the_active_filters_are_known_and_each_can_be_taken_out() -> None:
    wanted = parse({"site": "taxes,permits", "cause": "use", "page": "3", "sort": "rating"})
    assert wanted.active == ("sites", "cause")
    assert wanted.without("cause") == Selection(sites=("permits", "taxes"), sort="rating")


# --- order ----------------------------------------------------------------------------------------------


def test_rows_come_in_the_order_that_is_wanted() -> None:
    late = Row(facts=replace(BASE, session="late", requested_at=MONDAY + DAY, rating=0, errors={}))
    long = row(session="long", ended_at=MONDAY + DAY, rating=1)
    rows = [late, row(), long]  # latest first

    def order(**wanted: Any) -> list[str]:
        return [each.facts.session for each in Selection(**wanted).choose(rows, TEAMS)]

    assert order() == ["late", "s1", "long"]
    assert order(sort="oldest") == ["long", "s1", "late"]
    assert order(sort="longest")[0] == "long"
    assert order(sort="rating") == ["long", "s1", "late"]
    assert order(sort="score") == ["s1", "long", "late"]
    assert order(sort="errors")[-1] == "late"
