"""The routes that programs read: the widget's, health, and the built files.

widget.py     /widget.js, a site's public facts, a new visit
offers.py     whether somebody is free to help, before anybody asked
copies.py     the customer's own copy of their session
tutorial.py   a playbook as customers follow it
health.py     /healthz, /readyz
measures.py   /metrics
files.py      /static
v1/           sessions, transcripts and figures for the organisation's own programs
turnstile.py  which pages are let in, how often, and an answer that they may read
address.py    the caller's network address, through trusted proxies
"""

from alongside.api import copies, files, health, measures, offers, tutorial, v1, widget

__all__ = ["copies", "files", "health", "measures", "offers", "tutorial", "v1", "widget"]
