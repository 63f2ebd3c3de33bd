"""The demo site is a careful council's form: pages in order, errors one can act on, nothing kept for long."""

import re
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from alongside.demosite import make_app
from alongside.demosite.forms import BY_SLUG
from alongside.demosite.forms import permit_checks as checks
from alongside.demosite.visits import Visits

TODAY = date(2026, 11, 22)
WIDGET = "http://localhost:8700"

ABOUT_YOU = {
    "full_name": "Jo Ferris",
    "birth_day": "27",
    "birth_month": "3",
    "birth_year": "1984",
    "email": "jo@example.com",
    "phone": "01632 960 001",
}
ADDRESS = {"postcode": "hm14qt", "home": "3 Saltmarsh Road, Harrowmere, HM1 4QT"}
VEHICLE = {"registration": "ab12 cde", "fuel": "electric", "company_car": "no"}
PROOF = {"document_kind": "council_tax", "shows_address": "yes"}
PAYMENT = {
    "card_number": "4242 4242 4242 4242",
    "card_name": "J FERRIS",
    "expiry_month": "9",
    "expiry_year": "39",
    "security_code": "123",
}

Browser = TestClient[web.Request, web.Application]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    client = TestClient(TestServer(make_app(WIDGET)))
    async with client:
        yield client


async def send(browser: Browser, page: str, answers: dict[str, str]) -> tuple[str, str]:
    """Post a page as a browser does. Where that leads, and what it shows."""
    response = await browser.post(f"/permit/{page}", data=answers)
    return response.url.path, await response.text()


async def fill_until(browser: Browser, page: str) -> None:
    """Fill every page before this one as it should be."""
    document = FormData(PROOF)
    document.add_field("document", b"%PDF", filename="bill.pdf", content_type="application/pdf")
    pages = {
        "about-you": ABOUT_YOU,
        "address": ADDRESS,
        "vehicle": VEHICLE,
        "proof": document,
        "payment": PAYMENT,
        "check": {},
    }
    for slug, answers in pages.items():
        if slug == page:
            return
        await browser.post(f"/permit/{slug}", data=answers)


# Pages


async def test_the_whole_form_leads_to_a_reference(browser: Browser) -> None:
    await fill_until(browser, "check")
    path, html = await send(browser, "check", {"true": "yes"})
    assert path == "/permit/done"
    assert re.search(r"HBP-\d{4}-\d{4}", html)


async def test_a_page_shows_its_place_among_the_steps(browser: Browser) -> None:
    await fill_until(browser, "vehicle")
    html = await (await browser.get("/permit/vehicle")).text()
    assert '<span aria-current="step">Your vehicle</span>' in html
    assert html.count('aria-current="step"') == 1


async def test_a_page_cannot_be_reached_before_those_in_front_of_it(browser: Browser) -> None:
    response = await browser.get("/permit/payment")
    assert response.url.path == "/permit/about-you"


async def test_a_page_sent_out_of_turn_changes_nothing(browser: Browser) -> None:
    path, _ = await send(browser, "payment", PAYMENT)
    assert path == "/permit/about-you"


async def test_an_error_is_tied_to_its_field_and_listed_above(browser: Browser) -> None:
    path, html = await send(browser, "about-you", ABOUT_YOU | {"email": "jo@home"})
    assert path == "/permit/about-you"
    assert '<a href="#email">' in html
    assert 'aria-invalid="true" aria-describedby="email-hint email-error"' in html


async def test_what_was_typed_stays_when_something_is_wrong(browser: Browser) -> None:
    _, html = await send(browser, "about-you", ABOUT_YOU | {"phone": "12"})
    assert 'value="Jo Ferris"' in html
    assert 'value="12"' in html


async def test_answers_are_there_when_going_back(browser: Browser) -> None:
    await fill_until(browser, "proof")
    assert 'value="ab12 cde"' in await (await browser.get("/permit/vehicle")).text()


async def test_a_change_leads_straight_back_to_the_last_page(browser: Browser) -> None:
    await fill_until(browser, "check")
    path, html = await send(browser, "vehicle", VEHICLE | {"fuel": "hybrid"})
    assert path == "/permit/check"
    assert "Hybrid" in html


async def test_looking_up_a_postcode_lists_its_homes_without_complaint(browser: Browser) -> None:
    await fill_until(browser, "address")
    path, html = await send(browser, "address", {"postcode": "HM1 4QT", "find": "1"})
    assert path == "/permit/address"
    assert "<option >3 Saltmarsh Road" in html
    assert "There is a problem" not in html


