"""The socket.io edge: who connects, what they send, what goes out. Thin: rules live in session and access.

engine.py      the socket.io server as we need it: WebSocket only, strict JSON, no deflate, bounded queues
answering.py   what comes of a message, or why nothing does
tasks.py       work that nobody waits for
visitors.py    /session: one session, customer or agent
console.py     /desk: the queue
wall.py        /wall: the supervisors' wall
grants.py      the key to a session, for who was let in
"""

from alongside.sockets.console import DeskNamespace
from alongside.sockets.engine import make_engine
from alongside.sockets.visitors import SessionNamespace
from alongside.sockets.wall import WallNamespace

__all__ = ["DeskNamespace", "SessionNamespace", "WallNamespace", "make_engine"]
