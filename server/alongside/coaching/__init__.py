"""Coaching, purely: what supervisors make of a session, from its log and the coaching log beside it.

    reading.py    scorecards from YAML, with every mistake in them
    evidence.py   what the session's log proposes as evidence
    folding.py    the coaching log folded
    deciding.py   a command, as a fact or a sentence why not: reviewing.py, answering.py, grouping.py
    standing.py   whose a review is, whether it may be seen and changed
    scoring.py    scores to a result           agreement.py  how well two scorers agree
    viewing.py    what a caller is shown       rows.py       a session in the lists

It knows no Redis, no clock and no HTTP.
"""

from alongside.coaching.agreement import Agreement, agreements, weighted_kappa
from alongside.coaching.deciding import decide
from alongside.coaching.evidence import Session, proposals, scan, session_of
from alongside.coaching.folding import Coaching, fold
from alongside.coaching.reading import SCORECARDS, CardReading, review_card
from alongside.coaching.rows import Row, decode_row, encode_row, row
from alongside.coaching.scoring import asked_items, result
from alongside.coaching.standing import Around, Caller, NotCoached
from alongside.coaching.viewing import card_choice, view

__all__ = [
    "SCORECARDS",
    "Agreement",
    "Around",
    "Caller",
    "CardReading",
    "Coaching",
    "NotCoached",
    "Row",
    "Session",
    "agreements",
    "asked_items",
    "card_choice",
    "decide",
    "decode_row",
    "encode_row",
    "fold",
    "proposals",
    "result",
    "review_card",
    "row",
    "scan",
    "session_of",
    "view",
    "weighted_kappa",
]
