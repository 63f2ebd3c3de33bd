"""Ledgers of one kind, each folded as far as it was read: faults, plans, improvements. Knows nothing of their facts.

What another version wrote and we cannot read keeps its number, and something takes its place that changes nothing.
"""

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

import msgspec
import structlog

from alongside.log import Conflict, Ledger, Log

logger = structlog.get_logger()


class Numbered(Protocol):
    """An entry of a ledger, or what entries were folded to: `number` is the latest one's."""

    @property
    def number(self) -> int: ...


State = TypeVar("State", bound=Numbered)
Kept = TypeVar("Kept", bound=Numbered)


class FoldedLedgers(Generic[State, Kept]):
    """The ledgers of one kind by name. `unread` makes an entry of this number that leaves the state as it is.

    Every method may raise StoreGone.
    """

    def __init__(
        self,
        log: Log,
        key: Callable[[str], str],
        *,
        new: State,
        fold: Callable[[Iterable[Kept], State], State],
        encode: Callable[[Kept], bytes],
        decode: Callable[[int, bytes], Kept],
        unread: Callable[[int, State], Kept],
    ) -> None:
        self._log = log
        self._key = key
        self._new = new
        self._fold = fold
        self._encode = encode
        self._decode = decode
        self._unread = unread
        self._folded: dict[str, State] = {}

    async def of(self, name: str) -> State:
        """The ledger, folded up to now."""
        state, entries = self._folded.get(name, self._new), list[Kept]()
        for stored in await self._ledger(name).read(state.number):
            try:
                entries.append(self._decode(*stored))
            except msgspec.ValidationError:
                logger.warning("an entry of a ledger is not understood", key=self._key(name), number=stored.number)
                state = self._fold(entries, state)
                entries = [self._unread(stored.number, state)]
        self._folded[name] = self._fold(entries, state)
        return self._folded[name]

    async def append(self, name: str, entry: Kept, onto: State) -> None:
        """Append what was decided on `onto`. Raises Conflict: it is to be decided anew, on what `of` reads then."""
        try:
            await self._ledger(name).append(entry.number, self._encode(entry))
        except Conflict:
            self._folded.pop(name, None)  # from the beginning: the ledger may have been lost, not only gone on
            raise
        self._folded[name] = self._fold([entry], onto)

    def _ledger(self, name: str) -> Ledger:
        return Ledger(self._log, self._key(name))
