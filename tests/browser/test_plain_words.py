"""Plain words while an agent writes: underlined, listed, taken with one key and undone, and never in the way."""

from collections.abc import AsyncIterator

import pytest_asyncio
from axe import violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Locator, expect
from stage import Stage


@pytest_asyncio.fixture
async def writing(stage: Stage, enter: NewPage) -> AsyncIterator[tuple[Customer, Agent]]:
    """A customer, and Maya who has them and works by the parking playbook."""
    customer = Customer(await enter(), stage.site_url)
    await customer.open_form()
    await customer.ask_for_help("Renew my permit")
    maya = Agent(await enter(), stage.url)
    await maya.sign_in("maya", "demo-maya")
    await maya.take_next()
    await maya.page.get_by_role("button", name="Choose a playbook").click()
    await maya.page.get_by_role("menuitem", name="Apply for a resident parking permit").click()
    yield customer, maya
    await maya.page.get_by_role("button", name="End", exact=True).click()
    await maya.page.locator("wa-dialog[open]").get_by_role("button", name="End").click()


def box(agent: Agent) -> Locator:
    return agent.page.get_by_label("Message to the customer")


def suggestions(agent: Agent) -> Locator:
    return agent.page.get_by_role("list", name="Plainer words").get_by_role("listitem")


async def test_what_could_be_plainer_is_suggested_taken_with_a_key_and_undone(
    writing: tuple[Customer, Agent],
) -> None:
    customer, agent = writing
    await box(agent).press_sequentially("You must send the VRM prior to Monday")
    await expect(suggestions(agent)).to_have_count(3)
    await expect(agent.page.locator(".message-marks mark")).to_have_text(["You must", "VRM", "prior to"])
    told = "3 suggestions. Alt and R puts “Please” for “You must”."
    await agent.page.get_by_role("status").filter(has_text=told).wait_for(state="attached")
    await expect(box(agent)).to_have_accessible_description(told)
    assert await violations(agent.page) == []
    await box(agent).press("Alt+r")
    await box(agent).press("Alt+r")
    await expect(box(agent)).to_have_value("Please send the number plate prior to Monday")
    await box(agent).press("Control+z")
    await expect(box(agent)).to_have_value("Please send the VRM prior to Monday")
    await agent.page.get_by_role("button", name="Leave “VRM”").click()
    await expect(suggestions(agent)).to_have_count(1)
    await expect(box(agent)).to_be_focused()
    await box(agent).press("Enter")
    await customer.sees("Please send the VRM prior to Monday")


async def test_a_long_message_shows_its_reading_age_and_is_sent_all_the_same(
    writing: tuple[Customer, Agent],
) -> None:
    customer, agent = writing
    await box(agent).fill("You should have supplied comprehensive documentation. " * 8)
    await agent.sees("Reading age 18 or more")
    await agent.sees("Say what to do now, not what was not done.")
    await box(agent).press("Enter")
    await customer.sees("You should have supplied comprehensive documentation.")
