"""Asks the organisation's system about an account: who can be reached how, and whether answers are right.

Each request is a POST of JSON, signed as Standard Webhooks has it, with an id that is the same when it is sent a
second time. The reply is signed as well, under `reply.` and the request's id, over its time and body: a reply that was
tampered with, belongs to another request, or is an echo of ours, is no reply. There is one retry, for lost connections,
time-outs and errors of the system (5xx), so that at most twice the time-out passes.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alongside.config import Organisation, Question
from alongside.identity.ports import Attempt, Contact, Unavailable
from alongside.protocol import DestinationKind
from alongside.verifier.bodies import whole_body

TRIES = 2
MOST_BYTES = 20_000


class _Address(msgspec.Struct):
    kind: DestinationKind
    address: str


class _Reply(msgspec.Struct):
    """What the system may say; everything else in a reply is passed over."""

    right: bool = False
    contacts: tuple[_Address, ...] = ()
    sent: bool = False


class Signed:
    """A system that is asked over HTTPS, with requests and replies signed by one key."""

    def __init__(self, settings: Organisation, session: ClientSession) -> None:
        self._url = settings.url
        self._timeout = ClientTimeout(total=settings.timeout_seconds)
        self._webhook = Webhook(settings.key)
        self._session = session

    async def ask(self, id: str, asked: dict[str, Any]) -> _Reply:
        """The reply to a request of this id. Raises Unavailable."""
        body = msgspec.json.encode(asked).decode()
        for last in (False, True)[-TRIES:]:
            try:
                return await self._ask(id, body)
            except (ClientError, TimeoutError, _Again):
                if last:
                    break
        raise Unavailable("the organisation's system does not answer")

    async def _ask(self, id: str, body: str) -> _Reply:
        async with self._session.post(
            self._url, data=body, headers=self._headers(id, body), timeout=self._timeout, allow_redirects=False
        ) as answer:
            if answer.status >= 500:
                raise _Again
            if answer.status != 200:
                raise Unavailable(f"the organisation's system answers {answer.status}")
            received = await whole_body(answer, MOST_BYTES)
            return self._trusted(id, received, dict(answer.headers))

    def _headers(self, id: str, body: str) -> dict[str, str]:
        now = datetime.now(tz=UTC)
        return {
            "Content-Type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(id, now, body),
        }

    def _trusted(self, id: str, body: bytes, headers: dict[str, str]) -> _Reply:
        """The reply, if it is one to this request and signed by the system."""
        sent = {name.lower(): value for name, value in headers.items()}
        if sent.get("webhook-id") != f"reply.{id}":
            raise Unavailable("the reply does not belong to the request")
        try:
            self._webhook.verify(body, sent, json_parse=False)
            return msgspec.json.decode(body, type=_Reply)
        except (WebhookVerificationError, ValueError, msgspec.DecodeError):
            raise Unavailable("the reply's signature is not right") from None


class _Again(Exception):
    """The system has an error of its own: asking again may help."""


class OrganisationDirectory:
    """A site's accounts, as the organisation's system knows them."""

    def __init__(self, site: str, system: Signed, questions: tuple[Question, ...], any_of: int) -> None:
        self._site = site
        self._system = system
        self._required = [question.id for question in questions if question.required]
        self._any_of = any_of

    async def contacts(self, account: str, id: str) -> tuple[Contact, ...]:
        """How the account's owner can be reached."""
        reply = await self._system.ask(id, {"type": "contacts", "site": self._site, "account": account})
        return tuple(Contact(kind=each.kind, address=each.address) for each in reply.contacts)

    async def right(self, account: str, attempt: Attempt, id: str) -> bool:
        """Whether all answers are right: what is required, and so many of the others."""
        asked: dict[str, Any] = {
            "type": attempt.method,
            "site": self._site,
            "account": account,
            "answers": attempt.answers,
            "acting_for": bool(attempt.acting_for),
            "authority": attempt.authority or "",
        }
        if attempt.method == "questions":
            asked |= {"required": self._required, "any_of": self._any_of}
        return (await self._system.ask(id, asked)).right
