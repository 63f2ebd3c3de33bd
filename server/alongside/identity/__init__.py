"""ID checks: what is needed when, what a method can show, and how an answer is compared.

    levels.py     none, basic, strong; what each method reaches
    gates.py      which check stands in the way of something
    offering.py   a site's settings -> the ways to pass a check that customers are offered
    answering.py  whether answers are complete, before they count as a try
    signed.py     a signed identity (JWT) -> whose it is, or why not
    digests.py    keyed digests of accounts, codes and names: what may be kept
    masking.py    addresses as they may be shown
    ports.py      what looks at an answer: typed, and implemented elsewhere

Pure: time, keys and texts come in as arguments. Nothing here stores an answer, or says what was wrong with one.
"""

from alongside.identity.answering import Incomplete, tidy
from alongside.identity.gates import Pass, barrier
from alongside.identity.levels import at_least, reaches, usable
from alongside.identity.offering import Offering, offering
from alongside.identity.ports import Attempt, Begin, Outcome, Verifier

__all__ = [
    "Attempt",
    "Begin",
    "Incomplete",
    "Offering",
    "Outcome",
    "Pass",
    "Verifier",
    "at_least",
    "barrier",
    "offering",
    "reaches",
    "tidy",
    "usable",
]
