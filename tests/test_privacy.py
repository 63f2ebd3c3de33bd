"""Privacy: the redaction and scrubbing cases shared with the widget's tests, and the laws behind them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.privacy import KINDS, LABEL_LIMIT, clip, find_secrets, redact, scrub_label
from alongside.privacy.rules import RULES
from alongside.protocol import Part

HERE = Path(__file__).parent
REDACTION = json.loads((HERE / "cases" / "redaction.json").read_text())
SCRUBBING = json.loads((HERE / "cases" / "scrubbing.json").read_text())
PAGE = (HERE.parent / "docs" / "privacy.md").read_text()

SECRET_WORDS = ["PIN ", "password is ", "NHS ", "4111 1111 ", "11111111", "GB33BUKB", "943 476 5919", "\n"]
TROUBLE = st.text(max_size=200) | st.text("0123456789 -./+AB\u200b٤４\n", max_size=200)
MIXED = st.lists(st.sampled_from(SECRET_WORDS) | TROUBLE, max_size=12).map("".join)


@pytest.mark.parametrize("case", REDACTION["hidden"], ids=lambda case: case["name"])
def test_a_secret_is_hidden_and_the_words_around_it_stay(case: dict[str, Any]) -> None:
    expected = tuple(Part(text=part) if isinstance(part, str) else Part(**part) for part in case["parts"])
    assert redact(case["text"]) == expected


@pytest.mark.parametrize("text", REDACTION["passes"])
def test_what_is_no_secret_passes_whole(text: str) -> None:
    assert redact(text) == ((Part(text=text),) if text else ())


@given(MIXED)
def test_kept_parts_and_hidden_stretches_make_up_the_text_in_order(text: str) -> None:
    hidden = iter([text[secret.start : secret.end] for secret in find_secrets(text)])
    assert "".join(part.text or next(hidden) for part in redact(text)) == text
    assert next(hidden, None) is None


@given(MIXED)
def test_hidden_stretches_are_of_known_kinds_and_apart(text: str) -> None:
    end = 0
    for secret in find_secrets(text):
        assert end <= secret.start < secret.end
        assert secret.kind in KINDS
        end = secret.end


@given(st.text(st.sampled_from("40 -.\npasswordin"), min_size=2000, max_size=2000))
def test_long_hostile_texts_are_read_without_raising(text: str) -> None:
    redact(text)
    scrub_label(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_every_repeat_in_a_rule_is_bounded(rule: Any) -> None:
    assert max(_repeats(_parser.parse(rule.pattern.pattern)), default=0) <= 200


def _repeats(node: Any) -> Iterator[int]:
    """The upper bounds of all repeats in a parsed pattern."""
    if isinstance(node, tuple) and len(node) == 2 and node[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        yield int(node[1][1])
    if isinstance(node, (tuple, list, _parser.SubPattern)):
        for inner in node:
            yield from _repeats(inner)


def test_every_kind_has_a_rule_and_every_rule_a_kind() -> None:
    assert {rule.kind for rule in RULES} | {"card"} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_case(kind: str) -> None:
    assert any({"hidden": kind} in case["parts"] for case in REDACTION["hidden"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_on_the_privacy_page(kind: str) -> None:
    assert re.search(rf"^\| `{kind}` \| {re.escape(KINDS[kind])} \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("case", [c for c in SCRUBBING if c["server"]], ids=lambda case: case["name"])
def test_a_label_keeps_nothing_that_looks_entered(case: dict[str, Any]) -> None:
    assert scrub_label(case["text"]) == case["expected"]


@given(MIXED)
def test_a_label_is_never_longer_than_its_limit(text: str) -> None:
    assert len(scrub_label(text)) <= LABEL_LIMIT


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert clip("a word too many", 8) == "a word…"


def test_a_text_within_the_limit_is_not_cut() -> None:
    assert clip("as it is", 8) == "as it is"
