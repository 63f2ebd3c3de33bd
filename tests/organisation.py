"""An organisation for tests: its system that is asked about accounts, and its mail server. Both on real ports.

async with organisation() as org:    org.url, org.mails, org.asked; org.delay and org.tamper change its ways
"""

import asyncio
import base64
import email
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from serving import answering
from standardwebhooks.webhooks import Webhook

SIGNING_KEY = "whsec_" + base64.b64encode(b"the organisation's signing key, of the tests").decode()
ACCOUNT = "ANNA-4711"
FRIEND = "BEN-2208"
"""Somebody else, who acts for that customer."""
EMAIL = "anna.ahlgren@mail.example.org"
ANSWERS = {"postcode": "XY9 9ZZ", "amount": "431.17", "year": "NINETEEN-98"}


class Organisation:
    """What it knows of one customer, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.smtp_port = 0
        self.asked: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.mails: list[str] = []
        self.raw: list[bytes] = []
        self.news = asyncio.Condition()
        self.digits = "246810"
        """What the app of the customer shows, for ever."""
        self.faults: list[int] = []
        """Statuses to answer the next requests with."""
        self.hangs = False
        self.reply: Callable[[str, str, dict[str, Any]], tuple[str, dict[str, str]]] = signed_reply
        self._running: set[asyncio.Task[Any]] = set()

    async def answer(self, request: web.Request) -> web.Response:
        """Check the signature, then say what is so."""
        body = await request.text()
        asked = Webhook(SIGNING_KEY).verify(body, dict(request.headers))
        self.asked.append(asked)
        self.ids.append(request.headers["webhook-id"])
        if self.hangs:
            await asyncio.sleep(60)
        if self.faults:
            return web.Response(status=self.faults.pop(0))
        text, headers = self.reply(request.headers["webhook-id"], body, self._known(asked))
        return web.Response(text=text, headers=headers)

    def _known(self, asked: dict[str, Any]) -> dict[str, Any]:
        known = asked.get("account") in (ACCOUNT, FRIEND)
        if asked["type"] == "contacts":
            return {"contacts": [{"kind": "email", "address": EMAIL}] if known else []}
        if asked["type"] == "totp":
            return {"right": known and asked["answers"]["code"] == self.digits}
        if asked["type"] == "sms":
            return {"sent": True}
        given = asked["answers"]
        right = all(given[id] == ANSWERS[id] for id in given) and all(id in given for id in asked["required"])
        return {"right": known and right}

    async def mail(self) -> str:
        """The newest mail's text, waiting for one that was not read yet."""
        async with asyncio.timeout(20), self.news:
            await self.news.wait_for(lambda: self.mails)
            return self.mails.pop(0)

    async def code(self) -> str:
        """The code in the newest mail."""
        found = re.search(r"\b(\d{3}) (\d{3})\b", await self.mail())
        assert found is not None
        return found[1] + found[2]

    async def take_mail(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As much of SMTP as one mail needs."""
        writer.write(b"220 mail.test\r\n")
        lines: list[bytes] | None = None
        with suppress(ConnectionError):
            while line := await reader.readline():
                if lines is not None and line != b".\r\n":
                    lines.append(line)
                    continue
                if lines is not None:
                    await self._taken(b"".join(lines))
                    lines = None
                    writer.write(b"250 taken\r\n")
                elif line.upper().startswith(b"DATA"):
                    lines = []
                    writer.write(b"354 go on\r\n")
                else:
                    writer.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 fine\r\n")
                await writer.drain()
        writer.close()

    async def _taken(self, raw: bytes) -> None:
        self.raw.append(raw)
        message = email.message_from_bytes(raw)
        text = message.get_payload(decode=True) or b""
        assert isinstance(text, bytes)
        async with self.news:
            self.mails.append(f"To: {message['To']}\n{message['Subject']}\n{text.decode()}")
            self.news.notify_all()


def signed_reply(id: str, request: str, known: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The reply as it should be."""
    return signed(f"reply.{id}", json.dumps(known))


def signed(id: str, text: str, key: str = SIGNING_KEY) -> tuple[str, dict[str, str]]:
    """A text with the headers that sign it."""
    now = datetime.now(tz=UTC)
    signature = Webhook(key).sign(id, now, text)
    headers = {"webhook-id": id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
    return text, headers


@asynccontextmanager
async def organisation() -> AsyncIterator[Organisation]:
    """An organisation that is up."""
    org = Organisation()
    app = web.Application()
    app.add_routes([web.post("/alongside", org.answer)])
    async with answering(app) as address, await asyncio.start_server(org.take_mail, "127.0.0.1", 0) as mail:
        org.url, org.smtp_port = f"{address}/alongside", mail.sockets[0].getsockname()[1]
        yield org
