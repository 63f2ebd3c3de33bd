"""The wrap-up at the console: by keyboard, over a reload, later; faults that read alike; follow-ups; axe at each state.

With ALONGSIDE_SHOTS set to a folder, a picture of each state is left there to be looked at.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest_asyncio
from people import Agent, Customer
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect
from stage import Stage

AXE = Path(__file__).parents[2] / "widget/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}

Enter = Callable[..., Awaitable[Page]]
Meet = Callable[..., Awaitable[tuple[Customer, Agent]]]


@pytest_asyncio.fixture
async def enter(chromium: Browser) -> AsyncIterator[Enter]:
    """Opens a page in a browser of its own, with axe at hand; nothing fades, so that contrast can be told."""
    contexts: list[BrowserContext] = []

    async def opened(**options: object) -> Page:
        contexts.append(await chromium.new_context(reduced_motion="reduce", **options))  # type: ignore[arg-type]
        await contexts[-1].add_init_script(path=AXE)
        return await contexts[-1].new_page()

    yield opened
    for context in contexts:
        await context.close()


@pytest_asyncio.fixture
async def meet(stage: Stage, enter: Enter) -> Meet:
    """A customer whom Maya helps."""

    async def met(goal: str, **options: object) -> tuple[Customer, Agent]:
        maya = Agent(await enter(**({"viewport": WIDE} | options)), stage.url)
        await maya.sign_in("maya", "demo-maya")
        person = Customer(await enter(), stage.site_url)
        await person.open_form()
        await person.ask_for_help(goal)
        await maya.take_next()
        return person, maya

    return met


def form(agent: Agent) -> Locator:
    return agent.page.locator("form#wrapup")


async def end_by_customer(customer: Customer) -> None:
    await customer.widget.get_by_role("button", name="End chat").click()
    await customer.widget.get_by_role("button", name="End the chat").click()


async def end_by_agent(agent: Agent) -> None:
    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.page.get_by_role("button", name="End the conversation").click()
    await expect(form(agent)).to_be_visible()


async def look(page: Page, state: str) -> None:
    """axe at this state, and a picture."""
    if SHOTS:
        size, scheme = page.viewport_size, await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        name = f"{state} {size['width'] if size else ''} {'dark' if scheme else 'light'}"
        await page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    found = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [f"{state}: {each['id']}: {each['nodes'][0]['target']}" for each in found["violations"]] == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state


async def test_the_ordinary_case_takes_a_few_keys(meet: Meet) -> None:
    _, agent = await meet("Quick one")
    await end_by_agent(agent)
    keys = agent.page.keyboard
    await expect(agent.page.get_by_role("radio", name="Yes")).to_be_focused()
    await keys.press("1")
    await expect(agent.page.get_by_role("radio", name="How they used it")).to_be_focused()
    await keys.press("1")
    await expect(agent.page.get_by_role("button", name="Save and close")).to_be_focused()
    await keys.press("Enter")
    await agent.sees("Wrapped up: “Quick one”.")
    await expect(form(agent)).to_have_count(0)
