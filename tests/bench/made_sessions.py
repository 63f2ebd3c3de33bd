"""Rows of facts as a busy service would have them, by a seed: for benchmarks and for looking at lists."""

import random
from collections.abc import Iterator
from typing import Any, get_args

from alongside.metrics import Facts, Score
from alongside.protocol import Cause, CueKind, FaultKind, HelpedBy

DAY = 86_400_000
QUESTIONS = ("Date of birth", "Number plate", "Postcode", "IBAN", "Upload a proof", "Vehicle class", "First name")
GOALS = (
    "Renew my parking permit before it runs out",
    "Pay the reminder for my dog licence",
    "Register a new address after moving",
    "The upload of my proof does not work",
    "Change the number plate on my permit",
    "Apply for a resident card for my mother",
    "I do not know which form I need",
)
AGENTS = {f"agent{number:02d}": f"Agent {number:02d}" for number in range(1, 41)}
PLAYBOOKS = ("permit", "licence", "address", "claim", "card")


def made(
    count: int,
    *,
    until: int,
    days: int = 90,
    sites: tuple[str, ...] = ("parking", "library", "taxes"),
    agents: dict[str, str] = AGENTS,
    seed: int = 1,
) -> Iterator[Facts]:
    """So many rows of the last `days` before `until` (milliseconds), by day and by the same seed always the same."""
    chance = random.Random(seed)
    for number in range(count):
        at = until - int(days * DAY * (count - number) / count) + chance.randrange(60_000)
        yield _row(chance, f"{chance.getrandbits(96):024x}", at, sites, agents)


def _row(chance: random.Random, session: str, at: int, sites: tuple[str, ...], names: dict[str, str]) -> Facts:
    known: dict[str, Any] = {"session": session, "number": chance.randrange(20, 400), "site": chance.choice(sites)}
    known |= {"requested_at": at, "queued_at": at, "goal": chance.choice(GOALS), "status": "ended"}
    known |= {"familiarity": chance.choice(("new", "used_before", "confident"))}
    known |= {"practice": chance.random() < 0.03, "ended_by": "customer", "reason": "ended"}
    waited = int(chance.expovariate(1 / 45_000))
    if chance.random() < 0.06:
        return Facts(**known, ended_at=at + waited)
    took = int(chance.lognormvariate(13.2, 0.6))
    agents = chance.sample(sorted(names), 2 if len(names) > 1 and chance.random() < 0.08 else 1)
    held = {agent: took // len(agents) for agent in agents}
    known |= {"joined_at": at + waited, "responded_at": at + waited + 9_000, "ended_at": at + waited + took}
    known |= {"agents": {agent: names[agent] for agent in agents}, "held": held, "transfers": len(agents) - 1}
    known |= {"playbook": chance.choice(PLAYBOOKS), "said": {"customer": chance.randrange(2, 20), "agent": 9}}
    return Facts(**known, **_course(chance, at + waited + took))


def _course(chance: random.Random, ended_at: int) -> dict[str, Any]:
    """What went wrong, what became of it, and what was said of it."""
    found: dict[str, Any] = {"shared": chance.random() < 0.8, "asks": chance.randrange(12)}
    if chance.random() < 0.5:
        found["errors"] = {name: chance.randrange(1, 4) for name in chance.sample(QUESTIONS, chance.randrange(1, 3))}
    if chance.random() < 0.3:
        found["cues"] = {chance.choice(get_args(CueKind)): chance.randrange(1, 4)}
    if chance.random() < 0.1:
        found["system_faults"] = {chance.choice(get_args(FaultKind)): chance.randrange(1, 9)}
    if chance.random() < 0.3:
        found["checks"] = {"who-you-are": chance.choice(("passed", "passed", "passed", "failed", "locked"))}
    if chance.random() < 0.9:
        resolved = chance.choice(("yes", "yes", "yes", "partly", "no"))
        found |= {"wrapped_at": ended_at + 60_000, "cause": chance.choice(get_args(Cause)), "resolved": resolved}
        found |= {"helped_by": chance.choice(get_args(HelpedBy))}
    if chance.random() < 0.4:
        found |= {
            "rating": chance.choice((5, 5, 4, 4, 3, 2, 1)),
            "solved": chance.choice(("yes", "yes", "partly", "no")),
        }
        found |= {"recommend": chance.randrange(11), "ease": chance.randrange(1, 8)}
    return found


def scored(facts: Facts, chance: random.Random) -> Score:
    """A released review of this session."""
    worth, failed = chance.randrange(40, 101), chance.random() < 0.05
    agent = next(iter(facts.agents), "")
    at = facts.ended_at + DAY
    return Score(session=facts.session, number=3, released_at=at, score=worth, failed=failed, agent=agent)
