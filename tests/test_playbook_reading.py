"""Playbooks are read from YAML: every mistake is told at once, with its line, and nothing hostile gets in."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, convert

from alongside.config import load
from alongside.playbook import (
    Playbook,
    Problems,
    SharedPart,
    content_hash,
    decoded,
    part_schema,
    playbook_schema,
    read,
    read_part,
    review,
)
from alongside.playbook.regular import Unfit, check
from alongside.playbook.yields import yields
from alongside.practice import review_script
from alongside.protocol.rules import Expect
from alongside.shelf import read_directory

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"
README = (ROOT / "playbooks" / "README.md").read_text()

SMALL = """\
title: Renew a permit
task: I want to renew my permit
owner: Parking team
version: "1"
changed: [{version: "1", note: New.}]
applies_to: {sites: [parking]}
steps:
  - id: number
    title: Permit number
    match: {name: Permit number}
    say: {new: Please type the number.}
"""


def lines_and_words(text: str, parts: dict[str, str] | None = None) -> list[str]:
    """What is wrong with a text, each as `line: what. remedy`."""
    return [str(found).removeprefix("a.yaml:") for found in review("a.yaml", text, parts or {}).problems]


def test_the_smallest_playbook_is_read() -> None:
    playbook = read("permit.yaml", SMALL, {})
    assert (playbook.title, playbook.steps[0].say.new) == ("Renew a permit", "Please type the number.")


@pytest.mark.parametrize(("planted", "count"), [("playbook-mistakes", 20), ("playbook-mistakes-checks", 24)])
def test_planted_mistakes_each_get_a_message_with_its_line_and_remedy(planted: str, count: int) -> None:
    told = (CASES / f"{planted}.txt").read_text().splitlines()
    text = (CASES / f"{planted}.yaml").read_text()
    assert lines_and_words(text, {"heat": "title: Heat\nowner: Us\n"}) == told
    assert len(told) == count


CHECK = """\
checks:
  - id: account
    title: Who you are
    level: basic
    before: {acts: [account-talk]}
    methods: [code]
    why: So that nobody else sees it.
    other_way: Come by.
"""


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("level: basic", "level: strong"),
        ("methods: [code]", "methods: [questions, code]"),
        (
            "level: basic\n    before: {acts: [account-talk]}\n    methods: [code]",
            "level: none\n    before: {steps: [number]}",
        ),
    ],
)
def test_a_check_that_can_be_passed_and_opens_something_is_fine(line: str, instead: str) -> None:
    assert lines_and_words(SMALL + CHECK) == []
    assert lines_and_words(SMALL + CHECK.replace(line, instead)) == []


def test_reading_raises_all_problems_with_their_file() -> None:
    with pytest.raises(Problems) as refused:
        read("playbooks/permit.yaml", SMALL.replace("task:", "tusk:").replace("{name:", "{nmae:"), {})
    places = [(problem.file, problem.line) for problem in refused.value.problems]
    assert places == [("playbooks/permit.yaml", 2), ("playbooks/permit.yaml", 10)]


GLOSSARY = """\
glossary:
  - {term: PCN, plain: parking ticket}
  - {term: pcn, plain: ticket}
  - {term: keeper, plain: Keeper}
  - {plain: "log book"}
  - {term: submit, plain: ""}
