"""Improvements: what may be written at which stage, two who write at once, and the law of the fold."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from log_store import opened

from alongside.access import Who
from alongside.hub.improvements import ImprovementLedgers
from alongside.metrics.improvements import Improvements, NotWritten, fold, write
from alongside.protocol import Actor, Part
from alongside.protocol.improvements import ImprovementEntry, ImprovementWritten, WriteImprovement

TODAY = "2026-03-01"
RUTH = Who(role="supervisor", id="ruth", name="Ruth")
NEW = WriteImprovement(cause="cause:form", hypothesis="The hint under the date is not seen")
DONE = WriteImprovement(
    cause="cause:form", hypothesis="The hint is not seen", stage="do", change="Put it above", changed_on="2026-02-20"
)


def test_a_record_begins_with_a_hypothesis() -> None:
    written = write(Improvements(), NEW, TODAY)
    assert written
    assert (written.improvement, written.stage) == ("i1", "plan")
    assert written.hypothesis == (Part(text="The hint under the date is not seen"),)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"cause": "cause:none"}, "Choose the cause"),
        ({"hypothesis": " "}, "Hypothesis"),
        ({"change": ""}, "say what was changed"),
        ({"changed_on": ""}, "give the day"),
        ({"changed_on": "2026-02-31"}, "give a day"),
        ({"changed_on": "2026-03-02"}, "still to come"),
        ({"stage": "check"}, "what came of the change"),
    ],
)
def test_what_a_stage_needs_is_asked_for_by_name(changed: dict[str, str], says: str) -> None:
    asked = WriteImprovement(**({name: getattr(DONE, name) for name in DONE.__struct_fields__} | changed))
    with pytest.raises(NotWritten, match=says):
        write(Improvements(), asked, TODAY)


def test_card_numbers_are_hidden_in_a_record() -> None:
    asked = WriteImprovement(cause="cause:form", hypothesis="They type 4111 1111 1111 1111")
    written = write(Improvements(), asked, TODAY)
    assert written
    assert [part.hidden for part in written.hypothesis if part.hidden] == ["card"]


def test_who_writes_on_something_older_is_told_so() -> None:
    first = write(Improvements(), NEW, TODAY)
    assert first
    state = fold([entry(1, first), entry(2, first)], onto=Improvements())
    late = WriteImprovement(cause="cause:form", improvement="i1", seen=1, hypothesis="Another")
    with pytest.raises(NotWritten, match="Ruth changed this record meanwhile"):
        write(state, late, TODAY)


def entry(number: int, fact: ImprovementWritten) -> ImprovementEntry:
    return ImprovementEntry(number=number, at=number, by=Actor("supervisor", "ruth", "Ruth"), fact=fact)


facts = st.builds(ImprovementWritten, improvement=st.sampled_from(["", "i1", "i2"]), cause=st.just("cause:form"))


@settings(max_examples=30)
@given(st.lists(facts, max_size=8), st.integers(0, 8))
def test_folding_in_two_parts_is_folding_at_once(written: list[ImprovementWritten], at: int) -> None:
    entries = [entry(number, fact) for number, fact in enumerate(written, 1)]
    whole = fold(entries, onto=Improvements())
    assert fold(entries[at:], onto=fold(entries[:at], onto=Improvements())) == whole


async def test_of_two_who_begin_a_record_at_once_both_have_one(redis_url: str, prefix: str) -> None:
    now = round(datetime(2026, 3, 1, tzinfo=UTC).timestamp() * 1000)
    async with opened(redis_url, prefix) as one, opened(redis_url, prefix) as other:
        ledgers = [ImprovementLedgers(log, lambda: now) for log in (one, other)]
        written = await asyncio.gather(*(each.write("parking", RUTH, NEW) for each in ledgers))
        assert sorted(written) == ["i1", "i2"]
        found = [[record.now.improvement for _, record in await each.of(["parking"])] for each in ledgers]
    assert [sorted(each) for each in found] == [["i1", "i2"]] * 2
    assert found[0] == found[1]
