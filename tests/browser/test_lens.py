"""The lens on forms that no one here wrote: it names every field as the browser does, follows, and leaks nothing."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page

from browser.lens_page import AccessibleField, LensPage, accessible_fields

FORMS = ["govuk", "bootstrap", "react", "vue", "webawesome", "shoelace", "survey", "frame", "steps", "wizard", "stepper"]
READY = {
    "webawesome": "customElements.get('wa-textarea') && document.querySelector('wa-switch').shadowRoot?.children.length",
    "shoelace": "customElements.get('sl-textarea') && document.querySelector('sl-switch').shadowRoot?.children.length",
    "survey": "document.querySelector('input')",
    "react": "document.querySelector('form')",
    "vue": "document.querySelector('form')",
    "frame": "document.querySelector('iframe').contentDocument?.querySelector('#holder')",
    "govuk": "document.querySelector('[data-govuk-radios-init]')",
}


async def opened(page: Page, address: str, name: str, query: str = "", **rules: str) -> LensPage:
    await page.goto(f"{address}/{name}.html{query}")
    await page.wait_for_function(READY.get(name, "true"))
    lens = LensPage(page)
    await lens.start(**rules)
    return lens


def plain(name: str) -> str:
    """Marks for required fields, which some pages draw into the label, are no part of a name."""
    return name.rstrip("*: ")


def misnamed(fields: list[AccessibleField]) -> list[AccessibleField]:
    return [field for field in fields if field.lens is None or not is_same(field.lens["name"], field.name)]


def is_same(name: str, accessible: str) -> bool:
    """Whether the lens says the browser's name; very long ones it cuts."""
    if len(accessible) > 190 and name.endswith("…"):
        return accessible.startswith(name[:-1])
    return plain(name) == plain(accessible)


# --- names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
async def test_every_visible_field_is_named_as_in_the_accessibility_tree(
    page: Page, forms: str, name: str
) -> None:
    await opened(page, forms, name)
    fields = await accessible_fields(page)
    assert len(fields) >= 1
    assert misnamed(fields) == []


EXAMPLE = """(html) => {
  document.querySelector("main").innerHTML = `<form>${html}</form>`;
  for (const field of document.querySelectorAll("input[type=text], textarea")) field.value = "";
}"""
"""Shows an example, emptied: some are named by the very words they are filled with, which the lens takes out."""


async def test_every_example_of_govuk_frontend_is_named_as_in_the_accessibility_tree(
    page: Page, forms: str, built_forms: Path
) -> None:
    lens = await opened(page, forms, "blank")
    wrong = []
    for example in json.loads((built_forms / "govuk-fixtures.json").read_text()):
        await page.evaluate(EXAMPLE, example["html"])
        await lens.start()
        wrong += [(example["component"], example["name"], field) for field in misnamed(await accessible_fields(page))]
    assert wrong == []


async def test_the_fields_come_in_the_order_of_the_page(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "frame")
    assert await lens.names() == ["Reference", "Card number", "Name on card"]


async def test_values_in_labels_do_not_become_part_of_names(page: Page, forms: str) -> None:
    names = await (await opened(page, forms, "aria")).names()
    assert {"Language", "Fruit", "Minutes until log-out", "Remind me days before", "Title"} <= set(names)


async def test_an_unnamed_field_is_called_by_its_plain_script_name_and_not_by_its_placeholder(
    page: Page, forms: str
) -> None:
    lens = await opened(page, forms, "aria")
    assert "Nick name" in await lens.names()
    assert await lens.leaked("xq") == []


async def test_a_site_owner_can_name_a_field(page: Page, forms: str) -> None:
    names = await (await opened(page, forms, "aria")).names()
    assert "New name" in names
    assert "Old name" not in names


async def test_what_is_outside_the_forms_or_unseen_is_not_reported(page: Page, forms: str) -> None:
    names = await (await opened(page, forms, "aria")).names()
    assert {"Outside", "Search the site", "Unseen", "Trap"} & set(names) == set()


async def test_other_parts_of_a_page_can_be_named_as_forms(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "aria", forms="main > label")
    assert await lens.names() == ["Outside"]


async def test_parts_of_a_question_carry_its_name(page: Page, forms: str) -> None:
    groups = {field["name"]: field.get("group") for field in (await (await opened(page, forms, "govuk")).model())["fields"]}
    assert groups["Day"] == "What is your date of birth?"
    assert groups["Farm or agricultural waste"] == "Which types of waste do you transport regularly?"


# --- private fields --------------------------------------------------------------------------------------


async def test_a_private_field_is_reported_as_present_and_nothing_else(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "aria")
    [field] = [field for field in (await lens.model())["fields"] if field.get("private")]
    assert {**field, "id": "", "step": ""} == {
        "id": "", "step": "", "name": "", "kind": "text", "state": "empty", "private": True,
    }  # fmt: skip


