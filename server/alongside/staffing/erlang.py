"""Erlang B, C and A: how long customers wait for one of so many agents, and how many agents a target takes.

All three take arrivals that come by chance (Poisson), at a rate that stands still for the half hour, and handling
times that vary around their mean (exponential). Erlang C has customers who wait for ever; in Erlang A each gives up
after a time of their own (exponential around the mean patience). Times are in seconds.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges", 1917 (B and C). C. Palm, "Research on telephone traffic carried by full availability groups", 1957;
O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient customers", Manufacturing & Service
Operations Management 4(3), 2002, 208-227 (A: M/M/n+M). S. Zeltyn, A. Mandelbaum, "Call centers with impatient
customers: many-server asymptotics of the M/M/n+G queue", Queueing Systems 51, 2005 (the offered wait in A).

Nothing here overflows: B is built up agent by agent, and the queue of A is added up as logarithms. It must not know
where figures come from: chat.py and needed.py do.
"""

from collections.abc import Callable
from math import exp, expm1, inf, isinf, log

from msgspec import Struct

AGENTS_MOST = 2_000
"""A search for agents gives up here: what was asked for is no service that one queue gives."""
_NOTHING = 40.0
"""e^-40 of the largest part is left out: it is beyond what a float tells apart."""
_STRIPS = 400
"""Of Simpson's rule, which is exact here to ten digits: the curve is smooth and a tenth of a power of e per strip."""


class Load(Struct, frozen=True):
    """What comes in. `rate`: arrivals a second; `handling`, `patience`: means in seconds, patience may be inf."""

    rate: float
    handling: float
    patience: float = inf

    @property
    def erlangs(self) -> float:
        """How many agents are at work at a time if nobody ever waits: arrivals a second times seconds of handling."""
        return self.rate * self.handling


class Outlook(Struct, frozen=True):
    """What customers meet. Shares are of all arrivals, 0 to 1; those who gave up count as not answered in time."""

    servers: int
    waits: float
    """Share that does not get somebody at once."""
    answered: float
    """The service level: share answered within the time asked about."""
    gives_up: float
    mean_wait: float
    """Seconds, over all arrivals. inf: the queue grows without end."""
    occupancy: float
    """Share of their time that the servers are at work."""


def erlang_b(erlangs: float, servers: int) -> float:
    """Share that finds every server taken where nobody waits: B(0) = 1, B(n) = A B(n-1) / (n + A B(n-1))."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = erlangs * blocked / (number + erlangs * blocked)
    return blocked


def erlang_c(erlangs: float, servers: int) -> float:
    """Share that waits where nobody gives up: C = n B / (n - A (1 - B)); 1 where the work exceeds the servers."""
    if erlangs >= servers:
        return 1.0
    blocked = erlang_b(erlangs, servers)
    return servers * blocked / (servers - erlangs * (1 - blocked))


def patient(load: Load, servers: int, within: float) -> Outlook:
    """Erlang C. Service level 1 - C e^(-(n - A) t / h), mean wait C h / (n - A)."""
    spare = servers - load.erlangs
    if spare <= 0:
        return Outlook(servers, waits=1.0, answered=0.0, gives_up=0.0, mean_wait=inf, occupancy=1.0)
    waits = erlang_c(load.erlangs, servers)
    return Outlook(
        servers,
        waits=waits,
        answered=1 - waits * exp(-spare * within / load.handling),
        gives_up=0.0,
        mean_wait=waits * load.handling / spare,
        occupancy=load.erlangs / servers,
    )


def impatient(load: Load, servers: int, within: float) -> Outlook:
    """Erlang A; Erlang C where patience has no end.

    With A erlangs, k customers waiting are as likely as none, times the product of rate / (n/h + j/p) for j = 1..k.
    Who gives up, by Little's law: the mean queue over patience, per arrival. The service level: the wait that is in
    store for an arrival has the density c e^(rate p (1 - e^(-x/p)) - n x / h), and e^(-x/p) have the patience for it.
    """
    if isinf(load.patience) or not load.rate:
        return patient(load, servers, within)
    if not servers:
        return Outlook(0, waits=1.0, answered=0.0, gives_up=1.0, mean_wait=load.patience, occupancy=0.0)
    size, queue = _queue(load, servers)
    blocked = erlang_b(load.erlangs, servers)
    none = exp(-size)
    full = blocked / (none + blocked * (1 - none))  # the share that waits
    mean_queue = full * queue
    gives_up = min(1.0, mean_queue / load.patience / load.rate)
    in_time = full * _answered_of_waiting(load, servers, within, size)
    return Outlook(
        servers,
        waits=full,
        answered=min(1.0, 1 - full + in_time),
        gives_up=gives_up,
        mean_wait=mean_queue / load.rate,
        occupancy=min(1.0, load.erlangs * (1 - gives_up) / servers),
    )


def _queue(load: Load, servers: int) -> tuple[float, float]:
    """With all servers taken: the logarithm of the sum over queue lengths, against none, and the mean length."""
    logs = [0.0]
    top = 0.0
    while logs[-1] > top - _NOTHING:
        leaving = servers / load.handling + len(logs) / load.patience
        logs.append(logs[-1] + log(load.rate / leaving))
        top = max(top, logs[-1])
    parts = [exp(each - top) for each in logs]
    total = sum(parts)
    return top + log(total), sum(length * part for length, part in enumerate(parts)) / total


def _answered_of_waiting(load: Load, servers: int, within: float, size: float) -> float:
    """Of those who wait, the share that is answered within so many seconds."""
    leave = servers / load.handling

    def height(wait: float) -> float:
        left = -expm1(-wait / load.patience)
        return load.rate * load.patience * left - (leave + 1 / load.patience) * wait

    begin, end, top = _where_it_counts(height, within)
    return leave * exp(top - size) * _simpson(lambda wait: exp(height(wait) - top), begin, end)


def _where_it_counts(height: Callable[[float], float], within: float) -> tuple[float, float, float]:
    """The part of 0..within where this concave curve is within 40 of its top, and the top."""
    low, high = 0.0, within
    for _ in range(100):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (left, high) if height(left) < height(right) else (low, right)
    peak = (low + high) / 2
    top = max(height(peak), height(0.0), height(within))

    def edge(inside: float, outside: float) -> float:
        if height(outside) >= top - _NOTHING:
            return outside
        for _ in range(60):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if height(middle) >= top - _NOTHING else (inside, middle)
        return inside

    return edge(peak, 0.0), edge(peak, within), top


def _simpson(curve: Callable[[float], float], begin: float, end: float) -> float:
    step = (end - begin) / _STRIPS
    inner = sum((4 if number % 2 else 2) * curve(begin + number * step) for number in range(1, _STRIPS))
    return (curve(begin) + inner + curve(end)) * step / 3


def least(fits: Callable[[int], bool], most: int = AGENTS_MOST) -> int | None:
    """The least number from 1 on that fits, where every larger one does too; None if not even `most` does."""
    low, high = 0, 1
    while not fits(high):
        if high >= most:
            return None
        low, high = high, min(most, high * 2)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
