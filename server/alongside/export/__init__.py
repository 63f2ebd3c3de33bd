"""A session's entries as a transcript, for people and for programs.

telling.py   which events are told, in order and in what words
writing.py   the transcript as text, JSON and a table
page.py      the transcript as one page of HTML

Nothing in it can be more than the log holds: no field's value, no code, redactions as redactions. Pure.
"""

from alongside.export.page import POLICY, as_html
from alongside.export.telling import (
    CAUSES,
    HELPED_BY,
    RESOLVED,
    Item,
    Transcript,
    item_of,
    transcript,
    where_words,
    wrapup_words,
)
from alongside.export.writing import as_csv, as_json, as_text, clock, heading, said
from alongside.privacy import plain

__all__ = [
    "CAUSES",
    "HELPED_BY",
    "POLICY",
    "RESOLVED",
    "Item",
    "Transcript",
    "as_csv",
    "as_html",
    "as_json",
    "as_text",
    "clock",
    "heading",
    "item_of",
    "plain",
    "said",
    "transcript",
    "where_words",
    "wrapup_words",
]
