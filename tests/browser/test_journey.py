"""The main job, end to end: a customer on the demo form, an agent at the console, on different origins."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from people import Agent, Customer
from playwright.async_api import Browser, BrowserContext, expect
from stage import Stage

Meet = Callable[[], Awaitable[tuple[Customer, Agent]]]


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    found: Browser = request.getfixturevalue(request.param)
    return found


@pytest_asyncio.fixture
async def people(stage: Stage, browser: Browser) -> AsyncIterator[tuple[Customer, Agent]]:
    contexts: list[BrowserContext] = [await browser.new_context() for _ in range(2)]
    customer = Customer(await contexts[0].new_page(), stage.site_url)
    agent = Agent(await contexts[1].new_page(), stage.url)
    yield customer, agent
    for context in contexts:
        await context.close()


async def test_a_customer_is_helped_from_the_first_question_to_the_goodbye(
    people: tuple[Customer, Agent],
) -> None:
    customer, agent = people
    await agent.sign_in("maya", "demo-maya")
    await customer.open_form()
    await customer.ask_for_help("Get a permit for my street", "My card 4242 4242 4242 4242 is refused")

    await agent.sees("Get a permit for my street")
    await agent.take_next()
    await customer.sees("Maya has joined you.")
    await agent.sees("card number")
    await expect(agent.page.get_by_text("4242 4242")).to_have_count(0)

    await agent.say("Hello, I am Maya. Shall we look at it together?")
    await customer.sees("Shall we look at it together?")
    await customer.say("Yes please")
    await agent.sees("Yes please")

    await agent.ask_to_see()
    await customer.share()
    await expect(agent.field("Full name")).to_be_visible()
    await customer.page.get_by_label("Full name").fill("Anna Secretname")
    await expect(agent.field("Full name")).to_contain_text("Here now")
    await customer.page.get_by_label("E-mail address").focus()
    await expect(agent.field("E-mail address")).to_contain_text("Here now")
    await expect(agent.page.get_by_text("Secretname")).to_have_count(0)

    await agent.point_at("Phone number", "We only call if something is missing")
    await expect(customer.page.locator("alongside-highlight")).to_contain_text("We only call if something is missing")

    await customer.stop_sharing()
    await expect(agent.field("Full name")).to_have_count(0)
    await agent.sees("stopped sharing")

    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.page.get_by_role("button", name="End the conversation").click()
    await customer.sees("Did this solve it?")
    await customer.choose("Yes")
    await customer.choose("5 stars")
    await customer.widget.get_by_role("button", name="Send").click()
    await customer.sees("Thank you")

    kept = await customer.page.evaluate("({...localStorage})")
    assert list(kept) == ["alongside.parking.helped"]
    assert kept["alongside.parking.helped"].isdecimal()
    await customer.widget.get_by_role("button", name="Start again").click()
    await customer.request("Ask about the same again")
    await agent.take_next()
    await agent.sees("Was helped here less than a day ago")


async def test_a_spoken_code_brings_them_together(people: tuple[Customer, Agent]) -> None:
    customer, agent = people
    await agent.sign_in("maya", "demo-maya")
    await customer.open_form()
    digits = await customer.code()
    assert len(digits) == 6
    await agent.enter_code(digits)
    await customer.sees("Maya has joined you.")


async def test_the_session_carries_on_over_a_full_page_load(people: tuple[Customer, Agent]) -> None:
    customer, agent = people
    await agent.sign_in("maya", "demo-maya")
    await customer.open_form()
    await customer.ask_for_help("Go on after a page load")
    await agent.take_next()
    await agent.ask_to_see()
    await customer.share()
    await customer.page.goto(f"{customer.site_url}/permit/address")
    await customer.page.goto(f"{customer.site_url}/permit/about-you")
    await expect(agent.field("Full name")).to_be_visible()
    await customer.page.bring_to_front()  # a window that is not in front has no focus to report in Firefox
    await customer.page.get_by_label("Phone number").click()
    await expect(agent.field("Phone number")).to_contain_text("Here now")
    await customer.sees("Sharing your steps with Maya")
