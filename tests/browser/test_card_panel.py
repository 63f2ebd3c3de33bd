"""Cards: the agent sends one from a prompt, the customer taps an answer, and both sides and the prompts go on by it."""

import re

import pytest
from axe import NARROW, WIDE, violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Locator, expect
from stage import Stage
from test_prompt_panel import Meet, meet, panel, press, to_the_form, words

__all__ = ["meet"]  # a fixture


async def to_the_card(agent: Agent) -> None:
    """Tick the beginning off, up to the steps to agree."""
    heading = panel(agent).get_by_role("heading")
    for title in ("Say hello", "Ask before you begin", "Ask before you begin"):
        await expect(heading).to_contain_text(title)
        before = await words(agent).inner_text()
        await press(agent, "Done")
        await expect(words(agent)).not_to_have_text(before)
    await expect(heading).to_have_text("Agree the problem and the steps")


def card(customer: Customer, name: str = "What we do together") -> Locator:
    return customer.widget.get_by_role("group", name=name).last


async def test_the_customer_confirms_the_steps_and_the_prompts_go_on(meet: Meet) -> None:
    customer, agent = await meet("Confirm the steps")
    await to_the_card(agent)
    await press(agent, "Send as card")
    await expect(card(customer)).to_contain_text("You would like to do this: “Confirm the steps”")
    await expect(card(customer).get_by_role("listitem").filter(has_text="About you")).to_be_visible()
    await expect(panel(agent).get_by_role("heading")).to_have_text("Wait for their answer")
    yes = card(customer).get_by_role("button", name="Yes, that is it")
    await yes.focus()
    await yes.press("Enter")
    await expect(yes).to_be_focused()
    await expect(yes).to_have_attribute("aria-pressed", "true")
    await expect(customer.bubbles.last).to_have_text("Yes, that is it")
    await expect(agent.page.locator(".conversation .card-chosen")).to_contain_text("Yes, that is it")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Offer to try once more")


async def test_not_quite_leads_to_the_customers_own_words_and_an_edited_card(meet: Meet) -> None:
    customer, agent = await meet("Not quite this")
    await to_the_card(agent)
    await press(agent, "Send as card")
    await card(customer).get_by_role("button", name="Not quite").click()
    await expect(panel(agent).get_by_role("heading")).to_have_text("Ask what would be right")
    await press(agent, "Send these words")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Wait for their words")
    await customer.say("I only want to pay")
    await expect(words(agent)).to_contain_text("You wrote: “I only want to pay”")
    await press(agent, "Edit first")
    editor = agent.page.get_by_label("Message to the customer")
    await expect(editor).to_have_value(re.compile("• About you"))
    await editor.fill("So we only do this.\n• Pay the fee")
    await agent.page.get_by_role("button", name="Send as card").last.click()
    await expect(card(customer)).to_contain_text("So we only do this.")
    await expect(card(customer).get_by_role("listitem")).to_have_text(["Pay the fee"])


async def test_not_sure_whether_it_is_clear_brings_the_next_help(meet: Meet) -> None:
    customer, agent = await meet("Understand the date")
    await to_the_form(customer, agent)
    for name, value in (("Day", "1"), ("Month", "5"), ("Year", "2090")):
        await customer.page.get_by_label(name, exact=True).fill(value)
    await customer.page.get_by_label("E-mail address").focus()
    await expect(panel(agent)).to_contain_text("still to come")
    await customer.page.get_by_label("Year", exact=True).fill("1990")
    await customer.page.get_by_label("E-mail address").focus()
    await expect(panel(agent).get_by_role("heading")).to_contain_text("clear now?")
    await press(agent, "Send as card")
    await card(customer, "").get_by_role("button", name="I am not sure").click()
    await expect(panel(agent)).to_contain_text("They tapped “I am not sure”")
    await expect(panel(agent).get_by_role("button", name="Send as card")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_cards_are_accessible_open_and_answered(meet: Meet, size: dict[str, int]) -> None:
    customer, agent = await meet("Look at the cards", viewport=size)
    await customer.page.set_viewport_size(size)  # type: ignore[arg-type]
    await to_the_card(agent)
    assert await violations(agent.page) == [], "beside the prompt"
    await press(agent, "Send as card")
    await expect(card(customer)).to_be_visible()
    assert await violations(customer.page) == [], "open"
    await card(customer).get_by_role("button", name="Not quite").click()
    await expect(panel(agent)).to_contain_text("They tapped “Not quite”")
    assert await violations(customer.page) == [], "answered"
    assert await violations(agent.page) == [], "with an answer"


async def test_the_playbook_that_fits_the_page_is_chosen_by_itself(stage: Stage, enter: NewPage) -> None:
    agent = Agent(await enter(viewport=WIDE), stage.url)
    await agent.sign_in("maya", "demo-maya")
    customer = Customer(await enter(), stage.site_url)
    sent: list[str] = []
    customer.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))))
    await customer.open_form()
    await customer.ask_for_help("Choose it for me")
    await agent.take_next()
    await expect(agent.page.get_by_role("button", name="Choose a playbook")).to_be_visible()
    await agent.ask_to_see()
    await customer.share()
    await expect(panel(agent)).to_contain_text("Apply for a resident parking permit")
    await expect(panel(agent)).to_contain_text("fits this page")
    assert await violations(agent.page) == []
    assert any("resident-parking-permit" in frame for frame in sent)
    assert not any("about-you" in frame for frame in sent), "the address stays on the device"
