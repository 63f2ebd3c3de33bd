"""Drawing sessions for review at random: so many of each agent's in each week, repeatable by a seed.

No chance is used here: a session's lot is the digest of the seed and its id, and the lowest are drawn. So the same
seed draws the same sessions, in whatever order rows come, and a session that was erased changes no other's lot.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from alongside.metrics.facts import Row
from alongside.metrics.zones import DAY_MILLIS


class Drawn(Struct, frozen=True, kw_only=True):
    """What was drawn of one agent's sessions in one week. `monday` as in 2026-01-26; `of`: how many there were."""

    monday: str
    agent: str
    name: str
    rows: tuple[Row, ...]
    of: int


def draw(rows: Iterable[Row], seed: str, each: int) -> list[Drawn]:
    """`each` of every agent's finished sessions of every week, the latest week first. Practice is skipped.

    A session counts for the agent who had the customer longest, and for the week in which help was asked for.
    """
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        agent = had_it(row)
        if agent and row.facts.ended_at and not row.facts.practice:
            groups.setdefault((_week(row), agent), []).append(row)
    order = sorted(groups, key=lambda key: (-key[0], key[1]))
    return [_drawn(week, agent, groups[week, agent], seed, each) for week, agent in order]


def had_it(row: Row) -> str:
    """The agent who had the customer longest, the first of two; empty if nobody had."""
    held = row.facts.held
    return max(held, key=lambda agent: held[agent]) if held else next(iter(row.facts.agents), "")


def _drawn(week: int, agent: str, rows: list[Row], seed: str, each: int) -> Drawn:
    lots = sorted(rows, key=lambda row: _lot(seed, row.facts.session))
    chosen = sorted(lots[:each], key=lambda row: -row.facts.requested_at)
    name = rows[0].facts.agents.get(agent, agent)
    return Drawn(monday=monday(week), agent=agent, name=name, rows=tuple(chosen), of=len(rows))


def _lot(seed: str, session: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{session}".encode()).digest()


def _week(row: Row) -> int:
    """The week of a session, counted from the one of 1970-01-01, a Thursday."""
    return (row.facts.requested_at // DAY_MILLIS + 3) // 7


def monday(week: int) -> str:
    """The first day of a week that is counted so."""
    return (date(1970, 1, 1) + timedelta(days=week * 7 - 3)).isoformat()
