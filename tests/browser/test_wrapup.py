"""The wrap-up at the console: by keyboard, over a reload, later; faults that read alike; follow-ups; axe at each state.

With ALONGSIDE_SHOTS set to a folder, a picture of each state is left there to be looked at.
"""

import os
import re
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio
from axe import NARROW, WIDE, violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Locator, Page, expect
from stage import Stage

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")

Meet = Callable[..., Awaitable[tuple[Customer, Agent]]]


@pytest_asyncio.fixture
async def meet(stage: Stage, enter: NewPage) -> Meet:
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
    await customer.widget.get_by_role("button", name="Yes, end it").click()


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
    assert await violations(page) == [], state


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
    await expect(agent.page.locator("#steps")).to_be_focused()


async def test_the_closing_prompt_leads_to_the_wrap_up_by_one_key(meet: Meet) -> None:
    _, agent = await meet("To the end")
    await agent.page.get_by_role("button", name="Choose a playbook").click()
    await agent.page.get_by_role("menuitem", name="Apply for a resident parking permit").click()
    await agent.page.get_by_role("button", name="More about the playbook").click()
    await agent.page.get_by_role("menuitem", name="Come to the end").click()
    await expect(agent.page.get_by_role("button", name="End and wrap up")).to_be_visible()
    await look(agent.page, "closing prompt")
    await agent.page.keyboard.press("u")
    await agent.page.get_by_role("button", name="End the conversation").click()
    await expect(form(agent)).to_be_visible()
    await expect(agent.page.get_by_role("radio", name="How they used it")).to_be_focused()


async def test_what_was_entered_outlives_a_reload_and_can_be_finished_later(meet: Meet) -> None:
    customer, agent = await meet("Later one")
    await end_by_customer(customer)
    await expect(form(agent)).to_be_visible()
    await agent.page.get_by_label("What was the task?").fill("A task of my own")
    await agent.page.reload()
    await expect(agent.page.get_by_label("What was the task?")).to_have_value("A task of my own")
    await form(agent).get_by_role("button", name="Later").click()
    row = agent.page.locator(".to-wrap-up").get_by_role("button", name=re.compile("Later one"))
    await row.click()  # the key alone leads to the one that waits longest, which may be another test's
    await expect(form(agent)).to_be_visible()
    await agent.page.keyboard.press("u")
    await expect(agent.page.get_by_role("radio", name="Yes")).to_be_focused()
    await agent.page.keyboard.press("3")
    await agent.page.keyboard.press("5")  # at once: keys may be faster than drawing
    await expect(agent.page.get_by_role("button", name="Save and close")).to_be_focused()
    await agent.page.keyboard.press("Enter")
    await agent.sees("Wrapped up: “A task of my own”.")
    await expect(row).to_have_count(0)


async def answer(agent: Agent, resolved: str, cause: str) -> None:
    for name in (resolved, cause):
        await form(agent).get_by_role("radio", name=name).click()


async def test_the_same_fault_is_picked_and_not_doubled(meet: Meet, enter: NewPage, stage: Stage) -> None:
    for number, goal in enumerate(("First to meet it", "Second to meet it")):
        customer, agent = await meet(goal)
        await end_by_customer(customer)
        await answer(agent, "No", "A system fault")
        await form(agent).get_by_role("button", name="Note a fault").click()
        what = form(agent).get_by_label("What is wrong?")
        await what.press_sequentially("The photo upload fails" if number == 0 else "upload of photo fails")
        if number == 1:
            await form(agent).get_by_role("button", name=re.compile("The photo upload fails")).click()
            await expect(form(agent)).to_contain_text("In the register: The photo upload fails")
        await form(agent).get_by_role("button", name="Save", exact=True).click()
        await expect(agent.page.get_by_role("heading", name="Wrapped up")).to_be_visible()
        await agent.page.close()
    ruth = await enter(viewport=WIDE)
    await ruth.goto(f"{stage.url}/faults")
    await ruth.get_by_label("User name").fill("ruth")
    await ruth.get_by_label("Password").fill("demo-ruth")
    await ruth.get_by_role("button", name="Sign in").click()
    row = ruth.get_by_role("row").filter(has_text="The photo upload fails")
    await expect(row.locator("[data-label=Sessions]")).to_have_text("2")


