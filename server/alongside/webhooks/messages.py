"""What a webhook sends: a kind, a time and facts, signed by the Standard Webhooks scheme.

Never anything that a customer wrote or that names one: kinds say what facts they have, docs/operators.md lists them.
"""

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct
from standardwebhooks import Webhook

Kind = Literal[
    "fault.opened",
    "fault.recorded",
    "session.started",
    "session.ended",
    "session.wrapped_up",
    "check.failed",
    "review.released",
]
"""What a site's server can be told of. More kinds may come: a receiver passes over those it does not know."""

Sent = Kind | Literal["note"]
"""What may be put into the outbox: a note is for another system, and no webhook is told of it."""

TEST = "webhook.test"
"""Sent when an administrator asks for it, whatever the site wants to be told of."""


class Message(Struct, frozen=True, kw_only=True):
    """A message in the outbox. `at` is when it happened, in seconds; `tries` how often sending failed, and `reason` why
    it did the last time. A kind that this version does not know may stand there: another version put it in."""

    site: str
    kind: str
    at: float
    facts: dict[str, Any]
    tries: int = 0
    reason: str = ""

    def body(self) -> bytes:
        """The body, as the receiver reads it."""
        at = datetime.fromtimestamp(self.at, UTC).isoformat(timespec="seconds")
        return msgspec.json.encode({"type": self.kind, "timestamp": at, "data": {"site": self.site, **self.facts}})


encode_message = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(Message)


def decode_message(stored: bytes) -> Message | None:
    """The message, or None where another version wrote one that cannot be read."""
    try:
        return _decoder.decode(stored)
    except msgspec.ValidationError:
        return None


def signed(id: str, body: bytes, secret: str, now: float) -> dict[str, str]:
    """The headers by which the receiver knows it from anybody's else."""
    at = datetime.fromtimestamp(now, UTC)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Alongside",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(msg_id=id, timestamp=at, data=body.decode()),
    }
