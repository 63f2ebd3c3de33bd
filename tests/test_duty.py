"""Occupancy and chats at once, against figures reckoned by hand."""

from rows import MINUTE, NOON, row

from alongside.metrics.duty import Duty, Had, duty, had
from alongside.metrics.facts import Facts

FIRST = NOON // MINUTE


def minutes(first: int, last: int) -> int:
    """The bits of these minutes from noon on."""
    return ((1 << (last - first)) - 1) << first


def of(agent: str, rows: list[Facts], there: int) -> Duty:
    return duty(had(rows, FIRST).get(agent, Had()), there)


def test_an_hour_with_a_quarter_of_an_hour_of_chats_is_occupied_by_a_quarter() -> None:
    found = of("maya", [row(wait=0, lasts=900)], minutes(0, 60))
    assert (found.occupancy, found.at_once) == (0.25, 1.0)


def test_two_chats_at_once_occupy_once_and_are_handled_twice() -> None:
    rows = [row("1", wait=0, lasts=600), row("2", at=NOON + 5 * MINUTE, wait=0, lasts=600)]
    found = of("maya", rows, minutes(0, 60))
    assert (found.occupancy, found.at_once) == (15 / 60, 20 / 15)


def test_the_second_agents_time_lies_at_the_end_of_the_session() -> None:
    held = {"maya": 10 * MINUTE, "sam": 10 * MINUTE}
    both = row(wait=0, lasts=1200, agents={"maya": "Maya", "sam": "Sam"}, held=held)
    assert of("maya", [both], minutes(0, 10)).occupancy == 1.0
    assert of("sam", [both], minutes(0, 10)).occupancy == 0.0
    assert of("sam", [both], minutes(10, 20)).occupancy == 1.0


def test_whose_time_on_duty_is_not_known_has_no_occupancy() -> None:
    assert of("maya", [row()], 0).occupancy is None


def test_practice_occupies_nobody() -> None:
    assert had([row(practice=True)], FIRST) == {}


def test_duties_add_up() -> None:
    assert (Duty(60, 15, 20, 15) + Duty(60, 45, 60, 50)).occupancy == 0.5
