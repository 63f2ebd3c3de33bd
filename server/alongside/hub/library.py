"""The library: the playbooks and articles of the directory, read again when they change, and every content of a
playbook that a session began with, kept in the store by its hash.

A file with mistakes keeps the content that was in force before; what is wrong is logged, as `alongside playbook
check` would say it.
"""

import asyncio
from collections.abc import Container
from datetime import date
from pathlib import Path

import msgspec
import structlog

from alongside.log import Indexes
from alongside.playbook import Playbook, is_overdue
from alongside.playbook.book import Book, bound
from alongside.playbook.tutorial import tutorial
from alongside.practice import Script
from alongside.protocol import PlaybookPlace, PracticeScript
from alongside.protocol.articles import Article, Articles, ShelfArticle
from alongside.protocol.scorecards import Scorecard
from alongside.protocol.tutorial import Tutorial
from alongside.shelf import Shelf, files_in, read_directory

PAUSE_SECONDS = 2.0

logger = structlog.get_logger()


class Library:
    """The books on the shelf. `books` has those in force by id, and every known content by hash; `articles` by id."""

    def __init__(self, directory: Path | None, indexes: Indexes) -> None:
        self.books: dict[str, Book] = {}
        self.articles: dict[str, Article] = {}
        self.scripts: dict[str, Script] = {}
        self.scorecards: dict[str, Scorecard] = {}
        self._directory = directory
        self._indexes = indexes
        self._stamps: dict[Path, float] = {}

    def titles(self, site: str) -> dict[str, str]:
        """The playbooks for a site's customers, id to title."""
        return {
            id: book.playbook.title
            for id, book in sorted(self.books.items())
            if id == book.id and site in book.playbook.applies_to.sites
        }

    def scripts_for(self, site: str) -> tuple[PracticeScript, ...]:
        """The customers to practise with at a site: those for its playbooks, and those for any."""
        playbooks = self.titles(site)
        return tuple(
            PracticeScript(
                id=id,
                title=script.title,
                about=script.about,
                playbook=script.playbook,
                familiarity=script.familiarity,
            )
            for id, script in sorted(self.scripts.items(), key=lambda each: (not each[1].playbook, each[1].title))
            if playbooks and (not script.playbook or script.playbook in playbooks)
        )

    def articles_for(self, site: str, today: date) -> Articles:
        """The articles for a site's customers, by title; those whose review is past are marked."""
        found = sorted((each for each in self.articles.values() if site in each.sites), key=lambda each: each.title)
        return Articles(articles=tuple(ShelfArticle(article=each, overdue=is_overdue(each, today)) for each in found))

    def places(self, site: str) -> tuple[PlaybookPlace, ...]:
        """Where a site's playbooks are for, as its pages compare it."""
        return tuple(
            PlaybookPlace(id=id, urls=book.playbook.applies_to.urls, forms=book.playbook.applies_to.forms)
            for id, book in sorted(self.books.items())
            if id == book.id and site in book.playbook.applies_to.sites
        )

    def tutorial(self, site: str, id: str) -> Tutorial | None:
        """What the customers of a site may read of a playbook; None where there is no such playbook for them."""
        book = self.books.get(id)
        if book is None or book.id != id or site not in book.playbook.applies_to.sites:
            return None
        return tutorial(id, book.playbook)

    async def refresh(self) -> bool:
        """Read the directory again if anything in it changed; True if the shelf did. Raises StoreGone."""
        stamps = await asyncio.to_thread(self._look)
        if stamps == self._stamps:
            return False
        shelf = await asyncio.to_thread(self._read)
        found = self._books(shelf)
        for book in found.values():
            await self._indexes.keep_playbook(book.hash, msgspec.json.encode(book.playbook))
        gone = {id for id, book in self.books.items() if id == book.id} - found.keys()
        for id in gone:
            del self.books[id]
        self.books |= found | {book.hash: book for book in found.values()}
        self._put_articles(shelf)
        self.scripts = self._kept_scripts(shelf)
        self.scorecards = self._kept_scorecards(shelf)
        self._stamps = stamps
        return True

    async def fetch(self, id: str, hash: str) -> None:
        """Put the content of `hash` on the shelf, if it is kept anywhere. Raises StoreGone."""
        if not hash or hash in self.books:
            return
        kept = await self._indexes.playbook(hash)
        if kept is None:
            logger.warning("a playbook's content is no longer kept", playbook=id, hash=hash)
            return
        self.books[hash] = bound(id, msgspec.json.decode(kept, type=Playbook))

    async def watch(self) -> None:
        """Refresh for ever."""
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            try:
                if await self.refresh():
                    logger.info("playbooks read", playbooks=sorted(id for id, b in self.books.items() if id == b.id))
            except Exception:
                logger.exception("playbooks could not be read")

    def _look(self) -> dict[Path, float]:
        return {path: path.stat().st_mtime for path in files_in(self._directory)} if self._directory else {}

    def _read(self) -> Shelf:
        """What the directory holds now. Slow: YAML is read in pure Python, so never in the event loop."""
        return read_directory(self._directory) if self._directory else Shelf({})

    def _books(self, shelf: Shelf) -> dict[str, Book]:
        """What is read, and of what has mistakes what was in force before."""
        for problem in shelf.problems:
            logger.error("a playbook or article has a mistake", problem=str(problem))
        found = {name: bound(name, playbook) for name, playbook in shelf.playbooks.items()}
        return found | {name: self.books[name] for name in _faulty(shelf, ".yaml", found) if name in self.books}

    def _kept_scripts(self, shelf: Shelf) -> dict[str, Script]:
        faulty = _faulty(shelf, ".yaml", shelf.scripts)
        return {name: self.scripts[name] for name in faulty if name in self.scripts} | shelf.scripts

    def _kept_scorecards(self, shelf: Shelf) -> dict[str, Scorecard]:
        faulty = _faulty(shelf, ".yaml", shelf.scorecards)
        return {name: self.scorecards[name] for name in faulty if name in self.scorecards} | shelf.scorecards

    def _put_articles(self, shelf: Shelf) -> None:
        faulty = _faulty(shelf, ".md", shelf.articles)
        kept = {name: self.articles[name] for name in faulty if name in self.articles}
        self.articles.clear()  # the rules of decisions hold this very mapping
        self.articles.update(kept | shelf.articles)


def _faulty(shelf: Shelf, ending: str, usable: Container[str]) -> list[str]:
    """The names of files with mistakes."""
    files = {Path(problem.file) for problem in shelf.problems}
    return [file.stem for file in files if file.suffix == ending and file.stem not in usable]
