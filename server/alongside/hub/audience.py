"""The audience of one session in this process: who listens, what they have been sent, who is there.

Delivers views and relays what is not logged. It never decides and never waits: see room.py for both.
"""

import asyncio
from collections.abc import Callable

import msgspec

from alongside.hub.listening import Listener, may_watch
from alongside.hub.presence import Attendance
from alongside.protocol import Presence, Role, Signal, Typing
from alongside.session import State, update_between


class Audience:
    """The listeners of a session. `publish` relays to other processes, `now` is in milliseconds."""

    def __init__(self, publish: Callable[[bytes], None], now: Callable[[], int]) -> None:
        self.listeners: dict[Listener, State | None] = {}
        self._attendance = Attendance()
        self._told = Presence(customer=False, agent=False)
        self._publish_bytes = publish
        self._now = now

    @property
    def has_customer(self) -> bool:
        """Whether the customer is connected to this process."""
        return self._attendance.mine.customers > 0

    def join(self, listener: Listener) -> None:
        """Begin to listen. Updates come once the listener has been `caught_up`."""
        self.listeners[listener] = None
        self._count()

    def leave(self, listener: Listener) -> None:
        """Listen no more."""
        self.listeners.pop(listener, None)
        self._count()

    def caught_up(self, listener: Listener, state: State) -> None:
        """This listener has been given `state`; it gets what follows."""
        if listener in self.listeners:
            self.listeners[listener] = state

    # --- views ---

    def deliver(self, state: State) -> None:
        """Bring every listener to `state`. Listeners that stand alike share one encoding.

        A customer is sent the number of an entry in which nothing is theirs, a whisper or a prompt say, and no more.
        """
        encoded: dict[tuple[Role, int], msgspec.Raw] = {}
        for listener, seen in list(self.listeners.items()):
            if not may_watch(listener.who, state):
                self._dismiss(listener)
            elif seen is not None and seen is not state:
                key = (listener.who.role, seen.number)
                if key not in encoded:
                    update = update_between(seen, state, listener.who.role)
                    encoded[key] = msgspec.Raw(msgspec.json.encode(update))
                listener.update(encoded[key])
                self.listeners[listener] = state

    def dismiss_all(self) -> None:
        """Close every connection: the session is gone."""
        for listener in list(self.listeners):
            self._dismiss(listener)

    def _dismiss(self, listener: Listener) -> None:
        # A moment later: it may be the one whose command is answered just now, a transfer say.
        asyncio.get_running_loop().call_soon(listener.dismiss)

    # --- signals ---

    def tell(self, signal: Signal, *, role: str) -> None:
        """Send a signal to the listeners of one role."""
        for listener in self.listeners:
            if listener.who.role == role:
                listener.signal(signal)

    def typing(self, listener: Listener) -> None:
        """Relay that this listener is writing. Who only watches writes to the agent alone, and nobody is told."""
        if listener.who.role not in ("customer", "agent"):
            return
        typing = Typing(role=listener.who.role, name=listener.who.name)
        self._relay(typing, but=listener)
        self._publish(typing)

    def heard(self, payload: bytes) -> None:
        """Take a signal from another process."""
        heard = Attendance.decode(payload)
        if isinstance(heard, Typing):
            self._relay(heard)
            return
        if self._attendance.hear(heard, self._now()):
            self._publish(self._attendance.mine)
        self._tell_presence()

    # --- who is there ---

    def presence(self) -> Presence:
        """Whether each side is there, in any process."""
        return self._attendance.presence(self._now())

    def announce(self) -> None:
        """Tell other processes who is here in this one; forget processes that have fallen silent."""
        self._publish(self._attendance.mine)
        self._tell_presence()

    def _count(self) -> None:
        roles = [listener.who.role for listener in self.listeners]
        self._attendance.count(customers=roles.count("customer"), agents=roles.count("agent"))
        self._tell_presence()
        self._publish(self._attendance.mine)

    def _tell_presence(self) -> None:
        now = self.presence()
        if now != self._told:
            self._told = now
            self._relay(now)

    def _relay(self, signal: Signal, but: Listener | None = None) -> None:
        for listener in self.listeners:
            if listener is not but:
                listener.signal(signal)

    def _publish(self, message: msgspec.Struct) -> None:
        self._publish_bytes(msgspec.json.encode(message))
