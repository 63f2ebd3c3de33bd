"""Markdown -> blocks: paragraphs, headings, flat lists, bold words and links. Everything else is a problem.

markdown-it-py parses; nothing is ever rendered to HTML. Knows nothing of front matter or of what an article is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from alongside.playbook.problems import Findings
from alongside.protocol.articles import Block, BlockKind, Run

_LISTS: dict[str, BlockKind] = {"bullet_list_open": "bullets", "ordered_list_open": "numbers"}
_LINKS = re.compile(r"(https://|mailto:|tel:)\S+")
_UNKNOWN = {
    "html_block": ("HTML is not shown", "Write it as Markdown, without tags."),
    "html_inline": ("HTML is not shown", "Write it as Markdown, without tags."),
    "image": ("pictures are not shown", "Say it in words."),
    "fence": ("there is a block of code", "Write a paragraph, and begin its lines at the margin."),
    "code_block": ("there is a block of code", "Write a paragraph, and begin its lines at the margin."),
    "code_inline": ("there is code among the words", "Put quotation marks in place of the backticks."),
    "blockquote_open": ("there is a quotation with `>`", "Write a paragraph."),
    "hr": ("there is a line across", "Remove it, or write a heading."),
}


def blocks(text: str, findings: Findings, first: int) -> tuple[Block, ...]:
    """The blocks of a text that begins in line `first` of its file. What cannot be shown goes to the findings."""
    return tuple(_Walk(findings, first).blocks(MarkdownIt("commonmark").parse(text)))


class _Walk:
    def __init__(self, findings: Findings, first: int) -> None:
        self._findings = findings
        self._first = first

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        kind: BlockKind | None = None
        items: list[tuple[Run, ...]] = []
        fresh = depth = 0
        for at, token in enumerate(tokens):
            line = self._first + (token.map[0] if token.map else 0)
            if token.type in _UNKNOWN:
                self._odd(token.type, line)
            elif token.type in _LISTS:
                depth += 1
                if depth == 1:
                    kind, items = _LISTS[token.type], []
                else:
                    self._add(line, "there is a list within a list", "Write two lists, or one that is flat.")
            elif token.type.endswith("list_close"):
                depth -= 1
                if depth == 0 and kind:
                    yield Block(kind=kind, lines=tuple(items))
                    kind = None
            elif token.type == "list_item_open":
                fresh = 1
            elif token.type == "inline":
                runs = tuple(self._runs(token.children or (), line))
                if kind is None:
                    heading = at > 0 and tokens[at - 1].type == "heading_open"
                    yield Block(kind="heading" if heading else "paragraph", lines=(runs,))
                    continue
                if not fresh:
                    self._add(line, "an item of a list has two paragraphs", "Make one of them, or two items.")
                fresh = 0
                items.append(runs)

    def _runs(self, tokens: Sequence[Token], line: int) -> Iterator[Run]:
        strong, href = 0, ""
        for token in tokens:
            if token.type in _UNKNOWN:
                self._odd(token.type, line)
            elif token.type in ("strong_open", "em_open"):
                strong += 1
            elif token.type in ("strong_close", "em_close"):
                strong -= 1
            elif token.type == "link_open":
                href = self._link(str(token.attrs.get("href", "")), line)
            elif token.type == "link_close":
                href = ""
            elif token.type == "softbreak" or token.type == "hardbreak":
                yield Run(text=" ")
            elif token.content:
                yield Run(text=token.content, strong=strong > 0, href=href)
            line += token.type in ("softbreak", "hardbreak")

    def _link(self, href: str, line: int) -> str:
        if _LINKS.fullmatch(href):
            return href
        self._add(line, f"the link “{href[:60]}” cannot be followed safely", "Begin it with https://, mailto: or tel:.")
        return ""

    def _odd(self, kind: str, line: int) -> None:
        self._add(line, *_UNKNOWN[kind])

    def _add(self, line: int, what: str, remedy: str) -> None:
        self._findings.add(("body",), what, remedy, line)
