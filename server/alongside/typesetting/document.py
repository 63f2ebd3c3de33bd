"""What a document is made of: blocks in order, each of plain text. Knows nothing of how they look."""

from msgspec import Struct


class _Block(Struct, frozen=True, tag_field="block", kw_only=True):
    pass


class Heading(_Block, frozen=True, tag="heading"):
    """Level 1 to 3, below the document's title."""

    text: str
    level: int = 1


class Text(_Block, frozen=True, tag="text"):
    """A paragraph; line breaks in it stay. `muted`: less important."""

    text: str
    muted: bool = False


class Said(_Block, frozen=True, tag="said"):
    """A line of a conversation: who, when (already in words), what. `notice`: it tells what happened."""

    who: str
    when: str
    text: str
    notice: bool = False


class Quote(_Block, frozen=True, tag="quote"):
    """Somebody's words, and whose."""

    text: str
    by: str = ""


class Facts(_Block, frozen=True, tag="facts"):
    """Names with their values."""

    pairs: tuple[tuple[str, str], ...]


class Listed(_Block, frozen=True, tag="list"):
    """Items without order."""

    items: tuple[str, ...]


class Table(_Block, frozen=True, tag="table"):
    """A table with a head; every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class NewPage(_Block, frozen=True, tag="new_page"):
    """What follows begins a page."""


Block = Heading | Text | Said | Quote | Facts | Listed | Table | NewPage


class Document(Struct, frozen=True, kw_only=True):
    """A whole document. `language` as in `en`; `foot` stands below every page; `index`: a table of contents."""

    title: str
    blocks: tuple[Block, ...]
    language: str = "en"
    subtitle: str = ""
    foot: str = ""
    index: bool = False
