"""What the customer sees, hears and can do when an agent points at something."""

from typing import Any

import pytest
from aiohttp import web
from browsers import NewPage
from playwright.async_api import Page
from serving import answering

POINT = """({target, words, by}) => {
  window.cleared = 0;
  const at = (name, target) => `${name} points at: ${target}.`;
  const text = {close: "Hide this pointer", by: (name) => `${name} points here`, at};
  const find = new Function("return " + target);
  window.shown = AlongsideLens.showHighlight(find(), {words, by: by ?? "Maya", text}, () => window.cleared++);
}"""
RING = "document.querySelector('alongside-highlight').shadowRoot.querySelector('.ring')"
CODE = "document.querySelector('#code')"
WORDS = "This is the number on the back of the card"


async def point(page: Page, forms: str, target: str = CODE, words: str = WORDS) -> None:
    if not page.url.startswith(forms):
        await page.goto(f"{forms}/pointing.html")
        await page.wait_for_function("document.querySelector('iframe').contentDocument?.querySelector('#holder')")
    await page.evaluate(POINT, {"target": target, "words": [{"text": words}]})
    await settled(page)


async def settled(page: Page) -> None:
    """Waits until nothing scrolls or moves any more."""
    await page.evaluate("""async () => {
      const ring = () => document.querySelector("alongside-highlight")?.shadowRoot.querySelector(".ring");
      const at = () => JSON.stringify([scrollY, ring()?.getBoundingClientRect()]);
      for (let same = 0, before = ""; same < 5; same = at() === before ? same + 1 : 0, before = at())
        await new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 30));
    }""")


async def boxes(page: Page, target: str = CODE) -> dict[str, Any]:
    """Where the target, the ring and the bubble are in the window."""
    found: dict[str, Any] = await page.evaluate(f"""() => {{
      const root = document.querySelector("alongside-highlight").shadowRoot;
      const box = (element) => {{
        const {{x, y, right, bottom}} = element.getBoundingClientRect();
        return [x, y, right, bottom];
      }};
      const [ring, bubble] = [".ring", ".bubble"].map((part) => box(root.querySelector(part)));
      return {{target: box({target}), ring, bubble, window: [0, 0, innerWidth, innerHeight]}};
    }}""")
    return found


