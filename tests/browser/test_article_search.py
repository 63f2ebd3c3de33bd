"""Articles in the console: found as one types, suggested by the step, read before they go, sent with one key."""

import json
from collections.abc import AsyncIterator

import pytest_asyncio
from axe import violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Locator, Route, expect
from stage import Stage

PLAYBOOK = "Apply for a resident parking permit"
PROOF = "What counts as proof of address"


@pytest_asyncio.fixture
async def met(stage: Stage, enter: NewPage) -> AsyncIterator[tuple[Customer, Agent]]:
    """A customer at the form and Maya who has them, by the parking playbook."""
    agent = Agent(await enter(), stage.url)
    await agent.sign_in("maya", "demo-maya")
    customer = Customer(await enter(), stage.site_url)
    await customer.open_form()
    await customer.ask_for_help("Get a permit")
    await agent.take_next()
    yield customer, agent
    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.page.get_by_role("button", name="End the conversation").click()
    await customer.sees("This chat has ended")


async def go_to(agent: Agent, question: str) -> None:
    """Work by the parking playbook, at one of its questions."""
    await agent.page.get_by_role("button", name="Choose a playbook").click()
    await agent.page.get_by_role("menuitem", name=PLAYBOOK).click()
    await agent.page.get_by_role("button", name="More").click()
    await agent.page.get_by_role("menuitem", name="Go to").click()
    await agent.page.locator("wa-dialog[open]").get_by_role("button", name=question).click()
    await expect(agent.page.locator(".prompt-title")).to_have_text(question)


def search(agent: Agent) -> Locator:
    return agent.page.get_by_role("combobox", name="Search the articles")


def options(agent: Agent) -> Locator:
    return agent.page.get_by_role("option")


async def test_an_article_is_found_read_and_sent_with_the_keyboard_alone(met: tuple[Customer, Agent]) -> None:
    customer, agent = met
    page = agent.page
    await page.locator("#steps").focus()
    await page.keyboard.press("a")
    await expect(search(agent)).to_be_focused()
    await expect(page.get_by_text("All articles")).to_be_visible()
    await page.keyboard.type("proff of adres")
    await expect(options(agent).first).to_contain_text(PROOF)
    await page.keyboard.press("ArrowDown")
    await expect(options(agent).first).to_have_attribute("aria-selected", "true")
    preview = page.get_by_role("region", name="What the customer gets")
    await expect(preview).to_contain_text("a council tax bill")
    assert await violations(agent.page) == []
    await page.keyboard.press("Enter")
    await expect(agent.bubbles.last).to_contain_text(PROOF)
    await expect(page.get_by_label("Message to the customer")).to_be_focused()
    await customer.sees("Which letters and bills show that you live here")
    await expect(customer.widget.get_by_role("button", name="End chat")).to_be_in_viewport()
    await expect(customer.widget.get_by_text(PROOF)).to_be_in_viewport()

    await page.get_by_role("button", name="Articles").click()
    await expect(options(agent).filter(has_text=PROOF)).to_contain_text("Sent")
    await search(agent).fill("zeppelin")
    await expect(page.get_by_text("Nothing found for “zeppelin”")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(search(agent)).to_have_value("")
    await page.keyboard.press("Escape")
    await expect(search(agent)).to_have_count(0)


async def test_the_articles_of_the_step_are_suggested_and_overdue_ones_are_marked(
    met: tuple[Customer, Agent],
) -> None:
    _, agent = met

    async def overdue(route: Route) -> None:
        answer = await route.fetch()
        articles = (await answer.json())["articles"]
        late = [each | {"overdue": True} for each in articles]
        await route.fulfill(body=json.dumps({"articles": late}), content_type="application/json")

    await agent.page.route("**/console/articles/*.json", overdue)
    await go_to(agent, "Registration number")
    await agent.page.get_by_role("button", name="Articles 1 for this step").click()
    await expect(agent.page.get_by_text("For the step they are at")).to_be_visible()
    await expect(options(agent)).to_have_count(1)
    await expect(options(agent)).to_contain_text("Where to find the registration number")
    await expect(options(agent)).to_contain_text("Review overdue")
    await options(agent).click()
    await expect(agent.page.get_by_text("Its review was due on")).to_be_visible()
    assert await violations(agent.page) == []
    await agent.page.get_by_role("button", name="Send all the same").click()
    await expect(agent.bubbles.last).to_contain_text("Where to find the registration number")


async def test_without_the_server_the_search_says_so_and_tries_again(met: tuple[Customer, Agent]) -> None:
    _, agent = met
    await agent.page.route("**/console/articles/*.json", lambda route: route.abort())
    async with agent.page.expect_event("requestfailed", lambda request: "/console/articles/" in request.url):
        await agent.page.reload()
    async with agent.page.expect_event("requestfailed", lambda request: "/console/articles/" in request.url):
        await agent.page.get_by_role("button", name="Articles").click()
    await expect(agent.page.get_by_text("The articles did not come.")).to_be_visible()
    await agent.page.unroute("**/console/articles/*.json")
    await agent.page.get_by_role("button", name="Try again").click()
    await expect(search(agent)).to_be_visible()
