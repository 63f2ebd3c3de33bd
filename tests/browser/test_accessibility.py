"""Every screen and state of panel, console and pages, looked over by axe: wide and narrow, each light and dark.

Then what axe cannot see: the path by keyboard, the focus, zoom, forced colours, motion, and what is announced. With
ALONGSIDE_SHOTS set to a folder, a picture of each state is left there to be looked at.
"""

import asyncio
import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from axe import NARROW, SETTLED, WIDE, violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Page, expect
from stage import Stage

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")


Meet = Callable[..., Awaitable[tuple[Customer, Agent]]]


@pytest_asyncio.fixture
async def meet(stage: Stage, enter: NewPage) -> Meet:
    """A customer at the form and Maya at the console, each with a browser of these options."""

    async def met(**options: object) -> tuple[Customer, Agent]:
        maya = Agent(await enter(**options), stage.url)
        await maya.sign_in("maya", "demo-maya")
        person = Customer(await enter(**options), stage.site_url)
        await person.open_form()
        return person, maya

    return met


# --- axe ---------------------------------------------------------------------------------------------------

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"


class Look:
    """One way of looking at the screens: its name, and the browsers' options."""

    def __init__(self, name: str, **options: object) -> None:
        self.name = name
        self.options = {"reduced_motion": "reduce", **options}
        self.found: list[str] = []

    @property
    def is_narrow(self) -> bool:
        return self.options["viewport"] == NARROW

    async def at(self, page: Page, state: str) -> None:
        """Look at a screen in this state; what is wrong with it is kept for `found`."""
        if SHOTS:
            await self._photograph(page, state)
        self.found += [f"{state}: {found}" for found in await violations(page)]

    async def _photograph(self, page: Page, state: str) -> None:
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            await page.evaluate(SETTLED)
            await page.screenshot(path=f"{SHOTS}/{scheme} {self.name} {state.strip('?')}.png")


LOOKS = [Look("wide", viewport=WIDE), Look("narrow", viewport=NARROW, has_touch=True)]


@pytest.fixture(params=LOOKS, ids=lambda look: look.name)
def look(request: pytest.FixtureRequest) -> Look:
    found: Look = request.param
    found.found = []
    return found


async def show(agent: Agent, look: Look, tab: str) -> None:
    """Bring a part of the console to the front, where its parts are tabs."""
    if look.is_narrow:
        await agent.page.get_by_role("tab", name=re.compile(f"^{tab}")).click()


async def test_the_panel_and_the_console_are_accessible_from_start_to_end(meet: Meet, look: Look) -> None:
    customer, agent = await meet(**look.options)
    await show(agent, look, "Queue")
    await look.at(agent.page, "console, nobody there")
    await ask(customer, look)
    await agent.sees("Get a permit")
    await look.at(agent.page, "console, somebody waits")
    await agent.take_next()
    await customer.sees("Maya has joined you.")
    await look.at(agent.page, "console, not shared")
    await talk(customer, agent, look)
    await share(customer, agent, look)
    await point(customer, agent, look)
    await dialogs(agent, look)
    await stop_and_end(customer, agent, look)
    assert look.found == []


async def ask(customer: Customer, look: Look) -> None:
    page, widget = customer.page, customer.widget
    await look.at(page, "form, with the launcher")
    await customer.open_panel()
    await expect(widget.get_by_role("button", name="Chat with someone")).to_be_visible()
    await look.at(page, "panel, start")
    await widget.get_by_role("button", name="Chat with someone").click()
    await look.at(page, "panel, request")
    await widget.get_by_role("button", name="Ask for help").click()
    await customer.sees("Write a few words")
    await look.at(page, "panel, request with an error")
    await widget.get_by_label("What are you trying to do?").fill("Get a permit")
    await widget.get_by_label("What is going wrong?").last.fill("4111 1111 1111 1111 is refused")
    await customer.sees("We will hide it")
    await look.at(page, "panel, request with a warning")
    await widget.get_by_role("button", name="Ask for help").click()
    await customer.sees("You are in the queue")
    await look.at(page, "panel, queue")


async def talk(customer: Customer, agent: Agent, look: Look) -> None:
    await show(agent, look, "Chat")
    await agent.say("Hello, I am Maya. See https://example.org/permits for the rules.")
    await customer.sees("Hello, I am Maya")
    await customer.say("My date of birth is refused. My card is 4111 1111 1111 1111.")
    await agent.sees("My date of birth is refused")
    await look.at(customer.page, "panel, chat")
    await look.at(agent.page, "console, chat")
    await customer.widget.get_by_role("button", name="End chat").click()
    await look.at(customer.page, "panel, end?")
    await customer.widget.get_by_role("button", name="No, go back").click()


