"""A supervisor finds a session in which a question went wrong twice, watches that minute, scores it and releases the
review; the agent reads it beside the replay.

With ALONGSIDE_SHOTS set to a folder, a picture of each state is left there to be looked at.
"""

import os

from axe import NARROW, WIDE, violations
from browsers import NewPage
from people import Agent, Customer
from playwright.async_api import Locator, Page, expect
from stage import Stage

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")


async def picture(page: Page, state: str) -> None:
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{state}.png", full_page=True)


async def look(page: Page, state: str) -> None:
    """axe at this state, and a picture."""
    await picture(page, state)
    assert await violations(page) == [], state


async def sign_in(page: Page, url: str, name: str) -> None:
    await page.goto(f"{url}/sign-in")
    await page.get_by_label("User name").fill(name)
    await page.get_by_label("Password").fill(f"demo-{name}")
    await page.get_by_role("button", name="Sign in").click()


async def helped(stage: Stage, enter: NewPage) -> tuple[Agent, str]:
    """Maya, who helped a customer whose date of birth went wrong twice; and the session, which is over."""
    maya = Agent(await enter(viewport=WIDE), stage.url)
    await maya.sign_in("maya", "demo-maya")
    person = Customer(await enter(), stage.site_url)
    await person.open_form()
    await person.ask_for_help("Get a permit for my mother")
    await maya.take_next()
    await maya.say("Hello, I am Maya. Is this your first time with this form?")
    await maya.ask_to_see()
    await person.share()
    await expect(maya.page.get_by_text("fits this page")).to_be_visible()
    for year, says in (("2984", True), ("1984", False), ("2984", True)):
        for part, typed in (("Day", "27"), ("Month", "3"), ("Year", year)):
            await person.page.get_by_label(part, exact=True).fill(typed)
        await person.page.get_by_label("Phone number").focus()
        await expect(maya.steps.get_by_text("Looks like: a date in the future")).to_have_count(1 if says else 0)
    await maya.say("The year is in the future. Try it once more.")
    session = maya.session
    await person.widget.get_by_role("button", name="End chat").click()
    await person.widget.get_by_role("button", name="Yes, end it").click()
    await expect(maya.page.locator("form#wrapup")).to_be_visible()
    return maya, session


def review(page: Page) -> Locator:
    return page.locator(".review")


async def open_review(page: Page, stage: Stage, session: str) -> None:
    await page.goto(f"{stage.url}/sessions/{session}/replay?review")
    await expect(review(page)).to_be_visible()


async def score_everything(page: Page) -> None:
    """The best word for each item, by keyboard: the last one that is no N/A. Some answers ask for another item."""
    items = review(page).locator("fieldset.review-item")
    unscored = items.filter(has_not=page.locator(".review-levels :checked"))
    done = review(page).get_by_role("heading", name="Everything is scored")
    await expect(unscored.first).to_be_visible()
    while not await done.is_visible():
        for item in await items.all():
            word = item.locator(".review-levels label", has_not_text="N/A").last.get_by_role("radio")
            await word.press("Space")
            await expect(word).to_be_checked()
        await expect(done.or_(unscored.first)).to_be_visible(timeout=20_000)


async def test_a_supervisor_finds_watches_and_scores_a_session_and_the_agent_reads_it(
    stage: Stage, enter: NewPage
) -> None:
    maya, session = await helped(stage, enter)
    ruth = await enter(viewport=WIDE)
    await sign_in(ruth, stage.url, "ruth")
    await ruth.get_by_text("Filters", exact=True).click()
    await ruth.get_by_label("Errors at one field, at least").fill("2")
    await ruth.get_by_role("button", name="Show", exact=True).first.click()
    replay = ruth.get_by_role("link", name="Replay of “Get a permit for my mother”")
    await expect(replay).to_be_visible()
    await picture(ruth, "1 found")
    await replay.click()
    await ruth.get_by_role("tab", name="Review").click()
    await ruth.get_by_label("Jump among").select_option("Errors")
    for _ in range(2):
        await ruth.get_by_role("button", name="Next: errors").click()
    await expect(ruth.get_by_text("Looks like: a date in the future").first).to_be_visible()
    await look(ruth, "2 watched")

    await review(ruth).get_by_role("button", name="Begin a review").click()
    listened = review(ruth).get_by_role("group", name="Listened to what the customer wants and finds difficult")
    await listened.get_by_role("button", name="Use this moment").click()
    await expect(listened.get_by_role("list", name="Evidence").get_by_role("listitem")).to_have_count(1)
    await score_everything(ruth)
    await review(ruth).get_by_label("Say something of this moment").fill("You named the mistake without blame.")
    await review(ruth).get_by_role("button", name="Add", exact=True).click()
    await expect(review(ruth).locator(".review-comment")).to_contain_text("without blame")
    await review(ruth).get_by_label("In short, for Maya").fill("Calm and clear.")
    await open_review(ruth, stage, session)  # words that were not saved yet are still there
    await expect(review(ruth).get_by_label("In short, for Maya")).to_have_value("Calm and clear.")
    await ruth.set_viewport_size(NARROW)
    await look(ruth, "3 scored, on a phone")
    await ruth.set_viewport_size(WIDE)
    await look(ruth, "3 scored")
    await review(ruth).get_by_role("button", name="Release to Maya").click()
    await expect(review(ruth).get_by_text("Maya will read this review")).to_be_visible()
    await picture(ruth, "4 who will read it")
    await review(ruth).get_by_role("button", name="Release", exact=True).click()
    await expect(review(ruth).get_by_role("heading", name="Review of Maya")).to_be_focused()
    await picture(ruth, "5 released")

    await open_review(maya.page, stage, session)
    await expect(review(maya.page)).to_contain_text("100 of 100")
    await expect(review(maya.page)).to_contain_text("Calm and clear.")
    await look(maya.page, "6 read")
    await review(maya.page).get_by_label("Reply").fill("Thank you, Ruth.")
    await review(maya.page).get_by_role("button", name="Send").click()
    await expect(review(maya.page).locator(".review-comment").last).to_contain_text("Thank you, Ruth.")
    await picture(maya.page, "6 replied")


async def test_staffing_is_planned_by_keyboard_and_told_what_is_wrong(stage: Stage, enter: NewPage) -> None:
    ruth = await enter(viewport=NARROW)
    await sign_in(ruth, stage.url, "ruth")
    await ruth.goto(f"{stage.url}/staffing/plan/edit")
    await ruth.get_by_label("Agents").fill("Mon-Fri 09:00-17:00 two")
    await ruth.get_by_label("Agents").press("Tab")
    await ruth.get_by_role("button", name="Save the plan").press("Enter")
    await expect(ruth.get_by_role("alert")).to_contain_text("“two” is no number of agents")
    await look(ruth, "7 staffing, plan not right")
    await ruth.get_by_label("Agents").fill("Mon-Fri 09:00-17:00 2")
    await ruth.get_by_role("button", name="Save the plan").click()
    await expect(ruth.get_by_role("heading", name="What is promised, and what was")).to_be_visible()
    await look(ruth, "8 staffing, plan")
    for path in ("", "/calculator"):
        await ruth.goto(f"{stage.url}/staffing{path}")
        await look(ruth, f"9 staffing{path.replace('/', ' ')}")
