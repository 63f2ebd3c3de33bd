"""ID checks as the hub sees them through: what a command leads to once it is durable, and what time brings.

The log has counted a try before this hears of it; this has it looked at, and says what came of it as the system. Only
this process has the answer, in memory, and lets go of it as soon as it was looked at.
"""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

import structlog

from alongside.access import SYSTEM
from alongside.hub.deciding import UNSAVED
from alongside.hub.room import Room
from alongside.identity import Attempt, Begin, Outcome, Verifier, tidy
from alongside.log import StoreGone
from alongside.protocol import (
    Answer,
    AnswerCheck,
    BeginCheck,
    ExpireCheck,
    IdentifyCheck,
    OfferCheck,
    Request,
    RequestCheck,
    SettleCheck,
)
from alongside.session.checks import is_due
from alongside.session.state import CheckRecord
from alongside.tasks import stop

if TYPE_CHECKING:
    from alongside.hub.live import Hub

logger = structlog.get_logger()


class Checks:
    """The checks of this process's sessions. Without a verifier nothing can be passed."""

    def __init__(self, hub: "Hub", verifier: Verifier | None) -> None:
        self._hub = hub
        self._verifier = verifier
        self._running: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Look at nothing more: a try that is not settled is lost."""
        await stop(*self._running)
        if self._verifier is not None:
            await self._verifier.close()

    async def after(self, room: Room, request: Request, answer: Answer) -> Answer:
        """What follows from a command that is durable now. The answer, with the nonce where one was asked for."""
        command, id = request.command, f"{request.client}.{request.seq}"
        match command:
            case RequestCheck():
                self._soon(self._offer(room))
            case BeginCheck():
                return await self._begin(room, command, id, answer)
            case AnswerCheck() | IdentifyCheck():
                record = room.state.checking.records.get(command.check)
                if record is not None and record.trying == id:
                    self._soon(self._look(room, _attempt(room, record, command)))
        return answer

    async def expire(self, room: Room, now: int) -> None:
        """Write down what time has brought an end to, while the session goes on."""
        if room.state.info.status == "ended":
            return
        for check, record in list(room.state.checking.records.items()):
            if is_due(record, now):
                await self._submit(room, ExpireCheck(check=check))

    async def _begin(self, room: Room, command: BeginCheck, id: str, answer: Answer) -> Answer:
        record = room.state.checking.records.get(command.check)
        if self._verifier is None or record is None or record.begun != id or room.state.info.practice:
            return answer
        info = room.state.info
        offer = next(offer for offer in record.offers if offer.method == record.method)
        begin = Begin(
            id=id,
            site=info.site,
            session=room.session,
            check=command.check,
            method=offer.method,
            account=command.account,
            to=record.to,
            known=not offer.needs_account,
            language=info.language,
        )
        try:
            nonce = await self._verifier.begin(begin)
        except StoreGone:
            return UNSAVED
        return Answer(ok=True, number=answer.number, secret=nonce)

    async def _offer(self, room: Room) -> None:
        """Show where codes can be sent, once the account is known."""
        if self._verifier is None:
            return
        try:
            found = await self._verifier.destinations(room.state.info.site, room.session)
        except StoreGone:
            return
        for check, record in room.state.checking.records.items():
            if found and record.asked.authority is None and record.state == "asked":
                await self._submit(room, OfferCheck(check=check, destinations=found))

    async def _look(self, room: Room, attempt: Attempt) -> None:
        try:
            outcome = await self._outcome(room, attempt)
        except StoreGone:
            return  # the try is lost, and the sweep will say so
        if not outcome.mine:
            return
        settled = SettleCheck(
            check=attempt.check,
            tried=attempt.id,
            outcome=outcome.outcome,
            who=outcome.who,
            unavailable=outcome.unavailable,
        )
        logger.info("an ID check was settled", session=room.session, outcome=outcome.outcome, method=attempt.method)
        await self._submit(room, settled)
        if outcome.outcome == "passed" and attempt.method == "signed":
            await self._offer(room)

    async def _outcome(self, room: Room, attempt: Attempt) -> Outcome:
        if room.state.info.practice:  # there is nobody to be known, and no account to be opened
            return Outcome(outcome="passed", who=f"practice:{attempt.check}")
        return await self._verifier.look(attempt) if self._verifier is not None else Outcome(mine=False)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # Neither its words nor its traceback: they may hold what was answered.
            logger.error("an ID check could not be seen through", error=type(error).__name__)

    async def _submit(self, room: Room, command: SettleCheck | ExpireCheck | OfferCheck) -> None:
        await self._hub.submit(room.session, SYSTEM, self._hub.own_request(SYSTEM, command))


def _attempt(room: Room, record: CheckRecord, command: AnswerCheck | IdentifyCheck) -> Attempt:
    answers: dict[str, str] = {}
    if isinstance(command, AnswerCheck):
        offer = next(offer for offer in record.offers if offer.method == record.method)
        answers = tidy(offer, command.answers)
    return Attempt(
        id=record.trying,
        site=room.state.info.site,
        session=room.session,
        check=record.asked.check,
        method=record.method or "code",
        answers=answers,
        token=command.token if isinstance(command, IdentifyCheck) else "",
        minutes=record.asked.minutes,
        authority=record.asked.authority,
        acting_for=record.asked.acting_for,
    )
