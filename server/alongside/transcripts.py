"""A transcript in every form that it can be had in: the one list of them, for pages, programs and customers.

Setting a PDF takes a second or so of a processor, so `written` works in a thread. Knows nothing of who may read.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from alongside.export import POLICY, Item, Transcript, as_csv, as_html, as_json, as_text, clock, heading, said
from alongside.typesetting import Block, Document, Said, Text, as_pdf

_FOOT = "Words in square brackets stand where a number or a name was removed before anything was kept."


class Form(Struct, frozen=True):
    """A way to write a transcript down. `policy`: what a page may do when a browser shows it."""

    media_type: str
    write: Callable[[Transcript], bytes]
    words: str
    policy: str = "default-src 'none'; sandbox"


def _pdf(told: Transcript) -> bytes:
    made_at = datetime.fromtimestamp((told.items[-1].at if told.items else 0) // 1000, UTC)
    return as_pdf(as_document(told), made_at)


FORMS: Mapping[str, Form] = {
    "json": Form("application/json", as_json, "JSON"),
    "txt": Form("text/plain", lambda told: as_text(told).encode(), "Text"),
    "html": Form("text/html", lambda told: as_html(told).encode(), "Page to print", f"{POLICY}; sandbox"),
    "pdf": Form("application/pdf", _pdf, "PDF", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"),
    "csv": Form("text/csv", lambda told: as_csv(told).encode(), "CSV"),
}
"""By the ending of a file's name."""


async def written(told: Transcript, form: Form) -> bytes:
    """The transcript in this form. Raises typesetting.NotSet for a PDF that cannot be set."""
    return await asyncio.to_thread(form.write, told)


def as_document(told: Transcript) -> Document:
    """The transcript as a document to set."""
    blocks: tuple[Block, ...] = tuple(map(_block, told.items)) or (Text(text="Nothing was said."),)
    return Document(title="Transcript", subtitle=f"{heading(told)}. Times are UTC.", blocks=blocks, foot=_FOOT)


def _block(item: Item) -> Block:
    words = said(item)
    if item.kind == "message":
        return Said(who=item.who, when=clock(item.at), text=words)
    text = f"{item.words}: {words}" if words else item.words
    return Said(who=item.who, when=clock(item.at), text=text, notice=True)
