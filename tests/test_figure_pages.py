"""The figures pages on a real server: whose figures they are, what numbers lead to, and what erasing takes away."""

import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from aiohttp import ClientSession
from clients import agent, customer, desk
from msgspec.structs import replace
from rows import MINUTE, gave_up, row
from serving import LIBRARY, PARKING, Served, SettableClock, account, serving, settings
from test_fault_pages import settled, wrapped
from yarl import URL

from alongside.access import Who
from alongside.hub.aftercare import rebuild
from alongside.hub.table import encode_row, place_of
from alongside.metrics.facts import Facts
from alongside.metrics.journey import Journey, Question, StepSeen
from alongside.metrics.selection import parse

SAM: dict[str, Any] = {"agents": {"sam": "Sam"}}
RUTH = Who(role="supervisor", id="ruth", name="Ruth", sites=(PARKING,))


@pytest.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix, ranked_sessions=2) as server:
        yield server


async def keep(server: Served, *rows: Facts) -> None:
    for each in rows:
        await server.hub.facts.put("facts", place_of(each), each.session, each.number, encode_row(each))


def earlier(server: Served, minutes: int = 60) -> int:
    return server.hub.clock.millis() - minutes * MINUTE


async def page(server: Served, web: ClientSession, path: str, name: str = "ruth") -> str:
    async with web.get(server.url + path, headers=await server.cookie(name)) as answer:
        assert answer.status == 200, await answer.text()
        return unescape(await answer.text())


def card(text: str, name: str) -> str:
    """A card's words, without its help."""
    (found,) = re.findall(rf"<h3>{re.escape(name)}</h3>(.*?)<details", text, re.S)
    return " ".join(re.sub("<[^>]+>", " ", found).split())


def link(text: str, words: str) -> str:
    """Where these words lead."""
    (address,) = re.findall(rf'<a href="([^"]+)">{re.escape(words)}</a>', text)[:1]
    return str(address)


async def behind(server: Served, address: str) -> list[str]:
    """The sessions that a number opens."""
    url = URL(address)
    assert url.path == "/sessions"
    return [each.facts.session for each in await server.hub.table.select(RUTH, parse(url.query))]


async def test_a_figure_has_its_number_and_the_sessions_behind_it(server: Served, web: ClientSession) -> None:
    at = earlier(server)
    await keep(server, row("one", at=at, wait=10), row("two", at=at, wait=600), gave_up("three", at=at))
    text = await page(server, web, "/figures")
    assert card(text, "Service level").startswith("33 % 1 answered in time of 3 sessions")
    met, of = [await behind(server, link(text, words)) for words in ("1 answered in time", "3 sessions")]
    assert met == ["one"]
    listed = await page(server, web, link(text, "1 answered in time"))
    for chip in ("Counted in: Service level", "Of these: answered in time", "Answer times: Parking permits 60 s"):
        assert chip in listed
    assert sorted(of) == ["one", "three", "two"]


async def test_without_sessions_the_page_says_so_and_shows_no_zeros(server: Served, web: ClientSession) -> None:
    assert "No session in this time" in await page(server, web, "/figures")
    await keep(server, row("1", at=earlier(server)))
    assert "No ratings to reckon it from" in card(await page(server, web, "/figures"), "Satisfied (CSAT)")


@pytest.mark.parametrize("query", ["from=0001-01-01&to=0001-01-02", "from=2999-01-01", "from=x&to=2026-02-31", "by=x"])
async def test_days_that_make_no_sense_show_the_nearest_that_do(server: Served, web: ClientSession, query: str) -> None:
    assert "held against" in await page(server, web, f"/figures?{query}")
    assert "Causes" in await page(server, web, f"/figures/causes?{query}")


async def test_supervisors_see_their_sites_and_agents_their_own(server: Served, web: ClientSession) -> None:
    at = earlier(server)
    await keep(server, row("1", at=at), row("2", at=at, **SAM), row("3", at=at, site=LIBRARY))
    shown = {
        name: card(await page(server, web, "/figures?by=agent", name), "Sessions") for name in ("ruth", "maya", "sam")
    }
    assert {name: words.split()[0] for name, words in shown.items()} == {"ruth": "2", "maya": "2", "sam": "1"}
    assert "Sam" not in await page(server, web, "/figures?by=agent&agent=sam", "maya")