async def test_the_sites_rules_make_fields_private(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap", private="#cc-number, .col-md-3")
    await page.fill("#cc-number", "4111")
    await lens.quiet()
    assert {"Card number", "Card security code"} & set(await lens.names()) == set()
    assert len([field for field in (await lens.model())["fields"] if field.get("private")]) == 2
    assert all(field["state"] == "empty" for field in (await lens.model())["fields"] if field.get("private"))


# --- states ----------------------------------------------------------------------------------------------


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
async def test_typing_is_followed_in_any_framework(
    page: Page, forms: str, form: str, typed: str, name: str
) -> None:
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


# --- changes ---------------------------------------------------------------------------------------------


async def test_a_conditional_field_comes_and_goes(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "react")
    await page.select_option("select", "phone")
    await lens.until("field('Phone number').state === 'empty'")
    order = [change["changed"]["order"] for change in await lens.log() if "order" in change.get("changed", {})]
    assert len(order) == 1
    await page.select_option("select", "email")
    await lens.until("!field('Phone number').id")
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


def applied(model: dict, changes: list[dict]) -> dict:  # type: ignore[type-arg]
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
    assert min(b - a for a, b in zip(at, at[1:], strict=False)) >= 49


async def test_a_stopped_lens_is_silent_and_can_be_started_again(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.evaluate("lens.stop()")
    seen = len(await lens.log())
    await page.fill("#firstName", "Ada")
    await lens.quiet()
    assert len(await lens.log()) == seen
    await page.evaluate("lens.start({opened: (model) => lensLog.push({opened: model}), changed: (change) => lensLog.push({changed: change})})")
    await lens.until("field('First name').state === 'filled'")


async def test_a_failing_listener_does_not_stop_the_page_or_the_lens(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    await page.evaluate("lens.start({opened: () => { throw new Error('ours') }, changed: () => { throw new Error('ours') }})")
    await page.fill("#firstName", "Ada")
    await lens.until("field('First name').state !== 'empty'")
    assert errors == []


# --- steps -----------------------------------------------------------------------------------------------


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


# --- leaks -----------------------------------------------------------------------------------------------

PLANT = """() => {
  const {childrenOf} = AlongsideLens;
  let count = 0;
  const secret = (what) => `Xq${what}${++count}`;
  const settable = new Set(["text", "search", "url", "tel", "password", "textarea"]);
  const plant = (element) => {
    if (/^(input|textarea|select)$|^(wa|sl)-(input|textarea|select|checkbox|switch|radio)/.test(element.localName)) {
      for (const name of ["title", "data-secret", "data-value"]) element.setAttribute(name, secret(name));
      if (/input|textarea/.test(element.localName)) element.setAttribute("placeholder", secret("placeholder"));
      if (settable.has(element.type)) element.defaultValue = secret("default");
      if (/^(radio|checkbox)$/.test(element.type)) element.setAttribute("value", secret("choice"));
    }
    for (const option of element.localName === "select" ? element.options : [])
      if (option.value !== "") { option.text = secret("option"); option.value = secret("value"); }
    for (const child of childrenOf(element)) plant(child);
  };
  plant(document.documentElement);
  return count;
}"""

TYPE = """() => {
  const {childrenOf, isVisible} = AlongsideLens;
  let count = 0;
  const typed = [];
  const setter = (element) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value")?.set;
  const type = (element) => {
    if (/^(input|textarea)$/.test(element.localName) && /^(text|search|url|tel|email|password|textarea)$/.test(element.type)) {
      element.focus();
      setter(element).call(element, `Xqtyped${++count}@`);
      element.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
      element.dispatchEvent(new Event("change", {bubbles: true}));
      element.blur();
    }
    if (element.localName === "select" && element.options.length > 1) {
      element.selectedIndex = element.options.length - 1;
      element.dispatchEvent(new Event("change", {bubbles: true}));
    }
    if (/^(radio|checkbox)$/.test(element.type) && isVisible(element)) element.click();
    for (const child of childrenOf(element)) type(child);
  };
  type(document.documentElement);
  document.addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("form button:not([type=button])")) button.click();
  return count;
}"""


@pytest.mark.parametrize("name", [*FORMS, "aria"])
async def test_nothing_that_was_planted_or_typed_is_ever_reported(page: Page, forms: str, name: str) -> None:
    await page.goto(f"{forms}/{name}.html?secret=Xqquery#Xqhash")
    await page.wait_for_function(READY.get(name, "true"))
    planted = await page.evaluate(PLANT)
    lens = LensPage(page)
    await lens.start()
    typed = await page.evaluate(TYPE)
    await lens.quiet()
    assert planted > 4
    assert typed >= 1
    assert "filled" in {field["state"] for field in (await lens.model())["fields"]}
    assert await lens.leaked("xq") == []


async def test_a_page_that_greets_with_a_typed_name_is_reported_without_it(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "stepper")
    await page.fill("#card", "Xqada Lovelace")
    await page.evaluate("""() => { document.title = 'Welcome, Xqada Lovelace';
      document.querySelector('form').innerHTML = '<label>Is Xqada Lovelace your full name? <input id="ok"></label>'; }""")
    await lens.until("field('Is … your full name?').state === 'empty' && model.title === 'Welcome, …'")
    assert await lens.leaked("xqada|lovelace") == []


async def test_a_page_that_repeats_an_answer_is_reported_without_it(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.select_option("#country", "Portugal")
    await page.locator("#country").blur()
    await lens.until("field('Country').state === 'filled'")
    await page.evaluate("document.querySelector('label[for=note]').textContent = 'Delivery in Portugal'")
    await lens.until("field('Delivery in …').kind === 'multiline'")


async def test_a_label_does_not_change_when_a_like_value_is_typed(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "bootstrap")
    await page.fill("#note", "Country username")
    await page.click("button")
    await lens.quiet()
    assert {"Country", "Username"} <= set(await lens.names())