"""


def test_slips_in_a_glossary_are_told_with_their_lines() -> None:
    assert lines_and_words(SMALL + GLOSSARY) == [
        "14: “pcn” stands in the glossary twice. Keep one of them; the first is number 1.",
        "15: “keeper” is its own plain word. Write other words for it; or leave `plain` out, if it is a good word "
        "here.",
        "16: `term` is missing in `glossary`. Add `term`: text.",
    ]


def test_the_glossary_of_a_part_comes_after_the_playbooks_own() -> None:
    own = SMALL + "include: [heat]\nglossary: [{term: PCN, plain: parking ticket}]\n"
    part = "title: Heat\nowner: Us\nglossary: [{term: redress, plain: putting it right}]\n"
    assert [each.term for each in read("a.yaml", own, {"heat": part}).glossary] == ["PCN", "redress"]


HOSTILE = {
    "bombs": ("a: &a [x, x]\nb: [*a, *a]\n", "the anchor `&a` cannot be used. Remove it."),
    "aliases": ("a: &a [x, x]\nb: [*a, *a]\n", "2: the alias `*a` cannot be used. Write the text again"),
    "size": ("a: " + "x" * 600_000, "1: the file is larger than 512 kB. Split the task"),
    "depth": ("a: " + "[" * 5_000, "1: this is nested more than 20 deep. Write it flatter."),
    "tabs": ("a: b\n\tc: d\n", "2: this is not YAML: found character '\\t' that cannot start any token. Indent"),
    "nothing": ("# only a comment\n", "1: the file is empty. Begin it with `title:`."),
    "a control character": ("a: b\nc: \x00", "2: there is a character that no text holds. Remove it"),
    "a tag": (SMALL + "closing: !!python/object/apply:os.system [x]\n", "12: the tag `tag:yaml.org,2002:python"),
    "a binary tag": (SMALL + "task: !!binary aGVsbG8=\n", "12: the tag `tag:yaml.org,2002:binary` cannot be used"),
    "two documents": (SMALL + "---\na: b\n", "12: a second document begins here. Write one playbook"),
    "an open quotation": (SMALL + "closing: ['a\n", "12: this is not YAML: found unexpected end of stream. Close"),
    "a colon": ("title: Hello: you\n", "1: this is not YAML: mapping values are not allowed here. Put text"),
    "a list": ("- a\n", "1: the file must be keys (title, task, "),
    "a key that is none": (SMALL + "? [a]\n: b\n", "12: a key must be a word. Write a word before the colon."),
    "a merge": (SMALL + "<<: {task: x}\n", "12: there is no key `<<`. There are: title, task"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_yaml_can_do_and_a_playbook_must_not_is_refused_in_a_sentence(name: str) -> None:
    text, sentence = HOSTILE[name]
    assert any(sentence in told for told in lines_and_words(text)), lines_and_words(text)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(Problems, match=r"^a\.yaml:2: this is not text in UTF-8\."):
        decoded("a.yaml", b"a: b\n\xff\xfe")


@pytest.mark.parametrize("word", ["no", "on", "2026-01-31", "1:30", "1_000"])
def test_words_that_other_yamls_take_for_something_else_stay_text(word: str) -> None:
    assert read("a.yaml", SMALL.replace("Parking team", word), {}).owner == word


def test_a_number_where_text_is_wanted_is_told_to_be_put_in_quotes() -> None:
    told = lines_and_words(SMALL.replace("Parking team", "2.10"))
    assert told == ['3: `owner` must be text, not the value “2.10”. Put it in quotes: "2.10".']


HEAT = """\
title: A complaint, heard
owner: Customer relations
closing: [Thank you for telling us.]
prompts:
  - {id: heat, title: HEAT, when: A complaint., moves: [{title: Hear, say: {new: Please tell me.}}]}
