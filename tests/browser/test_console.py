"""The console as an agent uses it: everybody can perceive every state, and nobody loses a customer by it."""

import pytest_asyncio
from axe import violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import expect
from stage import Stage


@pytest_asyncio.fixture
async def agent(stage: Stage, enter: NewPage) -> Agent:
    maya = Agent(await enter(viewport={"width": 1280, "height": 800}), stage.url)
    await maya.sign_in("maya", "demo-maya")
    return maya


@pytest_asyncio.fixture
async def customer(stage: Stage, enter: NewPage) -> Customer:
    person = Customer(await enter(), stage.site_url)
    await person.open_form()
    return person


async def test_every_state_of_the_console_is_accessible(agent: Agent, customer: Customer) -> None:
    page = agent.page
    assert await violations(page) == [], "with nobody there"
    await customer.ask_for_help("Get a permit", "It refuses my date of birth")
    await agent.sees("Get a permit")
    assert await violations(page) == [], "with somebody waiting"
    await agent.take_next()
    assert await violations(page) == [], "before sharing"
    await agent.ask_to_see()
    await agent.sees("Waiting for an answer")
    assert await violations(page) == [], "asked"
    await customer.share()
    await expect(agent.field("Full name")).to_be_visible()
    await customer.page.get_by_role("button", name="Continue").click()
    await agent.sees("Error:")
    assert await violations(page) == [], "sharing, with errors"
    await agent.page.get_by_role("button", name="Hand over").click()
    await agent.sees("Back to the head of the queue")
    assert await violations(page) == [], "handing over"
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="End", exact=True).click()
    await page.get_by_role("button", name="End the conversation").click()
    await agent.sees("This conversation has ended")
    assert await violations(page) == [], "ended"


async def test_a_customer_can_be_helped_by_keyboard_alone(agent: Agent, customer: Customer) -> None:
    keys = agent.page.keyboard
    await customer.ask_for_help("Helped by keys alone")
    await agent.sees("Helped by keys alone")
    await keys.press("n")
    await expect(agent.page.get_by_role("heading", name="Helped by keys alone")).to_be_visible()
    await keys.press("c")
    await expect(agent.page.get_by_label("Message to the customer")).to_be_focused()
    await keys.type("Hello, nothing but keys here")
    await keys.press("Enter")
    await customer.sees("Hello, nothing but keys here")
    await agent.ask_to_see()
    await customer.share()
    await customer.page.get_by_label("Full name").focus()
    await expect(agent.field("Full name")).to_contain_text("Here now")
    await agent.page.get_by_role("main").focus()
    await keys.press("p")
    await expect(agent.page.get_by_role("textbox", name="Point at “Full name”")).to_be_focused()
    await keys.type("As on your passport")
    await keys.press("Enter")
    await expect(agent.field("Full name")).to_contain_text("As on your passport")
    await expect(agent.field("Full name").get_by_role("button", name="Point")).to_be_focused()


async def test_typing_a_message_triggers_no_shortcut(agent: Agent, customer: Customer) -> None:
    await customer.ask_for_help("Wait while somebody types")
    await agent.take_next()
    await agent.page.get_by_label("Message to the customer").press_sequentially("jknqscp?")
    await expect(agent.page.get_by_label("Message to the customer")).to_have_value("jknqscp?")
    await expect(agent.page.get_by_role("dialog")).to_have_count(0)


async def test_a_reload_brings_an_agents_sessions_back(agent: Agent, customer: Customer) -> None:
    await customer.ask_for_help("Still here after a reload")
    await agent.take_next()
    await agent.page.reload()
    await expect(agent.page.get_by_role("heading", name="Still here after a reload")).to_be_visible()


async def test_a_customer_handed_over_arrives_with_the_note(
    stage: Stage, agent: Agent, customer: Customer, enter: NewPage
) -> None:
    sam = Agent(await enter(), stage.url)
    await sam.sign_in("sam", "demo-sam")
    await customer.ask_for_help("Be handed over")
    await agent.take_next()
    await agent.page.get_by_role("button", name="Hand over").click()
    await agent.page.get_by_role("radio", name="Sam").click()
    await agent.page.get_by_label("Note for them").fill("Knows the letter already")
    await agent.page.locator("wa-dialog[open]").get_by_role("button", name="Hand over").click()
    await agent.sees("Handed over to Sam.")
    await sam.sees("Handed over to you")
    await sam.sees("Knows the letter already")
    await sam.take_next()
    await customer.sees("Sam has joined you.")


async def test_a_code_that_is_not_right_says_so_where_it_was_typed(agent: Agent) -> None:
    await agent.enter_code("12345")
    await agent.sees("A code has 6 digits; this has 5.")
    await agent.enter_code("000000")
    refusal = agent.page.locator(".enter-code").get_by_role("alert")
    await expect(refusal).to_contain_text("code")
    await expect(refusal).not_to_contain_text("6 digits; this")


async def test_a_zoomed_console_never_scrolls_sideways(stage: Stage, enter: NewPage) -> None:
    small = Agent(await enter(viewport={"width": 320, "height": 256}), stage.url)
    await small.sign_in("sam", "demo-sam")
    for tab in ("Queue", "Steps", "Chat"):
        await small.page.get_by_role("tab", name=tab).click()
        assert await small.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
