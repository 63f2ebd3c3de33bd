"""The fault register, purely: rows from facts and sessions, what is alike, what may be changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.faults import Met, Register, fold, key, rows, similar
from alongside.faults.deciding import NotChanged, change
from alongside.faults.register import missing
from alongside.protocol import Actor, FaultNoted, Part, Where
from alongside.protocol.faults import ChangeFault, Fact, FaultChanged, FaultEntry, FaultMerged, FaultOpened

RUTH = Actor(role="supervisor", id="ruth", name="Ruth")
UPLOAD, SLOW = "aaa", "bbb"


def said(text: str) -> tuple[Part, ...]:
    return (Part(text=text),)


def opened(fault: str, text: str = "Upload fails") -> FaultOpened:
    return FaultOpened(fault=fault, kind="system", what=said(text), where=Where(page="Proof"))


def entries(*facts: Fact) -> list[FaultEntry]:
    return [FaultEntry(number=n, at=n * 1000, by=RUTH, fact=fact) for n, fact in enumerate(facts, 1)]


def register(*facts: Fact) -> Register:
    return fold(entries(*facts), onto=Register())


def met(session: str, *faults: str, at: int = 5_000) -> Met:
    noted = tuple(FaultNoted(fault=fault, kind="system", what=said(f"Words of {session}")) for fault in faults)
    return Met(session=session, at=at, agent="Maya", task=said("Get a permit"), faults=noted)


facts = st.one_of(
    st.builds(opened, st.sampled_from("abc")),
    st.builds(FaultChanged, fault=st.sampled_from("abcd"), status=st.sampled_from(["open", "known", "fixed"])),
    st.builds(FaultMerged, fault=st.sampled_from("abc"), into=st.sampled_from("abcd")),
)


@given(st.lists(facts, max_size=12), st.integers(0, 12))
def test_folding_in_two_halves_comes_to_the_same(given_facts: list[Fact], at: int) -> None:
    log = entries(*given_facts)
    assert fold(log[at:], onto=fold(log[:at], onto=Register())) == fold(log, onto=Register())


@given(st.lists(facts, max_size=12))
def test_no_order_of_facts_makes_rows_fail(given_facts: list[Fact]) -> None:
    rows("parking", register(*given_facts), [met("s1", "a", "b"), met("s2", "x")])


def test_the_same_fault_is_one_row_with_its_sessions_the_latest_first() -> None:
    [row] = rows("parking", register(opened(UPLOAD)), [met("s1", UPLOAD), met("s2", UPLOAD, at=9_000)])
    assert [each.session for each in row.sessions] == ["s2", "s1"]
    assert (row.first_at, row.last_at) == (1_000, 9_000)


def test_a_row_stays_when_its_sessions_are_erased() -> None:
    [row] = rows("parking", register(opened(UPLOAD), FaultChanged(fault=UPLOAD, status="known", owner="Ruth")), [])
    assert (row.status, row.owner, row.sessions) == ("known", "Ruth", ())


def test_a_fault_whose_log_entry_is_still_missing_is_a_row_all_the_same() -> None:
    [row] = rows("parking", Register(), [met("s2", UPLOAD, at=9), met("s1", UPLOAD, at=5)])
    assert row.what == said("Words of s1")
    [(first, fact)] = missing(Register(), [met("s2", UPLOAD, at=9), met("s1", UPLOAD, at=5)])
    assert (first.session, fact.fault) == ("s1", UPLOAD)


def test_sessions_of_a_merged_row_count_in_the_other_and_only_once() -> None:
    log = register(opened(UPLOAD), opened(SLOW, "Slow upload"), FaultMerged(fault=SLOW, into=UPLOAD))
    [row] = rows("parking", log, [met("s1", UPLOAD, SLOW), met("s2", SLOW)])
    assert {each.session for each in row.sessions} == {"s1", "s2"}
    assert len(row.sessions) == 2


def test_what_reads_alike_is_suggested_the_most_alike_first() -> None:
    known = [("a", "Upload of the photo fails"), ("b", "The photo upload fails again"), ("c", "Map stays grey")]
    assert similar("photo upload fails", known) == ["b", "a"]
    assert similar("fotos upload failes", known)[:1] != ["c"]
    assert similar("", known) == []


def test_another_host_or_kind_is_another_row() -> None:
    keys = {key("system", said("Down"), ""), key("system", said("Down"), "a.org"), key("form", said("Down"), "")}
    assert len(keys) == 3


def test_a_change_is_a_fact_and_the_same_again_is_none() -> None:
    log = register(opened(UPLOAD))
    wanted = ChangeFault(status="known", owner="Ruth", ticket="https://tickets.example.org/7")
    fact = change(log, UPLOAD, wanted)
    assert fact is not None
    assert change(fold(entries(opened(UPLOAD), fact), onto=Register()), UPLOAD, wanted) is None


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ("none", ChangeFault(status="known")),
        (UPLOAD, ChangeFault(status="known", ticket="javascript:alert(1)")),
        (UPLOAD, ChangeFault(status="known", into=UPLOAD)),
        (UPLOAD, ChangeFault(status="known", into="none")),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(fault: str, wanted: ChangeFault) -> None:
    with pytest.raises(NotChanged):
        change(register(opened(UPLOAD)), fault, wanted)


def test_two_rows_are_never_merged_into_each_other() -> None:
    log = register(opened(UPLOAD), opened(SLOW), FaultMerged(fault=SLOW, into=UPLOAD))
    with pytest.raises(NotChanged):
        change(log, UPLOAD, ChangeFault(status="open", into=SLOW))
