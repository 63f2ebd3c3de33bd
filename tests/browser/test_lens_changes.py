"""The lens follows a form that changes, and reports what changed: no more, no less, not too often."""

from itertools import pairwise

from lens_page import Json, opened
from playwright.async_api import Page


async def test_a_conditional_field_comes_and_goes(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "react")
    await page.select_option("select", "phone")
    await lens.until("field('Phone number').state === 'empty'")
    await lens.quiet()
    order = [change["changed"]["order"] for change in await lens.log() if "order" in change.get("changed", {})]
    assert len(order) == 1
    await page.select_option("select", "email")
    await lens.until("!field('Phone number').id")
    await lens.quiet()
    gone = [change["changed"]["gone"] for change in await lens.log() if "gone" in change.get("changed", {})]
    assert len(gone) == 1


async def test_a_list_that_grows_keeps_the_ids_of_its_fields(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "vue")
    before = (await lens.fields())["Person 1"]["id"]
    await page.click("text=Add a person")
    await lens.until("field('Person 2').state === 'empty'")
    assert (await lens.fields())["Person 1"]["id"] == before


async def test_changes_add_up_to_the_model(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "react")
    await page.fill("#name", "Ada")
    await page.select_option("select", "phone")
    await page.fill("#phone", "1")
    await page.click("button")
    await lens.quiet()
    first, *rest = await lens.log()
    built = applied(first["opened"], [change["changed"] for change in rest])
    assert built == {**(await lens.model()), "fields": {field["id"]: field for field in (await lens.model())["fields"]}}


def applied(model: Json, changes: list[Json]) -> Json:
    """What the server makes of the reports."""
    fields = {field["id"]: field for field in model["fields"]}
    order = list(fields)
    for change in changes:
        fields |= {field["id"]: field for field in change.get("fields", [])}
        order = change.get("order", order)
        model = {**model, **{key: change[key] for key in ("steps", "focus", "title") if key in change}}
    return {**model, "fields": {each: fields[each] for each in order}}


async def test_reports_are_at_least_50_ms_apart(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.evaluate("""() => { window.at = []; const push = lensLog.push.bind(lensLog);
      lensLog.push = (each) => { at.push(performance.now()); return push(each); }; }""")
    for selector in ("#firstName", "#username", "#email", "#note") * 3:
        await page.locator(selector).press_sequentially("ab")
    await lens.quiet()
    at = await page.evaluate("at")
    assert len(at) > 3
    assert min(b - a for a, b in pairwise(at)) >= 49


async def test_a_stopped_lens_is_silent_and_can_be_started_again(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.evaluate("lens.stop()")
    seen = len(await lens.log())
    await page.fill("#firstName", "Ada")
    await lens.quiet()
    assert len(await lens.log()) == seen
    await page.evaluate(
        "lens.start({opened: (said) => lensLog.push({opened: said}), changed: (said) => lensLog.push({changed: said})})"
    )
    await lens.until("field('First name').state === 'filled'")


async def test_a_failing_listener_does_not_stop_the_page_or_the_lens(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    await page.evaluate(
        "lens.start({opened: () => { throw new Error('ours') }, changed: () => { throw new Error('ours') }})"
    )
    await page.fill("#firstName", "Ada")
    await lens.until("field('First name').state !== 'empty'")
    assert errors == []
