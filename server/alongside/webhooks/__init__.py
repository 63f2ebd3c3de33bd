"""Webhooks: telling an organisation's own server what happened, signed, and again until it was taken.

    messages.py   what is sent: its kinds, its body, its signature (Standard Webhooks)
    addresses.py  where it may go: HTTPS, and no address inside the own network unless the site says so
    outbox.py     the outbox: messages wait in the store, and are sent by whichever process comes to it
    posting.py    a request as the outbox sends it
    notes.py      a session's wrap-up for another system: from a template, or as a ticket of Zammad's
    dead.py       what was given up: looked at, sent again, thrown away

It must not know what a fault or a session is: whoever has something to tell puts it in with its kind and facts.
"""

from alongside.webhooks.addresses import Forbidden, check_url
from alongside.webhooks.dead import DeadLetters, Letter
from alongside.webhooks.messages import Kind, Message
from alongside.webhooks.outbox import Outbox, Target

__all__ = ["DeadLetters", "Forbidden", "Kind", "Letter", "Message", "Outbox", "Target", "check_url"]
