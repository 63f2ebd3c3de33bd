"""KPIs: what each figure is called, how it is reckoned in words, and where the definition comes from.

A KPI is a measure (`metrics.measures`: a number for each session that counts) and a way to put the numbers together.
So the sessions behind a figure are never listed a second time: they are those its measure counts. Practice is left out
before anything is measured. Pure; it must not know of pages, sites' names or how facts are kept.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from alongside.metrics.facts import Facts
from alongside.metrics.measures import MEASURES, Asked

Unit = Literal["count", "share", "seconds", "points", "stars", "scale"]
"""count: sessions; share: 0 to 1; points: -100 to 100; stars: 1 to 5; scale: 1 to 7."""
Way = Literal["count", "share", "mean", "median", "p90", "net"]
"""How a measure's numbers become one. share: how many of them are above 0; net: the mean of -1, 0 and 1, times 100."""
Better = Literal["up", "down", ""]
Group = Literal["demand", "waiting", "handling", "outcome", "customer", "checks"]


class Kpi(Struct, frozen=True, kw_only=True):
    """One figure. `formula` and `source` are for people; `counts` and `met` name the sessions behind it in words."""

    id: str
    name: str
    group: Group
    measure: str
    way: Way
    unit: Unit
    better: Better
    formula: str
    source: str
    counts: str = "sessions"
    met: str = ""


_QUEUES = (
    "Gans, Koole and Mandelbaum, “Telephone Call Centers: Tutorial, Review, and Research Prospects”, "
    "Manufacturing & Service Operations Management 5(2), 2003"
)
_CENTRES = "ISO 18295-1:2017, Customer contact centres, Part 1"
_OURS = "Alongside’s own definition, from the agent’s wrap-up"
_WAITED = "From asking for help until an agent joined, for customers who came by the queue and were answered."
_ANSWERED = (
    "From asking for help (for a spoken code: from the agent’s joining) until the agent’s first message or card, "
    "for sessions in which an agent wrote."
)
_HELD = (
    "The time that agents had the session, from joining to its end or to handing it over; all agents of a session "
    "together, or one agent’s own where an agent is chosen. Agents have several chats at once, so hours of handling "
    "may exceed hours of work: see chats at once. Wrapping up is not in it. Of sessions that are over."
)


def _spans(
    measure: str, *, name: str, group: Group, better: Better, what: str, source: str, mean: str = ""
) -> tuple[Kpi, ...]:
    """Three figures of one measure in seconds: its middle, its mean, and what nine of ten do not exceed."""
    ways: tuple[tuple[Way, str, str], ...] = (
        ("median", "median", "The value in the middle when all are put in order; of two in the middle, their mean."),
        ("mean", "mean", f"The sum ÷ their number{mean}."),
        ("p90", "90th percentile", "The value that nine of ten sessions do not exceed, by the nearest rank."),
    )
    return tuple(
        Kpi(
            id=f"{measure}_{way}",
            name=f"{name}, {called}",
            group=group,
            measure=measure,
            way=way,
            unit="seconds",
            better=better,
            formula=f"{what} {reckoned}",
            source=source,
        )
        for way, called, reckoned in ways
    )


