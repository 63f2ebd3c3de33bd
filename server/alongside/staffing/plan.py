"""The service plan: its versions from the site's plan log, when it has the service open, and whom it has there.

`fold(a + b) == fold(b, onto=fold(a))`, and no entry raises. A version is never changed: saving makes a new one.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from alongside.protocol import Actor
from alongside.protocol.plans import PlanEntry, ServicePlan, Span
from alongside.staffing.arrivals import Half


class Version(Struct, frozen=True, kw_only=True):
    """The plan as somebody saved it: its number in the ledger, when (milliseconds), and by whom."""

    number: int
    at: int
    by: Actor
    plan: ServicePlan


class Plans(Struct, frozen=True, kw_only=True):
    """A site's plan log folded: every version, the oldest first."""

    versions: tuple[Version, ...] = ()
    number: int = 0

    @property
    def now(self) -> ServicePlan:
        """The plan as it stands; an empty one before the first."""
        return self.versions[-1].plan if self.versions else ServicePlan()

    def version(self, number: int) -> Version | None:
        return next((each for each in self.versions if each.number == number), None)


def fold(entries: Iterable[PlanEntry], onto: Plans) -> Plans:
    """The versions after these entries of the site's plan log."""
    versions, number = list(onto.versions), onto.number
    for entry in entries:
        number = entry.number
        if entry.fact is not None:
            versions.append(Version(number=number, at=entry.at, by=entry.by, plan=entry.fact.plan))
        elif versions:  # a later version wrote it: the plan stays as it was, under this number
            versions.append(replace(versions[-1], number=number))
    return Plans(versions=tuple(versions), number=number)


def hours_of(plan: ServicePlan, day: date) -> tuple[Span, ...]:
    """When the service is open on this day."""
    special = next((each for each in plan.specials if each.day == day.isoformat()), None)
    return special.hours if special else plan.hours[day.weekday()]


def has_hours(plan: ServicePlan) -> bool:
    """Whether the plan says when the service is open. One that does not leaves every half hour open."""
    return any(plan.hours) or bool(plan.specials)


def open_at(plan: ServicePlan, half: Half) -> bool:
    """Whether the service is open in this half hour."""
    day, number = half
    return not has_hours(plan) or any(span.has(number) for span in hours_of(plan, day))


def planned(plan: ServicePlan, half: Half) -> int:
    """Agents planned for this half hour. On special days nobody is planned outside that day's hours."""
    day, number = half
    special = any(each.day == day.isoformat() for each in plan.specials)
    if special and not open_at(plan, half):
        return 0
    return sum(shift.agents for shift in plan.shifts if day.weekday() in shift.days and shift.span.has(number))


def not_like_others(plan: ServicePlan) -> frozenset[date]:
    """The special days: a forecast does not learn from them."""
    return frozenset(date.fromisoformat(special.day) for special in plan.specials)
