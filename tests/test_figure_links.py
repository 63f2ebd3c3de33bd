"""Every number of the figures' pages opens the sessions behind it, as many as it says."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from aiohttp import ClientSession
from msgspec import convert
from rows import DAY, MINUTE, gave_up, row
from serving import LIBRARY, PARKING, Served, account, serving, site
from serving import settings as usual
from yarl import URL

from alongside.access import Who
from alongside.hub.table import encode_row, place_of
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, Question, StepSeen
from alongside.metrics.selection import parse
from alongside.protocol.improvements import WriteImprovement
from alongside.protocol.plans import ServicePlan

ADA = Who(role="administrator", id="ada", name="Ada")
PAGES = (
    *(f"/figures?by={by}" for by in ("site", "task", "team", "agent", "hour", "day", "week")),
    *("/figures?agent=maya", "/figures?team=permits", "/figures?site=library", "/figures/journey"),
    *("/figures/causes", "/figures/causes?from_what=signs", "/staffing", "/staffing/plan"),
)
LINK = re.compile(r'<a href="(/(?:sessions|figures/journey)\?[^"]*)">(.*?)</a>')
COUNT = re.compile(r"([\d,]+)(?! (?:%|s|min|h|[A-Z]\w+)\b)(?: [^\d%].*)?")
OPENED = re.compile(r'id="sessions".*?(\d+) sessions?\b', re.S)
"""How many sessions the journey map says it opened."""


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    """A server whose first site lies half an hour off the hours of UTC, with sessions of every kind."""
    known = usual(8700, redis_url)
    sites = known.sites | {PARKING: site("Parking permits", "http://forms.test:8701", zone="Asia/Kolkata")}
    accounts = known.accounts | {"ada": account("Ada", "administrator")}
    async with serving(redis_url, prefix, ranked_sessions=2, sites=sites, accounts=accounts) as server:
        await fill(server)
        yield server


async def fill(server: Served) -> None:
    now = server.hub.clock.millis()
    rows = list(sessions(now))
    await server.hub.facts.put_all("facts", [(place_of(each), each.session, 9, encode_row(each)) for each in rows])
    for each in rows[::2]:
        if each.shared and each.ended_at:
            await server.hub.journeys.put(each, journey(each))
    day = f"{datetime.fromtimestamp((now - 3 * DAY) / 1000, UTC):%Y-%m-%d}"
    for cause in ("cause:form", "cue:returns", "fault:offline"):
        record = {"cause": cause, "hypothesis": "Unseen", "stage": "do", "change": "Put above", "changed_on": day}
        await server.hub.improvements.write(PARKING, ADA, convert(record, WriteImprovement))
    for did in ("shown", "shown", "accepted"):
        await server.hub.indexes.count_offer(PARKING, day, did, "returns")
    promised = ServicePlan(objectives={"service_level": 80, "abandonment": 5, "csat": 70})
    await server.hub.plans.save(PARKING, ADA, promised, 0)


def sessions(now: int) -> Iterator[Facts]:
    for n in range(80):
        at = now - 5 * MINUTE - n * 211 * MINUTE
        known: dict[str, Any] = {"site": LIBRARY if n % 5 == 0 else PARKING, "practice": n % 17 == 3}
        if n % 9 == 4:
            yield gave_up(f"g{n}", at=at, after=n, **known)
        elif n < 3:
            yield row(f"o{n}", at=at, status="active", shared=True, ended_at=0, **known)
        else:
            yield row(f"s{n}", at=at, wait=n * 13 % 120, **known, **course(n))


def course(n: int) -> dict[str, Any]:
    agents = [{"maya": "Maya"}, {"sam": "Sam"}, {"maya": "Maya", "sam": "Sam"}, {"gone": "Gone"}][n % 4]
    found: dict[str, Any] = {"agents": agents, "held": dict.fromkeys(agents, 90_000), "transfers": len(agents) - 1}
    found |= {"playbook": ("permit", "licence", "")[n % 3], "shared": n % 4 != 1, "lapses": int(n % 7 == 0)}
    found |= {"checks": {"who-you-are": ("passed", "failed", "locked")[n % 3]} if n % 2 else {}}
    found |= {"offered": "repeated_error" if n % 6 == 0 else "", "cues": {"returns": 1} if n % 3 else {}}
    found |= {"system_faults": {"offline": 2} if n % 5 == 1 else {}}
    if n % 8:
        found |= {"wrapped_at": 1, "cause": ("form", "use", "system")[n % 3]}
        found |= {"resolved": ("yes", "partly", "no")[n % 3], "helped_by": "guidance" if n % 2 else "agent"}
    if n % 3:
        found |= {"rating": 1 + n % 5, "recommend": n % 11, "ease": 1 + n % 7, "solved": ("yes", "no")[n % 2]}
    return found


def journey(of: Facts) -> Journey:
    steps = (StepSeen(step="You", arrivals=1, errors=1), StepSeen(step="Proof & plate", place=1, arrivals=2, returns=1))
    asked = (Question(step="You", name="Date of birth", errors=1),)
    return Journey(session=of.session, number=9, steps=steps, questions=asked, asked="You", last="Proof & plate")


async def test_every_number_opens_as_many_sessions_as_it_says(server: Served) -> None:
    wrong, seen = [], set()
    async with ClientSession(base_url=server.url, headers=await server.cookie("ada")) as web:
        for path in PAGES:
            for address, words in links(await text(web, path)):
                if (address, words) in seen:
                    continue
                seen.add((address, words))
                found = await opened(server, web, address)
                told = COUNT.fullmatch(words) if "figure=nps" not in address or "part=" in address else None
                if found != int(told[1].replace(",", "")) if told else not found:
                    wrong.append(f"{path}: “{words}” opens {found}: {address}")
    assert wrong == []
    assert len(seen) > 200


def links(page: str) -> list[tuple[str, str]]:
    """The links to sessions: the address, and the words as they are read aloud."""
    return [(unescape(address), unescape(re.sub("<[^>]*>", "", words))) for address, words in LINK.findall(page)]


async def text(web: ClientSession, path: str) -> str:
    async with web.get(path) as answer:
        assert answer.status == 200, path
        return await answer.text()


async def opened(server: Served, web: ClientSession, address: str) -> int:
    """How many sessions a link opens."""
    if address.startswith("/figures/journey"):
        told = OPENED.search(await text(web, address.partition("#")[0]))
        return int(told[1]) if told else -1
    return len(await server.hub.table.select(ADA, parse(URL(address).query)))
