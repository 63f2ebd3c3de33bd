"""Filling a form: which page may be seen, what is kept of the answers, what follows.

Knows forms and visits, not requests: app.py serves the pages, the templates lay them out.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from alongside.demosite.questions import Errors, Form, Page
from alongside.demosite.visits import Visit


def answers_to(page: Page, visit: Visit) -> dict[str, str]:
    """What is known of a page's fields; empty where nothing is."""
    kept = visit.answers.get(page.slug, {})
    return {field: kept.get(field, "") for field in page.fields}


def take(page: Page, visit: Visit, form: Mapping[str, str], today: date) -> None:
    """Check what was sent for a page and keep it, with its errors.

    With `find` in the form only the postcode was sent off, to look up its homes: nothing else is wrong yet.
    """
    answers = _merged(page, answers_to(page, visit), form)
    errors = _first_per_field(page.check(answers, today))
    finding = "find" in form
    visit.errors[page.slug] = {k: says for k, says in errors.items() if not finding or k == "postcode"}
    if errors or finding:
        visit.done.discard(page.slug)
    else:
        visit.done.add(page.slug)
        answers = _without_card(answers)
    visit.answers[page.slug] = {field: text for field, text in answers.items() if field not in page.secret_fields}


def send(form: Form, visit: Visit, reference: str) -> None:
    """Send the form off: of all answers only the address for the thanks remains."""
    page, field = form.sent_to
    visit.reference, visit.sent_to = reference, visit.answers.get(page, {}).get(field, "")
    visit.answers, visit.errors, visit.done = {}, {}, set()


def first_open(form: Form, visit: Visit) -> Page:
    """The page where the customer has to carry on."""
    return next((page for page in form.pages if page.slug not in visit.done), form.pages[-1])


def may_see(form: Form, page: Page, visit: Visit) -> bool:
    """Whether everything before the page is done."""
    return all(earlier.slug in visit.done for earlier in form.pages[: form.pages.index(page)])


def after(form: Form, page: Page, visit: Visit) -> Page:
    """Where to go once a page is done: the next one, or back to the last when only a change was made."""
    last = form.pages[-1]
    if visit.done.issuperset(each.slug for each in form.pages[:-1]):
        return last
    return form.pages[form.pages.index(page) + 1]


def _merged(page: Page, before: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """What was sent, and what a browser cannot send again: a file chosen before, a card accepted before."""
    answers = {field: form.get(field, "").strip()[:5_000] for field in page.fields}
    if "card_ends" in before:
        answers["card_ends"] = before["card_ends"]
    for size in (field for field in page.fields if field.endswith("_size")):
        file = size.removesuffix("_size")
        if not answers[file] and before[file]:
            answers |= {field: before[field] for field in (file, size)}
    return answers


def _without_card(answers: dict[str, str]) -> dict[str, str]:
    """Of a card that was accepted only the last four digits are kept."""
    if not answers.get("card_number"):
        return answers
    return answers | {"card_ends": answers["card_number"][-4:], "card_number": ""}


def _first_per_field(found: Iterable[tuple[str, str]]) -> Errors:
    errors: Errors = {}
    for field, says in found:
        errors.setdefault(field, says)
    return errors
