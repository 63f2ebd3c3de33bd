"""What a figures page is asked for: the days, the filters, and the links that keep them. Shared by all its pages."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from yarl import URL

from alongside.access import Who, may_see_site
from alongside.config import Settings
from alongside.hub import Hub
from alongside.metrics.board import Span
from alongside.metrics.selection import Selection, parse
from alongside.metrics.zones import named, zone

EARLIEST = date(2000, 1, 1)
USUAL_DAYS, MOST_DAYS = 7, 366
PRESETS = (7, 28, 90)
_FILTERS = ("sites", "team", "agent", "playbook")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Range(Struct, frozen=True):
    """The days looked at, and today; in `words`, by whose clock they are."""

    days: Span
    today: date
    words: str


def look(given: Mapping[str, str], who: Who, now: int, settings: Settings) -> tuple[Range, Selection]:
    """The days and filters that an address names; what makes no sense counts as left out. Agents see their own."""
    read = parse(given)
    clocks = zones(settings, who, read.sites)
    clock = the_zone(clocks)
    today = named(zone(clock).day(now))
    last = max(EARLIEST, min(date.fromisoformat(read.to_day), today)) if read.to_day else today
    first = max(EARLIEST, date.fromisoformat(read.from_day)) if read.from_day else last - timedelta(days=USUAL_DAYS - 1)
    first, last = min(first, last), max(first, last)
    days = Span(max(first, last - timedelta(days=MOST_DAYS - 1)), last)
    wanted = Selection(zone=clock, **{name: getattr(read, name) for name in _FILTERS})
    if who.role == "agent":
        wanted = replace(wanted, agent=who.id, team="")
    return Range(days, today, zone_words(clocks)), wanted


def zones(settings: Settings, who: Who, sites: Collection[str]) -> frozenset[str]:
    """The time zones of these sites; of none: of all that the reader may see."""
    seen = (id for id in settings.sites if may_see_site(who, id) and (not sites or id in sites))
    return frozenset(settings.sites[id].time_zone for id in seen)


def the_zone(found: Collection[str]) -> str:
    """By whose clock days are counted where sites have these zones: theirs if it is one, else UTC."""
    return next(iter(found)) if len(found) == 1 else "UTC"


def zone_words(found: Collection[str]) -> str:
    """The same in a sentence."""
    if len(found) > 1:
        return "Days and hours are UTC, as these sites are in several time zones."
    clock = the_zone(found)
    return "Days and hours are UTC." if clock == "UTC" else f"Days and hours are those of {clock}."


def behind(wanted: Selection, days: Span, **others: Any) -> str:
    """The address of the sessions that a number counts: those of the filters and days, and of `others`."""
    whole = replace(wanted, **({"from_day": str(days.first), "to_day": str(days.last)} | others))
    return str(URL("/sessions").with_query(whole.query()))


def query(wanted: Selection, days: Span, **others: str) -> str:
    """The query of another figures page that looks at the same."""
    whole = replace(wanted, from_day=str(days.first), to_day=str(days.last), zone="").query()
    return str(URL().with_query(whole | {name: value for name, value in others.items() if value}))


def form(
    action: str, who: Who, at: Range, wanted: Selection, settings: Settings, hub: Hub, **others: str
) -> dict[str, Any]:
    """The form above a page. `others` are the page's own choices, which its presets keep."""
    sites = {id: site.name for id, site in settings.sites.items() if may_see_site(who, id)}
    agents = {} if who.role == "agent" else within_reach(settings, who)
    teams = sorted({team for id in agents for team in settings.accounts[id].teams})
    presets = [_preset(days, at, wanted, others) for days in PRESETS]
    return {
        "action": action,
        "first": str(at.days.first),
        "last": str(at.days.last),
        "today": str(at.today),
        "site": wanted.sites[0] if len(wanted.sites) == 1 else "",
        "team": wanted.team,
        "agent": wanted.agent,
        "task": wanted.playbook,
        "sites": sites,
        "teams": [team for team in teams if who.role == "administrator" or not who.teams or team in who.teams],
        "agents": agents,
        "tasks": tasks(hub, sites),
        "presets": presets,
    }


def _preset(days: int, at: Range, wanted: Selection, others: Mapping[str, str]) -> dict[str, Any]:
    span = Span(at.today - timedelta(days=days - 1), at.today)
    return {"text": f"Last {days} days", "query": query(wanted, span, **others), "now": span == at.days}


def within_reach(settings: Settings, who: Who) -> dict[str, str]:
    """The agents whose sessions this supervisor may read, account to name, by their names."""
    found = {
        id: account.display
        for id, account in settings.accounts.items()
        if account.role == "agent"
        and (not who.sites or not account.sites or set(who.sites) & set(account.sites))
        and (who.role == "administrator" or not who.teams or set(who.teams) & set(account.teams))
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def tasks(hub: Hub, sites: Mapping[str, str]) -> dict[str, str]:
    """The playbooks of these sites, id to title."""
    found = {id: title for site in sites for id, title in hub.library.titles(site).items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))


def day_words(iso: str) -> str:
    """A day as people read it: 31 Jan 2026."""
    return f"{int(iso[8:])} {_MONTHS[int(iso[5:7]) - 1]} {iso[:4]}"


def days_words(days: Span) -> str:
    """A span of days as people read it."""
    first, last = day_words(str(days.first)), day_words(str(days.last))
    if first == last:
        return first
    return f"{first.removesuffix(last[-5:])} to {last}"
