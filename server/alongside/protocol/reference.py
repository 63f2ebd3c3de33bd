"""Writes the vocabulary as a page: `python -m alongside.protocol.reference` prints docs/protocol.md."""

import inspect
import sys
from collections.abc import Iterable
from typing import get_args

from msgspec import Struct

from alongside import protocol
from alongside.protocol import coaching, coaching_facts

_HEAD = f"""# The protocol

Generated from `server/alongside/protocol` by `python -m alongside.protocol.reference`.
Version {protocol.VERSION}.

A browser speaks socket.io over WebSocket: in the namespace `/session` for one session, which its token
names, in `/desk` for the console's lists and in `/wall` for the supervisors'. It sends **commands** and is sent
differences of its **view**; the log holds **events**.
"""

_MESSAGES = (
    ("resume", "client", "a `Cursor`; answered with an `Update`: everything after it, then live"),
    ("command", "client", "a `Request`; answered with an `Answer` once the entry is durable"),
    ("signal", "both", "lossy and never stored: who is typing, who is there, the place in the queue"),
    ("update", "server", "an `Update`: changed sections of the view, from entry `after` to entry `number`"),
    ("take", "client, /desk", "take a customer, or the next; answered with a `Grant`"),
    ("redeem", "client, /desk", "join the customer who reads out a code; answered with a `Grant`"),
    ("open", "client, /desk", "come back to a session one has; answered with a `Grant`"),
    ("desk", "server, /desk", "changed rows of the queue and of one's own sessions"),
    ("watch", "client, /wall", "watch a running session, or come back to one taken over; answered with a `Grant`"),
    ("take_over", "client, /wall", "take the customer of a session one watches; answered with a `Grant`"),
    ("wall", "server, /wall", "changed rows of the running sessions, at most once a second"),
)

_COACHING = """Reviews of a session are in a log of their own, by the same law. A command is POSTed as JSON to
`/coaching/{session}.json`; the answer is the caller's `CoachingView`, which a GET of it gives too.
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD, "## Messages\n", _table(("event", "sent by", "what"), _MESSAGES)]
    parts += ["## Commands\n", _vocabulary("command", protocol.Command)]
    parts += ["## Events\n", _vocabulary("event", protocol.Event)]
    parts += ["## Coaching\n", _COACHING, _vocabulary("command", coaching.CoachingCommand)]
    parts += [_vocabulary("fact", coaching_facts.CoachingFact)]
    return "\n".join(parts)


def _vocabulary(kind: str, union: object) -> str:
    rows = [(_tag(member), _words(member), _fields(member)) for member in get_args(union)]
    return _table((kind, "what", "fields"), rows)


def _tag(member: type[Struct]) -> str:
    return str(member.__struct_config__.tag)


def _words(member: type[Struct]) -> str:
    return " ".join(inspect.cleandoc(member.__doc__ or "").split())


def _fields(member: type[Struct]) -> str:
    return ", ".join(f"`{field}`" for field in member.__struct_fields__)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| `{first}` | {' | '.join(rest)} |" for first, *rest in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