async def test_the_homes_of_a_postcode_are_answered_to_the_pages_script(browser: Browser) -> None:
    homes = await (await browser.get("/addresses", params={"postcode": "hm2 7ab"})).json()
    assert homes[0] == "14 Ferry Terrace, Harrowmere, HM2 7AB"


async def test_of_a_card_only_the_last_digits_are_kept(browser: Browser) -> None:
    await fill_until(browser, "check")
    html = await (await browser.get("/permit/payment")).text()
    assert "ending in 4242" in html
    assert "4242 4242" not in html


async def test_a_security_code_is_never_shown_again(browser: Browser) -> None:
    await fill_until(browser, "payment")
    _, html = await send(browser, "payment", PAYMENT | {"card_number": "4242 4242 4242 4241", "security_code": "987"})
    assert "Check your card number" in html
    assert "987" not in html


async def test_what_was_sent_off_is_forgotten(browser: Browser) -> None:
    await fill_until(browser, "check")
    await send(browser, "check", {"true": "yes"})
    assert "Jo Ferris" not in await (await browser.get("/permit/about-you")).text()


async def test_what_a_person_types_is_never_markup(browser: Browser) -> None:
    _, html = await send(browser, "about-you", ABOUT_YOU | {"full_name": '"><script>', "phone": ""})
    assert "&#34;&gt;&lt;script&gt;" in html


async def test_a_page_that_is_not_there_says_where_to_go(browser: Browser) -> None:
    response = await browser.get("/permit/nowhere")
    assert response.status == 404
    assert "See what there is to try" in await response.text()


async def test_a_file_that_is_far_too_large_is_explained(browser: Browser) -> None:
    await fill_until(browser, "proof")
    form = FormData(PROOF)
    form.add_field("document", BytesIO(b"x" * 11_000_000), filename="film.pdf")
    response = await browser.post("/permit/proof", data=form)
    assert response.status == 413
    assert "smaller than 5 MB" in await response.text()


# Embedding


@pytest.mark.parametrize("path", ["/", "/permit", "/permit/about-you", "/one-page", "/nowhere", "/assets/site.css"])
async def test_every_response_carries_the_strict_policy(browser: Browser, path: str) -> None:
    policy = (await browser.get(path)).headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'self'; script-src 'self' http://localhost:8700; style-src 'self'; "
        "connect-src 'self' http://localhost:8700 ws://localhost:8700; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


@pytest.mark.parametrize("path", ["/", "/permit", "/permit/about-you", "/one-page", "/kiosk", "/sign-up/forgotten"])
async def test_every_page_embeds_the_widget_with_one_line(browser: Browser, path: str) -> None:
    html = await (await browser.get(path)).text()
    assert html.count('<script src="http://localhost:8700/widget.js" data-site="parking" defer></script>') == 1


async def test_one_field_is_marked_private(browser: Browser) -> None:
    await fill_until(browser, "proof")
    assert "data-alongside-private" in await (await browser.get("/permit/proof")).text()


# The other forms

ANSWERS: dict[str, dict[str, dict[str, str]]] = {
    "claim": {
        "pay": {"working": "yes", "often": "month", "gross": "812.40", "net": "655.10", "self_employed": "no"},
        "other": {"benefits_child": "yes", "benefits_pension": "yes", "savings": "2500"},
        "payslip": {"insurance_number": "qq 12 34 56 c", "payslip": "FILE"},
        "check": {"true": "yes"},
    },
    "sign-up": {
        "about-you": {"full_name": "Jo", "email": "jo@example.com", "email_again": "jo@example.com"},
        "password": {"password": "green boat tuesday", "password_again": "green boat tuesday"},
        "code": {"code": "204 806"},
        "terms": {"terms": "yes"},
    },
    "kiosk": {
        "bill": {"what": "fine", "reference": "4096 003829"},
        "amount": {"amount": "other", "part": "£20.00"},
        "pay": {"way": "card"},
        "card": {"card": "good", "pin": "1234"},
        "receipt": {"receipt": "screen"},
    },
    "complaint": {
        "what-happened": {
            "about": "bins",
            "story": "Nobody came",
            "day_day": "1",
            "day_month": "2",
            "day_year": "2026",
            "outcome": "Come",
        },
        "papers": {},
        "answer": {"by": "email", "email": "jo@example.com"},
        "check": {"true": "yes"},
    },
}


