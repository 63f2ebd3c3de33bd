"""The prompt panel: the playbook's words for the moment, which the agent sends, edits, points with, and steers."""

import re
from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio
from axe import NARROW, WIDE, violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Locator, expect
from stage import Stage

PLAYBOOK = "Apply for a resident parking permit"
NAME_FOR_NEW = "Please type your first name and your last name"
NAME_IS_EMPTY = "This box is still empty. Please click into it"

Meet = Callable[..., Awaitable[tuple[Customer, Agent]]]


@pytest_asyncio.fixture
async def meet(stage: Stage, enter: NewPage) -> Meet:
    """A customer who is here for the first time, and Maya who has them. They work by the parking playbook."""

    async def met(goal: str, **options: object) -> tuple[Customer, Agent]:
        maya = Agent(await enter(**({"viewport": WIDE} | options)), stage.url)
        await maya.sign_in("maya", "demo-maya")
        person = Customer(await enter(), stage.site_url)
        await person.open_form()
        await person.ask_for_help(goal)
        await maya.take_next()
        await show(maya, "Steps")
        await choose(maya, PLAYBOOK)
        return person, maya

    return met


async def show(agent: Agent, tab: str) -> None:
    """Bring a part of a narrow console to the front."""
    size = agent.page.viewport_size
    if size and size["width"] == NARROW["width"]:
        await agent.page.get_by_role("tab", name=tab).click()


async def choose(agent: Agent, title: str) -> None:
    await agent.page.get_by_role("button", name="Choose a playbook").click()
    await agent.page.get_by_role("menuitem", name=title).click()
    await expect(panel(agent)).to_contain_text(title)


def panel(agent: Agent) -> Locator:
    return agent.page.get_by_role("region", name="Prompt from the playbook")


def words(agent: Agent) -> Locator:
    """The words to say."""
    return agent.page.locator(".prompt-say")


async def press(agent: Agent, name: str) -> None:
    await panel(agent).get_by_role("button", name=re.compile(f"^{name}")).first.click()


async def more(agent: Agent, item: str) -> None:
    await press(agent, "More about the playbook")
    await agent.page.get_by_role("menuitem", name=item).click()


async def to_the_form(customer: Customer, agent: Agent) -> None:
    """Share, and wave the opening through to the first question of the form."""
    await agent.ask_to_see()
    await customer.share()
    await expect(agent.field("Full name")).to_be_visible()
    for title in ("Say hello", "Ask before you begin", "Ask before you begin", "Agree the problem", "Offer to try"):
        await expect(panel(agent).get_by_role("heading")).to_contain_text(title)
        before = await words(agent).inner_text()
        await press(agent, "Done")
        await expect(words(agent)).not_to_have_text(before)
    await expect(words(agent)).to_contain_text(NAME_FOR_NEW)


async def test_the_words_for_a_new_customer_are_shown_and_one_press_sends_them(meet: Meet) -> None:
    customer, agent = await meet("Words for who is new")
    await expect(words(agent)).to_contain_text("You would like to do this: “Words for who is new”")
    await press(agent, "Send these words")
    await customer.sees("You would like to do this: “Words for who is new”")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Ask before you begin")


async def test_words_edited_first_go_as_edited_and_settle_the_prompt(meet: Meet) -> None:
    customer, agent = await meet("Words to edit")
    await press(agent, "Edit first")
    editor = agent.page.get_by_label("Message to the customer")
    await expect(editor).to_be_focused()
    await expect(editor).to_have_value(re.compile("Words to edit"))
    await editor.fill("In my own words")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Say hello")
    await editor.press("Enter")
    await customer.sees("In my own words")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Ask before you begin")


async def test_an_error_on_the_customers_page_changes_the_prompt_and_is_announced(meet: Meet) -> None:
    customer, agent = await meet("An error changes it")
    await to_the_form(customer, agent)
    await customer.page.get_by_role("button", name="Continue").click()
    await expect(words(agent)).to_contain_text(NAME_IS_EMPTY)
    await expect(panel(agent)).to_contain_text("The page says “Enter your full name”")
    told = agent.page.get_by_role("status").filter(has_text="Prompt: Error: Full name")
    await expect(told).to_have_count(1)
    await customer.page.get_by_role("button", name="Continue").click()
    await press(agent, "Send the words for when they are stuck")
    await customer.sees("The box is the first one on the page")


async def test_pointing_shows_the_words_at_the_field(meet: Meet) -> None:
    customer, agent = await meet("Point with words")
    await to_the_form(customer, agent)
    await press(agent, "Point at it")
    await expect(customer.page.locator("alongside-highlight")).to_contain_text(NAME_FOR_NEW)