async def test_an_agent_with_few_sessions_is_listed_and_not_compared(server: Served, web: ClientSession) -> None:
    at = earlier(server)
    await keep(server, *(row(f"m{n}", at=at) for n in range(2)), row("s", at=at, **SAM))
    text = await page(server, web, "/figures?by=agent")
    (few,) = re.findall(r'class="few">(.*?)</tr>', text, re.S)
    assert "Sam" in few
    assert few.count("–") == 8


async def test_an_erased_session_is_in_no_page_any_more(server: Served, web: ClientSession) -> None:
    session = await wrapped(server, "Upload fails")
    read = await page(server, web, "/figures?by=agent")
    assert card(read, "Sessions").startswith("1")
    causes = await page(server, web, "/figures/causes")
    assert "A system fault" in causes.partition("<table>")[2]
    await server.hub.log.erase(session)
    assert "No session in this time" in await page(server, web, "/figures?by=agent")
    assert "No session in this time has a cause" in await page(server, web, "/figures/causes")


async def test_the_journey_map_shows_steps_and_the_sessions_behind_them(server: Served, web: ClientSession) -> None:
    one = row("one", at=earlier(server), shared=True, goal="My permit", resolved="no")
    await keep(server, one)
    steps = (StepSeen(step="About you", arrivals=1, millis=65_000, errors=2),)
    questions = (Question(step="About you", name="Date of birth", errors=2),)
    made = Journey(session="one", number=9, steps=steps, questions=questions, asked="About you", last="About you")
    await server.hub.journeys.put(one, made)
    text = await page(server, web, "/figures/journey")
    assert "1 min 05 s" in text
    stopped = re.findall(r'<a href="([^"]+what=left[^"]*)">1</a>', text)[0]
    assert "My permit" in await page(server, web, stopped)
    asked = re.findall(r'<a href="([^"]+field=[^"]*)">1</a>', text)[0]
    assert "Trouble at: Date of birth" in await page(server, web, asked)
    await server.hub.log.erase("one")
    assert "Nothing to map yet" in await page(server, web, "/figures/journey")


async def test_every_number_of_the_journey_map_opens_exactly_its_sessions(server: Served, web: ClientSession) -> None:
    dice, names, at = random.Random(4), ("About  you", "Proof", "Check & send", "P" * 400), earlier(server)
    for number in range(24):
        one = row(
            f"s-{number}",
            at=at + number,
            shared=True,
            playbook=dice.choice(("permit", "badge", "")),
            resolved=dice.choice(("yes", "no", "")),
            solved=dice.choice(("yes", "")),
        )
        seen = dice.sample(names, dice.randint(1, 4))
        steps = tuple(
            StepSeen(step=name, arrivals=1, errors=dice.randint(0, 1), returns=dice.randint(0, 1)) for name in seen
        )
        questions = tuple(Question(step=name, name=dice.choice(("Name", "Date")), cues=1) for name in seen[:2])
        made = Journey(session=one.session, number=9, steps=steps, questions=questions, asked=seen[0], last=seen[-1])
        await keep(server, one, row(f"unseen-{number}", at=at, playbook="permit", shared=True))
        await server.hub.journeys.put(one, made)
    text = await page(server, web, "/figures/journey")
    numbers = re.findall(r'<a href="(/sessions[^"]*(?:what|field)=[^"]*)">(\d+)(?: sessions?)?</a>', text)
    assert len(numbers) > 40
    for link, number in numbers:
        assert len(await behind(server, link)) == int(number), link
    listed = await page(server, web, next(link for link, _ in numbers if "what=left" in link and "send" in link))
    assert "Step: Check & send" in listed
    assert "In the form: Stopped at the step, not solved" in listed


