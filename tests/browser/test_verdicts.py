"""What is wrong with an answer is found on the customer's device: the agent reads a verdict, never the answer."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from lens_page import LensPage
from people import Agent, Customer
from playwright.async_api import Browser, Page, expect
from stage import Stage

FORM = """<h1>Payment</h1><form>
  <label>Card number <input id="card"></label>
  <fieldset role="group"><legend>Date of birth</legend>
    <label>Day <input id="day" name="birth_day"></label> <label>Month <input id="month" name="birth_month"></label>
    <label>Year <input id="year" name="birth_year"></label></fieldset>
  <label>E-mail <input id="email" name="mail"></label> <label>The same again <input id="again"></label>
  <label>Remarks <input id="remarks" data-alongside-private></label>
  <label>Permit (optional) <input id="permit"></label>
  <label><input type="checkbox" id="box"> News</label>
  <label>Proof <input type="file" id="file"></label>
</form>"""
RULES: list[dict[str, Any]] = [
    {"match": {"name": "Card number"}, "expect": [{"pattern": r"\d{16}"}, {"checksum": "luhn"}]},
    {"match": {"label": "^date of birth$"}, "expect": [{"date": "past"}]},
    {"id": "email", "match": {"field": "mail"}, "expect": []},
    {"match": {"name": "The same again:"}, "expect": [{"same_as": "email"}]},
    {"match": {"name": "Remarks"}, "expect": [{"pattern": "x", "verdict": "seen-in-private"}]},
    {"match": {"name": "News"}, "expect": [{"pattern": "x", "verdict": "seen-a-box"}]},
    {"match": {"name": "Proof"}, "expect": [{"file_types": ["pdf"]}]},
    {"match": {"name": "Permit", "page": "^Permit"}, "expect": [{"pattern": "a", "verdict": "of-another-page"}]},
    {"match": {"name": "permit", "page": "Payment"}, "expect": [{"pattern": "b", "verdict": "of-this-page"}]},
]


async def judged(page: Page, forms: str, rules: list[dict[str, Any]] | None = None) -> LensPage:
    """The form with the lens on it, and the rules of a playbook."""
    await page.goto(f"{forms}/blank.html")
    await page.evaluate("form => { document.querySelector('main').innerHTML = form }", FORM)
    lens = LensPage(page)
    await lens.start()
    await page.evaluate("rules => lens.expect(rules)", RULES if rules is None else rules)
    return lens


def verdicts(reports: list[dict[str, Any]], name: str) -> list[str]:
    """The verdicts of a field in the order of the reports."""
    models = [report.get("opened") or report["changed"] for report in reports]
    fields = [field for model in models for field in model.get("fields", [])]
    return [field.get("verdict", "") for field in fields if field["name"] == name]


async def test_a_card_number_one_digit_short_says_so_until_it_is_complete(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.fill("#card", "4242 4242 4242 424")
    await page.focus("#email")
    await lens.until("field('Card number').verdict === 'one-digit-too-few'")
    await page.fill("#card", "4242 4242 4242 4242")
    await page.focus("#email")
    await lens.until("field('Card number').state === 'filled' && !field('Card number').verdict")


async def test_a_verdict_stands_while_somebody_types(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.locator("#card").press_sequentially("42424242", delay=30)
    await lens.until("field('Card number').state === 'typing'")
    assert set(verdicts(await lens.log(), "Card number")) == {""}
    await page.focus("#email")
    await lens.until("field('Card number').verdict === 'too-short'")
    seen = len(await lens.log())
    await page.locator("#card").press_sequentially("42424242", delay=30)
    await lens.until("field('Card number').state === 'typing'")
    await page.focus("#email")
    await lens.until("!field('Card number').verdict")
    said = verdicts((await lens.log())[seen:], "Card number")
    assert said == sorted(said, reverse=True), "it changed more than once"


async def test_who_pauses_is_told_without_leaving_the_field(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.locator("#card").press_sequentially("424242424242424")
    await lens.until("field('Card number').verdict === 'one-digit-too-few' && model.focus === field('Card number').id")


async def test_a_date_in_three_inputs_is_judged_when_all_have_been_left(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    for part, typed in (("#day", "1"), ("#month", "2"), ("#year", "2999")):
        await page.locator(part).press_sequentially(typed)
    await lens.until("field('Year').state === 'filled'")
    assert not any(field.get("verdict") for field in (await lens.fields()).values())
    await page.focus("#email")
    await lens.until("field('Day').verdict === 'in-the-future' && !field('Month').verdict && !field('Year').verdict")
    await page.fill("#year", "1999")
    await lens.quiet()
    assert (await lens.fields())["Day"]["verdict"] == "in-the-future"
    await page.focus("#email")
    await lens.until("!field('Day').verdict")


async def test_two_entries_are_compared_on_the_device(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.fill("#email", "Ada@example.com")
    await page.fill("#again", "ada@example.com")
    await page.focus("#card")
    await lens.until("field('The same again').verdict === 'capitals-differ'")
    await page.fill("#email", "ada@example.com")
    await page.focus("#card")
    await lens.until("!field('The same again').verdict")


async def test_a_file_of_another_kind_says_so(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.set_input_files("#file", {"name": "Xqscan.docx", "mimeType": "text/plain", "buffer": b"xq"})
    await lens.until("field('Proof').verdict === 'wrong-file-type'")
    assert await lens.leaked("xq") == []


async def test_of_two_steps_that_fit_the_one_of_this_page_is_taken(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.fill("#permit", "c")
    await page.focus("#card")
    await lens.until("field('Permit (optional)').verdict === 'of-this-page'")


async def test_private_fields_and_boxes_are_not_judged(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.fill("#remarks", "anything")
    await page.check("#box")
    await page.fill("#card", "1")
    await page.focus("#email")
    await lens.until("field('Card number').verdict === 'too-short'")
    assert await lens.leaked("seen-") == []


async def test_nothing_of_an_answer_is_in_any_report(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    for part in ("card", "day", "month", "year", "email", "again", "permit", "remarks"):
        await page.fill(f"#{part}", f"Xq{part}7353")
        await page.locator(f"#{part}").blur()
    await lens.until("field('Day').verdict === 'not-a-date' && field('The same again').verdict === 'not-the-same'")
    await lens.quiet()
    assert await lens.leaked("xq|7353") == []


async def test_rules_that_are_broken_do_no_harm(page: Page, forms: str) -> None:
    broken: list[Any] = [
        None,
        {},
        {"match": None, "expect": 7},
        {"match": {"label": "("}, "expect": [{"pattern": "("}]},
        {"match": {"name": "E-mail"}, "expect": [None, {"pattern": 7}, {"near_misses": 3}]},
        {"match": {"name": "The same again"}, "expect": [{"pattern": "[", "near_misses": [{}]}]},
        {"match": {"name": "Permit"}, "expect": [{"pattern": "a", "verdict": "It holds <b>this</b>"}]},
        RULES[0],
    ]
    lens = await judged(page, forms, broken)
    for part in ("email", "again", "permit", "card"):
        await page.fill(f"#{part}", "1")
        await page.locator(f"#{part}").blur()
    await lens.until("field('Card number').verdict === 'too-short' && field('E-mail').state === 'filled'")
    assert {name for name, field in (await lens.fields()).items() if field.get("verdict")} == {"Card number"}


async def test_without_rules_the_verdicts_go(page: Page, forms: str) -> None:
    lens = await judged(page, forms)
    await page.fill("#card", "1")
    await page.focus("#email")
    await lens.until("field('Card number').verdict === 'too-short'")
    await page.evaluate("lens.expect([])")
    await lens.until("!field('Card number').verdict")


# --- from the playbook to the agent ----------------------------------------------------------------------


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    started = Stage(tmp_path)
    await started.start()
    yield started
    await started.stop()


async def test_the_agent_reads_what_is_wrong_with_a_date_of_birth(stage: Stage, chromium: Browser) -> None:
    ours, theirs = await chromium.new_context(), await chromium.new_context()
    customer = Customer(await theirs.new_page(), stage.site_url)
    agent = Agent(await ours.new_page(), stage.url)
    await agent.sign_in("maya", "demo-maya")
    await customer.open_form()
    await customer.ask_for_help("Get a permit")
    await agent.take_next()
    await agent.ask_to_see()
    await customer.share()
    await expect(agent.page.get_by_text("fits this page")).to_be_visible()  # its playbook is chosen by itself
    for part, typed in (("Day", "27"), ("Month", "3"), ("Year", "2984")):
        await customer.page.get_by_label(part, exact=True).fill(typed)
    await customer.page.get_by_label("Phone number").focus()
    await expect(agent.field("Date of birth: Day")).to_contain_text("Looks like: a date in the future")
    await expect(agent.page.get_by_text("2984")).to_have_count(0)

    await customer.page.get_by_label("Year", exact=True).fill("1984")
    await customer.page.get_by_label("Phone number").focus()
    await expect(agent.steps.get_by_text("Looks like")).to_have_count(0)
    for context in (ours, theirs):
        await context.close()
