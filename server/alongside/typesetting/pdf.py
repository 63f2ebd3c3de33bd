"""A document as PDF, set by typst: tagged, and of PDF/UA-1 wherever typst vouches for it. Slow: call it in a thread.

The template is ours; the document goes to it as JSON. typst reads no other file and asks no network: the template
imports nothing.
"""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import structlog
import typst

from alongside.typesetting.document import Document

_TEMPLATE = Path(__file__).with_name("document.typ")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STANDARDS: tuple[Literal["ua-1", "1.7"], ...] = ("ua-1", "1.7")
"""Tried in this order: PDF/UA refuses a document with a letter that no font here can show."""

logger = structlog.get_logger()


class NotSet(Exception):
    """typst could not set this document; the log says why."""


def as_pdf(document: Document, made_at: datetime) -> bytes:
    """The PDF. The same document at the same time gives the same bytes. Raises NotSet."""
    plain = _printable(msgspec.to_builtins(document))
    inputs = {"document": msgspec.json.encode(plain).decode()}
    for standard in _STANDARDS:
        try:
            return typst.compile(
                _template(),
                sys_inputs=inputs,
                format="pdf",
                pdf_standards=standard,
                timestamp=made_at.replace(microsecond=0),
                font_paths=_fonts(),
            )
        except typst.TypstError:  # whose words quote the document's: they stay out of the log
            logger.warning("a document was not set", standard=standard)
    raise NotSet


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The fonts that typst brings, and those of this machine for scripts that they lack. Looked for once."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def _printable(value: Any) -> Any:
    """The same without control characters, which no font can show."""
    match value:
        case str():
            return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value.replace("\r\n", "\n"))
        case list() | tuple():
            return [_printable(each) for each in value]
        case dict():
            return {name: _printable(each) for name, each in value.items()}
    return value
