"""What axe finds on a page as it stands. Pages come from the fixture `enter`, which has axe in them."""

from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "widget/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


async def violations(page: Page) -> list[str]:
    """Each broken rule with the places that break it; and whether the page has become too wide for its window."""
    result = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    found = [f"{each['id']}: {each['help']}: {[at['target'] for at in each['nodes']]}" for each in result["violations"]]
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{wide} px too wide"] if wide > 0 else found
