"""The pages of coaching in a real browser, with axe: from a released review to an appeal, its decision and a goal."""

from axe import AXE, NARROW, WIDE, violations
from coached import CARD
from playwright.async_api import Browser, BrowserContext, Page, expect
from serving import PARKING, Served, account, serving
from test_coaching_pages import released


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
