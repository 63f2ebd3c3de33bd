"""/session: a connection to one session, which its token names. Customers and agents speak alike."""

from typing import Any

import msgspec
from aiohttp import web

from alongside.access import (
    NotAllowed,
    Who,
    check_own_origin,
    check_site_origin,
    may_watch_wall,
    read_session_token,
)
from alongside.config import Settings
from alongside.hub import Hub, Listener, Room
from alongside.hub.deciding import UNSAVED
from alongside.hub.listening import may_watch, why_not
from alongside.log import StoreGone
from alongside.protocol import (
    Answer,
    BadMessage,
    Cursor,
    Place,
    Signal,
    Update,
    decode_request,
    decode_signal,
)
from alongside.sockets.engine import StrictNamespace, refusal


class Visitor(Listener):
    """One browser connected to one session."""

    def __init__(self, namespace: "SessionNamespace", sid: str, who: Who, room: Room) -> None:
        self.who = who
        self.room = room
        self._namespace = namespace
        self._sid = sid

    def update(self, update: msgspec.Raw) -> None:
        """Send an encoded Update, or let go of a browser that does not read."""
        self._send("update", update)

    def signal(self, signal: Signal) -> None:
        """Send a lossy signal."""
        self._send("signal", signal)

    def dismiss(self) -> None:
        """Close; a return is answered with the reason."""
        self._namespace.close(self._sid)

    def _send(self, event: str, message: object) -> None:
        self._namespace.send(self._sid, event, message)


class SessionNamespace(StrictNamespace):
    """Connections to sessions. Nothing here reads a session's id from a message."""

    def __init__(self, hub: Hub, settings: Settings) -> None:
        super().__init__("/session", {"resume", "command", "signal"}, settings.outbound_queue)
        self._hub = hub
        self._settings = settings
        self._visitors: dict[str, Visitor] = {}

    def knows(self, sid: str) -> bool:
        """Whether this connection was accepted and is still there."""
        return sid in self._visitors

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        """Check the key and the page it comes from, and join the session."""
        try:
            who = self._who(environ["aiohttp.request"], auth)
            room = await self._hub.room(who.session, who.site)
            if not may_watch(who, room.state):
                raise NotAllowed(why_not(who, room.state), "not_yours")
        except NotAllowed as refused:
            raise refusal(Answer(ok=False, code=refused.code, says=refused.says)) from None
        except StoreGone:
            raise refusal(UNSAVED) from None
        visitor = Visitor(self, sid, who, room)
        self._visitors[sid] = visitor
        room.audience.join(visitor)
        if who.role == "agent":
            self._hub.agent_came(who.id)
        elif may_watch_wall(who):
            self._hub.watching.came(who.session, who.id)

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """Leave the session. The log knows nothing of it; presence does."""
        visitor = self._visitors.pop(sid, None)
        if visitor is not None:
            visitor.room.audience.leave(visitor)
            if visitor.who.role == "agent":
                self._hub.agent_went(visitor.who.id)
            elif may_watch_wall(visitor.who):
                self._hub.watching.went(visitor.who.session, visitor.who.id)

    async def on_resume(self, sid: str, received: object) -> Update | Answer:
        """Everything after the cursor, and from now on what follows."""
        visitor = self._visitors[sid]
        try:
            cursor = msgspec.convert(received, Cursor)
            update = await visitor.room.resume(visitor, cursor)
        except msgspec.ValidationError as error:
            return Answer(ok=False, code="bad_cursor", says=f"This message is not understood: {error}")
        except StoreGone:
            return UNSAVED
        visitor.signal(visitor.room.audience.presence())
        self._tell_place(visitor)
        return update

    async def on_command(self, sid: str, received: object) -> Answer:
        """Decide and append; the answer comes when it is durable."""
        visitor = self._visitors[sid]
        try:
            request = decode_request(received)
            return await self._hub.submit(visitor.who.session, visitor.who, request)
        except BadMessage as bad:
            return Answer(ok=False, code=bad.code, says=bad.says)
        except StoreGone:
            return UNSAVED

    async def on_signal(self, sid: str, received: object) -> None:
        """Relay that somebody is typing."""
        visitor = self._visitors[sid]
        try:
            decode_signal(received)
        except BadMessage:
            return
        visitor.room.audience.typing(visitor)

    def _who(self, request: web.Request, auth: object) -> Who:
        token = auth.get("token") if isinstance(auth, dict) else None
        if not isinstance(token, str):
            raise NotAllowed("A token is needed to connect.", "no_token")
        now = int(self._hub.clock.seconds())
        who = read_session_token(self._settings.secret_key, token, now=now)
        origin = request.headers.get("Origin")
        if who.role == "customer":
            check_site_origin(self._settings, who.site, origin)
        else:
            check_own_origin(self._settings, request.headers, origin)
        return who

    def _tell_place(self, visitor: Visitor) -> None:
        place: Place | None = self._hub.desk.places().get(visitor.who.session)
        if place is not None and visitor.who.role == "customer":
            visitor.signal(place)
