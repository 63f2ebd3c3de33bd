"""The outbox: what is to reach an organisation's server waits in the store until that server has taken it.

How this works
--------------
`put` keeps a message under an id that names what it tells; a second put of the same id is none, so any number of
processes may tell the same fact. Each process looks for messages that are due, takes them for a while (the lease),
posts them, and drops what was answered with 2xx. Anything else is tried again after a growing pause, for about a
day; then it is given up: kept as a dead letter, with the reason, for somebody to look at (dead.py). A process that
dies while it sends holds nothing back: after the lease another takes the message. So a receiver gets a message at
least once, and knows a second time by its `webhook-id`.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from msgspec import Struct
from msgspec.structs import replace

from alongside.log import Due, OutboxStore, StoreGone
from alongside.webhooks.addresses import Forbidden, PublicResolver, check_url
from alongside.webhooks.dead import Keep
from alongside.webhooks.messages import TEST, Message, Sent, decode_message, encode_message, signed
from alongside.webhooks.posting import Maker, NotMade, Posting

PATIENCE_SECONDS = 10.0
"""For a whole answer."""
LEASE_SECONDS = 60.0
LOOK_SECONDS = 5.0
"""Between two looks into the store; what this process puts in is sent at once."""
PAUSES = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800)
"""Seconds until the next try: the last one about a day after the first."""

logger = structlog.get_logger()


class Target(Struct, frozen=True, kw_only=True):
    """Where a site's messages go, and which `kinds` of them. `internal` allows an address inside the own network;
    `sessions`: messages name the session they tell of, with a link to its page."""

    url: str
    secret: str
    kinds: tuple[str, ...] = ("fault.opened", "fault.recorded")
    internal: bool = False
    sessions: bool = False

    def __repr__(self) -> str:
        return f"Target({self.url!r})"


class Outbox:
    """Sends what is due. `targets` by site; `tried_out` allows plain HTTP to this machine, for the demo."""

    def __init__(
        self,
        store: OutboxStore,
        targets: Mapping[str, Target],
        seconds: Callable[[], float],
        *,
        tried_out: bool = False,
        pauses: tuple[float, ...] = PAUSES,
        keep: Keep = Keep(),  # noqa: B008 (frozen)
    ) -> None:
        self._store = store
        self._targets = targets
        self._seconds = seconds
        self._tried_out = tried_out
        self._pauses = pauses
        self._keep = keep
        self._wake = asyncio.Event()
        self._makers: dict[tuple[str, str], Maker] = {}
        self._near = {_host(target.url) for target in targets.values() if target.internal}

    def makes(self, site: str, kind: str, maker: Maker, *, near: str = "") -> None:
        """Messages of this kind, of this site, are sent as `maker` makes them. `near`: an address of it that may lie
        inside the own network. To be said before the outbox runs."""
        self._makers[site, kind] = maker
        self._near |= {_host(near)} - {""}

    def has(self, site: str, kind: str) -> bool:
        """Whether this site wants others to be told of this kind."""
        told = site in self._targets and kind in self._targets[site].kinds
        return told or (site, kind) in self._makers

    def target(self, site: str) -> Target | None:
        """Where this site's messages go, if it has a server."""
        return self._targets.get(site)

    async def put(self, site: str, kind: Sent, id: str, facts: dict[str, Any], at: float | None = None) -> bool:
        """Have a site's server told, if it wants to be; True if it is told for the first time. `at`: when it happened,
        now if not given. Raises StoreGone."""
        if not self.has(site, kind):
            return False
        return await self._put(id, Message(site=site, kind=kind, at=at or self._seconds(), facts=facts))

    async def test(self, site: str) -> str:
        """Send a site's server a message that tells nothing; its id, empty where there is no server."""
        if site not in self._targets:
            return ""
        id = f"test.{secrets.token_hex(8)}"
        await self._put(id, Message(site=site, kind=TEST, at=self._seconds(), facts={}))
        return id

    def wake(self) -> None:
        """Something is due now."""
        self._wake.set()

    async def _put(self, id: str, message: Message) -> bool:
        now = self._seconds()
        is_new = await self._store.put(id, encode_message(message), now)
        if is_new:
            self._wake.set()
        return is_new

    async def run(self) -> None:
        """Send for ever."""
        async with self._session() as web:
            while True:
                self._wake.clear()
                try:
                    while await self.send_due(web):
                        pass
                except StoreGone as gone:
                    logger.warning("the outbox waits for the store", reason=str(gone))
                except Exception:
                    logger.exception("the outbox failed")
                await self._rest()

    async def send_due(self, web: aiohttp.ClientSession) -> int:
        """Send what is due now; how many messages that was. Raises StoreGone."""
        due = await self._store.take(self._seconds(), LEASE_SECONDS)
        await asyncio.gather(*(self._send(web, each) for each in due))
        return len(due)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(min(LOOK_SECONDS, *self._pauses)):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _send(self, web: aiohttp.ClientSession, due: Due) -> None:
        message = decode_message(due.message)
        if message is None:
            logger.warning("a webhook's message cannot be read", id=due.id)
            await self._store.drop(due.id)
            return
        try:
            made = await self._made(due.id, message)
            failure = await self._post(web, made) if made else ""
        except NotMade as reason:
            await self._give_up(due.id, replace(message, reason=str(reason)))
            return
        except StoreGone:
            raise
        except Exception as bug:  # without this it would be tried for ever, and keep others from being sent
            logger.exception("a webhook could not be made", id=due.id, site=message.site)
            failure = f"could not be made ({type(bug).__name__})"
        if not failure:
            await self._store.drop(due.id)
            return
        failed = replace(message, tries=message.tries + 1, reason=failure)
        if message.tries >= len(self._pauses):
            logger.error("a webhook was given up", id=due.id, site=message.site, reason=failure)
            await self._give_up(due.id, failed)
        else:
            logger.warning("a webhook failed", id=due.id, site=message.site, reason=failure, tries=failed.tries)
            again = self._seconds() + self._pauses[message.tries]
            await self._store.keep(due.id, encode_message(failed), again)

    async def _give_up(self, id: str, message: Message) -> None:
        now = self._seconds()
        since = now - self._keep.seconds
        await self._store.bury(id, encode_message(message), now, since=since, limit=self._keep.letters)

    async def _made(self, id: str, message: Message) -> Posting | None:
        """The message as a request. Raises NotMade."""
        if maker := self._makers.get((message.site, message.kind)):
            return await maker(id, message)
        target, body = self._targets.get(message.site), message.body()
        if target is None:
            raise NotMade("the site has no webhook any more")
        headers = signed(id, body, target.secret, self._seconds())
        return Posting(method="POST", url=target.url, headers=headers, body=body, internal=target.internal)

    async def _post(self, web: aiohttp.ClientSession, made: Posting) -> str:
        """Why it was not taken; empty when it was. Never an address or an answer: they may hold secrets."""
        try:
            check_url(made.url, internal=made.internal, tried_out=self._tried_out)
            asking = web.request(made.method, made.url, data=made.body, headers=made.headers, allow_redirects=False)
            async with asking as answer:
                return "" if 200 <= answer.status < 300 else f"answered {answer.status}"
        except Forbidden as forbidden:
            return str(forbidden)
        except TimeoutError:
            return f"no answer within {PATIENCE_SECONDS:.0f} seconds"
        except (aiohttp.ClientConnectionError, OSError):
            return "could not be reached"
        except (aiohttp.ClientError, ValueError) as trouble:
            return f"could not be asked ({type(trouble).__name__})"

    def _session(self) -> aiohttp.ClientSession:
        allowed = self._near | ({"localhost"} if self._tried_out else set())
        connector = aiohttp.TCPConnector(resolver=PublicResolver(frozenset(allowed)), limit=20)
        timeout = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
        return aiohttp.ClientSession(connector=connector, timeout=timeout, trust_env=False)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
