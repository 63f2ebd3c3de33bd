"""The server-rendered pages: signing in, the console's shell, sessions and their transcripts.

accounts.py   who is signed in: passwords, cookie, lock-out
guard.py      what holds for every answer: security headers, request id, CSRF, errors as pages
sign_in.py    the way in and out
console.py    the console's shell
live.py       the wall of running sessions, and the page that watches one
updates.py    what changed in the playbooks, until an agent acknowledges it
session_list.py  the list of sessions, its filters, and those that an account keeps; session_words.py names them
sampling.py   drawing sessions for review
sessions.py   a session's transcript
replays.py    a session's replay
staffing.py   a week of half hours, and the staffing calculator
service_plan.py  the service plan against what was, and its form
faults.py     the fault register
coaching.py   what supervisors have to do, an agent's reviews; a session's reviews as JSON
reviews.py    a session's reviews, with replies and appeals
plans.py      development plans
portfolios.py evidence portfolios, also as HTML and PDF
causes.py     causes, and what is done about them
journey_map.py  steps of forms and questions that make trouble
figures.py    the dashboard; wanted.py (days and filters), board.py (in words and links), figure_cards.py
tokens.py     the tokens of programs
webhooks.py   what other servers are told: waiting, failed, given up
fields.py     what somebody typed into a form
rendering.py  templates
"""

from alongside.pages import (
    causes,
    coaching,
    console,
    faults,
    figures,
    journey_map,
    live,
    plans,
    portfolios,
    replays,
    reviews,
    sampling,
    service_plan,
    session_list,
    sessions,
    sign_in,
    staffing,
    tokens,
    updates,
    webhooks,
)
from alongside.pages.accounts import Accounts
from alongside.pages.guard import guard
from alongside.pages.rendering import Rendering

__all__ = [
    "Accounts",
    "Rendering",
    "causes",
    "coaching",
    "console",
    "faults",
    "figures",
    "guard",
    "journey_map",
    "live",
    "plans",
    "portfolios",
    "replays",
    "reviews",
    "sampling",
    "service_plan",
    "session_list",
    "sessions",
    "sign_in",
    "staffing",
    "tokens",
    "updates",
    "webhooks",
]
