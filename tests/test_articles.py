"""Articles are read like playbooks: every mistake with its line, only plain structure, and late reviews are told."""

from datetime import date
from pathlib import Path

import pytest

from alongside.cli.parser import main
from alongside.playbook import review_article
from alongside.protocol.articles import Article, Block, Run
from alongside.shelf import read_directory

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
KNOWN = {"permit": ("name", "proof"), "broken": None}

HEAD = """\
---
title: What counts as proof
summary: Which letters we take.
owner: Permits team
review: 2027-01-31
sites: [parking]
steps: [permit/proof]
tags: [bill]
---
"""


def told(text: str) -> list[str]:
    """What is wrong with an article, each as `line: what. remedy`."""
    return [str(each).removeprefix("a.md:") for each in review_article("a.md", text, KNOWN, TODAY).problems]


def article(body: str) -> Article:
    reading = review_article("articles/proof.md", HEAD + body, KNOWN, TODAY)
    assert reading.article, reading.problems
    return reading.article


def test_an_article_is_its_front_matter_and_blocks_without_markup() -> None:
    read = article("You need **one**.\n\n## Taken\n\n- a bill\n- see [this](https://example.org/a)\n\n1. First\n")
    assert (read.id, read.title, read.steps, read.tags) == (
        "proof",
        "What counts as proof",
        ("permit/proof",),
        ("bill",),
    )
    assert read.blocks == (
        Block(kind="paragraph", lines=((Run(text="You need "), Run(text="one", strong=True), Run(text=".")),)),
        Block(kind="heading", lines=((Run(text="Taken"),),)),
        Block(
            kind="bullets",
            lines=((Run(text="a bill"),), (Run(text="see "), Run(text="this", href="https://example.org/a"))),
        ),
        Block(kind="numbers", lines=((Run(text="First"),),)),
    )


def test_a_line_that_goes_on_below_is_one_line() -> None:
    assert "".join(run.text for run in article("One\ntwo.").blocks[0].lines[0]) == "One two."


MISTAKES = {
    "no front matter": ("Words.", "1: an article begins with front matter. Begin with a line"),
    "no end": ("---\ntitle: A\n", "1: the front matter has no end. Write a line of three hyphens"),
    "misspelt": (HEAD.replace("summary", "sumary") + "A.", "3: there is no key `sumary`. Did you mean `summary`?"),
    "missing": (HEAD.replace("owner: Permits team\n", "") + "A.", "`owner` is missing. Add `owner`: text."),
    "no site": (HEAD.replace("[parking]", "[]") + "A.", "6: `sites` needs at least 1. Add one to the list."),
    "no day": (HEAD.replace("2027-01-31", "2027-02-31") + "A.", "5: “2027-02-31” is no day. Write a date as in"),
    "day in words": (HEAD.replace("2027-01-31", "next May") + "A.", "5: “next May” is no day. Write a date as in"),
    "no playbook": (
        HEAD.replace("permit/proof", "pemit") + "A.",
        "7: there is no playbook `pemit`. Did you mean `permit`?",
    ),
    "no step": (
        HEAD.replace("/proof", "/prof") + "A.",
        "7: the playbook `permit` has no step `prof`. Did you mean `proof`?",
    ),
    "nothing": (HEAD + "\n", "10: there are no words after the front matter. Write the article."),
    "html": (HEAD + "A.\n\n<b>B</b>", "12: HTML is not shown. Write it as Markdown, without tags."),
    "html within": (HEAD + "A\nand <i>b</i>.", "11: HTML is not shown. Write it as Markdown, without tags."),
    "a picture": (HEAD + "![A](a.png)", "10: pictures are not shown. Say it in words."),
    "unsafe link": (
        HEAD + "[A](http://a.example)",
        "10: the link “http://a.example” cannot be followed safely. Begin it",
    ),
    "nested list": (HEAD + "- A\n  - B", "11: there is a list within a list. Write two lists, or one that is flat."),
    "long item": (HEAD + "- A\n\n  B", "12: an item of a list has two paragraphs. Make one of them, or two items."),
    "code": (HEAD + "```\nA\n```", "10: there is a block of code. Write a paragraph"),
    "quotation": (HEAD + "> A", "10: there is a quotation with `>`. Write a paragraph."),
    "too long": (HEAD + "word " * 900, "10: the article has 4,500 characters, and 4,000 is the most. Make two"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_remedy(name: str) -> None:
    text, says = MISTAKES[name]
    assert any(says in each for each in told(text)), told(text)


def test_all_mistakes_of_an_article_are_told_at_once() -> None:
    text = HEAD.replace("2027-01-31", "soon").replace("/proof", "/prof").replace("title", "tittle")
    assert [each.partition(":")[0] for each in told(text + "<b>A</b>\n\n> B")] == ["2", "5", "7", "10", "12"]


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//example.org", "/permit", "vbscript:x"])
def test_no_link_leads_to_a_script_or_to_the_page_itself(href: str) -> None:
    reading = review_article("a.md", f"{HEAD}[A]({href})", KNOWN, TODAY)
    runs = [run for block in reading.article.blocks for line in block.lines for run in line] if reading.article else []
    assert not any(run.href for run in runs)


def test_a_step_of_a_playbook_with_mistakes_may_be_there() -> None:
    assert told(HEAD.replace("permit/proof", "broken/any") + "A.") == []


def test_an_article_whose_review_is_past_is_usable_and_reported() -> None:
    reading = review_article("a.md", HEAD + "A.", KNOWN, date(2027, 2, 1))
    assert reading.article
    assert [str(each) for each in reading.advice] == [
        "a.md:5: this article was to be reviewed by 2027-01-31. "
        "Ask Permits team to read it again, and to set a new day."
    ]
    assert review_article("a.md", HEAD + "A.", KNOWN, date(2027, 1, 31)).advice == ()


def test_the_check_of_the_command_line_covers_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "late.md").write_text(
        HEAD.replace("2027-01-31", "2020-01-31").replace("steps: [permit/proof]\n", "") + "A."
    )
    assert main(["playbook", "check", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "1 article is fine." in told.out
    assert "late.md:5: this article was to be reviewed by 2020-01-31." in told.err
    (articles / "Wrong_name.md").write_text(HEAD + "<b>A</b>")
    assert main(["playbook", "check", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "Wrong_name.md:1: “Wrong_name” cannot be an article's name." in told.out
    assert "Wrong_name.md:10: HTML is not shown." in told.out


def test_the_articles_of_the_demo_are_fine_and_help_at_steps_of_every_playbook() -> None:
    shelf = read_directory(ROOT / "playbooks")
    assert shelf.problems == ()
    helped = {step.partition("/")[0] for each in shelf.articles.values() for step in each.steps}
    assert helped == shelf.playbooks.keys()
    permit = [each for each in shelf.articles.values() if any("resident-parking-permit" in step for step in each.steps)]
    assert len(permit) >= 8
