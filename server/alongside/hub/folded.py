"""Ledgers of one kind, folded: faults, service plans, improvements, coaching, development. It knows no fact of them.

What another version wrote and we cannot read keeps its number in an entry without a fact, which changes nothing.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

import msgspec
import structlog

from alongside.access import SYSTEM
from alongside.log import Conflict, Ledger, Log, unnamed
from alongside.protocol import Actor
from alongside.protocol.ledgers import LedgerCodec, LedgerEntry

logger = structlog.get_logger()


class Numbered(Protocol):
    """What entries were folded to: `number` is the latest one's."""

    @property
    def number(self) -> int: ...


State = TypeVar("State", bound=Numbered)
Fact = TypeVar("Fact")


class FoldedLedgers(Generic[State, Fact]):
    """The ledgers of one kind by name. Every method may raise StoreGone.

    `keep`: each is kept as far as it was read. Not for ledgers of sessions: there are ever more, and they are erased.
    """

    def __init__(
        self,
        log: Log,
        kind: str,
        key: Callable[[str], str],
        codec: LedgerCodec[Fact],
        *,
        new: State,
        fold: Callable[[Iterable[LedgerEntry[Fact]], State], State],
        keep: bool = True,
    ) -> None:
        self._log = log
        self._kind = kind
        self._key = key
        self._codec = codec
        self._new = new
        self._fold = fold
        self._keep = keep
        self._folded: dict[str, State] = {}

    async def of(self, name: str) -> State:
        """The ledger, folded up to now."""
        state = self._folded.get(name, self._new)
        stored = await self._ledger(name).read(state.number)
        return self._kept(name, self._fold([self._read(name, *each) for each in stored], state))

    async def change(
        self, name: str, by: Actor, at: int, decide: Callable[[State], Fact | None]
    ) -> tuple[State, Fact | None]:
        """Append what is decided on the ledger as it is now, decided anew after a conflict; how it is then."""
        while (fact := decide(state := await self.of(name))) is not None:
            with suppress(Conflict):
                return await self.append(name, state, by, at, fact), fact
        return state, None

    async def append(self, name: str, onto: State, by: Actor, at: int, fact: Fact) -> State:
        """Append what was decided on `onto`. Raises Conflict: it is to be decided anew, on what `of` reads then."""
        entry = LedgerEntry(number=onto.number + 1, at=at, by=by, fact=fact)
        try:
            await self._ledger(name).append(entry.number, self._codec.encode(entry))
        except Conflict:
            self._folded.pop(name, None)  # from the beginning: the ledger may have been lost, not only gone on
            raise
        return self._kept(name, self._fold([entry], onto))

    def _read(self, name: str, number: int, payload: bytes) -> LedgerEntry[Fact]:
        try:
            return self._codec.decode(number, payload)
        except msgspec.ValidationError:
            told = {"kind": self._kind, "ledger": unnamed(name), "number": number}
            logger.warning("an entry of a ledger is not understood", **told)
            return LedgerEntry(number=number, at=0, by=SYSTEM.actor, fact=None)

    def _kept(self, name: str, state: State) -> State:
        if self._keep:
            self._folded[name] = state
        return state

    def _ledger(self, name: str) -> Ledger:
        return Ledger(self._log, self._key(name))
