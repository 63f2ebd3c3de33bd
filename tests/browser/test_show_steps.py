"""The tutorial: a customer goes through the parking form by themselves, with a mistake, then asks for a person.

What leaves their browser meanwhile is overheard: it must be nothing but requests for files and playbooks.
"""

import os

import pytest
from axe import violations
from browsers import NewPage
from people import Agent, Customer
from planting import Haystack, Plants
from playwright.async_api import Locator, expect
from stage import Stage
from wiretap import Wiretap

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
IN_THE_FUTURE = "This date is still to come, so it cannot be the day you were born."


async def wrong(customer: Customer, name: str) -> list[str]:
    """What axe finds, and a picture."""
    if SHOTS:
        await customer.page.screenshot(path=f"{SHOTS}/{name}.png")
    return await violations(customer.page)


async def begin(customer: Customer) -> None:
    """From the form to the first step."""
    await customer.open_form()
    await customer.open_panel()
    await press(customer, "Show me the steps")
    await customer.sees("Nothing about the form is sent to us")
    await press(customer, "Start")
    await at(customer, "Full name")


async def press(customer: Customer, name: str) -> None:
    await customer.widget.get_by_role("button", name=name).click()


async def at(customer: Customer, step: str) -> None:
    await expect(title(customer)).to_have_text(step)


def title(customer: Customer) -> Locator:
    return customer.widget.get_by_role("heading", level=2)


async def test_a_customer_goes_by_themselves_makes_a_mistake_and_asks_a_person(stage: Stage, enter: NewPage) -> None:
    customer = Customer(await enter(), stage.site_url)
    page, plants, heard = customer.page, Plants(), Wiretap(own=stage.site_url)
    heard.on(page)
    await begin(customer)
    assert await wrong(customer, "steps, begun") == []

    await page.get_by_label("Full name").fill(plants.word("name"))
    for part, answer in (("Day", "27"), ("Month", "3"), ("Year", "2984")):
        await page.get_by_label(part, exact=True).fill(answer)
        await at(customer, "Date of birth")
    await page.get_by_label("E-mail address").focus()
    await customer.sees(IN_THE_FUTURE)
    await expect(page.get_by_label("E-mail address")).to_be_focused()
    await press(customer, "Show me where")
    await expect(page.locator("alongside-highlight")).to_contain_text("Here: Date of birth")
    await press(customer, "I am stuck")
    await customer.sees("Please use numbers only.")
    assert await wrong(customer, "steps, a mistake") == []

    await page.get_by_label("Year", exact=True).fill("1984")
    await page.get_by_label("E-mail address").fill(plants.email("e-mail"))
    await at(customer, "E-mail address")
    await expect(customer.widget.get_by_text(IN_THE_FUTURE)).to_have_count(0)
    await expect(page.locator("alongside-highlight")).to_have_count(0)
    await press(customer, "Next")
    await at(customer, "Phone number")
    await press(customer, "Back")
    await at(customer, "E-mail address")
    await page.get_by_label("Phone number").fill(plants.number("phone", "01632######"))
    await at(customer, "Phone number")
    await page.get_by_role("button", name="Continue").click()

    await at(customer, "Postcode")  # on the next page of the form, without starting over
    said = await heard.http()
    assert plants.found_in(said) == {}
    assert heard.sent == []
    asked = Haystack(said)
    assert asked.finds("/widget/parking/playbooks/resident-parking-permit.json")
    assert not asked.finds("/visit")

    await press(customer, "Ask a person")
    await expect(customer.widget.get_by_label("What are you trying to do?")).to_have_value(
        "Get a permit to park one vehicle near home for 12 months"
    )
    await expect(customer.widget.get_by_label("What is going wrong?").last).to_have_value(
        "I followed the steps and came to: Postcode."
    )
    await press(customer, "Ask for help")
    await customer.sees("You are in the queue")
    agent = Agent(await enter(), stage.url)
    await agent.sign_in("maya", "demo-maya")
    await agent.take_next()
    await agent.sees("I followed the steps and came to: Postcode.")
    await customer.sees("Maya has joined you.")


@pytest.mark.parametrize(
    ("name", "size"), [("phone", {"width": 360, "height": 740}), ("400 percent", {"width": 320, "height": 256})]
)
async def test_the_steps_fit_a_phone_and_a_fourfold_zoom(
    stage: Stage, enter: NewPage, name: str, size: dict[str, int]
) -> None:
    customer = Customer(await enter(viewport=size), stage.site_url)
    await begin(customer)
    assert await wrong(customer, f"steps, {name}") == []
    if name == "phone":
        panel = await customer.widget.get_by_role("dialog").bounding_box()
        assert panel
        assert panel["y"] > 200, "the page stays in sight above the steps"
    await customer.widget.get_by_role("button", name="Show me where").scroll_into_view_if_needed()
    await press(customer, "Show me where")
    await expect(customer.widget.get_by_role("dialog")).to_be_hidden()
    await expect(customer.page.locator("alongside-highlight")).to_be_visible()


async def test_a_page_without_a_playbook_offers_no_steps(stage: Stage, enter: NewPage) -> None:
    customer = Customer(await enter(), stage.site_url)
    await customer.page.goto(f"{stage.site_url}/")
    async with customer.page.expect_response("**/playbooks.json"):
        await customer.open_panel()
    await expect(customer.widget.get_by_role("button", name="Chat with someone")).to_be_visible()
    await expect(customer.widget.get_by_role("button", name="Show me the steps")).to_have_count(0)
