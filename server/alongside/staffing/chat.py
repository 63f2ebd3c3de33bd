"""Several chats at a time: from an agent to the servers of the queue's formulas, and the agents that a target takes.

The model: an agent who may have c chats at a time counts as c servers, each of which has one chat for the handling
time that it takes by the clock. That time is what sessions show: it was measured with as many chats at a time as
agents really had. Where it was measured with one at a time, `slower` says how much longer each takes for every
further chat: handling * (1 + slower * (c - 1)).

It assumes that chats are spread evenly and that an agent with c chats is as quick to answer in each of them. Nobody
works alone in this queue: with few agents and many chats at a time it is too hopeful, for one agent who is away takes
c servers away at once. So c above 3 is for very short chats.
"""

from collections.abc import Callable
from math import ceil, inf

from msgspec import Struct

from alongside.staffing.erlang import AGENTS_MOST, Load, Outlook, impatient, least, patient


class Work(Struct, frozen=True, kw_only=True):
    """How agents work. `slower`: by what share a chat takes longer for each further one. `away`: of paid time."""

    at_a_time: int = 1
    slower: float = 0.0
    away: float = 0.0

    def handling(self, alone: float) -> float:
        """Seconds by the clock that a chat takes which takes so many alone."""
        return alone * (1 + self.slower * (self.at_a_time - 1))

    def rostered(self, working: int) -> int:
        """How many agents to roster so that so many are at work: the others have a break, a course, a cold."""
        return ceil(round(working / (1 - self.away), 9))


class Target(Struct, frozen=True, kw_only=True):
    """What is wanted: this share answered within so many seconds; at most this share gives up, where it is set."""

    answered: float
    within: float
    gives_up: float | None = None

    def met_by(self, outlook: Outlook) -> bool:
        short = outlook.answered < self.answered
        return not short and (self.gives_up is None or outlook.gives_up <= self.gives_up)


class Need(Struct, frozen=True):
    """So many agents at work, so many on the roster, and what customers meet then. None: no number is enough."""

    agents: int
    rostered: int
    outlook: Outlook


def need(load: Load, work: Work, target: Target, *, gives_up: bool) -> Need | None:
    """The least number of agents for the target, by Erlang A where customers give up, else by Erlang C."""
    clock = Load(load.rate, work.handling(load.handling), load.patience if gives_up else inf)
    model = impatient if gives_up else patient
    if not clock.erlangs:
        return Need(0, 0, Outlook(0, waits=0.0, answered=1.0, gives_up=0.0, mean_wait=0.0, occupancy=0.0))

    def fits(agents: int) -> bool:
        return target.met_by(model(clock, agents * work.at_a_time, target.within))

    agents = least(fits, AGENTS_MOST // work.at_a_time)
    if agents is None:
        return None
    return Need(agents, work.rostered(agents), model(clock, agents * work.at_a_time, target.within))


def around(load: Load, work: Work, agents: int, within: float) -> list[tuple[int, Outlook, Outlook]]:
    """(agents, Erlang C, Erlang A) for this number of agents and its neighbours, two each way."""
    clock = Load(load.rate, work.handling(load.handling), load.patience)
    numbers = range(max(1, agents - 2), max(1, agents - 2) + 5)

    def by(model: Callable[[Load, int, float], Outlook], number: int) -> Outlook:
        return model(clock, number * work.at_a_time, within)

    return [(number, by(patient, number), by(impatient, number)) for number in numbers]
