"""The lens finds the steps of a form in whichever way the page shows them, and how far each is."""

from lens_page import LensPage, accessible_fields, misnamed, opened
from playwright.async_api import Page


async def steps(lens: LensPage) -> list[tuple[str, str]]:
    return [(step["name"], step["state"]) for step in (await lens.model())["steps"]]


async def test_marked_steps_follow_the_one_that_is_shown(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "steps")
    assert await steps(lens) == [("Your details", "current"), ("Delivery", "ahead"), ("Payment", "ahead")]
    await page.click("#next")
    await lens.until("step('Delivery').state === 'current'")
    assert await steps(lens) == [("Your details", "done"), ("Delivery", "current"), ("Payment", "ahead")]


async def test_fields_of_steps_that_are_not_shown_are_hidden_and_conditional_ones_left_out(
    page: Page, forms: str
) -> None:
    lens = await opened(page, forms, "steps")
    assert {field["name"]: field["state"] for field in (await lens.model())["fields"]} == {
        "Surname": "empty", "Street": "hidden", "Card number": "hidden",
    }  # fmt: skip


async def test_pages_that_alternate_are_steps_named_by_their_titles(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "wizard")
    await page.click("#next")
    await lens.until("step('The owner').state === 'current'")
    assert await steps(lens) == [("The boat", "done"), ("The owner", "current"), ("Declaration", "ahead")]


async def test_a_list_with_the_current_step_marked_gives_the_steps(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "stepper")
    assert await steps(lens) == [("Basket", "done"), ("Address", "done"), ("Payment", "current"), ("Review", "ahead")]
    await page.evaluate("""() => { const items = [...document.querySelectorAll('li')];
      items[2].removeAttribute('aria-current'); items[3].setAttribute('aria-current', 'step'); }""")
    await lens.until("step('Review').state === 'current' && step('Payment').state === 'done'")


async def test_sections_are_steps_and_the_current_one_is_where_the_customer_is(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "vue")
    assert await steps(lens) == [("Your policy", "current"), ("Who lives with you?", "ahead"), ("Payment", "ahead")]
    await page.focus("#iban")
    await lens.until("step('Payment').state === 'current'")


async def test_headings_divide_a_form(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    assert [name for name, _ in await steps(lens)] == ["Billing address", "Payment"]


async def test_the_pages_of_a_wizard_that_went_by_are_remembered(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "survey")
    assert await steps(lens) == [("About you", "current")]
    await page.locator("input").first.fill("Ada")
    await page.click("[title='Next'], input[value='Next'], button:has-text('Next')")
    await lens.until("step('Your home').state === 'current'")
    assert await steps(lens) == [("About you", "done"), ("Your home", "current")]
    assert "Number of floors" in await lens.names()
    assert misnamed(await accessible_fields(page)) == []


async def test_an_address_changed_by_a_script_is_followed(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "stepper", query="?token=xqquery#xqhash")
    await page.evaluate("""() => { history.pushState({}, '', '?next=xqpushed'); document.title = 'Second page';
      document.querySelector('form').innerHTML = '<label>Something new <input></label>'; }""")
    await lens.until("field('Something new').state === 'empty' && model.title === 'Second page'")
    assert await lens.leaked("xq") == []


async def test_back_to_a_page_kept_by_the_browser_reports_it_whole(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await page.wait_for_function("lensLog.filter((each) => each.opened).length === 2")
    assert (await lens.log())[-1]["opened"]["page"] == (await lens.model())["page"]
