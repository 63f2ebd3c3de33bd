"""Metrics: what is known of each session in one row, which rows somebody wants, and the figures made from rows.

    facts.py      Facts: one session's row; Score: what its review came to; Row: both
    reading.py    the row from the session's entries     standing.py   how often each question came to an error
    selection.py  Selection: which rows, in which order; the filters of a page's address
    zones.py      days and hours by the clock of a place
    matching.py   which rows a selection takes, and how they are ordered
    measures.py   of each row one number                 kpis.py       what the figures made of them are called
    tally.py      figures of some rows, to be added up   board.py      figures of a time, by day and broken down
    breaking.py   into which groups                      telling.py    figures in words for people
    duty.py       how long agents were there and busy    journey.py    the steps of the form that customers came to
    causes.py     what sessions were about               improvements.py  what is done about a cause
    sampling.py   which rows are reviewed, at random     reference.py  the page docs/figures.md

Pure. It must not know where rows are kept, or who may see one: `access` and `hub.table` do.
"""

from alongside.metrics.facts import Facts, Row, Score
from alongside.metrics.reading import Reading, facts
from alongside.metrics.selection import Selection, parse

__all__ = ["Facts", "Reading", "Row", "Score", "Selection", "facts", "parse"]