def inside(inner: list[float], outer: list[float]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


async def test_the_field_is_brought_into_view_and_ringed(page: Page, forms: str) -> None:
    await point(page, forms)
    found = await boxes(page)
    assert inside(found["target"], found["window"])
    assert inside(found["target"], found["ring"])
    assert inside(found["bubble"], found["window"])


async def test_the_bubble_does_not_cover_the_field(page: Page, forms: str) -> None:
    await point(page, forms)
    found = await boxes(page)
    assert found["bubble"][1] >= found["ring"][3] or found["bubble"][3] <= found["ring"][1]


async def test_the_bubble_fits_a_phone(new_page: NewPage, forms: str) -> None:
    page = await new_page(viewport={"width": 360, "height": 640})
    await point(page, forms, words=WORDS * 4)
    found = await boxes(page)
    assert inside(found["bubble"], found["window"])


async def test_the_ring_follows_when_the_page_scrolls(page: Page, forms: str) -> None:
    await point(page, forms)
    await page.evaluate("scrollBy({top: 120, behavior: 'instant'})")
    await settled(page)
    found = await boxes(page)
    assert inside(found["target"], found["ring"])


async def test_the_name_the_words_and_the_close_button_show(page: Page, forms: str) -> None:
    await point(page, forms)
    assert await page.locator("alongside-highlight .by").inner_text() == "Maya points here"
    assert await page.locator("alongside-highlight .words").inner_text() == WORDS
    assert await page.get_by_role("button", name="Hide this pointer").is_visible()


async def test_it_is_announced_politely_with_the_fields_name(page: Page, forms: str) -> None:
    await point(page, forms)
    announced = page.locator("alongside-highlight [aria-live=polite]")
    await page.wait_for_function(
        "document.querySelector('alongside-highlight').shadowRoot.querySelector('[aria-live]').textContent"
    )
    assert await announced.text_content() == f"Maya points at: Card security code. {WORDS}"


async def test_what_is_typed_in_the_field_is_not_announced(page: Page, forms: str) -> None:
    await page.goto(f"{forms}/pointing.html")
    await page.fill("#code", "Xqsecret")
    await point(page, forms)
    await page.wait_for_function(
        "document.querySelector('alongside-highlight').shadowRoot.querySelector('[aria-live]').textContent"
    )
    assert "Xqsecret" not in (await page.locator("alongside-highlight [aria-live]").text_content() or "")


async def test_the_focus_stays_where_the_customer_has_it(page: Page, forms: str) -> None:
    await page.goto(f"{forms}/pointing.html")
    await page.focus("#holder")
    await point(page, forms)
    assert await page.evaluate("document.activeElement.id") == "holder"


async def test_the_close_button_hides_it_and_says_so_once(page: Page, forms: str) -> None:
    await point(page, forms)
    await page.get_by_role("button", name="Hide this pointer").click()
    assert await page.locator("alongside-highlight").count() == 0
    assert await page.evaluate("cleared") == 1


async def test_escape_in_the_bubble_hides_it_and_gives_the_focus_back(page: Page, forms: str) -> None:
    await page.goto(f"{forms}/pointing.html")
    await page.focus("#holder")
    await point(page, forms)
    await page.get_by_role("button", name="Hide this pointer").focus()
    await page.keyboard.press("Escape")
    assert await page.locator("alongside-highlight").count() == 0
    assert await page.evaluate("[cleared, document.activeElement.id]") == [1, "holder"]


async def test_cleared_by_the_agent_it_goes_without_a_word(page: Page, forms: str) -> None:
    await point(page, forms)
    await page.evaluate("shown.clear()")
    assert await page.locator("alongside-highlight").count() == 0
    assert await page.evaluate("cleared") == 0


async def test_the_page_behind_can_be_used(page: Page, forms: str) -> None:
    await point(page, forms)
    await page.locator("#code").click()
    await page.keyboard.type("12")
    assert await page.input_value("#code") == "12"


async def test_the_pages_own_elements_are_left_as_they_are(page: Page, forms: str) -> None:
    await page.goto(f"{forms}/pointing.html")
    before = await page.evaluate("document.querySelector('main').outerHTML")
    await point(page, forms)
    assert await page.evaluate("document.querySelector('main').outerHTML") == before


@pytest.mark.parametrize(
    "target",
    ["document.querySelector('shadow-box').shadowRoot.querySelector('#shaded')", "document.querySelector('h1')"],
)
async def test_things_in_a_shadow_root_and_headings_can_be_pointed_at(page: Page, forms: str, target: str) -> None:
    await point(page, forms, target)
    found = await boxes(page, target)
    assert inside(found["target"], found["ring"])
    assert inside(found["target"], found["window"])


async def test_a_field_in_a_frame_is_ringed_where_it_shows(page: Page, forms: str) -> None:
    await point(page, forms, "document.querySelector('iframe').contentDocument.querySelector('#holder')")
    in_frame = await page.frame_locator("iframe").locator("#holder").bounding_box()
    assert in_frame is not None
    ring = (await boxes(page))["ring"]
    corner = [in_frame["x"], in_frame["y"], in_frame["x"] + in_frame["width"], in_frame["y"] + in_frame["height"]]
    assert inside(corner, ring)
    assert ring[2] - ring[0] < in_frame["width"] + 20


async def test_it_shows_above_a_dialog_of_the_page(page: Page, forms: str) -> None:
    await page.goto(f"{forms}/pointing.html")
    await page.evaluate("document.querySelector('#dialog').showModal()")
    await point(page, forms, "document.querySelector('#inside')")
    x, y, *_ = (await boxes(page))["bubble"]
    assert await page.evaluate("() => document.querySelector('alongside-highlight').matches(':popover-open')")
    assert x > 0
    assert y > 0


async def test_a_field_that_leaves_the_page_takes_the_ring_with_it(page: Page, forms: str) -> None:
    await point(page, forms)
    await page.evaluate("document.querySelector('#code').closest('p').hidden = true")
    await page.wait_for_function(
        "getComputedStyle(document.querySelector('alongside-highlight')).visibility === 'hidden'"
    )


async def test_with_reduced_motion_nothing_glides(new_page: NewPage, forms: str) -> None:
    page = await new_page(reduced_motion="reduce")
    await page.goto(f"{forms}/pointing.html")
    await page.evaluate(POINT, {"target": CODE, "words": []})
    assert await page.evaluate("scrollY > 500")
    style = f"getComputedStyle({RING}).animationName"
    assert await page.evaluate(style) == "none"


async def test_forced_colours_keep_the_ring(new_page: NewPage, forms: str) -> None:
    page = await new_page(forced_colors="active")
    await point(page, forms)
    style = await page.evaluate(f"[getComputedStyle({RING}).outlineStyle, getComputedStyle({RING}).borderTopStyle]")
    assert style == ["solid", "solid"]


async def test_it_works_under_a_strict_content_security_policy(page: Page, built_forms: Any) -> None:
    violations: list[str] = []
    page.on(
        "console",
        lambda message: violations.append(message.text) if "Content Security Policy" in message.text else None,
    )

    async def strict(_: web.Request) -> web.Response:
        field = "<form><label>Card security code <input id=code></label></form>"
        body = f"<!doctype html><title>Strict</title><script src=/lens.js></script>{field}"
        policy = "default-src 'none'; script-src 'self'; style-src 'self'"
        return web.Response(text=body, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.router.add_get("/", strict)
    app.router.add_static("/", built_forms)
    async with answering(app) as address:
        await page.goto(f"{address}/")
        await point(page, f"{address}/")
        found = await boxes(page)
    assert inside(found["target"], found["ring"])
    assert (
        await page.evaluate(
            "getComputedStyle(document.querySelector('alongside-highlight').shadowRoot.querySelector('.bubble')).position"
        )
        == "fixed"
    )
    assert violations == []
