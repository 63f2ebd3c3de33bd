"""Coaching in a real browser, with axe: from a released review to an appeal, its decision and a goal; and two who
score the same session blind.

With ALONGSIDE_SHOTS set to a folder, a picture of each state of the blind scoring is left there to be looked at.
"""

import os

from axe import AXE, NARROW, WIDE, violations
from coached import CARD
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect
from serving import PARKING, Served, account, serving
from test_coaching_pages import finished, released

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")


async def test_a_review_is_read_appealed_against_and_decided_and_leads_to_a_goal(
    chromium: Browser, redis_url: str, prefix: str
) -> None:
    accounts = {
        "maya": account("Maya", "agent", teams=("permits",)),
        "ruth": account("Ruth", "supervisor", sites=(PARKING,)),
    }
    async with serving(redis_url, prefix, accounts=accounts) as server:
        server.hub.library.scorecards = {"small": CARD}
        await released(server)
        maya, ruth = await enter(chromium, server, "maya"), await enter(chromium, server, "ruth")
        await appeal(maya, server)
        await decide(ruth, server)
        await make_a_goal(ruth)
        await maya.goto(f"{server.url}/coaching/portfolio/maya")
        assert await violations(maya) == []
        for page in (maya, ruth):
            await page.context.close()


async def enter(chromium: Browser, server: Served, name: str) -> Page:
    """A browser in which this person is signed in: the agent's is a phone."""
    context: BrowserContext = await chromium.new_context(
        viewport=NARROW if name == "maya" else WIDE,
        reduced_motion="reduce",
    )
    cookie = (await server.cookie(name))["Cookie"].partition("=")
    await context.add_cookies([{"name": cookie[0], "value": cookie[2], "url": server.url}])
    await context.add_init_script(path=AXE)
    return await context.new_page()


async def appeal(maya: Page, server: Served) -> None:
    await maya.goto(f"{server.url}/coaching")
    assert await violations(maya) == []
    await maya.get_by_role("link", name="My permit").click()
    await expect(maya.get_by_text("81 of 100")).to_be_visible()
    await maya.get_by_text("Appeal against this review").click()
    assert await violations(maya) == []
    await maya.get_by_label("What should be looked at again").fill("I did listen")
    await maya.get_by_role("button", name="Send the appeal").click()
    await expect(maya.get_by_text("A supervisor looks at it.")).to_be_visible()


async def decide(ruth: Page, server: Served) -> None:
    await ruth.goto(f"{server.url}/coaching")
    assert await violations(ruth) == []
    await ruth.get_by_role("region", name="To do").get_by_role("link", name="My permit").click()
    await ruth.get_by_label("Change these scores:").check()
    await ruth.get_by_text("Scores", exact=True).click()
    await ruth.get_by_label("Listened").select_option("Fully")
    await ruth.get_by_label("Reason, for the agent").fill("So it was")
    assert await violations(ruth) == []
    await ruth.get_by_role("button", name="Decide").click()
    await expect(ruth.get_by_text("100 of 100").first).to_be_visible()


async def make_a_goal(ruth: Page) -> None:
    await ruth.get_by_role("link", name="Make a goal of it").click()
    form = ruth.get_by_role("complementary")
    await form.get_by_role("textbox", name="Goal").fill("Ask back")
    await form.get_by_role("button", name="Add the goal").click()
    await expect(ruth.get_by_role("link", name="the review of “My permit”")).to_be_visible()
    await ruth.get_by_text("Change this goal").click()
    assert await violations(ruth) == []


# --- two who score blind ---


async def test_two_supervisors_score_a_session_blind_and_then_see_how_well_they_agree(
    chromium: Browser, redis_url: str, prefix: str
) -> None:
    accounts = {
        "maya": account("Maya", "agent", teams=("permits",)),
        "ruth": account("Ruth", "supervisor", sites=(PARKING,)),
        "vera": account("Vera", "supervisor", sites=(PARKING,)),
    }
    async with serving(redis_url, prefix, accounts=accounts) as server:
        server.hub.library.scorecards = {"small": CARD}
        session = await finished(server)
        ruth, vera = await enter(chromium, server, "ruth"), await enter(chromium, server, "vera")
        await ruth.goto(f"{server.url}/sessions/{session}/replay?review")
        await panel(ruth).get_by_role("button", name="Begin a review").click()
        await begun(ruth)
        await panel(ruth).get_by_role("button", name="Have a second supervisor score it blind").click()
        await expect(panel(ruth)).to_contain_text("Ruth asked for a second, blind scoring")
        await begun(ruth)
        await score(ruth, Listened="Partly", Asked="Fully", Closed="Mostly")
        await panel(ruth).get_by_label("In short, for Maya").fill("Ask back more often.")
        await panel(ruth).get_by_role("button", name="Hand in").click()
        await expect(panel(ruth)).to_contain_text("once the other one is in too")

        await vera.goto(f"{server.url}/coaching")
        await vera.get_by_role("region", name="To do").get_by_role("link", name="My permit").click()
        await expect(panel(vera)).to_contain_text("Ruth has handed in a review")
        await panel(vera).get_by_role("button", name="Begin a review").click()
        await begun(vera)
        await score(vera, Listened="Mostly", Asked="Fully", Closed="Mostly")
        await see_nothing_of_the_first(vera, server, session)
        await looked_at(vera, "blind, before both are in")
        await panel(vera).get_by_role("button", name="Hand in").click()

        await ruth.reload()
        for page, theirs in ((vera, "Ruth: Partly"), (ruth, "Vera: Mostly")):
            await expect(panel(page)).to_contain_text("Both have handed in.")
            await expect(panel(page).get_by_role("group", name="Listened")).to_contain_text(theirs)
            await expect(panel(page).get_by_role("group", name="Asked", exact=True)).to_contain_text("the same")
            await page.goto(f"{server.url}/coaching")
            agreement = page.get_by_role("region", name="How well two scorers agree")
            await expect(agreement.get_by_role("row").filter(has_text="Listened")).to_contain_text("Poor")
            await expect(agreement).to_contain_text("everybody chose the same word, for: Asked; ")
        await looked_at(ruth, "blind, how well they agree")
        for page in (ruth, vera):
            await page.context.close()


def panel(page: Page) -> Locator:
    """The review beside the replay."""
    return page.locator(".review")


async def begun(page: Page) -> None:
    """The focus has come to the head of the review: a key pressed before would go there."""
    await expect(panel(page).get_by_role("heading", name="Review of Maya")).to_be_focused()


async def score(page: Page, **words: str) -> None:
    """Choose these words; the account was not talked about."""
    for item, word in ({"Talked about the account": "No"} | words).items():
        group = panel(page).get_by_role("group", name=item, exact=True)
        await group.get_by_role("radio", name=word).press("Space")
        await expect(group.get_by_role("radio", name=word)).to_be_checked()


async def see_nothing_of_the_first(vera: Page, server: Served, session: str) -> None:
    """Neither on the screen nor in what the browser was sent."""
    await expect(panel(vera)).not_to_contain_text("Ask back more often.")
    await expect(panel(vera).get_by_role("article", name="Review by Ruth").locator("dd")).to_have_count(0)
    sent = await (await vera.request.get(f"{server.url}/coaching/{session}.json")).json()
    first = next(each for each in sent["reviews"] if each["reviewer"]["id"] == "ruth")
    assert first["hidden"]
    assert not {"scores", "summary", "comments", "evidence"} & first.keys()


async def looked_at(page: Page, state: str) -> None:
    """axe at this state, and a picture."""
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{state}.png", full_page=True)
    assert await violations(page) == [], state
