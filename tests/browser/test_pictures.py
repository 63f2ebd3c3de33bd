"""The README's pictures: a customer who is being helped, the console at the same moment, and that session's replay.

Made on every run, so that they cannot rot, into a folder of the test's own; written to docs/pictures only where
ALONGSIDE_PICTURES is set:  ALONGSIDE_PICTURES=1 scripts/test tests/browser/test_pictures.py
"""

import os
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from log_store import opened
from msgspec.structs import replace
from people import Agent, Customer
from playwright.async_api import Browser, Page, ViewportSize, expect
from stage import Stage

from alongside.protocol import decode_entry, encode_entry

DOCS = Path(__file__).parents[2] / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 800}
SLOWER = 240
LARGEST, BLANK = 250_000, 30_000
"""In bytes. A picture of nothing but a few colours takes less than the second."""


@pytest_asyncio.fixture
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    started = Stage(tmp_path_factory.mktemp("demo"))
    await started.start()
    yield started
    await started.stop()


@pytest_asyncio.fixture
async def people(stage: Stage, chromium: Browser) -> AsyncIterator[tuple[Customer, Agent, Page]]:
    contexts = [
        await chromium.new_context(viewport=SIZE, reduced_motion="reduce", locale="en-GB", timezone_id="Europe/London")
        for _ in range(3)
    ]
    yield (
        Customer(await contexts[0].new_page(), stage.site_url),
        Agent(await contexts[1].new_page(), stage.url),
        await contexts[2].new_page(),
    )
    for context in contexts:
        await context.close()


async def test_the_pictures_in_the_readme_can_be_made(
    people: tuple[Customer, Agent, Page], stage: Stage, tmp_path: Path
) -> None:
    customer, agent, supervisor = people
    await meet(customer, agent)
    await try_the_form(customer)
    await explain(customer, agent)
    folder = DOCS if os.environ.get("ALONGSIDE_PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    await take(customer.page, folder / "customer.png")
    await take(agent.page, folder / "console.png")
    await replay(supervisor, stage)
    await take(supervisor, folder / "replay.png")


async def meet(customer: Customer, agent: Agent) -> None:
    await agent.sign_in("maya", "demo-maya")
    await customer.open_form()
    await customer.ask_for_help("Get a parking permit for my street", "It does not take my date of birth")
    await agent.take_next()
    await agent.say("Hello, I am Maya. Shall we look at it together?")
    await customer.sees("Shall we look at it together?")
    await customer.say("Yes please. It says something is wrong with my date of birth.")
    await agent.sees("It says something is wrong")
    await agent.ask_to_see()
    await customer.share()
    await expect(agent.field("Full name")).to_be_visible()


async def try_the_form(customer: Customer) -> None:
    """Everything right but the year, and the page says so."""
    page = customer.page
    for name, answer in (
        ("Full name", "Anna Lindqvist"),
        ("Day", "27"),
        ("Month", "3"),
        ("Year", "2984"),
        ("E-mail address", "anna@example.org"),
        ("Phone number", "01632 960 001"),
    ):
        await page.get_by_label(name, exact=True).fill(answer)
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("must be in the past").first).to_be_visible()
    await page.get_by_label("Year", exact=True).focus()


async def explain(customer: Customer, agent: Agent) -> None:
    await expect(agent.field("Year")).to_contain_text("Here now")
    await agent.point_at("Year", "Please check this year")
    bubble = customer.page.locator("alongside-highlight")
    await expect(bubble).to_contain_text("check this year")
    await agent.say("The year seems to be in the future. I have marked it for you.")
    await customer.sees("I have marked it for you")


async def replay(page: Page, stage: Stage) -> None:
    """The session so far, at the moment when the agent has just pointed at the year."""
    await page.goto(f"{stage.url}/sessions")
    await page.get_by_label("User name").fill("ruth")
    await page.get_by_label("Password").fill("demo-ruth")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Get a parking permit for my street").first.click()
    await stretch(stage, page.url.rpartition("/")[2])
    await page.get_by_role("link", name="Replay").first.click()
    events = page.get_by_role("region", name="Events in order")
    await events.get_by_role("button", name="seems to be in the future").click()
    await expect(page.locator(".steps-place")).to_contain_text("Please check this year")


async def stretch(stage: Stage, session: str) -> None:
    """Let the session have taken minutes, as it would have for people."""
    async with opened((stage.data_dir / "store" / "address").read_text()) as log:
        entries = [decode_entry(*stored) for stored in await log.read(session)]
        began = entries[0].at - (entries[-1].at - entries[0].at) * SLOWER
        slow = (replace(entry, at=began + (entry.at - entries[0].at) * SLOWER) for entry in entries)
        again = (("XADD", log.keys.log(session), f"0-{each.number}", "e", encode_entry(each)) for each in slow)
        await log.store.tell_all(("DEL", log.keys.log(session)), *again)


async def take(page: Page, path: Path) -> None:
    """A picture of the screen; it must show something, and be small enough for a README."""
    await page.mouse.move(0, 0)
    await page.evaluate("() => document.fonts.ready")
    picture = await page.screenshot(path=path)
    assert BLANK < len(zlib.compress(picture)) < LARGEST, f"{path.name} has {len(picture)} bytes"