"""


def test_a_playbook_holds_what_its_parts_add_after_its_own() -> None:
    playbook = read("a.yaml", SMALL + "include: [heat]\nclosing: [Goodbye.]\n", {"heat": HEAT})
    assert playbook.closing == ("Goodbye.", "Thank you for telling us.")
    assert [prompt.id for prompt in playbook.prompts] == ["heat"]


def test_a_mistake_in_a_part_is_told_with_the_part_s_own_file_and_line() -> None:
    reading = review("playbooks/a.yaml", SMALL + "include: [heat]\n", {"heat": HEAT.replace("moves", "mvoes")})
    assert [str(problem) for problem in reading.problems] == [
        "playbooks/parts/heat.yaml:5: there is no key `mvoes` in `prompts`. Did you mean `moves`?"
    ]


def test_an_id_that_a_part_brings_a_second_time_is_told_where_it_is_included() -> None:
    told = lines_and_words(SMALL + "include: [heat, hear]\n", {"heat": HEAT, "hear": HEAT})
    assert told == ["12: `heat` of the part `hear` stands in the part `heat` as well. Rename one of them."]


def test_a_version_that_no_note_tells_of_is_advice_and_no_mistake() -> None:
    reading = review("a.yaml", SMALL.replace('version: "1"\n', 'version: "2"\n'), {})
    assert reading.playbook
    assert [str(advice) for advice in reading.advice] == [
        "a.yaml:4: no note under `changed` tells what is new in version 2. Add one, so that agents learn of it."
    ]


def test_the_hash_is_the_same_for_the_same_meaning() -> None:
    lines = SMALL.splitlines()
    turned = "\n".join(["# a comment", *lines[1:], lines[0].replace("Renew a permit", "'Renew a permit'")])
    one, other = read("a.yaml", SMALL, {}), read("b.yaml", turned, {})
    assert content_hash(one) == content_hash(other)
    assert re.fullmatch("[0-9a-f]{16}", content_hash(one))


def test_the_hash_tells_another_word_or_another_part() -> None:
    included = SMALL + "include: [heat]\n"
    texts = [
        (SMALL, HEAT),
        (SMALL.replace("Please", "Do"), HEAT),
        (included, HEAT),
        (included, HEAT + "opening: [Hi.]"),
    ]
    assert len({content_hash(read("a.yaml", text, {"heat": heat})) for text, heat in texts}) == 4


@pytest.mark.parametrize("case", json.loads((CASES / "expect.json").read_text())["cases"], ids=lambda c: c["name"])
def test_a_verdict_that_a_rule_gives_is_one_that_a_reply_may_name(case: dict[str, Any]) -> None:
    given = {verdict for rule in convert(case["rules"], tuple[Expect, ...]) for verdict in yields(rule)}
    assert case["verdict"] in given | {""}


ALIKE = [
    r"\d{4}(-\d{2}){2}", r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", r"[^@\s]{1,64}@[^@\s]{1,255}\.[a-z]{2,24}",
    r"(?:\d{4} ?){4}", r".*\d.*", r"^(yes|no)$", r"(?!0)\d+", r"[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){2,7}", r"(\d+)?",
    r"Postcode|Post code", r"\(\d\)", r"[+\-]?", "a+?", "a??", "",
]  # fmt: skip
UNFIT = [
    "(a+)+", "(a|a)*", "(a*)*b", "(?<=a)b", "(?<!a)b", "(?P<x>a)", "(?<x>a)", "a++", "(?i)a", "a{,3}", "[", "(", ")",
    r"\p{L}", r"\Aab", r"\1", "[]a]", "[a&&b]", "a?" * 20 + "a" * 20, "x" * 301, "[b-a]", r"\-", "(?>a)", "^*",
    "(?=a)*", "{", "a**", "a{3,1}", r"[\b]", "a{2}{3}", "\\", "(a?){25}", r"(\d*-?){50}", "(?#c)", "[a", "a{99999}",
    ".*.*.*.*",
]  # fmt: skip


@pytest.mark.parametrize("pattern", ALIKE)
def test_a_plain_pattern_may_stand_in_a_playbook(pattern: str) -> None:
    check(pattern)


@pytest.mark.parametrize("pattern", UNFIT)
def test_a_pattern_that_is_slow_or_not_the_same_in_browsers_may_not(pattern: str) -> None:
    with pytest.raises(Unfit):
        check(pattern)


def test_the_schemas_name_no_host() -> None:
    for schema in (playbook_schema(), part_schema()):
        assert "://" not in schema
        assert json.loads(schema)["$id"].startswith("urn:alongside:")


def keys(shape: type[Struct]) -> Iterator[str]:
    """Every key of a shape and of the shapes inside it."""
    for found in json.loads(playbook_schema() if shape is Playbook else part_schema())["$defs"].values():
        yield from found["properties"]


@pytest.mark.parametrize("shape", [Playbook, SharedPart])
def test_every_key_stands_in_the_readme(shape: type[Struct]) -> None:
    named = set(re.findall(r"`(\w+)(?:: \w+)?`", README))
    assert set(keys(shape)) - named == set()


def test_the_examples_of_the_readme_are_fine() -> None:
    playbook, glossary, script, part = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    reading = review("example.yaml", playbook + glossary, {})
    assert (reading.problems, reading.advice) == ((), ())
    assert review_script("script.yaml", script, {"renew-a-permit": reading.playbook}).problems == ()
    assert read_part("heat.yaml", part).prompts[0].id == "heat"


def test_the_playbooks_of_the_repository_are_fine() -> None:
    assert [str(problem) for problem in read_directory(ROOT / "playbooks").problems] == []


def test_where_the_playbooks_are_can_be_set() -> None:
    assert load({"ALONGSIDE_PLAYBOOKS_DIR": "/srv/playbooks"}).playbooks_dir == Path("/srv/playbooks")


def alongside(*arguments: str | Path, within: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "alongside", "playbook", *map(str, arguments)]
    return subprocess.run(command, cwd=within, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A directory with two playbooks and a part."""
    (tmp_path / "playbooks" / "parts").mkdir(parents=True)
    (tmp_path / "playbooks" / "one.yaml").write_text(SMALL + "include: [heat]\n")
    (tmp_path / "playbooks" / "two.yaml").write_text(SMALL)
    (tmp_path / "playbooks" / "parts" / "heat.yaml").write_text(HEAT)
    return tmp_path