async def fill(browser: Browser, form: str, until: str = "") -> str:
    """Fill a form as it should be, up to a page; what is shown then."""
    html = ""
    for page, answers in ANSWERS[form].items():
        if page == until:
            break
        data = FormData()
        for name, answer in answers.items():
            if answer == "FILE":
                data.add_field(name, b"%PDF", filename="slip.pdf", content_type="application/pdf")
            else:
                data.add_field(name, answer)
        response = await browser.post(f"/{form}/{page}", data=data)
        html = await response.text()
    return html


@pytest.mark.parametrize("form", ANSWERS)
async def test_each_form_leads_to_its_thanks(browser: Browser, form: str) -> None:
    assert BY_SLUG[form].done.heading in await fill(browser, form)


@pytest.mark.parametrize("form", BY_SLUG)
async def test_each_form_stands_on_the_first_page(browser: Browser, form: str) -> None:
    assert f'href="/{form}"' in await (await browser.get("/")).text()


@pytest.mark.parametrize("form", ANSWERS)
async def test_every_page_sent_empty_lists_what_is_missing(browser: Browser, form: str) -> None:
    for page in BY_SLUG[form].pages:
        missing = [question.missing for question in page.questions if question.missing]
        await fill(browser, form, page.slug)
        html = await (await browser.post(f"/{form}/{page.slug}", data={})).text()
        for says in missing:
            assert f">{says}</a>" in html, page.slug
            assert f"</span>{says}</p>" in html, page.slug


@pytest.mark.parametrize(
    ("form", "page", "answers", "says"),
    [
        ("claim", "pay", {"gross": "655.10", "net": "812.40"}, "cannot be more than the pay before tax"),
        ("claim", "pay", {"gross": "812,40"}, "Enter an amount in pounds and pence"),
        ("claim", "other", {"savings": "2,500"}, "Enter one amount in whole pounds"),
        ("claim", "payslip", {"insurance_number": "QQ12345"}, "is 2 letters, 6 digits and a letter"),
        ("sign-up", "about-you", {"email": "taken@example.com"}, "an account with this address already"),
        ("sign-up", "about-you", {"email_again": "joe@example.com"}, "are not the same"),
        ("sign-up", "password", {"password": "password password"}, "easy to guess"),
        ("sign-up", "password", {"password": "short"}, "too short"),
        ("sign-up", "code", {"code": "112233"}, "has expired"),
        ("sign-up", "code", {"code": "999999"}, "not the code of our newest e-mail"),
        ("kiosk", "bill", {"reference": "1111111116"}, "is not found"),
        ("kiosk", "amount", {"amount": "other", "part": "500"}, "more than the £84.00"),
        ("kiosk", "pay", {"way": "cash"}, "Cash is out of order"),
        ("kiosk", "card", {"card": "declined"}, "No money was taken"),
        ("kiosk", "card", {"pin": "4321"}, "The PIN is not right"),
        ("kiosk", "receipt", {"receipt": "print"}, "no paper left"),
        ("complaint", "what-happened", {"day_year": "2999"}, "must not be in the future"),
        ("complaint", "what-happened", {"story": "x" * 4001}, "There is room for 4,000 characters"),
        ("complaint", "papers", {"reference": "1234"}, "looks like HBP-1234-5678"),
        ("complaint", "answer", {"by": "phone", "phone": "12"}, "10 or 11 digits"),
    ],
)
async def test_a_wrong_answer_says_what_to_do(
    browser: Browser, form: str, page: str, answers: dict[str, str], says: str
) -> None:
    await fill(browser, form, page)
    html = await (await browser.post(f"/{form}/{page}", data=ANSWERS[form][page] | answers)).text()
    assert says in html


async def test_a_password_is_never_shown_again(browser: Browser) -> None:
    await fill(browser, "sign-up", "password")
    sent = {"password": "green boat tuesday", "password_again": "other"}
    assert "green boat" not in await (await browser.post("/sign-up/password", data=sent)).text()


async def test_a_new_code_can_be_asked_for_without_complaint(browser: Browser) -> None:
    await fill(browser, "sign-up", "code")
    html = await (await browser.post("/sign-up/code", data={"again": "1"})).text()
    assert "A new code is on its way" in html
    assert "There is a problem" not in html


