"""A supervisor looks over the wall, watches, whispers and takes over; what the agent and the customer see of it.

With ALONGSIDE_SHOTS set to a folder, a picture of each state is left there to be looked at.
"""

import os

from axe import NARROW, WIDE, violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Page, expect
from stage import Stage

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
NEXT = 15_000
"""The wall is told of a change about a second after it; on a busy machine later. Milliseconds."""


async def look(page: Page, state: str) -> None:
    """axe at this state, and pictures."""
    await picture(page, state)
    assert await violations(page) == []


async def picture(page: Page, state: str) -> None:
    if not SHOTS:
        return
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=f"{SHOTS}/{state} {scheme}.png")
    await page.emulate_media(color_scheme="light")


async def supervisor(stage: Stage, enter: NewPage) -> Page:
    page = await enter(viewport=WIDE)
    await page.goto(f"{stage.url}/live")
    await page.get_by_label("User name").fill("ruth")
    await page.get_by_label("Password").fill("demo-ruth")
    await page.get_by_role("button", name="Sign in").click()
    await page.goto(f"{stage.url}/live")
    return page


async def test_a_supervisor_watches_whispers_and_takes_over(stage: Stage, enter: NewPage) -> None:
    ruth = await supervisor(stage, enter)
    await expect(ruth.get_by_role("heading", name="No session runs now")).to_be_visible()
    await look(ruth, "wall empty")
    maya = Agent(await enter(viewport=WIDE), stage.url)
    await maya.sign_in("maya", "demo-maya")
    anna = Customer(await enter(), stage.site_url)
    await anna.open_form()
    await anna.ask_for_help("Renew my parking permit")
    row = ruth.get_by_role("row").filter(has_text="Renew my parking permit")
    await expect(row).to_contain_text("Nobody yet", timeout=NEXT)
    await maya.take_next()
    await maya.ask_to_see()
    await anna.share()
    await anna.page.get_by_label("Full name").click()
    await expect(row).to_contain_text("About you", timeout=NEXT)
    await expect(row).to_contain_text("Maya")
    await look(ruth, "wall")
    await ruth.set_viewport_size(NARROW)
    await look(ruth, "wall phone")
    await ruth.set_viewport_size(WIDE)

    await row.get_by_role("link", name="Watch").click()
    await expect(ruth.get_by_role("heading", name="Watching Maya")).to_be_visible()
    await expect(ruth.locator(".steps-here")).to_contain_text("Full name")
    await anna.sees("2 people can see your steps.")
    await maya.sees("Ruth watches.")
    await ruth.get_by_label("Whisper to Maya").fill("Ask whether they moved house")
    await ruth.keyboard.press("Enter")
    await maya.sees("Ask whether they moved house")
    await maya.page.keyboard.press("r")
    await expect(maya.page.get_by_label("Whisper to Ruth")).to_be_focused()
    await maya.page.keyboard.type("I will")
    await maya.page.keyboard.press("Enter")
    await expect(ruth.get_by_label("What was whispered")).to_contain_text("I will")
    await look(ruth, "watch")
    await look(maya.page, "console whispers")
    await picture(anna.page, "customer watched")
    await ruth.set_viewport_size(NARROW)
    await look(ruth, "watch phone")
    await ruth.set_viewport_size(WIDE)

    await ruth.get_by_role("button", name="Take over").click()
    await ruth.get_by_role("textbox", name="Note for Maya").fill("I know this family, thank you")
    await picture(ruth, "take over")
    await ruth.locator("form.transfer").get_by_role("button", name="Take over").click()
    await expect(ruth.get_by_role("heading", name="You help this customer")).to_be_focused()
    await anna.sees("Ruth will help you now.")
    await expect(anna.widget.get_by_text("2 people can see")).to_have_count(0)
    await expect(
        maya.page.get_by_text("is with Ruth now").or_(maya.page.get_by_text("I know this family"))
    ).to_be_visible()
    await expect(maya.page.locator("#steps, #steps h3").and_(maya.page.locator(":focus"))).to_have_count(1)
    await picture(maya.page, "console relieved")
    await ruth.get_by_label("Message to the customer").fill("Hello, I am Ruth")
    await ruth.get_by_role("button", name="Send", exact=True).click()
    await anna.sees("Hello, I am Ruth")
    await look(ruth, "helping")
    await expect(anna.widget.get_by_text("moved house")).to_have_count(0)

    await ruth.get_by_role("button", name="Hand over").press("Enter")
    await ruth.get_by_role("radio", name="Maya").press("Space")
    await ruth.locator("form.transfer").get_by_role("button", name="Hand over").press("Enter")
    await expect(ruth.get_by_role("heading", name="not open to you now")).to_be_focused()
    await maya.page.keyboard.press("n")
    await expect(maya.page.get_by_role("button", name="End", exact=True)).to_be_visible()
    await expect(maya.page.locator("#steps")).to_be_focused()
