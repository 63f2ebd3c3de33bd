"""Hubs on a real store, and the people who send them commands."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from log_store import opened
from serving import SettableClock, settings

from alongside.access import Who
from alongside.app import make_hub
from alongside.hub import Hub
from alongside.protocol import Answer, Command, Request, RequestHelp

S = "s-1"
ANNA = Who(role="customer", site="parking", session=S)
MAYA = Who(role="agent", id="maya", name="Maya", teams=("permits",))
SAM = Who(role="agent", id="sam", name="Sam", teams=("permits", "payments"), sites=("parking",))
WAITS = RequestHelp(channel="queue", goal="My permit")
SPEAKS = RequestHelp(channel="code")


@asynccontextmanager
async def process(url: str, prefix: str, clock: SettableClock | None = None, **others: Any) -> AsyncIterator[Hub]:
    """A hub with a log of its own. Two of them are two processes to Redis, and to each other."""
    async with opened(url, prefix) as log:
        hub = make_hub(settings(8700, url, **others), log, clock)
        await hub.start()
        try:
            yield hub
        finally:
            await hub.close()


class Person:
    """Somebody who sends commands, each with a number of its own, as their browser would."""

    def __init__(self, hub: Hub, who: Who, session: str = S) -> None:
        self.hub, self.who, self.session = hub, who, session
        self.client = f"client-{random.getrandbits(64):x}"
        self.seq = 0

    async def send(self, command: Command, seq: int = 0) -> Answer:
        self.seq += not seq
        request = Request(self.client, seq or self.seq, command)
        return await self.hub.submit(self.session, self.who, request)