async def test_all_answers_are_shown_before_they_are_sent(browser: Browser) -> None:
    html = await fill(browser, "claim", "check")
    for shown in ("Once a month", "812.40", "Child Benefit, A pension", "slip.pdf"):
        assert f"<dd>{shown}</dd>" in html


# Checks


def errors(check: str, answers: dict[str, str]) -> dict[str, str]:
    """What is wrong with the answers of a page, where missing ones are empty."""
    fields = dict.fromkeys(
        [
            *ABOUT_YOU,
            *ADDRESS,
            *VEHICLE,
            *PROOF,
            *PAYMENT,
            "by_hand",
            "street",
            "town",
            "company",
            "card_ends",
        ],
        "",
    )
    return dict(getattr(checks, check)(fields | answers, TODAY))


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("", "", ""), "Enter your date of birth"),
        (("27", "", "1984"), "Your date of birth must include a month"),
        (("31", "2", "1984"), "Your date of birth must be a real date, like 27 3 1984"),
        (("1", "1", "84"), "Your date of birth must be a real date, like 27 3 1984"),
        (("1", "1", "2048"), "Your date of birth must be in the past"),
        (("23", "11", "2009"), "You must be 17 or older to apply"),
    ],
)
def test_a_wrong_date_of_birth_says_what_to_do(parts: tuple[str, str, str], says: str) -> None:
    born = dict(zip(("birth_day", "birth_month", "birth_year"), parts, strict=True))
    assert list(errors("about_you", ABOUT_YOU | born).values()) == [says]


def test_one_may_apply_on_ones_seventeenth_birthday() -> None:
    born = {"birth_day": "22", "birth_month": "11", "birth_year": "2009"}
    assert errors("about_you", ABOUT_YOU | born) == {}


@pytest.mark.parametrize("number", ["4242 4242 4242 4241", "1234", "4242-4242-4242-424x", ""])
def test_a_wrong_card_number_is_refused(number: str) -> None:
    assert list(errors("payment", PAYMENT | {"card_number": number})) == ["card_number"]


@pytest.mark.parametrize(
    ("month", "year", "field"),
    [
        ("13", "39", "expiry_month"),
        ("10", "26", "expiry_year"),
        ("9", "1939", "expiry_year"),
        ("", "", "expiry_month"),
    ],
)
def test_a_wrong_expiry_date_is_refused(month: str, year: str, field: str) -> None:
    assert list(errors("payment", PAYMENT | {"expiry_month": month, "expiry_year": year})) == [field]


def test_a_card_is_good_to_the_end_of_its_month() -> None:
    assert errors("payment", PAYMENT | {"expiry_month": "11", "expiry_year": "26"}) == {}


@pytest.mark.parametrize("registration", ["AB12 CDE", "a123 bcd", "ABC 1D"])
def test_registrations_of_every_style_are_taken(registration: str) -> None:
    assert errors("vehicle", VEHICLE | {"registration": registration}) == {}


def test_a_letter_in_place_of_a_zero_is_pointed_out() -> None:
    assert "letter O" in errors("vehicle", VEHICLE | {"registration": "ABO1 CDE"})["registration"]


def test_the_company_is_asked_for_only_with_a_company_car() -> None:
    assert list(errors("vehicle", VEHICLE | {"company_car": "yes"})) == ["company"]


def test_an_address_typed_by_hand_needs_no_home_from_the_list() -> None:
    typed = {"postcode": "HM9 9ZZ", "by_hand": "yes", "street": "1 New Road", "town": "Harrowmere"}
    assert errors("address", typed) == {}


def test_a_postcode_without_homes_is_named() -> None:
    assert "HM9 9ZZ" in errors("address", {"postcode": "hm99zz"})["postcode"]


# Visits


def test_a_visit_is_forgotten_a_while_after_its_last_use() -> None:
    visits = Visits(seconds=60)
    token, visit = visits.begin(now=0)
    assert visits.find(token, now=50) is visit
    assert visits.find(token, now=109) is visit
    assert visits.find(token, now=170) is None


def test_the_visit_used_longest_ago_makes_room() -> None:
    visits = Visits(limit=2)
    first, _ = visits.begin(now=0)
    second, _ = visits.begin(now=1)
    visits.find(first, now=2)
    visits.begin(now=3)
    assert visits.find(first, now=4)
    assert visits.find(second, now=4) is None
