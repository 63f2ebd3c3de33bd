"""A request to another server, as the outbox sends it."""

from collections.abc import Awaitable, Callable

from msgspec import Struct

from alongside.webhooks.messages import Message


class NotMade(Exception):
    """A message could not be made into a request; the message says why, without what it tells."""


class Posting(Struct, frozen=True, kw_only=True):
    """What is sent and where. `internal`: the address may lie inside the own network."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    internal: bool = False

    def __repr__(self) -> str:
        return f"Posting({self.method})"


Maker = Callable[[str, Message], Awaitable[Posting | None]]
"""Makes a message of this id into a request; None where there is nothing to tell any more. May raise NotMade."""
