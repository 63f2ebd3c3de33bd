"""Looks at answers to ID checks: tokens, codes, answers to questions, digits of an app.

    looking.py       Looking, the verifier: whose account, how many tries today, is it right, and always the same time
    sealing.py       what is kept of an account for minutes: encrypted, under the server's key
    signing_keys.py  the keys that signed identities are checked with: from the settings, a file, or a JWKS address
    organisation.py  asks the organisation's system: signed both ways, a time-out, one retry
    trial.py         customers who stand in the settings
    mail.py          sends codes by e-mail      sms.py  and as text messages

It knows settings, the store and the network. It must not know sessions: a try was counted by the log before it comes
here, and what follows from an outcome is decided there. Nothing that is asked or answered is logged.
"""

from alongside.verifier.looking import Looking, Timing
from alongside.verifier.making import make_verifier

__all__ = ["Looking", "Timing", "make_verifier"]