KPIS: tuple[Kpi, ...] = (
    Kpi(
        id="sessions",
        name="Sessions",
        group="demand",
        measure="asked",
        way="count",
        unit="count",
        better="",
        formula="Requests for help that began within the time. Practice never counts.",
        source=_CENTRES,
    ),
    Kpi(
        id="offered",
        name="Began with an offer of help",
        group="demand",
        measure="offered",
        way="share",
        unit="share",
        better="",
        formula="Sessions that began because the page offered help ÷ all sessions.",
        source="Alongside’s own definition, from the session’s log",
        met="began with an offer",
    ),
    Kpi(
        id="service_level",
        name="Service level",
        group="waiting",
        measure="in_time",
        way="share",
        unit="share",
        better="up",
        formula="Customers of the queue who were answered within the site’s answer time ÷ customers of the queue who "
        "were answered or gave up. Everyone who gave up counts as not answered in time, however soon. Who still waits "
        "is not counted yet. Answered means that an agent joined.",
        source=_QUEUES,
        met="answered in time",
    ),
    *_spans(
        "wait",
        name="Waiting",
        group="waiting",
        better="down",
        what=_WAITED,
        mean=", known as average speed of answer",
        source=_QUEUES,
    ),
    *_spans("response", name="First response", group="waiting", better="down", what=_ANSWERED, source=_CENTRES),
    Kpi(
        id="answered_late",
        name="Answered late",
        group="waiting",
        measure="late",
        way="share",
        unit="share",
        better="down",
        formula="Customers of the queue whom an agent joined after the site’s answer time ÷ customers of the queue "
        "who were answered or gave up.",
        source=_QUEUES,
        met="answered late",
    ),
    Kpi(
        id="abandonment",
        name="Gave up waiting",
        group="waiting",
        measure="abandoned",
        way="share",
        unit="share",
        better="down",
        formula="Customers of the queue whose session ended before an agent joined ÷ customers of the queue who were "
        "answered or gave up. Who still waits is not counted yet.",
        source=_QUEUES,
        met="gave up",
    ),
    *_spans("handling", name="Handling time", group="handling", better="", what=_HELD, source=_CENTRES),
    Kpi(
        id="transfers",
        name="Handed over",
        group="handling",
        measure="transferred",
        way="share",
        unit="share",
        better="down",
        formula="Sessions that an agent handed over at least once ÷ sessions that an agent had.",
        source=_CENTRES,
        met="handed over",
    ),
    Kpi(
        id="lapses",
        name="Agent’s connection lost",
        group="handling",
        measure="lapsed",
        way="share",
        unit="share",
        better="down",
        formula="Sessions whose agent was disconnected for longer than the grace period ÷ sessions that an agent had.",
        source="Alongside’s own definition, from the session’s log",
        met="lost their agent",
    ),
    Kpi(
        id="sharing",
        name="Shared their form",
        group="handling",
        measure="shared",
        way="share",
        unit="share",
        better="",
        formula="Sessions in which the customer agreed to show where they are in the form ÷ sessions that an agent "
        "had.",
        source="Alongside’s own definition, from the consents in the session’s log",
        met="shared",
    ),
    Kpi(
        id="first_contact",
        name="Resolved at first contact",
        group="outcome",
        measure="first_contact",
        way="share",
        unit="share",
        better="up",
        formula="Sessions that the agent wrapped up as resolved, that were not handed over, that left nothing to "
        "follow up, and of which the customer (where they answered) said that it is solved ÷ sessions that were "
        "wrapped up. Where the site sets a window of days (first_contact_days), a session of somebody who was helped "
        "less than so many days before, with the same browser, is not a first contact, and counts as not resolved at "
        "it. Customers are anonymous: who comes back on another device, has cleared the browser, or had left the page "
        "when the session before ended, is not recognised, and without a window nobody is. So the true share may be "
        "lower.",
        source=f"{_CENTRES}, for the idea; what counts is Alongside’s own definition",
        met="resolved at first contact",
    ),
    Kpi(
        id="resolved",
        name="Resolved",
        group="outcome",
        measure="resolved",
        way="share",
        unit="share",
        better="up",
        formula="Sessions that the agent wrapped up as resolved ÷ sessions that were wrapped up.",
        source=_OURS,
        met="resolved",
    ),
    Kpi(
        id="self_completion",
        name="Did it themselves",
        group="outcome",
        measure="themselves",
        way="share",
        unit="share",
        better="up",
        formula="Sessions in which the customer brought it about, alone or with guidance ÷ sessions wrapped up as "
        "resolved or partly resolved. The rest was filled in by the agent.",
        source=_OURS,
        met="did it themselves",
    ),
    Kpi(
        id="solved",
        name="Customers say it is solved",
        group="customer",
        measure="solved",
        way="share",
        unit="share",
        better="up",
        formula="Customers who answered that it is solved ÷ customers who answered (yes, partly or no).",
        source="The customer’s own answer at the end; ISO 10004:2018, Customer satisfaction",
        met="said yes",
        counts="answers",
    ),
    Kpi(
        id="csat",
        name="Satisfied (CSAT)",
        group="customer",
        measure="satisfied",
        way="share",
        unit="share",
        better="up",
        formula="Customers who gave 4 or 5 of 5 stars ÷ customers who gave stars.",
        source="ISO 10004:2018, Customer satisfaction: guidelines for monitoring and measuring; the top two of five "
        "are the usual count",
        met="satisfied",
        counts="ratings",
    ),
    Kpi(
        id="stars",
        name="Stars, mean",
        group="customer",
        measure="stars",
        way="mean",
        unit="stars",
        better="up",
        formula="The sum of the stars that customers gave (1 to 5) ÷ customers who gave stars.",
        source="ISO 10004:2018, Customer satisfaction: guidelines for monitoring and measuring",
        counts="ratings",
    ),
    Kpi(
        id="nps",
        name="Net Promoter Score (NPS)",
        group="customer",
        measure="recommend",
        way="net",
        unit="points",
        better="up",
        formula="Customers who would recommend the help with 9 or 10 of 10 ÷ customers who answered, minus those who "
        "answered 0 to 6 ÷ customers who answered; times 100.",
        source="Reichheld, “The One Number You Need to Grow”, Harvard Business Review, December 2003",
        met="promoters",
        counts="answers",
    ),
    Kpi(
        id="ces",
        name="Ease (CES), mean",
        group="customer",
        measure="ease",
        way="mean",
        unit="scale",
        better="up",
        formula="The sum of the answers to how easy it was, from 1 (very difficult) to 7 (very easy) ÷ customers who "
        "answered.",
        source="Dixon, Freeman and Toman, “Stop Trying to Delight Your Customers”, Harvard Business Review, July 2010; "
        "the seven answers as in Dixon, Toman and DeLisi, “The Effortless Experience”, 2013",
        counts="answers",
    ),
    Kpi(
        id="easy",
        name="Found it easy",
        group="customer",
        measure="easy",
        way="share",
        unit="share",
        better="up",
        formula="Customers who answered 5, 6 or 7 of 7 to how easy it was ÷ customers who answered.",
        source="Dixon, Toman and DeLisi, “The Effortless Experience”, 2013",
        met="found it easy",
        counts="answers",
    ),
    Kpi(
        id="checks_passed",
        name="ID checks passed",
        group="checks",
        measure="checked",
        way="share",
        unit="share",
        better="up",
        formula="Sessions whose every ID check that came to an end was passed ÷ sessions in which an ID check was "
        "passed, failed or locked. Checks that were cancelled or expired do not count.",
        source="Alongside’s own definition, from the session’s log",
        met="passed",
    ),
)

BY_ID: Mapping[str, Kpi] = {kpi.id: kpi for kpi in KPIS}


def behind(figure: str, part: str, row: Facts, asked: Asked) -> bool:
    """Whether the session is one of those behind a figure. A figure or part that there is none of has none.

    Its parts are counted: all; and of those met: they add to it; and missed: they do not.
    """
    kpi = BY_ID.get(figure)
    value = MEASURES[kpi.measure](row, asked) if kpi and not row.practice else None
    if value is None:
        return False
    return part == "counted" or (part == "met" and value > 0) or (part == "missed" and value <= 0)
