"""Staffing's pages: who may see them, the week with its forecast, the calculator, the service plan and its form."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import unescape

from aiohttp import ClientSession
from msgspec.structs import replace
from serving import LIBRARY, PARKING, Served, SettableClock, serving, settings
from yarl import URL

from alongside.hub.table import encode_row, place_of
from alongside.metrics import Facts
from alongside.staffing.form import STARTER, written

DAY = 86_400_000
PLAN = written(STARTER) | {"aim": "Help within a minute", "shifts": "Mon-Sun 09:00-17:00 1", "csat": ""}


async def page(server: Served, web: ClientSession, path: str, name: str = "ruth") -> tuple[int, str]:
    async with web.get(server.url + path, headers=await server.cookie(name)) as answer:
        return answer.status, await answer.text()


async def save(server: Served, web: ClientSession, base: int = 0, name: str = "ruth", **typed: str) -> tuple[int, str]:
    fields = PLAN | {"site": PARKING, "base": str(base)} | typed
    headers = await server.cookie(name)
    path = server.url + "/staffing/plan/edit"
    async with web.post(path, data=fields, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


async def kept(server: Served, rows: Iterable[Facts]) -> None:
    """Put rows into the table as the log would have."""
    filled = [(place_of(row), row.session, row.number, encode_row(row)) for row in rows]
    await server.hub.facts.put_all("facts", filled)


def came(server: Served, days: int = 25, a_day: int = 4) -> list[Facts]:
    """Customers at ten (UTC) on each of the last days, answered within half a minute and helped for eight."""
    midnight = server.hub.clock.millis() // DAY * DAY
    starts = [
        midnight - back * DAY + 36_000_000 + number * 60_000 for back in range(1, days) for number in range(a_day)
    ]
    return [session(f"s-{at}", at) for at in starts]


def session(id: str, at: int, practice: bool = False) -> Facts:
    return Facts(
        session=id,
        number=1,
        site=PARKING,
        status="ended",
        practice=practice,
        requested_at=at,
        queued_at=at,
        joined_at=at + 30_000,
        ended_at=at + 510_000,
        agents={"maya": "Maya"},
        held={"maya": 480_000},
    )


async def test_staffing_is_for_the_supervisors_of_the_site(server: Served, web: ClientSession) -> None:
    for path in ("/staffing", "/staffing/calculator", "/staffing/plan", "/staffing/plan/edit"):
        assert (await page(server, web, path))[0] == 200
        assert (await page(server, web, f"{path}?site={LIBRARY}"))[0] == 403
        assert (await page(server, web, path, "maya"))[0] == 403
    assert (await save(server, web, name="maya"))[0] == 403
    assert (await save(server, web, site=LIBRARY))[0] == 403


async def test_without_history_it_says_how_much_a_forecast_takes(server: Served, web: ClientSession) -> None:
    _, text = await page(server, web, "/staffing")
    assert "It takes 2 full weeks of sessions" in text
    assert "Write the service plan" in text


async def test_a_week_shows_what_came_what_is_expected_and_opens_the_sessions(
    server: Served, web: ClientSession
) -> None:
    rows = came(server)
    practice = [session(f"p-{row.session}", row.requested_at, practice=True) for row in rows[:60]]
    await kept(server, [*rows, *practice])
    await save(server, web)
    _, this_week = await page(server, web, "/staffing")
    assert '≈4.0<span class="said"> expected' in this_week
    assert "8 min" in this_week
    last = (datetime.fromtimestamp(server.hub.clock.seconds(), UTC) - timedelta(weeks=1)).date()
    _, last_week = await page(server, web, f"/staffing?week={last}")
    assert f'href="/sessions?site={PARKING}&amp;from=' in last_week
    assert "&amp;zone=UTC" in last_week
    assert "&amp;half=20" in last_week
    assert '>4<span class="said"> came' in last_week
    assert '>8<span class="said"> came' not in last_week  # practice is not among them


async def test_a_number_of_the_week_opens_exactly_its_sessions(redis_url: str, prefix: str, web: ClientSession) -> None:
    clock, sites = SettableClock(), settings(8700, redis_url).sites
    clock.now = autumn("26T12:00")
    there = {id: replace(site, time_zone="Europe/London") for id, site in sites.items()}
    async with serving(redis_url, prefix, clock=clock, sites=there, retention_days=9_000) as server:
        # On this Sunday the half hours from 01:00 and from 01:30 come twice in London.
        began = ("22T08:29", "22T08:30", "22T08:59", "22T09:00", "25T00:15", "25T01:15", "25T01:45", "25T02:15")
        await kept(server, [session(f"s-{each}", autumn(each)) for each in began])
        _, text = await page(server, web, "/staffing?week=2026-10-19")
        numbers = re.findall(r'<a href="(/sessions[^"]+)">(\d+)<span class="said"> came', unescape(text))
        queries = [(URL(link).query, number) for link, number in numbers if "half=" in link]
        halves = {f"{query['from'][-2:]}/{query['half']}": number for query, number in queries}
        assert halves == {"22/18": "1", "22/19": "2", "22/20": "1", "25/2": "2", "25/3": "1", "25/4": "1"}
        for link, number in numbers:
            assert f"<strong>{number}</strong> session" in (await page(server, web, link))[1], link
        (morning,) = (link for link, _ in numbers if "half=19" in link)
        assert "Half hour from: 09:30" in (await page(server, web, morning))[1]


def autumn(moment: str) -> int:
    """A moment of October 2026, in UTC."""
    return round(datetime.fromisoformat(f"2026-10-{moment}:00+00:00").timestamp() * 1000)


async def test_a_plan_is_held_against_what_was(server: Served, web: ClientSession) -> None:
    await kept(server, came(server))
    assert (await save(server, web))[0] == 303
    _, text = await page(server, web, "/staffing/plan")
    assert "Help within a minute" in text
    assert (
        text.count(">Met</span>") == 2
    )  # service level and giving up; nobody gave stars, and nothing is promised of it
    assert "figure=service_level&amp;within=parking:60" in text
    _, text = await page(server, web, "/staffing/plan?from=2020-01-01&to=2020-01-02")
    assert text.count("Too few sessions</span>") == 2


async def test_every_version_stays_to_be_read(server: Served, web: ClientSession) -> None:
    await save(server, web)
    await save(server, web, base=1, aim="Help within half a minute")
    assert "Help within half a minute" in (await page(server, web, "/staffing/plan"))[1]
    _, text = await page(server, web, "/staffing/plan?version=1")
    assert "This is an older version" in text
    assert ">Help within a minute<" in text


async def test_what_is_wrong_is_named_and_what_was_typed_stays(server: Served, web: ClientSession) -> None:
    status, text = await save(server, web, hours_2="9-5", aim="<b>Quick</b>")
    assert status == 400
    assert '<a href="#hours_2">Wednesday</a>: “9-5” ends before it begins' in text
    assert 'value="9-5"' in text
    assert "&lt;b&gt;Quick&lt;/b&gt;" in text
    assert not (await server.hub.plans.of(PARKING)).versions


async def test_who_saved_second_is_told_and_keeps_what_they_typed(server: Served, web: ClientSession) -> None:
    await save(server, web, aim="The first")
    status, text = await save(server, web, aim="The second")
    assert status == 409
    assert "Somebody else has saved this plan" in text
    assert 'value="The second"' in text
    assert 'name="base" value="1"' in text
    assert (await server.hub.plans.of(PARKING)).now.aim == "The first"


async def test_the_calculator_answers_by_both_formulas_or_says_what_to_write(
    server: Served, web: ClientSession
) -> None:
    asked = "arrivals=100&minutes=3&at_a_time=1&slower=0&answered=80&within=20&patience=120&gives_up=&away=0"
    _, text = await page(server, web, f"/staffing/calculator?{asked}")
    assert "<strong>14</strong> agents at work" in text
    assert "Erlang A comes to fewer agents" in text
    status, text = await page(server, web, "/staffing/calculator?arrivals=many&minutes=3&answered=100")
    assert status == 400
    assert 'value="many"' in text
    assert "Write a number from 0 to 5000." in text
    assert "Write a whole number from 1 to 99." in text
