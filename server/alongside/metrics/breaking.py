"""Breaking down: by what sessions are put into groups, and which agents may be compared.

A session stands in every group that it belongs to: one that two agents had counts for both, as the list of sessions
shows it under both. Days, weeks and hours are those of the request, in UTC. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, get_args

from alongside.metrics.facts import Facts

By = Literal["site", "task", "team", "agent", "hour", "day", "week"]
DIMENSIONS: tuple[By, ...] = get_args(By)
HOUR, DAY = 3_600_000, 86_400_000

Teams = Mapping[str, tuple[str, ...]]
"""The teams of each account."""


def keys(row: Facts, by: By, teams_of: Teams) -> Iterable[str]:
    """The groups that a session belongs to. Empty: of none, such as a session that no agent had."""
    if by == "site":
        return (row.site,)
    if by == "task":
        return (row.playbook,) if row.playbook else ()
    if by == "team":
        return dict.fromkeys(team for agent in row.agents for team in teams_of.get(agent, ()))
    if by == "agent":
        return row.agents
    return (when(row.requested_at, by),)


def when(at: int, by: By) -> str:
    """The hour (as 09), day (2026-01-31) or week (its Monday) of a time in milliseconds."""
    if by == "hour":
        return f"{at // HOUR % 24:02}"
    return _day(at // DAY) if by == "day" else _week(at // DAY)


@lru_cache(4_096)
def _day(days: int) -> str:
    return datetime.fromtimestamp(days * 86_400, UTC).date().isoformat()


@lru_cache(4_096)
def _week(days: int) -> str:
    day = datetime.fromtimestamp(days * 86_400, UTC).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def grouped(rows: Iterable[Facts], by: By, teams_of: Teams) -> dict[str, list[Facts]]:
    """The sessions of each group, in the groups' order."""
    groups: dict[str, list[Facts]] = {}
    for row in rows:
        for key in keys(row, by, teams_of):
            groups.setdefault(key, []).append(row)
    return {key: groups[key] for key in sorted(groups)}
