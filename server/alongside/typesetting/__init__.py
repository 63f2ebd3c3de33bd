"""Typesetting: a document of plain blocks as a tagged PDF that people and screen readers can read.

    document.py    what a document is made of
    document.typ   how it looks
    pdf.py         typst, which sets it

Words go to typst as JSON, never as markup, so nobody's text is code. It knows no session and no account.
"""

from alongside.typesetting.document import (
    Block,
    Document,
    Facts,
    Heading,
    Listed,
    NewPage,
    Quote,
    Said,
    Table,
    Text,
)
from alongside.typesetting.pdf import NotSet, as_pdf

__all__ = [
    "Block",
    "Document",
    "Facts",
    "Heading",
    "Listed",
    "NewPage",
    "NotSet",
    "Quote",
    "Said",
    "Table",
    "Text",
    "as_pdf",
]
