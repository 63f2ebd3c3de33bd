"""From the text of an article to an `Article`, or to every mistake in it at once.

An article is Markdown with front matter between two lines of three hyphens. Pure: the caller reads the files and
knows the day. What an article may hold is `markdown`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated

import msgspec
from msgspec import Meta

from alongside.playbook.markdown import blocks
from alongside.playbook.problems import Findings, Problem, Problems, meant
from alongside.playbook.shaping import shaped
from alongside.playbook.tree import grow
from alongside.protocol.articles import Article, Block
from alongside.protocol.rules import Line, Name, PlaybookPart

ARTICLES = "articles"
"""The directory of the articles, beside the playbooks."""

MOST_CHARACTERS = 4_000
"""An article is read in a chat: longer ones are not."""

_FENCE = re.compile(r"---[ \t]*")


class FrontMatter(PlaybookPart, frozen=True, kw_only=True):
    """What stands before an article's words."""

    title: Line
    summary: Annotated[Line, Meta(description="One or two sentences: what a customer will know afterwards.")]
    owner: Annotated[Line, Meta(description="Who answers for it.")]
    review: Annotated[Line, Meta(description="The day by which the owner reads it again, as in 2026-01-31.")]
    sites: Annotated[tuple[Name, ...], Meta(min_length=1, description="Sites by their names.")]
    steps: Annotated[
        tuple[Line, ...],
        Meta(description="Where it helps: a playbook (`permit`), or one of its steps (`permit/proof`)."),
    ] = ()
    tags: Annotated[tuple[Line, ...], Meta(description="Other words that people look for it by.")] = ()


class ArticleReading(msgspec.Struct, frozen=True):
    """What came of reading a file: the article unless there are problems, and what could be better."""

    article: Article | None
    problems: tuple[Problem, ...] = ()
    advice: tuple[Problem, ...] = ()


def review_article(file: str, text: str, playbooks: Mapping[str, Iterable[str] | None], today: date) -> ArticleReading:
    """The article of a file. `playbooks` are the step ids of each playbook there is, None where they are not known."""
    findings = Findings(file)
    try:
        matter, body, first = _parted(file, text)
        front = shaped(FrontMatter, grow(matter, findings), findings)
    except Problems as unreadable:
        return ArticleReading(None, tuple(unreadable.problems))
    due = _day(front.review, findings)
    _check_steps(front.steps, playbooks, findings)
    written = _written(body, first, findings)
    if due and due < today:
        remedy = f"Ask {front.owner} to read it again, and to set a new day."
        findings.advise(("review",), f"this article was to be reviewed by {front.review}", remedy)
    if findings.problems:
        return ArticleReading(None, tuple(sorted(set(findings.problems))), tuple(findings.advice))
    given = {name: getattr(front, name) for name in FrontMatter.__struct_fields__}
    return ArticleReading(Article(id=PurePosixPath(file).stem, blocks=written, **given), (), tuple(findings.advice))


def is_overdue(article: Article, today: date) -> bool:
    """Whether the day by which it should have been read again is past."""
    return date.fromisoformat(article.review) < today


def _parted(file: str, text: str) -> tuple[str, str, int]:
    """The front matter, on the lines where it stands in the file; the body; and the body's first line."""
    lines = text.splitlines()
    if not lines or not _FENCE.fullmatch(lines[0]):
        what, remedy = "an article begins with front matter", "Begin with a line of three hyphens, then `title:`."
        raise Problems([Problem(file, 1, what, remedy)])
    end = next((at for at in range(1, len(lines)) if _FENCE.fullmatch(lines[at])), None)
    if end is None:
        what, remedy = "the front matter has no end", "Write a line of three hyphens after its last key."
        raise Problems([Problem(file, 1, what, remedy)])
    return "\n".join(["", *lines[1:end]]), "\n".join(lines[end + 1 :]), end + 2


def _day(text: str, findings: Findings) -> date | None:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    if text:  # a missing one has been told
        findings.add(("review",), f"“{text[:30]}” is no day", "Write a date as in `2026-01-31`.")
    return None


def _check_steps(steps: tuple[str, ...], playbooks: Mapping[str, Iterable[str] | None], findings: Findings) -> None:
    """Every step named is there; one of a playbook with mistakes may be."""
    for at, named in enumerate(steps):
        playbook, _, step = named.partition("/")
        if not named:
            continue
        if playbook not in playbooks:
            findings.add(
                ("steps", at),
                f"there is no playbook `{playbook}`",
                meant(playbook, sorted(playbooks), "Write the playbook first."),
            )
            continue
        known = playbooks[playbook]
        if step and known is not None and step not in (ids := tuple(known)):
            findings.add(("steps", at), f"the playbook `{playbook}` has no step `{step}`", meant(step, sorted(ids)))


def _written(body: str, first: int, findings: Findings) -> tuple[Block, ...]:
    if not body.strip():
        findings.add(("body",), "there are no words after the front matter", "Write the article.", first)
        return ()
    if len(body) > MOST_CHARACTERS:
        what = f"the article has {len(body):,} characters, and {MOST_CHARACTERS:,} is the most"
        findings.add(("body",), what, "Make two articles of it.", first)
    return blocks(body, findings, first)