async def write(server: Served, web: ClientSession, name: str = "ruth", **fields: str) -> tuple[int, str]:
    headers = await server.cookie(name)
    address = f"{server.url}/figures/causes/{PARKING}"
    async with web.post(address, data=fields, headers=headers, allow_redirects=False) as answer:
        return answer.status, unescape(await answer.text())


async def test_a_record_is_written_kept_and_drawn_from_its_day(server: Served, web: ClientSession) -> None:
    await keep(server, row("1", at=earlier(server), cause="form", resolved="yes"))
    fields = {"cause": "cause:form", "hypothesis": "The hint is not seen", "stage": "do", "change": "Put it above"}
    status, text = await write(server, web, **fields)
    assert status == 400
    assert "give the day" in text
    assert "The hint is not seen</textarea>" in text
    assert (await write(server, web, **fields, changed_on="2026-01-05"))[0] == 303
    text = await page(server, web, "/figures/causes")
    assert "Put it above (" in text
    assert "Too few sessions to tell: 0 before" in text


async def test_who_writes_on_an_older_version_is_told_and_keeps_what_they_wrote(
    server: Served, web: ClientSession
) -> None:
    fields = {"cause": "cause:form", "hypothesis": "First"}
    await write(server, web, **fields)
    assert (await write(server, web, **fields | {"improvement": "i1", "seen": "1", "hypothesis": "Second"}))[0] == 303
    status, text = await write(server, web, **fields | {"improvement": "i1", "seen": "1", "hypothesis": "Third"})
    assert status == 400
    assert "Ruth changed this record meanwhile" in text
    assert "Third</textarea>" in text


async def test_agents_see_causes_and_no_records(server: Served, web: ClientSession) -> None:
    await write(server, web, cause="cause:form", hypothesis="The hint is not seen")
    assert "The hint is not seen" in await page(server, web, "/figures/causes")
    assert "The hint is not seen" not in await page(server, web, "/figures/causes", "maya")


async def test_minutes_on_duty_are_marked_by_the_sweep_and_make_occupancy(server: Served, web: ClientSession) -> None:
    hub = server.hub
    minute = hub.clock.millis() // MINUTE
    await hub.duties.mark(["maya"], minute)
    await hub.duties.mark(["maya"], minute)
    await keep(server, row("1", at=earlier(server)))
    text = await page(server, web, "/figures", "maya")
    assert "<h3>Gave up waiting</h3>" not in text
    assert card(text, "Occupied").startswith("0 % 0 s of 1 min 00 s on duty")


async def shared(server: Served) -> str:
    """A session in which the customer showed their form and had an error, and that is over."""
    visit = await server.visit()
    born = {"id": "f1", "step": "you", "name": "Date of birth", "kind": "date", "state": "empty"}
    steps = [{"id": "you", "name": "About you", "state": "current"}]
    form = {"page": "p1", "title": "Permit", "steps": steps, "fields": [born]}
    wrong = born | {"state": "invalid", "error": "Enter a date"}
    async with customer(server, visit) as anna, desk(server, "maya") as console:
        await anna.command(do="session.request", channel="queue", goal="My permit")
        async with agent(server, console, session=visit.session) as helper:
            await helper.command(do="consent.ask", scope="lens")
            await anna.command(do="consent.give", scope="lens", wording="lens-3")
            await anna.command(do="lens.open", model=form)
            await anna.command(do="lens.change", page="p1", fields=[wrong])
            await anna.command(do="session.end")
    await settled(server.hub)
    return visit.session


async def journeys(server: Served) -> list[Journey]:
    rows = await server.hub.table.rows(RUTH)
    return await server.hub.journeys.of(row.facts for row in rows)


async def test_a_session_that_ends_leaves_its_journey_and_reindexing_makes_the_same(server: Served) -> None:
    session = await shared(server)
    (made,) = await journeys(server)
    assert (made.session, made.asked, made.last) == (session, "About you", "About you")
    assert made.questions == (Question(step="About you", name="Date of birth", errors=1),)
    await rebuild(server.log, server.hub.indexes, server.hub.clock.millis())
    assert await journeys(server) == [made]


