"""Breaking down: by what sessions are put into groups, and which agents may be compared.

A session stands in every group that it belongs to: one that two agents had counts for both, as the list of sessions
shows it under both. Days, weeks and hours are those of the request. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from alongside.metrics.facts import Facts
from alongside.metrics.zones import Zone, named, zone

By = Literal["site", "task", "team", "agent", "hour", "day", "week"]
DIMENSIONS: tuple[By, ...] = get_args(By)
UTC = zone("")

Teams = Mapping[str, tuple[str, ...]]
"""The teams of each account."""


def keys(row: Facts, by: By, teams_of: Teams, clock: Zone = UTC) -> Iterable[str]:
    """The groups that a session belongs to. Empty: of none, such as a session that no agent had."""
    if by == "site":
        return (row.site,)
    if by == "task":
        return (row.playbook,) if row.playbook else ()
    if by == "team":
        return dict.fromkeys(team for agent in row.agents for team in teams_of.get(agent, ()))
    if by == "agent":
        return row.agents
    return (when(row.requested_at, by, clock),)


def when(at: int, by: By, clock: Zone = UTC) -> str:
    """The hour (as 09), day (2026-01-31) or week (its Monday) of a time in milliseconds, by this clock."""
    if by == "hour":
        return f"{clock.half(at) // 2:02}"
    return day_name(clock.day(at)) if by == "day" else _week(clock.day(at))


def unbroken(by: By, found: Iterable[str]) -> list[str]:
    """These groups in order; of times also those in between, in which nobody came."""
    there = sorted(found)
    if by not in ("hour", "day", "week") or not there:
        return there
    if by == "hour":
        return [f"{hour:02}" for hour in range(int(there[0]), int(there[-1]) + 1)]
    first, last = (date.fromisoformat(each) for each in (there[0], there[-1]))
    step = 7 if by == "week" else 1
    return [str(first + timedelta(days=more)) for more in range(0, (last - first).days + 1, step)]


@lru_cache(4_096)
def day_name(number: int) -> str:
    """The day of this number, as in 2026-01-31."""
    return named(number).isoformat()


@lru_cache(4_096)
def _week(number: int) -> str:
    day = named(number)
    return (day - timedelta(days=day.weekday())).isoformat()


def grouped(rows: Iterable[Facts], by: By, teams_of: Teams, clock: Zone = UTC) -> dict[str, list[Facts]]:
    """The sessions of each group, in the groups' order."""
    groups: dict[str, list[Facts]] = {}
    for row in rows:
        for key in keys(row, by, teams_of, clock):
            groups.setdefault(key, []).append(row)
    return {key: groups[key] for key in sorted(groups)}