def test_check_says_how_many_are_fine(shelf: Path) -> None:
    done = alongside("check", within=shelf)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2 playbooks are fine.\n", "")


def test_check_prints_every_problem_of_every_file_in_their_order(shelf: Path) -> None:
    (shelf / "playbooks" / "two.yaml").write_text(SMALL + "closng: [x]\n")
    (shelf / "playbooks" / "parts" / "heat.yaml").write_text(HEAT + "opning: [x]\n")
    (shelf / "playbooks" / "three.yml").write_text(SMALL)
    done = alongside("check", within=shelf)
    assert done.returncode == 1
    assert done.stderr == "3 problems in 3 files.\n"
    assert done.stdout.splitlines() == [
        "playbooks/parts/heat.yaml:6: there is no key `opning`. Did you mean `opening`?",
        "playbooks/three.yml:1: the file's name does not end in .yaml. Rename it to three.yaml.",
        "playbooks/two.yaml:12: there is no key `closng`. Did you mean `closing`?",
    ]


def test_check_says_that_there_is_nothing_to_check(tmp_path: Path) -> None:
    done = alongside("check", "nowhere", within=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no nowhere.")


def test_preview_makes_a_page_that_needs_no_other_file(shelf: Path) -> None:
    page = shelf / "one.html"
    done = alongside("preview", "playbooks/one.yaml", "-o", page, within=shelf)
    assert (done.returncode, done.stderr) == (0, f"Written to {page}.\n")
    text = page.read_text()
    assert "Please type the number." in text
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"|@import|url\(', text) == []


def test_preview_for_one_kind_of_customer_shows_only_what_they_are_told(shelf: Path) -> None:
    one = shelf / "playbooks" / "two.yaml"
    one.write_text(SMALL.replace("{new: Please type the number.}", "{new: Slowly., confident: Quickly.}"))
    both, confident = (alongside("preview", one, *more).stdout for more in ((), ("--for", "confident")))
    assert "Slowly." in both
    assert "Quickly." in both
    assert "Slowly." not in confident
    assert "Quickly." in confident


def test_preview_of_a_playbook_with_mistakes_tells_them(shelf: Path) -> None:
    (shelf / "playbooks" / "two.yaml").write_text("title: x\n")
    done = alongside("preview", "playbooks/two.yaml", within=shelf)
    assert (done.returncode, done.stdout) == (1, "")
    assert "playbooks/two.yaml:1: `steps` is missing." in done.stderr


def test_schema_prints_what_is_committed() -> None:
    assert alongside("schema").stdout == playbook_schema()
    assert alongside("schema", "--parts").stdout == part_schema()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("[{label: Here, means: yes}]", "there are answers, but no question"),
        ("[{label: Here, means: no}]\n    understanding: Where?", "no answer means `yes`"),
        (
            "[{label: Here, means: yes}, {label: Here, means: no}]\n    understanding: Where?",
            "the answer “Here” stands here twice",
        ),
        ("[{label: Here, means: maybe}]\n    understanding: Where?", "`means` cannot be “maybe”"),
    ],
)
def test_answers_that_lead_nowhere_are_told(answers: str, says: str) -> None:
    told = lines_and_words(SMALL.rstrip() + f"\n    answers: {answers}\n", {})
    assert [line for line in told if says in line] == told
    assert told
