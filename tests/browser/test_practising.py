"""Practice in the browser: choose a played customer, ask to see their steps, help through a mistake, end."""

from axe import violations
from browsers import NewPage
from people import Agent
from playwright.async_api import expect
from stage import Stage

A_WHILE = 15_000
"""Milliseconds: a played customer takes their time, as people do."""


async def test_an_agent_practises_from_choosing_the_customer_to_the_transcript(stage: Stage, enter: NewPage) -> None:
    agent = Agent(await enter(), stage.url)
    await agent.sign_in("maya", "demo-maya")
    await agent.page.get_by_role("button", name="Choose a customer to practise with").click()
    await agent.page.get_by_role("radio", name="A parking permit, for the first time").click()
    assert await violations(agent.page) == [], "choosing"
    await agent.page.get_by_role("button", name="Start to practise").click()
    await expect(agent.page.locator(".about .practice-mark")).to_be_visible()
    await expect(agent.page.get_by_role("button", name="Hand over")).to_have_count(0)
    await expect(agent.page.get_by_role("heading", name="Queue 0")).to_be_visible()
    await agent.ask_to_see()
    await expect(agent.field("Full name")).to_be_visible(timeout=A_WHILE)
    await agent.say("Please type your name.")
    await expect(agent.field("Full name")).to_contain_text("Filled", timeout=A_WHILE)
    await agent.say("And now your date of birth.")
    await expect(agent.field("Date of birth")).to_contain_text("Error", timeout=A_WHILE)
    await agent.sees("It has turned red at my date of birth", within=15)
    assert await violations(agent.page) == [], "at a mistake"
    await agent.say("The year needs all four digits.")
    await expect(agent.field("Date of birth")).to_contain_text("Filled", timeout=A_WHILE)
    session = agent.session
    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.page.get_by_role("button", name="End the conversation").click()
    await agent.sees("This conversation has ended")
    await agent.page.goto(f"{stage.url}/sessions")
    await agent.page.get_by_role("link", name="Show it").click()
    await expect(agent.page.get_by_role("row").filter(has_text="street").locator(".practice")).to_be_visible()
    await agent.page.goto(f"{stage.url}/sessions/{session}")
    await expect(agent.page.locator("h1 .practice")).to_be_visible()
    await expect(agent.page.get_by_role("link", name="Practise with this session")).to_have_count(0)