async def share(customer: Customer, agent: Agent, look: Look) -> None:
    await show(agent, look, "Steps")
    await agent.ask_to_see()
    await expect(customer.widget.get_by_role("button", name="Share my steps")).to_be_enabled()
    await agent.sees("Waiting for an answer")
    await look.at(agent.page, "console, asked")
    await look.at(customer.page, "panel, consent")
    await customer.share()
    await look.at(customer.page, "panel, sharing")
    await customer.widget.get_by_role("button", name="Make small").click()
    await look.at(customer.page, "minimised, sharing")
    await customer.page.get_by_label("Full name").fill("Anna Example")
    await customer.page.get_by_label("Year", exact=True).fill("2999")
    await customer.page.get_by_role("button", name="Continue").click()
    await agent.sees("Error:")
    await customer.page.get_by_label("Year", exact=True).focus()
    await expect(agent.field("Year")).to_contain_text("Here now")
    await look.at(agent.page, "console, sharing with errors")
    await look.at(customer.page, "minimised, form with errors")


async def point(customer: Customer, agent: Agent, look: Look) -> None:
    await agent.field("Year").hover()
    await agent.field("Year").get_by_role("button", name="Point").click()
    words = agent.page.get_by_role("textbox", name="Point at “Year”")
    await words.fill("Your year of birth, with all four digits")
    await look.at(agent.page, "console, point")
    await words.press("Enter")
    await expect(customer.page.locator("alongside-highlight")).to_contain_text("all four digits")
    await look.at(customer.page, "highlight")
    await look.at(agent.page, "console, pointing")


async def dialogs(agent: Agent, look: Look) -> None:
    page = agent.page
    await page.get_by_role("button", name="Hand over").click()
    await agent.sees("Back to the head of the queue")
    await look.at(page, "console, hand over")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Shortcuts").click()
    await agent.sees("Take the next customer")
    await look.at(page, "console, shortcuts")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def stop_and_end(customer: Customer, agent: Agent, look: Look) -> None:
    await customer.stop_sharing()
    await agent.sees("Sharing stopped")
    await look.at(agent.page, "console, stopped")
    await agent.page.get_by_role("button", name="End", exact=True).click()
    await agent.sees("End this conversation?")
    await look.at(agent.page, "console, end?")
    await agent.page.get_by_role("button", name="End the conversation").click()
    await agent.sees("This conversation has ended")
    await customer.open_panel()
    await customer.sees("Did this solve it?")
    await look.at(customer.page, "panel, goodbye")
    await customer.choose("Partly")
    await customer.choose("4 stars")
    await customer.choose("very easy")
    await customer.choose("yes, for sure")
    await customer.widget.get_by_role("button", name="Send").click()
    await customer.sees("Thank you")
    await agent.sees("Partly solved")
    await keep_a_copy(customer)
    await look.at(customer.page, "panel, thanks")
    await look.at(agent.page, "console, ended")


async def keep_a_copy(customer: Customer) -> None:
    async with customer.page.expect_download() as coming:
        await customer.widget.get_by_role("button", name="Download").click()
    copy = Path(await (await coming.value).path()).read_text()  # noqa: ASYNC240 (a small file of this machine)
    assert "you said yes to sharing your steps" in copy
    await customer.sees("Your copy is with your downloads.")


async def test_the_spoken_code_is_accessible(meet: Meet, look: Look) -> None:
    customer, agent = await meet(**look.options)
    await customer.code()
    await look.at(customer.page, "panel, code")
    await show(agent, look, "Queue")
    await agent.enter_code("12345")
    await agent.sees("A code has 6 digits")
    await look.at(agent.page, "console, wrong code")
    assert look.found == []


async def test_the_pages_are_accessible(stage: Stage, enter: NewPage, look: Look) -> None:
    page = await enter(**look.options)
    await page.goto(f"{stage.url}/sign-in")
    await look.at(page, "sign-in")
    await page.get_by_label("User name").fill("maya")
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await look.at(page, "sign-in with an error")
    await page.get_by_label("User name").fill("ruth")
    await page.get_by_label("Password").fill("demo-ruth")
    await page.get_by_role("button", name="Sign in").click()
    await page.goto(f"{stage.url}/sessions")
    await look.at(page, "sessions")
    transcripts = page.get_by_role("link", name="Get a permit")
    if await transcripts.count():
        await transcripts.first.click()
        await look.at(page, "transcript")
    await page.goto(f"{stage.url}/nothing-here")
    await look.at(page, "not found")
    await page.goto(f"{stage.url}/api/v1/docs")
    await look.at(page, "the interface of programs")
    await page.goto(f"{stage.url}/console")
    await look.at(page, "where a supervisor may not go")
    assert look.found == []


