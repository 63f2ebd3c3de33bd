"""Metrics: what is known of each session in one row, which rows somebody wants, and the figures made from rows.

    facts.py      Facts: one session's row, from its entries; Score: what its review came to; Row: both
    standing.py   how often each question of the form came to an error
    selection.py  Selection: which rows, in which order; the filters of a page's address

Pure. It must not know where rows are kept, or who may see one: `access` and `hub.table` do.
"""

from alongside.metrics.facts import Facts, Reading, Row, Score, facts
from alongside.metrics.selection import Selection, parse

__all__ = ["Facts", "Reading", "Row", "Score", "Selection", "facts", "parse"]
