"""The live sessions of this process: load, decide, append, deliver.

    room.py       one live session: commands in, entries appended, the state kept true to the log
    deciding.py   a batch of commands into one entry
    audience.py   who listens to a session: views out, signals, presence
    listening.py  what a room needs of a connected browser
    presence.py   who is there, over all processes
    desk.py       the queue and everybody's open sessions, as the console lists them, and what is left to do
    aftercare.py  finished sessions with something left to do, and putting their index together again
    table.py      a row for every session, in memory: what lists and figures are made of
    tally.py      keeps the rows of the sessions that are live here
    register.py   the fault register: every site's fault log and the sessions behind its rows
    plans.py      the service plans, every version of them
    library.py    the playbooks of the directory, and the contents that sessions began with
    improvements.py  what sites do about causes of trouble
    coaching.py   coaching logs: reviews, scores, calibrations; rows for their lists
    development.py  agents' development plans and evidence portfolios
    folded.py     ledgers of one kind: what the five above have in common
    entries.py    a session's log as entries, for who needs the whole of it
    journeys.py   each finished session's way through its form
    replays.py    recordings of finished sessions, for those who look at them
    telling.py    the outbox: what other servers are told of sessions
    notes.py      wrap-ups as notes for other systems
    checks.py     ID checks: what follows from a try once it is counted
    codes.py      spoken codes: issue, redeem, rate limits
    practice.py   sessions to practise in, with customers whom we play
    tokens.py     the tokens of programs: made, listed, revoked, looked up
    naming.py     new names for sessions
    watching.py   supervisors who watch a session: who may, and who is gone
    wall.py       every running session, as supervisors see it
    apart.py      one session that cannot be dealt with holds up no other
    sweep.py      heartbeats; agents and customers who are gone for too long
    live.py       Hub: puts these together

It knows the rules (session, access) and the log. It must not know sockets, HTTP or cookies.
"""

from alongside.hub.desk import Desk, DeskListener
from alongside.hub.listening import Listener
from alongside.hub.live import Clock, Hub, Limits
from alongside.hub.naming import new_session_id
from alongside.hub.room import Room

__all__ = ["Clock", "Desk", "DeskListener", "Hub", "Limits", "Listener", "Room", "new_session_id"]
