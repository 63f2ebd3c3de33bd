"""Finding sessions in a browser: filters by keyboard, kept and drawn, and what axe finds on each screen."""

from collections.abc import AsyncIterator

import pytest_asyncio
from axe import NARROW, WIDE, violations
from browsers import NewPage
from playwright.async_api import Page, expect
from rows import MINUTE, row
from serving import Served, serving

from alongside.hub.table import encode_row, place_of


@pytest_asyncio.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix) as server:
        week_ago = server.hub.clock.millis() - 7 * 1_440 * MINUTE
        rows = [
            row("one", at=week_ago, resolved="yes", rating=5, goal="Renew my permit"),
            row("two", at=week_ago, resolved="no", rating=1, goal="Upload a proof", errors={"Date of birth": 2}),
            row("three", at=week_ago, practice=True, goal="Practise"),
        ]
        for each in rows:
            await server.hub.facts.put("facts", place_of(each), each.session, each.number, encode_row(each))
        yield server


async def test_a_supervisor_finds_a_session_keeps_the_filters_and_draws_for_review(
    server: Served, enter: NewPage
) -> None:
    page = await enter(viewport=WIDE, reduced_motion="reduce")
    name, _, value = (await server.cookie("ruth"))["Cookie"].partition("=")
    await page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    await page.goto(f"{server.url}/sessions")
    await expect(page.get_by_role("status")).to_have_text("2 sessions")
    await page.get_by_text("Filters", exact=True).press("Enter")
    await page.get_by_label("Errors at one field, at least").fill("2")
    found = await looked_at(page, "the open filters")
    await page.get_by_label("Errors at one field, at least").press("Enter")
    await expect(page.get_by_role("link", name="Upload a proof", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Replay of “Upload a proof”")).to_be_visible()
    await page.get_by_text("Save these filters").press("Enter")
    await page.get_by_label("Name").fill("Twice")
    await page.get_by_label("Name").press("Enter")
    await expect(page.get_by_role("link", name="Twice")).to_be_visible()
    found += await looked_at(page, "an active filter")
    await page.get_by_role("link", name="Errors at one field, at least: 2").press("Enter")
    await expect(page.get_by_role("status")).to_have_text("2 sessions")
    await page.get_by_role("link", name="Draw for review").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("2 sessions drawn")
    found += await looked_at(page, "a draw")
    await page.get_by_role("button", name="Mark all 2 as needing review").press("Enter")
    await expect(page.get_by_text("Needs review", exact=True).nth(1)).to_be_visible()
    assert found == []


async def looked_at(page: Page, where: str) -> list[str]:
    """What is wrong with this screen, on a desk and on a phone."""
    found = await violations(page)
    await page.set_viewport_size(NARROW)
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    await page.set_viewport_size(WIDE)
    return [f"{where}: {each}" for each in (*found, *([f"{wide} px too wide for a phone"] if wide > 0 else []))]
