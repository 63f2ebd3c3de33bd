"""The library: the playbooks of the directory, read again when they change, and every content that a session
began with, kept in the store by its hash.

A file with mistakes keeps the content that was in force before; what is wrong is logged, as `alongside playbook
check` would say it.
"""

import asyncio
from pathlib import Path

import msgspec
import structlog

from alongside.log import Indexes
from alongside.playbook import Playbook
from alongside.playbook.book import Book, bound
from alongside.shelf import read_directory

PAUSE_SECONDS = 2.0

logger = structlog.get_logger()


class Library:
    """The books on the shelf. `books` has those in force by id, and every known content by hash."""

    def __init__(self, directory: Path | None, indexes: Indexes) -> None:
        self.books: dict[str, Book] = {}
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

    async def refresh(self) -> bool:
        """Read the directory again if anything in it changed; True if the shelf did. Raises StoreGone."""
        stamps = await asyncio.to_thread(self._look)
        if stamps == self._stamps:
            return False
        found = await asyncio.to_thread(self._read)
        for book in found.values():
            await self._indexes.keep_playbook(book.hash, msgspec.json.encode(book.playbook))
        gone = {id for id, book in self.books.items() if id == book.id} - found.keys()
        for id in gone:
            del self.books[id]
        self.books |= found | {book.hash: book for book in found.values()}
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
        return {path: path.stat().st_mtime for path in self._directory.rglob("*.y*ml")} if self._directory else {}

    def _read(self) -> dict[str, Book]:
        """What the directory holds now. Slow: YAML is read in pure Python, so never in the event loop."""
        if self._directory is None:
            return {}
        read = read_directory(self._directory)
        for problem in read.problems:
            logger.error("a playbook has a mistake", problem=str(problem))
        faulty = {Path(problem.file).stem for problem in read.problems} - read.playbooks.keys()
        found = {name: bound(name, playbook) for name, playbook in read.playbooks.items()}
        return found | {name: self.books[name] for name in faulty if name in self.books}