async def test_a_page_and_step_are_remembered_while_shared_and_forgotten_when_sharing_stops(meet: Meet) -> None:
    for stops in (False, True):
        customer, agent = await meet(f"Sharing stops: {stops}")
        await agent.ask_to_see()
        await customer.share()
        await expect(agent.field("Full name")).to_be_visible()
        if stops:
            await customer.stop_sharing()
            await expect(agent.page.locator(".steps-summary")).to_have_count(0)
        await end_by_agent(agent)
        await form(agent).get_by_role("button", name="Note a fault").click()
        page = form(agent).get_by_label("Page", exact=True)
        await expect(page).to_have_value("" if stops else re.compile(r"\w+"))
        await agent.page.close()


async def test_a_follow_up_stands_with_its_owner_until_it_is_ticked_off(
    meet: Meet, enter: NewPage, stage: Stage
) -> None:
    customer, agent = await meet("To be rung back")
    await end_by_customer(customer)
    await answer(agent, "Partly", "Their equipment")
    await form(agent).get_by_role("button", name="Add a follow-up").click()
    await form(agent).get_by_label("What is to be done?").fill("Ring them back")
    await form(agent).get_by_role("combobox", name="By whom?").click()
    await form(agent).get_by_role("option", name="Sam").click()
    await form(agent).get_by_role("button", name="Save and close").click()
    await agent.sees("Wrapped up:")
    sam = Agent(await enter(viewport=WIDE), stage.url)
    await sam.sign_in("sam", "demo-sam")
    await expect(sam.page.locator(".follow-ups")).to_contain_text("Ring them back")
    await sam.page.get_by_role("button", name="Done: Ring them back").click()
    await expect(sam.page.locator(".follow-ups")).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_every_state_is_accessible(meet: Meet, enter: NewPage, stage: Stage, size: dict[str, int]) -> None:
    customer, agent = await meet("Look it over", viewport=size)
    await end_by_customer(customer)
    await expect(form(agent)).to_be_visible()
    await look(agent.page, "1 begun")
    await form(agent).get_by_role("button", name="Save", exact=True).click()
    await agent.sees("Answer each question first.")
    await look(agent.page, "2 missing")
    await answer(agent, "No", "A system fault")
    await form(agent).get_by_role("button", name="Note a fault").click()
    await form(agent).get_by_label("What is wrong?").fill("The photo upload fails")
    await form(agent).get_by_role("button", name="Add a follow-up").click()
    await form(agent).get_by_label("What is to be done?").fill("Ring them back when it works")
    await form(agent).get_by_label("Until when?").scroll_into_view_if_needed()
    await look(agent.page, "3 with a fault")
    await form(agent).get_by_role("button", name="Save", exact=True).click()
    await expect(agent.page.get_by_role("heading", name="Wrapped up")).to_be_visible()
    await look(agent.page, "4 saved")
    await agent.page.get_by_role("button", name="Done, remove").click()
    if size is NARROW:
        await agent.page.get_by_role("tab", name="Queue").click()
    await expect(agent.page.locator(".follow-ups")).to_be_visible()
    await look(agent.page, "5 left to do")
    ruth = await enter(viewport=size)
    await ruth.goto(f"{stage.url}/faults")
    await ruth.get_by_label("User name").fill("ruth")
    await ruth.get_by_label("Password").fill("demo-ruth")
    await ruth.get_by_role("button", name="Sign in").click()
    await look(ruth, "6 register")
    await ruth.get_by_role("link", name="The photo upload fails").click()
    await look(ruth, "7 fault")
    await ruth.get_by_label("Status").select_option("known")
    await ruth.get_by_label("Ticket").fill("tickets")
    await ruth.get_by_role("button", name="Save").click()
    await expect(ruth.get_by_role("alert")).to_contain_text("https://")
    await look(ruth, "8 refused")
    await ruth.goto(f"{stage.url}/faults?status=fixed")
    await look(ruth, "9 empty")
