"""The service plan of a site: what is promised, when somebody is there, with how many, and what is done when it fails.

As its ledger keeps it: each saving is the whole plan, so that every version can be read as it was. It names no
customer. What a plan's form may say is staffing.form's to tell; half hours are numbered from 0 at midnight.
"""

from typing import Annotated

from msgspec import Meta, Struct

from alongside.protocol.ledgers import LedgerCodec, LedgerEntry, Written
from alongside.protocol.wrapups import Day

Percent = Annotated[int, Meta(ge=0, le=100)]
Weekday = Annotated[int, Meta(ge=0, le=6)]
"""0 is Monday."""


class Span(Struct, frozen=True, order=True):
    """From the beginning of one half hour to that of another: 18 to 34 is 09:00 to 17:00, 48 the day's end."""

    begin: Annotated[int, Meta(ge=0, le=47)]
    end: Annotated[int, Meta(ge=1, le=48)]

    def has(self, half: int) -> bool:
        return self.begin <= half < self.end


class Special(Struct, frozen=True, kw_only=True):
    """A day that is not like others of its weekday: closed, or open at other hours."""

    day: Day
    hours: tuple[Span, ...] = ()
    why: str = ""


class Shift(Struct, frozen=True, kw_only=True):
    """So many agents on these weekdays from one time to another."""

    days: tuple[Weekday, ...]
    span: Span
    agents: int


class Contingency(Struct, frozen=True, kw_only=True):
    """What is done when something happens, and who does it."""

    when: str
    then: str
    who: str = ""


class ServicePlan(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A site's plan. `objectives` are KPIs by their id, with the share that is promised, in percent."""

    aim: str = ""
    answer_seconds: int = 60
    """Within so long a customer is to be answered: what service level means here."""
    objectives: dict[str, int] = {}
    hours: tuple[tuple[Span, ...], ...] = ((),) * 7
    specials: tuple[Special, ...] = ()
    shifts: tuple[Shift, ...] = ()
    at_a_time: int = 2
    """Chats that an agent has at once."""
    away_percent: Percent = 0
    """Of paid time: breaks, courses, leave."""
    patience_seconds: int = 300
    """How long customers wait, on average, before they give up; 0: they wait for ever."""
    contingencies: tuple[Contingency, ...] = ()


class PlanSaved(Struct, frozen=True, kw_only=True, tag_field="event", tag="plan.saved"):
    """Somebody saved the plan: from now on it reads so."""

    plan: ServicePlan


PlanEntry = LedgerEntry[PlanSaved]
"""One version of a site's plan."""
PLAN_CODEC = LedgerCodec(Written[PlanSaved])
