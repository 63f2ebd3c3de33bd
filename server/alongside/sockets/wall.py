"""/wall: the supervisors' wall of running sessions, and how they get into one. Signed in by the console's cookie."""

from typing import Annotated, Any

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, Who, check_own_origin, may_see_site, may_watch_wall
from alongside.config import Settings
from alongside.hub import Hub
from alongside.hub.deciding import UNSAVED
from alongside.hub.wall import WallListener
from alongside.log import StoreGone
from alongside.protocol import Answer, Grant, KnownFaults, Wall
from alongside.session import Refused
from alongside.sockets.answering import answered
from alongside.sockets.console import Faults, Identify
from alongside.sockets.engine import StrictNamespace, refusal
from alongside.sockets.grants import grant

SessionName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Watch(msgspec.Struct, forbid_unknown_fields=True):
    """Watch this session; where one took it over, come back to it."""

    session: SessionName


class TakeOver(msgspec.Struct, forbid_unknown_fields=True):
    """Take the customer of a session that one watches; `note` is for the agent who had them."""

    session: SessionName
    note: Annotated[str, msgspec.Meta(max_length=20_000)] = ""


class Screen(WallListener):
    """One wall's connection."""

    def __init__(self, namespace: "WallNamespace", sid: str, who: Who) -> None:
        self.who = who
        self._namespace = namespace
        self._sid = sid

    def wall(self, message: Wall) -> None:
        """Send changed rows."""
        self._namespace.send(self._sid, "wall", message)


class WallNamespace(StrictNamespace):
    """Connections of walls. `identify` tells who is signed in, or raises NotAllowed."""

    def __init__(self, hub: Hub, settings: Settings, identify: Identify) -> None:
        super().__init__("/wall", {"watch", "take_over", "faults"}, settings.outbound_queue)
        self._hub = hub
        self._settings = settings
        self._identify = identify
        self._screens: dict[str, Screen] = {}

    def knows(self, sid: str) -> bool:
        """Whether this connection was accepted and is still there."""
        return sid in self._screens

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        """Check the cookie and the page, and show the wall."""
        request: web.Request = environ["aiohttp.request"]
        try:
            check_own_origin(self._settings, request.headers, request.headers.get("Origin"))
            who = await self._identify(request)
            if not may_watch_wall(who):
                raise NotAllowed("The wall is for supervisors.")
        except NotAllowed as refused:
            raise refusal(Answer(ok=False, code=refused.code, says=refused.says)) from None
        except StoreGone:
            raise refusal(UNSAVED) from None
        screen = self._screens[sid] = Screen(self, sid, who)
        self._hub.wall.watch(screen)

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """The page closed, or its connection broke."""
        screen = self._screens.pop(sid, None)
        if screen is not None:
            self._hub.wall.unwatch(screen)

    async def on_watch(self, sid: str, received: object) -> Grant | Answer:
        """Begin to watch a session. It is written into its log first."""
        who = self._screens[sid].who
        return await answered(received, Watch, lambda asked: self._watch(who, asked))

    async def on_take_over(self, sid: str, received: object) -> Grant | Answer:
        """Take a customer over from their agent. Of two at once, the log lets one after the other."""
        who = self._screens[sid].who
        return await answered(received, TakeOver, lambda asked: self._take_over(who, asked))

    async def on_faults(self, sid: str, received: object) -> KnownFaults | Answer:
        """Look for a fault in the register, for the wrap-up of a session that one took over."""
        who = self._screens[sid].who
        return await answered(received, Faults, lambda asked: self._faults(who, asked))

    async def _watch(self, who: Who, wanted: Watch) -> Grant | Answer:
        role, answer = await self._hub.watching.begin(who, wanted.session)
        return grant(self._hub, self._settings, who, wanted.session, role) if answer.ok else answer

    async def _take_over(self, who: Who, wanted: TakeOver) -> Grant | Answer:
        answer = await self._hub.watching.take_over(who, wanted.session, wanted.note)
        return grant(self._hub, self._settings, who, wanted.session) if answer.ok else answer

    async def _faults(self, who: Who, asked: Faults) -> KnownFaults:
        if asked.site not in self._settings.sites or not may_see_site(who, asked.site):
            raise Refused("not_allowed", "This is a site that you do not look after.")
        return KnownFaults(known=await self._hub.faults.known(asked.site, asked.words))
