"""The fault register, purely: which row a fault belongs to, what is alike, and the rows from logs and sessions.

    naming.py    the key of a row, and rows that read alike
    register.py  rows: the site's fault log folded, and the sessions that met each fault beside it
    deciding.py  what may be done to a row
    telling.py   the register as CSV and JSON

It knows no Redis, no clock and no session's state: only what sessions' wrap-ups noted.
"""

from alongside.faults.naming import key, similar
from alongside.faults.register import Met, Register, Row, fold, rows

__all__ = ["Met", "Register", "Row", "fold", "key", "rows", "similar"]
