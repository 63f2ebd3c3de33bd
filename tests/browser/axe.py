"""What axe finds on a page as it stands. Pages come from the fixture `enter`, which has axe in them."""

from pathlib import Path

from playwright.async_api import Page, ViewportSize

AXE = Path(__file__).parents[2] / "widget/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 740}


SETTLED = """async () => {
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document.getAnimations().filter(each => each.effect.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(each => each.finished));
}"""


async def violations(page: Page) -> list[str]:
    """Each broken rule with the places that break it; and whether the page has become too wide for its window.

    Light, then what of it depends on colours once more in the dark: so one walk through the screens does for both.
    """
    found = await _broken(page, RULES)
    await page.emulate_media(color_scheme="dark")
    found += [f"in the dark, {each}" for each in await _broken(page, ["color-contrast", "link-in-text-block"])]
    await page.emulate_media(color_scheme="light")
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{wide} px too wide"] if wide > 0 else found


async def _broken(page: Page, rules: list[str]) -> list[str]:
    await page.evaluate(SETTLED)
    result = await page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    return [f"{each['id']}: {each['help']}: {[at['target'] for at in each['nodes']]}" for each in result["violations"]]
