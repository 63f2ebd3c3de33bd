"""The made-up council's own system for the demo: it knows one customer, answers signed questions about them, and shows
the messages that it "sends" on a page, as there is no telephone.

Everything here is for the demo alone: a real organisation shows a code to nobody but its customer. Prints nothing.
"""

import base64
import json
import secrets
from collections import deque
from datetime import UTC, datetime
from typing import Any

import pyotp
from aiohttp import web
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

ACCOUNT = "HB-1024"
PHONE = "+44 7700 900142"
QUESTIONS = {
    "postcode": "Your postcode",
    "bill": "What you paid for your last permit, in pounds",
    "year": "The year you moved here",
}
ANSWERS = {"postcode": "HM1 4TR", "bill": "42.50", "year": "2019"}
MESSAGES_KEPT = 10


def new_key() -> str:
    """A key for a demo: signs, and is kept nowhere."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class Council:
    """One customer of the council. `key` signs what it is asked and what it says."""

    def __init__(self, key: str) -> None:
        self.messages: deque[str] = deque(maxlen=MESSAGES_KEPT)
        self._webhook = Webhook(key)
        self._app = pyotp.TOTP(pyotp.random_base32())

    @property
    def app_digits(self) -> str:
        """What the customer's authenticator app shows now."""
        return self._app.now()

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a question, if it is signed as it should be."""
        body = await request.text()
        try:
            asked = self._webhook.verify(body, dict(request.headers))
        except (WebhookVerificationError, ValueError):
            raise web.HTTPForbidden from None
        text, id, now = json.dumps(self._known(asked)), f"reply.{request.headers['webhook-id']}", datetime.now(tz=UTC)
        headers = {
            "webhook-id": id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(id, now, text),
        }
        return web.Response(text=text, headers=headers, content_type="application/json")

    def _known(self, asked: dict[str, Any]) -> dict[str, Any]:
        known = _plain(str(asked.get("account", ""))) == _plain(ACCOUNT)
        match asked.get("type"):
            case "contacts":
                return {"contacts": [{"kind": "sms", "address": PHONE}] if known else []}
            case "sms":
                self.messages.appendleft(str(asked["text"]))
                return {"sent": True}
            case "totp":
                return {"right": self._app.verify(asked["answers"].get("code", ""), valid_window=1) and known}
            case "questions":
                return {"right": _all_right(asked["answers"], asked["required"], asked["any_of"]) and known}
        return {}


def _all_right(given: dict[str, str], required: list[str], any_of: int) -> bool:
    """Whether every answer is right, what is required is there, and enough of the others. Looks at all of them."""
    pairs = [(_plain(text).encode(), _plain(ANSWERS.get(id, "")).encode()) for id, text in given.items()]
    right = [secrets.compare_digest(*pair) for pair in pairs]
    return all(right) and set(required) <= given.keys() and len(given.keys() - set(required)) >= any_of


def _plain(text: str) -> str:
    return "".join(text.split()).casefold().lstrip("£")
