"""The lens names every field of forms that no one here wrote as the browser does, and keeps private ones private."""

import json
from pathlib import Path

import pytest
from lens_page import FORMS, accessible_fields, misnamed, opened
from playwright.async_api import Page


@pytest.mark.parametrize("name", FORMS)
async def test_every_visible_field_is_named_as_in_the_accessibility_tree(page: Page, forms: str, name: str) -> None:
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
    groups = {
        field["name"]: field.get("group") for field in (await (await opened(page, forms, "govuk")).model())["fields"]
    }
    assert groups["Day"] == "What is your date of birth?"
    assert groups["Farm or agricultural waste"] == "Which types of waste do you transport regularly?"


REVEALING = """<fieldset><legend>Is it a company car?</legend>
  <input type="radio" name="a" id="y"><label for="y">Yes</label>
  <label>Name of the company <input id="company"></label>
  <input type="radio" name="a" id="n"><label for="n">No</label></fieldset>"""


async def test_what_is_asked_with_one_choice_only_is_a_question_by_itself(page: Page, forms: str) -> None:
    lens = await opened(page, forms, "blank")
    await page.evaluate(EXAMPLE, REVEALING)
    await lens.start()
    assert [(field["name"], field.get("group")) for field in (await lens.model())["fields"]] == [
        ("Is it a company car?", None),
        ("Name of the company", None),
    ]


# --- private fields ---


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
