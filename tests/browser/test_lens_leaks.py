"""Nothing that is entered, planted, chosen or in the address is in anything that the lens reports."""

import pytest
from lens_page import FORMS, READY, LensPage, opened
from playwright.async_api import Page

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
  const typeable = /^(text|search|url|tel|email|password|textarea)$/;
  const setter = (element) => Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value")?.set;
  const type = (element) => {
    if (/^(input|textarea)$/.test(element.localName) && typeable.test(element.type)) {
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
      document.querySelector('form').innerHTML = '<label>Is Xqada Lovelace your full name? <input></label>'; }""")
    await lens.until("field('Is … your full name?').state === 'empty' && model.title === 'Welcome, …'")
    assert await lens.leaked("xqada|lovelace") == []


async def test_a_page_that_repeats_what_was_there_some_keys_ago_is_reported_without_it(page: Page, forms: str) -> None:
    """Typed into its middle, so that no earlier value is a beginning of a later one."""
    lens = await opened(page, forms, "stepper")
    await page.evaluate("""() => { const held = [], card = document.querySelector('#card');
      const repeat = () => { held.push(card.value); document.title = `Not ${held.at(-4) ?? ''}`; };
      card.addEventListener('input', repeat); }""")
    await page.fill("#card", "lovelace")
    await page.locator("#card").evaluate("(card) => card.setSelectionRange(0, 0)")
    await page.locator("#card").press_sequentially("Xqadaxyzuvw")
    await lens.until("model.title === 'Not …'")
    assert await page.title() == "Not Xqadaxyzlovelace"
    assert await lens.leaked("xqa|lovelace") == []


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
