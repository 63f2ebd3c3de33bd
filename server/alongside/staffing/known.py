"""What the sessions of a site say for staffing: what came in each half hour, and how long a session takes.

Practice is left out. Everyone who asked for help counts as an arrival, by whatever way they came: each needs an agent.
"""

from collections.abc import Iterable
from datetime import date, timedelta, tzinfo

from msgspec import Struct

from alongside.metrics import Facts
from alongside.metrics.measures import MEASURES, Asked
from alongside.protocol.plans import ServicePlan
from alongside.staffing.arrivals import begins, count, half_of, week_of
from alongside.staffing.forecast import HELD_OUT, WEEKS, History
from alongside.staffing.plan import not_like_others
from alongside.staffing.week import HANDLING_SECONDS


class Known(Struct, frozen=True, kw_only=True):
    """`handling`: mean seconds that agents had a session, of `handled` sessions; a guess where there is none."""

    history: History
    handling: float
    handled: int
    arrivals: int


def known(rows: Iterable[Facts], plan: ServicePlan, zone: tzinfo, today: date, week: date) -> Known:
    """What is known today, of the weeks that a forecast looks at and of the week that is shown."""
    monday = week_of(today)
    since = min(monday - timedelta(weeks=WEEKS + HELD_OUT), week - timedelta(weeks=WEEKS))
    begin = begins(since, zone)
    real = [row for row in rows if not row.practice and row.requested_at >= begin]
    first = min((half_of(row.requested_at, zone)[0] for row in real), default=monday)
    full = week_of(first + timedelta(days=6))  # the first Monday on or after the first arrival
    handled = [span for row in real if (span := MEASURES["handling"](row, Asked())) is not None]
    return Known(
        history=History(
            counts=count((row.requested_at for row in real), zone),
            since=min(full, monday),
            until=monday,
            zone=zone,
            without=not_like_others(plan),
        ),
        handling=sum(handled) / len(handled) if handled else HANDLING_SECONDS,
        handled=len(handled),
        arrivals=len(real),
    )
