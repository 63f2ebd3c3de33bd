"""The figures pages in a browser: charts drawn from their tables under the page's own policy, and what axe finds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest_asyncio
from axe import NARROW, WIDE, violations
from browsers import NewPage
from msgspec import convert
from playwright.async_api import Page, expect
from rows import MINUTE, gave_up, row
from serving import Served, serving

from alongside.access import Who
from alongside.hub.table import encode_row, place_of
from alongside.metrics.journey import Journey, Question, StepSeen
from alongside.protocol.improvements import WriteImprovement

RUTH = Who(role="supervisor", id="ruth", name="Ruth")


@pytest_asyncio.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix) as server:
        await fill(server)
        yield server


async def fill(server: Served) -> None:
    """Two days of sessions, one journey and one record."""
    at = server.hub.clock.millis() - 60 * MINUTE
    checks = {"who-you-are": "passed"}
    rows = [
        row("one", at=at, cause="form", resolved="yes", rating=5, shared=True, checks=checks),
        row("two", at=at, cause="system", resolved="no", wait=100, system_faults={"offline": 1}, shared=True),
        gave_up("three", at=at - 1_440 * MINUTE),
    ]
    for each in rows:
        await server.hub.facts.put("facts", place_of(each), each.session, each.number, encode_row(each))
    first = StepSeen(step="About you", arrivals=1, millis=65_000, errors=2)
    steps = (first, StepSeen(step="Proof", place=1, arrivals=1))
    asked = Question(step="About you", name="Date of birth", errors=2)
    made = Journey(session="two", number=9, steps=steps, questions=(asked,), asked="About you", last="Proof")
    await server.hub.journeys.put(rows[1], made)
    done = {"stage": "do", "change": "Put it above", "changed_on": f"{datetime.now(UTC):%Y-%m-%d}"}
    record = convert({"cause": "cause:form", "hypothesis": "The hint is not seen", **done}, WriteImprovement)
    await server.hub.improvements.write("parking", RUTH, record)


async def test_the_figures_are_drawn_read_and_printed_without_breaking_a_rule(server: Served, enter: NewPage) -> None:
    page = await enter(viewport=WIDE, reduced_motion="reduce")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await sign_in(page, server)
    found = []
    for path, charts in (("/figures?by=agent", 4), ("/figures/journey", 2), ("/figures/causes", 2)):
        await page.goto(server.url + path)
        await expect(page.locator(".chart svg")).to_have_count(charts)
        found += [f"{path}: {each}" for each in await violations(page)]
        await page.set_viewport_size(NARROW)
        if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} is too wide for a phone")
        await page.set_viewport_size(WIDE)
    assert found == []
    assert complaints == []
    await page.get_by_text("Write what became of it").click()
    record = page.locator(".records li.record")
    await record.get_by_label("Outcome: what came of it").fill("Nobody asks any more")
    await record.get_by_role("combobox", name="Stage").select_option("check")
    await record.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("definition").filter(has_text="Nobody asks any more")).to_be_visible()


async def sign_in(page: Page, server: Served) -> None:
    name, _, value = (await server.cookie("ruth"))["Cookie"].partition("=")
    await page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