# --- whose days they are --------------------------------------------------------------------------------

AUTUMN = ("24T22:59", "24T23:00", "25T00:30", "25T01:30", "25T23:59", "26T00:00")
"""By the clock in London, which goes back at 02:00 on the 25th: the second to the fifth are on the 25th."""


@asynccontextmanager
async def in_london(redis_url: str, prefix: str, *sites: str) -> AsyncIterator[Served]:
    """A server with sessions of that October, at both sites alike; these sites are in London."""
    clock, known = SettableClock(), settings(8700, redis_url).sites
    clock.now = moment_of("2026-10-26T12:00")
    zones = {id: replace(site, time_zone="Europe/London" if id in sites else "UTC") for id, site in known.items()}
    people = {"ruth": account("Ruth", "supervisor")}
    others: dict[str, Any] = {"sites": zones, "accounts": people, "retention_days": 9_000}
    async with serving(redis_url, prefix, clock=clock, **others) as server:
        for site in (PARKING, LIBRARY):
            rows = [row(f"{site}-{iso}", at=moment_of(f"2026-10-{iso}"), site=site, shared=True) for iso in AUTUMN]
            await keep(server, *rows)
        yield server


def moment_of(iso: str) -> int:
    return round(datetime.fromisoformat(f"{iso}:00+00:00").timestamp() * 1000)


async def counted(server: Served, web: ClientSession, more: str) -> tuple[str, int, set[str]]:
    """By whose clock the days of the dashboard are, how many sessions it counts, and when those that it opens began."""
    text = await page(server, web, f"/figures?from=2026-10-25&to=2026-10-25{more}")
    (clock,) = re.findall(r"Days and hours are ([^.]*)\.", text)
    number = int(card(text, "Sessions").split()[0])
    address = re.findall(r"<h3>Sessions</h3>.*?href=\"([^\"]+)\"", text, re.S)[0]
    listed = await page(server, web, address)
    assert f"<strong>{number}</strong> sessions" in listed
    found = await server.hub.table.select(WHOLE, parse(URL(address).query))
    assert len(found) == number
    return clock, number, {each.facts.session.partition("-")[2] for each in found}


WHOLE = Who(role="supervisor", id="ruth", name="Ruth")


async def test_days_are_those_of_the_sites_that_are_looked_at(redis_url: str, prefix: str, web: ClientSession) -> None:
    async with in_london(redis_url, prefix, PARKING) as server:
        there = ("those of Europe/London", 4, set(AUTUMN[1:5]))
        assert await counted(server, web, "&site=parking") == there
        assert await counted(server, web, "&site=library") == ("UTC", 3, set(AUTUMN[2:5]))
        both = await counted(server, web, "")
        assert both == ("UTC, as these sites are in several time zones", 6, set(AUTUMN[2:5]))
        by_site = await page(server, web, "/figures?from=2026-10-25&to=2026-10-25&by=site")
        assert len(await behind(server, link(by_site, "Parking permits"))) == 3, "as the table counts it, by UTC"
    async with in_london(redis_url, f"{prefix}both:", PARKING, LIBRARY) as server:
        assert await counted(server, web, "") == ("those of Europe/London", 8, set(AUTUMN[1:5]))
        by_hour = await page(server, web, "/figures?from=2026-10-25&to=2026-10-25&by=hour&site=parking")
        assert len(await behind(server, link(by_hour, "01:00"))) == 2, "the hour that comes twice"
        for path in ("/figures/causes", "/figures/journey"):
            text = await page(server, web, f"{path}?from=2026-10-25&to=2026-10-25")
            assert "Days and hours are those of Europe/London." in text
        assert ">8 sessions</a> customers showed" in text
        listed = await page(server, web, "/sessions?from=2026-10-25&to=2026-10-25&site=parking")
        assert "<strong>4</strong> sessions" in listed
        assert "Times and days are those of Europe/London." in listed
        assert "25 Oct 2026, 00:00" in listed
