"""The expect rules: the cases shared with the widget's tests, and the law that a verdict says nothing of the value."""

import json
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.playbook.checksums import CHECKSUMS
from alongside.playbook.dates import bound
from alongside.playbook.expect import (
    UNREADABLE,
    VERDICT_WORDS,
    Context,
    DateParts,
    File,
    Files,
    Text,
    Value,
    verdict_of,
    verdict_words,
)
from alongside.protocol.rules import Checksum, Expect, NearMiss

HERE = Path(__file__).parent
TABLE = json.loads((HERE / "cases" / "expect.json").read_text())
PAGE = (HERE.parent / "docs" / "verdicts.md").read_text()
OWN = "own-verdict"
TODAY = Context("2026-11-22", lambda name: "the other")


def _value(given: dict[str, Any]) -> Value:
    if "files" in given:
        return Files(tuple(File(**each) for each in given["files"]))
    return DateParts(**given["date"]) if "date" in given else Text(given["text"])


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["name"])
def test_a_value_gets_its_verdict(case: dict[str, Any]) -> None:
    rules = msgspec.convert(case["rules"], tuple[Expect, ...])
    context = Context(case.get("today", TABLE["today"]), case.get("other", {}).get)
    assert verdict_of(rules, _value(case["value"]), context) == case["verdict"]


def test_the_cases_hold_every_verdict() -> None:
    counted = {name for name in VERDICT_WORDS if "-too-" in name}
    assert set(VERDICT_WORDS) - counted <= {case["verdict"] for case in TABLE["cases"]}


def test_every_checksum_that_a_playbook_may_name_is_there() -> None:
    assert set(CHECKSUMS) == set(get_args(Checksum))


TYPED = st.text(max_size=40) | st.text("0123456789 -/.OlABab\u200b٤４\n", max_size=40) | st.dates().map(str)
PATTERNS = st.sampled_from([r"\d{6}", "[A-Z]+", "(", r"(a|b)*", r"\p{L}", "[[a]", "a{2,1}", ""]) | st.text(max_size=12)
VALUES = (
    st.builds(Text, TYPED)
    | st.builds(DateParts, TYPED, TYPED, TYPED)
    | st.builds(Files, st.lists(st.builds(File, TYPED, st.integers(0)), max_size=3).map(tuple))
)
BOUNDS = st.sampled_from(["", "-28d", "+1y", "-999y", "2026-02-30", "2026-01-31"]) | st.text(max_size=6)
MISSES = st.lists(st.builds(NearMiss, verdict=st.just("near-miss"), pattern=PATTERNS), max_size=2)
RULES = st.builds(
    Expect,
    verdict=st.sampled_from(["", OWN]),
    pattern=PATTERNS,
    exact=st.booleans(),
    near_misses=MISSES.map(tuple),
    min_length=st.none() | st.integers(0, 20),
    max_length=st.none() | st.integers(0, 20),
    date=st.sampled_from(["", "past", "future", "range"]),
    earliest=BOUNDS,
    latest=BOUNDS,
    checksum=st.sampled_from(["", *CHECKSUMS]),
    same_as=st.sampled_from(["", "email"]),
    file_types=st.lists(st.text(max_size=4), max_size=2).map(tuple),
    max_megabytes=st.none() | st.floats(0.001, 100),
)


@given(st.lists(RULES, max_size=4), VALUES, st.builds(Context, TYPED, st.just(lambda name: "the other")))
def test_a_verdict_is_a_name_known_beforehand_whatever_the_value(
    rules: list[Expect], value: Value, context: Context
) -> None:
    assert verdict_of(rules, value, context) in {"", OWN, "near-miss", *VERDICT_WORDS}


@given(st.lists(RULES, min_size=1, max_size=4))
def test_an_empty_value_is_never_wrong(rules: list[Expect]) -> None:
    for empty in (Text(""), Text(" \u200b\n"), DateParts("", " ", ""), Files(())):
        assert verdict_of(rules, empty, TODAY) == ""


@given(st.text(max_size=12), st.text(max_size=12) | st.dates().map(str))
def test_a_bound_is_a_day_or_nothing(text: str, today: str) -> None:
    day = bound(text, today)
    assert day == "" or len(day) == 10


def test_a_value_as_long_as_a_book_is_read_in_no_time() -> None:
    rules = [Expect(pattern="[a-z ]+"), Expect(max_length=10_000_000), Expect(checksum="luhn")]
    assert verdict_of(rules, Text("word " * 200_000), TODAY) == "not-only-digits"


def test_every_verdict_has_words_and_stands_on_its_page() -> None:
    assert set(VERDICT_WORDS) >= UNREADABLE
    for verdict, words in VERDICT_WORDS.items():
        assert f"| `{verdict}` | {words} |" in PAGE


def test_a_playbooks_own_verdict_is_read_as_it_is_spelled() -> None:
    assert verdict_words("old-permit-number") == "Old permit number"
    assert verdict_words("two-digits-too-few") == "Two digits too few"