async def test_a_playbooks_preview_and_the_demos_telephone_are_accessible(
    stage: Stage, enter: NewPage, look: Look, tmp_path: Path
) -> None:
    preview, permit = tmp_path / "permit.html", PLAYBOOKS / "resident-parking-permit.yaml"
    command = (sys.executable, "-m", "alongside", "playbook", "preview", str(permit), "-o", str(preview))
    assert await (await asyncio.create_subprocess_exec(*command)).wait() == 0
    page = await enter(**look.options)
    await page.goto(preview.as_uri())
    await look.at(page, "preview of a playbook")
    await page.goto(f"{stage.site_url}/council/messages")
    await look.at(page, "the demo's telephone")
    assert look.found == []


async def test_a_list_without_sessions_is_accessible(stage: Stage, enter: NewPage, look: Look) -> None:
    sam = Agent(await enter(**look.options), stage.url)
    await sam.sign_in("sam", "demo-sam")
    await sam.page.goto(f"{stage.url}/sessions")
    await expect(sam.page.get_by_role("heading", name="No sessions yet")).to_be_visible()
    await look.at(sam.page, "no sessions")
    assert look.found == []


# --- by keyboard -------------------------------------------------------------------------------------------

FOCUSED = """() => {
    const focused = [document.activeElement];
    while (focused[0].shadowRoot?.activeElement) focused.unshift(focused[0].shadowRoot.activeElement);
    const called = at => [at.getAttribute("aria-label"), at.labels?.[0]?.textContent, at.textContent];
    return focused.flatMap(called).map(name => name?.trim()).find(Boolean) ?? "";
}"""
"""The name of what has the focus; a button made of a component is called by the words put into it."""
MOST_TABS = 60


