"""Dead letters: messages that were given up, with the reason; and those still under way, for whoever looks at them.

They are kept up to a number and an age. Sent again, a letter has all its tries once more, under the same id. It must
not know who looks: what they may see is the caller's to say.
"""

from collections.abc import Callable, Collection

from msgspec import Struct
from msgspec.structs import replace

from alongside.log import Held, OutboxStore
from alongside.webhooks.messages import Message, decode_message, encode_message


class Keep(Struct, frozen=True):
    """How many dead letters are kept, and for how many seconds."""

    letters: int = 1_000
    seconds: float = 14 * 86_400.0


class Letter(Struct, frozen=True, kw_only=True):
    """A message in the outbox. `at`: when it is due or was given up; `happened`: what it tells of. In seconds."""

    id: str
    site: str
    kind: str
    happened: float
    at: float
    tries: int
    reason: str


class DeadLetters:
    """The letters of all processes on one store. `sites` limits what is seen and done. May raise StoreGone."""

    def __init__(self, store: OutboxStore, seconds: Callable[[], float], keep: Keep) -> None:
        self._store = store
        self._seconds = seconds
        self._keep = keep

    async def under_way(self, sites: Collection[str]) -> list[Letter]:
        """Messages not taken yet, the next due first: those without `tries` wait for their first."""
        return [_letter(held, message) for held, message in _of(sites, await self._store.under_way())]

    async def given_up(self, sites: Collection[str]) -> list[Letter]:
        """The dead letters, latest first."""
        return [_letter(held, message) for held, message in _of(sites, await self._dead())]

    async def waiting(self) -> int:
        """How many messages are not taken yet, of all sites."""
        return await self._store.waiting()

    async def count(self) -> int:
        """How many dead letters there are, of all sites."""
        return await self._store.count_dead(self._seconds() - self._keep.seconds)

    async def replay(self, sites: Collection[str], id: str = "") -> int:
        """Have one letter sent again, or all; how many that was."""
        count, now = 0, self._seconds()
        for held, message in _of(sites, await self._dead()):
            if not id or held.id == id:
                count += await self._store.revive(held.id, encode_message(replace(message, tries=0)), now)
        return count

    async def discard(self, sites: Collection[str], id: str = "") -> int:
        """Throw one letter away, or all; how many that was."""
        count = 0
        for held, _ in _of(sites, await self._dead()):
            if not id or held.id == id:
                count += await self._store.discard(held.id)
        return count

    async def _dead(self) -> list[Held]:
        return await self._store.dead(self._seconds() - self._keep.seconds, self._keep.letters)


def _of(sites: Collection[str], held: list[Held]) -> list[tuple[Held, Message]]:
    read = ((each, decode_message(each.message)) for each in held)
    return [(each, message) for each, message in read if message is not None and message.site in sites]


def _letter(held: Held, message: Message) -> Letter:
    return Letter(
        id=held.id,
        site=message.site,
        kind=message.kind,
        happened=message.at,
        at=held.at,
        tries=message.tries,
        reason=message.reason,
    )
