"""Who is in a room, over all processes: each tells its counts; what was not repeated is forgotten."""

import secrets

import msgspec
from msgspec import Struct

from alongside.protocol import Presence, Typing

FORGET_MILLIS = 15_000
"""After so long without word from a process its counts no longer matter: it has probably stopped."""

PROCESS = secrets.token_hex(8)


class Here(Struct, frozen=True, tag_field="signal", tag="here"):
    """How many listeners of each side one process has in a room."""

    process: str
    customers: int = 0
    agents: int = 0


class Attendance:
    """The counts of one room: this process's own, and what others said lately."""

    def __init__(self) -> None:
        self.mine = Here(PROCESS)
        self._others: dict[str, tuple[Here, int]] = {}

    def count(self, *, customers: int, agents: int) -> None:
        """Set this process's own counts."""
        self.mine = Here(PROCESS, customers, agents)

    def hear(self, here: Here, now: int) -> bool:
        """Note another process's counts; True when it was not known before."""
        is_new = here.process not in self._others
        self._others[here.process] = (here, now)
        return is_new

    def presence(self, now: int) -> Presence:
        """Whether each side is there at `now` (milliseconds)."""
        lately = [here for here, at in self._others.values() if now - at < FORGET_MILLIS]
        everyone = [self.mine, *lately]
        return Presence(customer=any(here.customers for here in everyone), agent=any(here.agents for here in everyone))

    @staticmethod
    def decode(payload: bytes) -> Here | Typing:
        """A signal from another process."""
        return _decoder.decode(payload)


_decoder: msgspec.json.Decoder[Here | Typing] = msgspec.json.Decoder(Here | Typing)
