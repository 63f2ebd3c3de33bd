"""The replay in a real browser: opened, played, and gone through by timeline, list, keys, links and search."""

import os
import re
from collections.abc import AsyncIterator

import pytest_asyncio
from axe import NARROW, WIDE, violations
from browsers import NewPage
from long_session import entries
from playwright.async_api import Page, expect
from serving import Served, serving

from alongside.protocol import encode_entry

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
LENGTH, SPAN = 600, 600_000


@pytest_asyncio.fixture
async def server(redis_url: str, prefix: str) -> AsyncIterator[Served]:
    async with serving(redis_url, prefix) as server:
        key = server.log.keys.log("s-1")
        made = entries(LENGTH, SPAN)
        await server.log.store.tell_all(*(("XADD", key, f"0-{each.number}", "e", encode_entry(each)) for each in made))
        yield server


async def opened(server: Served, enter: NewPage, at: str = "", **options: object) -> Page:
    """A supervisor's browser with the replay open at a moment."""
    page = await enter(**({"viewport": WIDE} | options))
    name, value = (await server.cookie("ruth"))["Cookie"].split("=", 1)
    await page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    await page.goto(f"{server.url}/sessions/s-1/replay{at}")
    return page


async def shows(page: Page, entry: int) -> None:
    """The view of this entry is on screen."""
    await expect(page.locator(f"#replay[data-shown='{entry}']")).to_be_attached()


async def shown(page: Page) -> int:
    return int(await page.locator("#replay").get_attribute("data-shown") or 0)


async def look(page: Page, state: str) -> None:
    """axe at this state, and a picture."""
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/replay {state}.png")
    assert await violations(page) == [], state


async def test_a_supervisor_goes_through_a_session_in_every_way(server: Served, enter: NewPage) -> None:
    page = await opened(server, enter, "#entry=300")
    slider = page.get_by_role("slider", name="Moment of the session")
    await shows(page, 300)  # by a link
    await expect(page.get_by_role("heading", name="Part 1", exact=True)).to_be_visible()
    await look(page, "wide")

    await page.keyboard.press("]")  # played, at twice the speed
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    await expect(page.locator("#replay:not([data-shown='300'])")).to_be_attached()
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()

    await slider.focus()  # by keys
    await page.keyboard.press("Home")
    await shows(page, 1)
    await page.keyboard.press("Shift+ArrowRight")
    await shows(page, 2)
    await expect(slider).to_have_attribute("aria-valuetext", re.compile(r"seconds?, Maya joined$"))

    box = await slider.bounding_box()  # by the timeline
    assert box is not None
    await page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 3)
    await expect(page.locator(".controls-time b")).to_have_text(re.compile("^4:5|^5:0"))

    events = page.get_by_role("region", name="Events in order")  # by the list, and a search in it
    await page.keyboard.press("/")
    await page.keyboard.type("message 3 question")
    await expect(page.get_by_text(re.compile(r"^\d+ events? found$"))).to_be_visible()
    found = events.get_by_role("button", name="Message 3:")
    await found.click()
    await shows(page, int(await found.get_attribute("data-entry") or 0))
    await expect(page.get_by_role("region", name="Conversation")).to_contain_text("Message 3:")

    there = await shown(page)  # and a link from here leads here
    await page.get_by_role("button", name="Copy link to this moment").click()
    assert page.url.endswith(f"#entry={there}")


async def test_on_a_phone_the_parts_are_tabs_above_the_player(server: Served, enter: NewPage) -> None:
    page = await opened(server, enter, "#at=300", viewport=NARROW)
    await expect(page.locator(".controls-time b")).to_have_text("5:00")
    await page.get_by_role("tab", name="Events").click()
    await expect(page.locator(".event[aria-current]")).to_be_in_viewport()
    await look(page, "events")
