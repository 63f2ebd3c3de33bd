"""/desk: the console's lists, and how an agent gets to a customer. Signed in by the console's cookie."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from aiohttp import web

from alongside.access import NotAllowed, Who, check_own_origin, may_see_site, may_work_desk
from alongside.config import Settings
from alongside.hub import DeskListener, Hub
from alongside.hub.deciding import UNSAVED
from alongside.hub.listening import may_watch, why_not
from alongside.log import StoreGone
from alongside.protocol import Answer, Desk, Grant, KnownFaults
from alongside.session import Refused
from alongside.sockets.answering import answered
from alongside.sockets.engine import StrictNamespace, refusal
from alongside.sockets.grants import grant

Identify = Callable[[web.Request], Awaitable[Who]]


class Take(msgspec.Struct, forbid_unknown_fields=True):
    """Take a session, or (empty) the next in the queue."""

    session: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Redeem(msgspec.Struct, forbid_unknown_fields=True):
    """Join the customer who reads out these digits."""

    code: Annotated[str, msgspec.Meta(max_length=40)]


class Open(msgspec.Struct, forbid_unknown_fields=True):
    """Come back to a session one has, after a reload say."""

    session: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Complete(msgspec.Struct, forbid_unknown_fields=True):
    """What was still to be done in this session is done."""

    session: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class Faults(msgspec.Struct, forbid_unknown_fields=True):
    """Which faults of a site's register read like this; for no words the latest that are not fixed."""

    site: Annotated[str, msgspec.Meta(max_length=64)]
    words: Annotated[str, msgspec.Meta(max_length=300)] = ""


class Practise(msgspec.Struct, forbid_unknown_fields=True):
    """Practise with a script's customer (`site`, `script`, and a `playbook`), or with a `recorded` session's."""

    site: Annotated[str, msgspec.Meta(max_length=64)] = ""
    playbook: Annotated[str, msgspec.Meta(max_length=60)] = ""
    script: Annotated[str, msgspec.Meta(max_length=60)] = ""
    recorded: Annotated[str, msgspec.Meta(max_length=64)] = ""


class Console(DeskListener):
    """One console's connection."""

    def __init__(self, namespace: "DeskNamespace", sid: str, who: Who) -> None:
        self.who = who
        self._namespace = namespace
        self._sid = sid

    def desk(self, message: Desk) -> None:
        """Send changed rows."""
        self._namespace.send(self._sid, "desk", message)


class DeskNamespace(StrictNamespace):
    """Connections of consoles. `identify` tells who is signed in, or raises NotAllowed."""

    def __init__(self, hub: Hub, settings: Settings, identify: Identify) -> None:
        events = {"take", "redeem", "open", "practise", "faults", "complete"}
        super().__init__("/desk", events, settings.outbound_queue)
        self._hub = hub
        self._settings = settings
        self._identify = identify
        self._consoles: dict[str, Console] = {}

    def knows(self, sid: str) -> bool:
        """Whether this connection was accepted and is still there."""
        return sid in self._consoles

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: object) -> None:
        """Check the cookie and the page, and show the desk."""
        request: web.Request = environ["aiohttp.request"]
        try:
            check_own_origin(self._settings, request.headers, request.headers.get("Origin"))
            who = await self._identify(request)
            if not may_work_desk(who):
                raise NotAllowed("The queue is for agents.")
        except NotAllowed as refused:
            raise refusal(Answer(ok=False, code=refused.code, says=refused.says)) from None
        except StoreGone:
            raise refusal(UNSAVED) from None
        console = Console(self, sid, who)
        self._consoles[sid] = console
        self._hub.agent_came(who.id)
        self._hub.desk.watch(console)

    async def on_disconnect(self, sid: str, reason: str = "") -> None:
        """The console closed, or its connection broke."""
        console = self._consoles.pop(sid, None)
        if console is not None:
            self._hub.desk.unwatch(console)
            self._hub.agent_went(console.who.id)

    async def on_take(self, sid: str, received: object) -> Grant | Answer:
        """Take a customer from the queue. Of two agents at once, the log lets exactly one."""
        return await self._joined(sid, received, Take, self._take)

    async def on_redeem(self, sid: str, received: object) -> Grant | Answer:
        """Join a customer by their spoken code."""
        return await self._joined(sid, received, Redeem, self._redeem)

    async def on_open(self, sid: str, received: object) -> Grant | Answer:
        """Come back to a session that is one's own."""
        return await self._joined(sid, received, Open, self._open)

    async def on_practise(self, sid: str, received: object) -> Grant | Answer:
        """Begin to practise with a customer whom the server plays."""
        return await self._joined(sid, received, Practise, self._practise)

    async def on_faults(self, sid: str, received: object) -> KnownFaults | Answer:
        """Look for a fault in the register."""
        who = self._consoles[sid].who

        async def look(asked: Faults) -> KnownFaults:
            if asked.site not in self._settings.sites or not may_see_site(who, asked.site):
                raise Refused("not_allowed", "This is a site that you do not look after.")
            return KnownFaults(known=await self._hub.faults.known(asked.site, asked.words))

        return await answered(received, Faults, look)

    async def on_complete(self, sid: str, received: object) -> Answer:
        """Tick a follow-up off."""
        who = self._consoles[sid].who
        return await answered(received, Complete, lambda asked: self._hub.complete(who, asked.session))

    async def _joined(
        self, sid: str, received: object, shape: type[Any], act: Callable[[Who, Any], Awaitable[tuple[str, Answer]]]
    ) -> Grant | Answer:
        who = self._consoles[sid].who

        async def join(asked: Any) -> Grant | Answer:
            session, answer = await act(who, asked)
            return grant(self._hub, self._settings, who, session) if answer.ok else answer

        return await answered(received, shape, join)

    async def _take(self, who: Who, take: Take) -> tuple[str, Answer]:
        return await self._hub.take(who, take.session or None)

    async def _redeem(self, who: Who, redeem: Redeem) -> tuple[str, Answer]:
        return await self._hub.redeem(who, redeem.code)

    async def _practise(self, who: Who, wanted: Practise) -> tuple[str, Answer]:
        if wanted.recorded:
            return await self._hub.practice.recorded(who, wanted.recorded)
        return await self._hub.practice.scripted(who, wanted.site, wanted.playbook, wanted.script)

    async def _open(self, who: Who, wanted: Open) -> tuple[str, Answer]:
        room = await self._hub.room(wanted.session)
        if not may_watch(who, room.state):
            raise Refused("not_yours", why_not(who, room.state))
        return wanted.session, Answer(ok=True)
