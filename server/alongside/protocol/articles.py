"""Articles: approved words on one subject, as they travel and as the log keeps them.

Structure only, no markup: whoever draws one makes elements of it, so that no article can bring HTML along.
Knows nothing of files or of how articles are searched.
"""

from typing import Literal

from msgspec import Struct

BlockKind = Literal["paragraph", "heading", "bullets", "numbers"]


class Run(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A piece of a line: plain, `strong`, or a link (`href`: https, mailto or tel)."""

    text: str
    strong: bool = False
    href: str = ""


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph or heading (one line), or a list (a line for each item)."""

    kind: BlockKind
    lines: tuple[tuple[Run, ...], ...]


class Article(Struct, frozen=True, kw_only=True):
    """An approved article. `review` is the day (2026-01-31) by which its `owner` reads it again.

    `steps` are where it helps: playbooks (`permit`) and their steps (`permit/proof`).
    """

    id: str
    title: str
    summary: str
    owner: str
    review: str
    sites: tuple[str, ...]
    steps: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


class ShelfArticle(Struct, frozen=True, kw_only=True):
    """An article as the console lists it; `overdue`: its review is past."""

    article: Article
    overdue: bool


class Articles(Struct, frozen=True, kw_only=True):
    """A site's articles: GET /console/articles/{site}.json."""

    articles: tuple[ShelfArticle, ...]