async def test_a_held_prompt_stays_until_it_follows_the_customer_again(meet: Meet) -> None:
    customer, agent = await meet("Hold and follow")
    await to_the_form(customer, agent)
    heading = panel(agent).get_by_role("heading")
    await press(agent, "Hold here")
    await expect(panel(agent).get_by_role("button", name="Follow the customer")).to_be_visible()
    await customer.page.get_by_label("Phone number").focus()
    await expect(agent.field("Phone number")).to_contain_text("Here now")
    await expect(heading).to_have_text("Full name")
    await press(agent, "Follow the customer")
    await expect(heading).to_have_text("Phone number")


async def test_a_press_means_the_prompt_that_was_there_when_it_began(meet: Meet) -> None:
    customer, agent = await meet("Pressed in time")
    await to_the_form(customer, agent)
    heading = panel(agent).get_by_role("heading")
    await panel(agent).get_by_role("button", name="Done").hover()
    await agent.page.mouse.down()
    await customer.page.get_by_label("Phone number").focus()
    await expect(agent.field("Phone number")).to_contain_text("Here now")
    await expect(heading).to_have_text("Full name")
    await agent.page.mouse.up()
    await expect(heading).to_have_text("Phone number")
    await press(agent, "Done")
    await expect(heading).to_have_text("Postcode")


async def test_skipping_asks_for_the_reason(meet: Meet) -> None:
    customer, agent = await meet("Skip a question")
    await to_the_form(customer, agent)
    await press(agent, "Skip")
    reason = agent.page.get_by_role("textbox", name="Why is this question not needed?")
    await expect(reason).to_be_focused()
    await reason.press("Enter")
    await agent.sees("Say in a few words why it is not needed.")
    await reason.fill("The council knows it already")
    await reason.press("Enter")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Date of birth")


async def test_the_agent_goes_to_a_question_puts_the_playbook_aside_and_ends_it(meet: Meet) -> None:
    customer, agent = await meet("Steered")
    await to_the_form(customer, agent)
    heading = panel(agent).get_by_role("heading")
    await more(agent, "Go to a question")
    await agent.page.locator("wa-dialog[open]").get_by_role("button", name="Postcode").click()
    await expect(heading).to_have_text("Postcode")
    await more(agent, "Put aside")
    await expect(heading).to_have_count(0)
    await press(agent, "Take up again")
    await more(agent, "Come to the end")
    await expect(heading).to_have_text("Make sure it is solved")
    await more(agent, "Change the playbook")
    await agent.page.locator("wa-dialog[open]").get_by_role("button", name="None").click()
    await expect(agent.page.get_by_role("button", name="Choose a playbook")).to_be_visible()


async def test_a_prompt_is_worked_through_by_keyboard_alone(meet: Meet) -> None:
    customer, agent = await meet("Keys for prompts")
    keys = agent.page.keyboard
    await to_the_form(customer, agent)
    await keys.press("g")
    await expect(panel(agent)).to_be_focused()
    await keys.press("w")
    await customer.sees(NAME_FOR_NEW)
    await expect(panel(agent).get_by_role("button", name="Send again")).to_be_visible()
    await keys.press("h")
    await expect(customer.page.locator("alongside-highlight")).to_contain_text(NAME_FOR_NEW)
    await keys.press("d")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Date of birth")
    await customer.page.get_by_label("Phone number").focus()
    await expect(agent.field("Phone number")).to_contain_text("Here now")
    await keys.press("f")
    await expect(panel(agent).get_by_role("heading")).to_have_text("Phone number")
    await keys.press("e")
    await expect(agent.page.get_by_label("Message to the customer")).to_have_value(re.compile("\\w+"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_panel_is_accessible_and_leaves_room_for_the_steps(meet: Meet, size: dict[str, int]) -> None:
    customer, agent = await meet("Look it over", viewport=size)
    assert await violations(agent.page) == [], "at the opening"
    await to_the_form(customer, agent)
    await customer.page.get_by_role("button", name="Continue").click()
    await expect(words(agent)).to_contain_text(NAME_IS_EMPTY)
    assert await violations(agent.page) == [], "at an error"
    await customer.say("I want to make a complaint")
    await expect(panel(agent)).to_contain_text("Beyond the form")
    assert await violations(agent.page) == [], "at a complaint"
    assert await agent.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size is WIDE:
        await expect(agent.page.locator(".steps-summary")).to_be_in_viewport(ratio=1)
        await expect(agent.field("Full name")).to_be_in_viewport()
