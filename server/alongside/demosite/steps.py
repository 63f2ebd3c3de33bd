"""The permit form's pages in their order: what each asks, what it checks, what it keeps.

Knows answers and visits, not requests: app.py serves the pages, the templates lay them out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.demosite import checks
from alongside.demosite.visits import Visit


@dataclass(frozen=True)
class Step:
    """A page of the form. `forget` names what is never kept, not even for the next page load."""

    slug: str
    title: str
    fields: tuple[str, ...]
    check: Callable[[checks.Answers, date], checks.Found]
    forget: tuple[str, ...] = ()


STEPS = (
    Step(
        "about-you",
        "About you",
        ("full_name", "birth_day", "birth_month", "birth_year", "email", "phone"),
        checks.about_you,
    ),
    Step("address", "Your address", ("postcode", "home", "by_hand", "street", "town"), checks.address),
    Step("vehicle", "Your vehicle", ("registration", "fuel", "company_car", "company"), checks.vehicle),
    Step(
        "proof",
        "Proof of address",
        ("document_kind", "document", "document_size", "shows_address", "health"),
        checks.proof,
    ),
    Step(
        "payment",
        "Payment",
        ("card_name", "card_number", "card_ends", "expiry_month", "expiry_year", "security_code"),
        checks.payment,
        forget=("security_code",),
    ),
    Step("check", "Check your answers", ("true",), checks.declaration),
)
BY_SLUG = {step.slug: step for step in STEPS}


def answers_to(step: Step, visit: Visit) -> dict[str, str]:
    """What is known of a page's fields; empty where nothing is."""
    kept = visit.answers.get(step.slug, {})
    return {field: kept.get(field, "") for field in step.fields}


def take(step: Step, visit: Visit, form: Mapping[str, str], today: date) -> None:
    """Check what was sent for a page and keep it, with its errors.

    With `find` in the form only the postcode was sent off, to look up its homes: nothing else is wrong yet.
    """
    answers = _merged(step, answers_to(step, visit), form)
    errors = _first_per_field(step.check(answers, today))
    finding = "find" in form
    visit.errors[step.slug] = {k: says for k, says in errors.items() if not finding or k == "postcode"}
    if errors or finding:
        visit.done.discard(step.slug)
    else:
        visit.done.add(step.slug)
        answers = _without_card(answers)
    visit.answers[step.slug] = {field: text for field, text in answers.items() if field not in step.forget}


def send(visit: Visit, reference: str) -> None:
    """Send the application off: of all answers only the address for the thanks remains."""
    visit.reference, visit.sent_to = reference, visit.answers["about-you"]["email"]
    visit.answers, visit.errors, visit.done = {}, {}, set()


def first_open(visit: Visit) -> Step:
    """The page where the customer has to carry on."""
    return next((step for step in STEPS if step.slug not in visit.done), STEPS[-1])


def may_see(step: Step, visit: Visit) -> bool:
    """Whether everything before the page is done."""
    return all(earlier.slug in visit.done for earlier in STEPS[: STEPS.index(step)])


def after(step: Step, visit: Visit) -> Step:
    """Where to go once a page is done: the next one, or back to the last when only a change was made."""
    last = STEPS[-1]
    if visit.done.issuperset(each.slug for each in STEPS[:-1]):
        return last
    return STEPS[STEPS.index(step) + 1]


def _merged(step: Step, before: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """What was sent, and what a browser cannot send again: a file chosen before, a card accepted before."""
    answers = {field: form.get(field, "").strip()[:500] for field in step.fields}
    if "card_ends" in before:
        answers["card_ends"] = before["card_ends"]
    if not answers.get("document") and before.get("document"):
        answers |= {field: before[field] for field in ("document", "document_size")}
    return answers


def _without_card(answers: dict[str, str]) -> dict[str, str]:
    """Of a card that was accepted only the last four digits are kept."""
    if not answers.get("card_number"):
        return answers
    return answers | {"card_ends": answers["card_number"][-4:], "card_number": ""}


def _first_per_field(found: checks.Found) -> checks.Errors:
    errors: checks.Errors = {}
    for field, says in found:
        errors.setdefault(field, says)
    return errors
