"""Cards that are not made from sessions alone: offers of help, counted by site, and occupancy, from time on duty.

A filter that what is counted knows nothing of leaves the card out, rather than showing a figure of something else.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from alongside.access import Who, may_see_site
from alongside.config import Settings
from alongside.hub import Hub
from alongside.log import Duties
from alongside.metrics.board import Span
from alongside.metrics.duty import AT_ONCE, DAY_MINUTES, MINUTE, OCCUPANCY, OCCUPANCY_SOURCE, Duty, Had, duty
from alongside.metrics.kpis import Kpi
from alongside.metrics.tally import Figure
from alongside.metrics.telling import Moved, moved, span, told
from alongside.metrics.zones import number_of, zone
from alongside.pages.board import Page
from alongside.pages.wanted import within_reach

OFFERS = Kpi(
    id="offers",
    name="Offers of help taken",
    group="demand",
    measure="",
    way="share",
    unit="share",
    better="",
    formula="Offers of help that customers accepted ÷ offers that were shown. Who closed the offer dismissed it; the "
    "others did neither. An accepted offer opens the panel; a session begins only where the customer then asks.",
    source="Alongside’s own definition, from plain counts by site and day that name nobody",
)
_ALONE = Moved("Not held against the time before", "")


async def offers(hub: Hub, settings: Settings, who: Who, page: Page) -> list[dict[str, Any]]:
    """The card of offers of help, where any were shown."""
    wanted = page.wanted
    if who.role == "agent" or wanted.agent or wanted.team or wanted.playbook:
        return []
    sites = [id for id in settings.sites if may_see_site(who, id) and (not wanted.sites or id in wanted.sites)]
    now, before = [await _counted(hub, sites, days) for days in (page.span, page.span.before)]
    if not now["shown"]:
        return []
    figures = [
        Figure(each["accepted"] / each["shown"] if each["shown"] else None, each["shown"]) for each in (now, before)
    ]
    did = f"{now['accepted']:,} accepted, {now['dismissed']:,} dismissed, of {now['shown']:,} shown"
    began = page.board.now["offered"].met
    more = [{"text": ". ", "link": ""}, {"text": f"{began:,} asked for help then", "link": page.link("offered", "met")}]
    return [
        {
            "name": OFFERS.name,
            "values": [{"label": "", "text": told("share", figures[0].value), "link": ""}],
            "of": [{"text": did, "link": ""}, *(more if began else [])],
            "moved": moved(OFFERS, *figures),
            "lines": [OFFERS.formula],
            "source": OFFERS.source,
        }
    ]


async def _counted(hub: Hub, sites: Iterable[str], days: Span) -> dict[str, int]:
    """How often offers were shown, accepted and dismissed on these days."""
    months = sorted({str(days.first + timedelta(days=more))[:7] for more in range(days.days)})
    total = {"shown": 0, "accepted": 0, "dismissed": 0}
    for site in sites:
        for month in months:
            for (day, did, _), count in (await hub.indexes.offers(site, month)).items():
                if str(days.first) <= day <= str(days.last):
                    total[did] = total.get(did, 0) + count
    return total


async def occupancy(duties: Duties, settings: Settings, who: Who, page: Page) -> list[dict[str, Any]]:
    """The cards of occupancy and of chats at once. A filter by site or task would cut an agent's day in pieces."""
    if page.wanted.sites or page.wanted.playbook:
        return []
    total, agents = await _on_duty(duties, _whose(settings, who, page), page)
    if not total.there and not total.had:
        return []
    there = f"{span(total.busy * 60)} of {span(total.there * 60)} on duty"
    if len(agents) > 1:
        there += f", {len(agents)} agents"
    at_once = "–" if total.at_once is None else f"{total.at_once:.1f}"
    chats = _card("Chats at once", at_once, "while an agent had a customer", AT_ONCE, page)
    if not total.there:  # before minutes were kept, or nobody's console was open
        return [chats]
    return [_card("Occupied", told("share", total.occupancy), there, OCCUPANCY, page), chats]


def _card(name: str, text: str, of: str, formula: str, page: Page) -> dict[str, Any]:
    return {
        "name": name,
        "values": [{"label": "", "text": text, "link": page.link("handling_mean")}],
        "of": [{"text": of, "link": ""}],
        "moved": _ALONE,
        "lines": [formula],
        "source": OCCUPANCY_SOURCE,
    }


def _whose(settings: Settings, who: Who, page: Page) -> list[str]:
    """The agents that the page is of, whose every session the reader may see: of others the time would seem idle."""
    if who.role == "agent":
        return [who.id]
    reach = within_reach(settings, who)
    agents = [id for id in reach if not who.sites or (set(settings.accounts[id].sites) or {""}) <= set(who.sites)]
    in_team = [id for id in agents if page.wanted.team in ("", *settings.accounts[id].teams)]
    return [id for id in in_team if page.wanted.agent in ("", id)]


async def _on_duty(duties: Duties, agents: list[str], page: Page) -> tuple[Duty, set[str]]:
    """What these agents did together, and which of them were on duty."""
    first, last = number_of(page.span.first), number_of(page.span.last)
    minutes = await duties.minutes(agents, first - 1, last + 2)
    total, there, clock = Duty(), set(), zone(page.wanted.zone)
    for agent in agents:
        for day in range(first, last + 1):
            begins, ends = (clock.begins(each) // MINUTE for each in (day, day + 1))
            from_then = _from(minutes, agent, begins)
            of_day = from_then & ((1 << (ends - begins)) - 1)
            had = page.board.had.get((agent, day), Had())
            # A chat may go on after midnight: whether the agent was there then, the next day knows.
            found = duty(had, from_then)
            total += Duty(of_day.bit_count(), found.busy, found.handled, found.had)
            there |= {agent} if of_day else set()
    return total, there


def _from(minutes: Mapping[tuple[str, int], int], agent: str, first: int) -> int:
    """The minutes of an agent, kept by days of UTC, as bits from this minute since 1970 on; a day and more of them."""
    day, past = divmod(first, DAY_MINUTES)
    return sum(minutes.get((agent, day + more), 0) << (more * DAY_MINUTES) for more in range(3)) >> past
