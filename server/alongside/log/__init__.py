"""The log: append, read, follow, erase; and the indexes kept beside it.

This package is the only code that imports redis. It knows keys, streams and channels. It must not
know what is inside an entry: payloads are opaque bytes, packed and read by `protocol`.

Where to look:

    stream.py    Log: compare-and-append, read, follow, erase
    commit.py    group commit: one pipeline for everything that one tick asked for
    bells.py     the one pub/sub connection of this process
    indexes.py   Indexes: summaries, spoken codes, presence, counters, signed-out tokens
    coached.py   CoachedRows: a row for each session that is coached
    facts.py     FactStore: a row per session for lists and figures, reviews wanted, saved filters
    duty.py      Duties: in which minutes an agent was there
    erasing.py   what takes a session out of all keys
    ledger.py    Ledger: a log that is no session's, by the same law
    outbox.py    OutboxStore: messages that are to reach somebody else's server
    keeping.py   Keeping: kept for minutes, taken once, used once
    tokens.py    TokenStore: what is known of the tokens of programs, under their digests
    probe.py     is this Redis reachable, new enough, and set up to keep what it acknowledges?
    store.py     addresses, time-outs, retries; StoreGone
    keys.py      every key and channel there is
"""

from alongside.log.bells import Following
from alongside.log.coached import CoachedRows
from alongside.log.duty import Duties
from alongside.log.erasing import Erased
from alongside.log.facts import Change, FactStore, Put, Standing
from alongside.log.indexes import Indexes, Kind, Listed
from alongside.log.keeping import Keeping
from alongside.log.keys import Place, of_session, unnamed
from alongside.log.ledger import Ledger
from alongside.log.outbox import Due, Held, OutboxStore
from alongside.log.probe import Probe, probe
from alongside.log.store import StoreGone
from alongside.log.stream import Conflict, Log, Stored
from alongside.log.tokens import TokenStore

__all__ = [
    "Change",
    "CoachedRows",
    "Conflict",
    "Due",
    "Duties",
    "Erased",
    "FactStore",
    "Following",
    "Held",
    "Indexes",
    "Keeping",
    "Kind",
    "Ledger",
    "Listed",
    "Log",
    "OutboxStore",
    "Place",
    "Probe",
    "Put",
    "Standing",
    "StoreGone",
    "Stored",
    "TokenStore",
    "of_session",
    "probe",
    "unnamed",
]
