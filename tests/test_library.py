"""The library: playbooks from files, read again when they change, kept by their content."""

import os
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from alongside.hub.library import Library
from alongside.log import Indexes, Log

TEXT = """
title: Get a permit
task: Apply for a permit
owner: Permits team
version: "{version}"
changed:
  - version: "{version}"
    note: The first one.
applies_to:
  sites: [permits]
steps:
  - id: name
    title: Full name
    match: {{name: Full name}}
    say: {{new: Write your name.}}
"""


@pytest.fixture
async def indexes(redis_url: str, prefix: str) -> AsyncIterator[Indexes]:
    log = Log(redis_url, prefix=prefix, retention=timedelta(days=1))
    await log.start()
    yield Indexes(log)
    await log.close()


def write(directory: Path, version: str, name: str = "permit") -> None:
    """Writes a playbook, with a time stamp that differs from any before."""
    path = directory / f"{name}.yaml"
    path.write_text(TEXT.format(version=version))
    later = path.stat().st_mtime + float(version)
    os.utime(path, (later, later))


async def test_a_directory_of_playbooks_is_offered_to_its_sites(tmp_path: Path, indexes: Indexes) -> None:
    write(tmp_path, "1")
    library = Library(tmp_path, indexes)
    await library.refresh()
    assert library.titles("permits") == {"permit": "Get a permit"}
    assert library.titles("elsewhere") == {}


async def test_a_changed_file_comes_into_force_and_the_old_content_stays_on_the_shelf(
    tmp_path: Path, indexes: Indexes
) -> None:
    write(tmp_path, "1")
    library = Library(tmp_path, indexes)
    await library.refresh()
    before = library.books["permit"]
    write(tmp_path, "2")
    assert await library.refresh()
    assert library.books["permit"].playbook.version == "2"
    assert library.books[before.hash].playbook.version == "1"
    assert not await library.refresh()


async def test_a_process_that_starts_later_finds_the_content_a_session_began_with(
    tmp_path: Path, indexes: Indexes
) -> None:
    write(tmp_path, "1")
    earlier = Library(tmp_path, indexes)
    await earlier.refresh()
    began_with = earlier.books["permit"].hash
    write(tmp_path, "2")
    later = Library(tmp_path, indexes)
    await later.refresh()
    assert began_with not in later.books
    await later.fetch("permit", began_with)
    assert later.books[began_with].playbook == earlier.books[began_with].playbook


async def test_a_file_with_mistakes_keeps_what_was_in_force(tmp_path: Path, indexes: Indexes) -> None:
    write(tmp_path, "1")
    library = Library(tmp_path, indexes)
    await library.refresh()
    path = tmp_path / "permit.yaml"
    path.write_text("title: only this")
    os.utime(path, (1, 1))
    await library.refresh()
    assert library.books["permit"].playbook.version == "1"


ARTICLE = """---
title: {title}
summary: Which letters we take.
owner: Permits team
review: 2026-06-30
sites: [permits]
steps: [permit/name]
---
A bill.
"""


def write_article(directory: Path, title: str) -> None:
    """Writes an article, with a time stamp that differs from any of another title's length."""
    path = directory / "articles" / "proof.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(ARTICLE.format(title=title))
    os.utime(path, (len(title), len(title)))


async def test_a_changed_article_comes_into_force_and_one_with_mistakes_does_not(
    tmp_path: Path, indexes: Indexes
) -> None:
    write(tmp_path, "1")
    write_article(tmp_path, "First")
    library = Library(tmp_path, indexes)
    await library.refresh()
    held = library.articles
    for title, expected in (("Changed", "Changed"), ("[mistaken", "Changed")):
        write_article(tmp_path, title)
        assert await library.refresh()
        assert held["proof"].title == expected
    (tmp_path / "articles" / "proof.md").unlink()
    await library.refresh()
    assert held == {}


async def test_articles_are_given_to_their_site_and_marked_once_their_review_is_past(
    tmp_path: Path, indexes: Indexes
) -> None:
    write(tmp_path, "1")
    write_article(tmp_path, "Proof")
    library = Library(tmp_path, indexes)
    await library.refresh()
    assert library.articles_for("elsewhere", date(2026, 7, 1)).articles == ()
    for today, overdue in ((date(2026, 6, 30), False), (date(2026, 7, 1), True)):
        assert [each.overdue for each in library.articles_for("permits", today).articles] == [overdue]


async def test_a_removed_file_is_offered_no_more(tmp_path: Path, indexes: Indexes) -> None:
    write(tmp_path, "1")
    library = Library(tmp_path, indexes)
    await library.refresh()
    (tmp_path / "permit.yaml").unlink()
    await library.refresh()
    assert library.titles("permits") == {}


async def test_no_directory_is_no_playbooks(tmp_path: Path, indexes: Indexes) -> None:
    library = Library(tmp_path / "none", indexes)
    await library.refresh()
    assert library.books == {}
