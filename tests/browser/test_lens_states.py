"""The lens says how each field stands: typing, filled, wrong; and of some only that they were touched."""

import json

import pytest
from lens_page import opened
from playwright.async_api import Browser, Page


async def test_typing_shows_and_then_the_field_is_filled(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.locator("#firstName").press_sequentially("Ada")
    await lens.until("field('First name').state === 'typing' && model.focus === field('First name').id")
    await page.locator("#username").focus()
    await lens.until("field('First name').state === 'filled' && model.focus === field('Username').id")


async def test_somebody_who_pauses_is_no_longer_typing(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.locator("#firstName").press_sequentially("Ada")
    await lens.until("field('First name').state === 'typing'")
    await lens.until("field('First name').state === 'filled'")


async def test_errors_of_a_page_appear_and_go(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.click("button")
    await lens.until("field('Card number').error === 'Card number is required'")
    await lens.until("field('Country').state === 'invalid' && field('How do you want to pay?').state === 'invalid'")
    await lens.until("field('Email (Optional)').state === 'empty'")
    await page.fill("#cc-number", "1")
    await page.locator("#cc-cvv").focus()
    await lens.until("field('Card number').state === 'filled' && !field('Card number').error")


async def test_an_error_that_quotes_the_value_is_reported_without_it(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "react")
    await page.fill("#email", "xqmaria")
    await page.locator("#name").focus()
    await lens.until("field('Email address').error === '“…” is not an email address'")
    assert await lens.leaked("xqmaria") == []


async def test_an_error_stays_scrubbed_while_the_value_changes(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "vue")
    await page.locator("#iban").press_sequentially("xqde89")
    await page.click("text=Insure >> nth=-1")
    await lens.until("field('IBAN').state === 'invalid' && field('IBAN').error === '… is too short for an IBAN'")
    await page.locator("#iban").press_sequentially("xq9", delay=20)
    await lens.quiet()
    assert await lens.leaked("xq") == []


async def test_govuk_errors_lose_their_prefix_and_hints_are_no_errors(page: Page, forms: str) -> None:
    fields = await (await opened(page, forms, "govuk")).fields()
    assert fields["With hint and error"]["error"] == "Error message"
    assert fields["With hint describedBy"].get("error") is None


async def test_a_box_says_only_that_it_was_touched(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    box = "Shipping address is the same as my billing address"
    assert (await lens.fields())[box]["state"] == "empty"
    await page.click("#same-address")
    await lens.until(f"field('{box}').state === 'filled'")
    await page.click("#same-address")
    await lens.quiet()
    field = (await lens.fields())[box]
    assert field["state"] == "filled"
    assert "corrections" not in field


async def test_a_hand_made_box_says_only_that_it_was_touched(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "aria")
    assert {(await lens.fields())[name]["state"] for name in ("Join the trial", "Keep in step")} == {"empty"}
    await page.click("#beta")
    await lens.until("field('Join the trial').state === 'filled'")
    await page.click("#beta")
    await lens.quiet()
    assert (await lens.fields())["Join the trial"]["state"] == "filled"


async def test_a_radio_group_says_only_that_it_is_answered(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.click("#credit")
    await lens.until("field('How do you want to pay?').state === 'filled'")
    seen = len(await lens.log())
    await page.click("#debit")
    await lens.until("field('How do you want to pay?').corrections === 1")
    assert "Debit" not in json.dumps((await lens.log())[seen:])


async def test_a_slider_is_empty_until_it_is_moved(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    assert (await lens.fields())["Tip"]["state"] == "empty"
    await page.locator("#tip").press("ArrowRight")
    await lens.until("field('Tip').state === 'filled'")


async def test_a_field_changed_after_it_was_left_counts_as_corrected(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    name = page.locator("#firstName")
    await name.press_sequentially("Ad")
    await page.locator("#username").focus()
    await lens.until("field('First name').state === 'filled'")
    assert "corrections" not in (await lens.fields())["First name"]
    await name.press_sequentially("ax")
    await lens.until("field('First name').corrections === 1")


async def test_filled_by_a_script_without_events_shows_with_the_next_click(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.evaluate("document.querySelector('#username').value = 'found'")
    await page.click("h1")
    await lens.until("field('Username').state === 'filled'")


async def test_a_disabled_field_says_so(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.evaluate("document.querySelector('#username').disabled = true")
    await lens.until("field('Username').state === 'disabled'")


@pytest.mark.parametrize(
    ("form", "typed", "name"),
    [
        ("webawesome", "wa-input#name input", "Your name"),
        ("webawesome", "wa-textarea#about textarea", "About you"),
        ("shoelace", "sl-input#name input", "Booking name"),
        ("survey", "input[type=text] >> nth=0", "What is your full name?"),
        ("react", "#name", "Full name"),
        ("vue", "#title", "Name of the policy"),
    ],
)
async def test_typing_is_followed_in_any_framework(page: Page, forms: str, form: str, typed: str, name: str) -> None:
    lens = await opened(page, forms, form)
    await page.locator(typed).press_sequentially("xqtyped")
    await lens.until(f"field('{name}').state === 'typing' && model.focus === field('{name}').id")
    await page.locator(typed).blur()
    await lens.until(f"field('{name}').state === 'filled' && !model.focus")
    assert await lens.leaked("xqtyped") == []


async def test_choices_in_custom_elements_are_followed(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "webawesome")
    await page.click("wa-checkbox#news")
    await lens.until("field('Send me news').state === 'filled'")
    await page.click("wa-radio >> nth=1")
    await lens.until("field('Meal').state === 'filled'")
    await page.click("wa-select#size")
    await page.click("wa-option >> nth=1")
    await lens.until("field('T-shirt size').state === 'filled'")
    assert await lens.leaked("Medium|Vegetarian") == []


async def test_a_field_in_a_frame_is_followed(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "frame")
    await page.frame_locator("iframe").locator("#holder").press_sequentially("xqframe")
    await lens.until("field('Name on card').state === 'typing' && model.focus === field('Name on card').id")
    assert await lens.leaked("xqframe") == []


async def test_a_frame_that_loads_another_page_is_followed(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "frame")
    await page.evaluate("document.querySelector('iframe').src = 'stepper.html'")
    await lens.until("field('Expires').state === 'empty' && !field('Name on card').id")


@pytest.mark.parametrize("form", ["bootstrap", "webawesome"])
async def test_firefox_follows_in_the_same_way(firefox: Browser, forms: str, form: str) -> None:
    typed, name = ("#firstName", "First name") if form == "bootstrap" else ("wa-input#name input", "Your name")
    context = await firefox.new_context()
    lens = await opened(await context.new_page(), forms, form)
    await lens.page.locator(typed).press_sequentially("xqtyped")
    await lens.until(f"field('{name}').state === 'typing' && model.focus === field('{name}').id")
    await lens.page.locator(typed).blur()
    await lens.until(f"field('{name}').state === 'filled' && !model.focus")
    assert await lens.leaked("xqtyped") == []
    await context.close()
