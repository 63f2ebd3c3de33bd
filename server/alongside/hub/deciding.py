"""Deciding a batch of commands: on the folded state, one after the other, into one entry. Appends nothing."""

from typing import NamedTuple

import structlog
from msgspec.structs import replace

from alongside.access import SYSTEM, Who
from alongside.protocol import Answer, Decision, Entry, Request
from alongside.session import Refused, Rules, State, decide, due_prompt
from alongside.session.fold import fold_decision

UNSAVED = Answer(ok=False, code="unsaved", says="Saving is interrupted. We keep trying; nothing is lost.", retry=True)
BROKEN = Answer(ok=False, code="broken", says="Something went wrong on our side. Please try again.")

logger = structlog.get_logger()


class Commit(NamedTuple):
    """What a batch of commands comes to: the entry (None: no events), the state after it, the answers."""

    entry: Entry | None
    state: State
    answers: list[Answer]


def decide_batch(state: State, batch: list[tuple[Who, Request]], *, now: int, rules: Rules) -> Commit:
    """Decide each command on what the ones before it led to. A refusal, or a bug, costs only its own."""
    number, after, events = state.number + 1, state, 0
    decisions: list[Decision] = []
    answers: list[Answer] = []
    for who, request in batch:
        try:
            decision = decide_one(after, who, request, now=now, rules=rules)
        except Refused as refused:
            answers.append(Answer(ok=False, code=refused.code, says=refused.says))
        except Exception:
            logger.exception("a command failed", session=state.info.id)
            answers.append(BROKEN)
        else:
            answers.append(Answer(ok=True, number=number if decision else state.number))
            if decision:
                after = fold_decision(after, decision, number, now, events)
                events += len(decision.events)
                decisions.append(decision)
    if not decisions:
        return Commit(None, state, answers)
    if (shown := due_prompt(after, rules, now)) is not None:
        prompted = Decision(actor=SYSTEM.actor, events=(shown,))
        after = fold_decision(after, prompted, number, now, events)
        decisions.append(prompted)
    entry = Entry(number=number, at=now, decisions=tuple(decisions))
    return Commit(entry, replace(after, number=number, at=now), answers)


def decide_one(state: State, who: Who, request: Request, *, now: int, rules: Rules) -> Decision | None:
    """The decision on one command, or None where it was applied before or changes nothing. Raises Refused."""
    applied = state.applied.get(request.client)
    if applied is not None and applied.has(request.seq):
        return None
    events = decide(state, who, request, now=now, rules=rules)
    if not events:
        return None
    return Decision(actor=who.actor, client=request.client, seq=request.seq, events=events)