async def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is called `name`."""
    seen = []
    for _ in range(MOST_TABS):
        await page.keyboard.press(key)
        seen.append(await page.evaluate(FOCUSED))
        if seen[-1].startswith(name):
            return
    raise AssertionError(f"{name!r} is not reached by {key}: {seen}")


async def take(agent: Agent, goal: str) -> None:
    """Take this customer, whoever else may be waiting."""
    await agent.page.get_by_role("button", name=f"Take {goal}").click()
    await expect(agent.page.get_by_role("heading", name=goal)).to_be_visible()


async def press(page: Page, name: str) -> None:
    await tab_to(page, name)
    await page.keyboard.press("Enter")


async def test_by_keyboard_alone_a_customer_asks_shares_stops_and_ends(meet: Meet) -> None:
    customer, agent = await meet()
    page, keys = customer.page, customer.page.keyboard
    await press(page, "Help")
    await press(page, "Chat with someone")
    await tab_to(page, "What are you trying to do?")
    await keys.type("By keyboard")
    await press(page, "Ask for help")
    await agent.sees("By keyboard")
    await take(agent, "By keyboard")
    await customer.sees("Maya has joined you.")
    await tab_to(page, "Write a message")
    await keys.type("Hello from the keyboard")
    await keys.press("Enter")
    await agent.sees("Hello from the keyboard")
    await agent.ask_to_see()
    await expect(customer.widget.get_by_role("button", name="Share my steps")).to_be_enabled()
    await press(page, "Share my steps")
    await expect(agent.field("Full name")).to_be_visible()
    await press(page, "Stop sharing")
    await agent.sees("Sharing stopped")
    await press(page, "End chat")
    await tab_to(page, "Yes, end it", key="Shift+Tab")
    await keys.press("Enter")
    await customer.sees("Did this solve it?")


async def test_by_tab_and_enter_alone_an_agent_takes_asks_points_and_ends(meet: Meet) -> None:
    customer, agent = await meet()
    page = agent.page
    await customer.ask_for_help("Helped by keyboard")
    await agent.sees("Helped by keyboard")
    await press(page, "Take Helped by keyboard")
    await expect(page.get_by_role("heading", name="Helped by keyboard")).to_be_visible()
    await press(page, "Ask to see their steps")
    await customer.share()
    await expect(agent.field("Full name")).to_be_visible()
    await press(page, "Point")
    await expect(page.get_by_role("textbox", name=re.compile("^Point at"))).to_be_focused()
    await page.keyboard.press("Escape")
    await tab_to(page, "End")
    await page.keyboard.press("Enter")
    await press(page, "End the conversation")
    await agent.sees("This conversation has ended")


async def test_the_focus_goes_into_the_panel_and_back(meet: Meet) -> None:
    customer, _ = await meet()
    await tab_to(customer.page, "Help")
    await customer.page.keyboard.press("Enter")
    await expect(customer.widget.get_by_role("dialog")).to_be_focused()
    await customer.page.keyboard.press("Escape")
    await expect(customer.widget.get_by_role("dialog")).to_be_hidden()
    await expect(customer.widget.get_by_role("button", name="Help")).to_be_focused()


# --- zoom, forced colours, motion --------------------------------------------------------------------------


async def test_at_400_percent_the_panel_is_all_within_reach(meet: Meet) -> None:
    customer, _ = await meet(viewport={"width": 320, "height": 256})
    await customer.open_panel()
    await reach(customer, "I am talking to someone now")
    await customer.widget.get_by_role("button", name="Chat with someone").click()
    await reach(customer, "Ask for help")
    await customer.widget.get_by_label("What are you trying to do?").fill("Zoomed in")
    await customer.widget.get_by_role("button", name="Ask for help").click()
    await customer.sees("You are in the queue")
    await reach(customer, "Leave the queue")
    await reach(customer, "Make small")


async def reach(customer: Customer, name: str) -> None:
    """Scroll to a button and see that it is wholly on screen, and that nothing scrolls sideways."""
    button = customer.widget.get_by_role("button", name=name)
    await button.scroll_into_view_if_needed()
    await expect(button).to_be_in_viewport(ratio=0.99)
    await button.click(trial=True)
    assert await customer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_in_forced_colours_focus_and_highlight_can_be_seen(meet: Meet) -> None:
    customer, agent = await meet(forced_colors="active")
    await tab_to(customer.page, "Help")
    assert await outline(customer.page, "alongside-widget", ".launcher") >= 2
    await customer.ask_for_help("Forced colours")
    await take(agent, "Forced colours")
    await agent.ask_to_see()
    await customer.share()
    await agent.point_at("Full name", "As on your passport")
    await expect(customer.page.locator("alongside-highlight")).to_contain_text("As on your passport")
    assert await outline(customer.page, "alongside-highlight", ".ring") >= 3


async def outline(page: Page, host: str, part: str) -> float:
    """The width of the outline in pixels; 0 for none."""
    width = await page.evaluate(
        """([host, part]) => {
            const style = getComputedStyle(document.querySelector(host).shadowRoot.querySelector(part));
            return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
        }""",
        [host, part],
    )
    return float(width)


async def test_with_reduced_motion_nothing_moves(meet: Meet) -> None:
    customer, agent = await meet(reduced_motion="reduce")
    await customer.ask_for_help("Reduced motion")
    await take(agent, "Reduced motion")
    await agent.ask_to_see()
    await customer.share()
    await agent.point_at("Full name", "As on your passport")
    await expect(customer.page.locator("alongside-highlight")).to_contain_text("As on your passport")
    await agent.page.get_by_label("Message to the customer").press_sequentially("Writing")
    await customer.sees("Maya is writing")
    for page in (customer.page, agent.page):
        assert await page.evaluate(MOVING) == []


MOVING = """() => document.getAnimations()
    .filter(each => each.playState === "running" && each.effect.getComputedTiming().duration > 1)
    .map(each => `${each.effect.target.className}: ${each.animationName ?? each.transitionProperty}`)"""


# --- what is announced -------------------------------------------------------------------------------------


async def test_messages_and_highlights_are_announced(meet: Meet) -> None:
    customer, agent = await meet()
    await customer.ask_for_help("Announced")
    await take(agent, "Announced")
    await agent.say("Hello there")
    await expect(customer.widget.get_by_role("log")).to_contain_text("Hello there")
    await customer.say("Hello too")
    await expect(agent.page.get_by_role("log")).to_contain_text("Hello too")
    await agent.ask_to_see()
    await customer.share()
    await agent.point_at("Full name", "As on your passport")
    announced = customer.page.locator("alongside-highlight").locator("[aria-live=polite]")
    await expect(announced).to_contain_text("Maya points at: Full name. As on your passport")


async def test_a_spoken_code_is_read_digit_by_digit(meet: Meet) -> None:
    customer, _ = await meet()
    digits = await customer.code()
    heard = customer.widget.get_by_role("status").filter(has_text="Your code")
    await expect(heard).to_contain_text(f"Your code: {' '.join(digits[:3])}, {' '.join(digits[3:])}")
    shown = customer.widget.locator(".digits")
    await expect(shown).to_have_text(re.compile(f"{digits[:3]} ?{digits[3:]}"))
    await expect(shown).to_have_attribute("aria-hidden", "true")
