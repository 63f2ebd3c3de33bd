"""What makes an answer to the permit form wrong, and the council's words that say so.

Each check takes the answers of one page and gives the errors by field, in the order of the page. Pure:
today's date comes in, and nothing here knows of pages or visits.
"""

import re
from datetime import date

from stdnum import luhn

from alongside.demosite import rules
from alongside.demosite.addresses import homes_at, tidy_postcode
from alongside.demosite.questions import Answers, Found

DRIVING_AGE = 17
FUELS = {"petrol": "Petrol", "diesel": "Diesel", "hybrid": "Hybrid", "electric": "Electric"}
DOCUMENTS = {
    "council_tax": "Council tax bill",
    "tenancy": "Tenancy agreement",
    "utility": "Gas, water or power bill",
}

_REGISTRATION = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z]{3}|[A-Z][0-9]{1,3}[A-Z]{3}|[A-Z]{3}[0-9]{1,3}[A-Z]")


def about_you(answers: Answers, today: date) -> Found:
    """Name, date of birth, e-mail, phone."""
    if not answers["full_name"]:
        yield "full_name", "Enter your full name"
    yield from _birth(answers, today)
    if not answers["email"]:
        yield "email", "Enter your e-mail address"
    elif wrong := rules.email(answers["email"], answers, today):
        yield "email", wrong
    if not answers["phone"]:
        yield "phone", "Enter your phone number"
    elif wrong := rules.phone(answers["phone"], answers, today):
        yield "phone", wrong


def address(answers: Answers, today: date) -> Found:
    """A home from the list of a postcode, or one typed by hand."""
    postcode = tidy_postcode(answers["postcode"])
    if not answers["postcode"]:
        yield "postcode", "Enter your postcode"
    elif not postcode:
        yield "postcode", "Enter a full postcode, like HM1 4QT"
    if answers["by_hand"]:
        if not answers["street"]:
            yield "street", "Enter the house number and street"
        if not answers["town"]:
            yield "town", "Enter the town"
    elif postcode and not homes_at(postcode):
        yield "postcode", f"We know no homes at {postcode}. Check it, or enter the address yourself"
    elif postcode and answers["home"] not in homes_at(postcode):
        yield "home", "Choose your address from the list"


def vehicle(answers: Answers, today: date) -> Found:
    """Registration, fuel, and whose car it is."""
    registration = tidy_registration(answers["registration"])
    if not registration:
        yield "registration", "Enter the registration of your vehicle"
    elif len(registration) > 7:
        yield "registration", "A registration has 7 letters and numbers or fewer"
    elif not _REGISTRATION.fullmatch(registration):
        yield (
            "registration",
            "Enter a UK registration, like AB12 CDE. Check for a letter O in place of a zero",
        )
    if answers["fuel"] not in FUELS:
        yield "fuel", "Choose what your vehicle runs on"
    if answers["company_car"] not in ("yes", "no"):
        yield "company_car", "Say whether it is a company car"
    if answers["company_car"] == "yes" and not answers["company"]:
        yield "company", "Enter the name of the company that owns the car"


def proof(answers: Answers, today: date) -> Found:
    """A document that shows the address. `document_size` is in bytes."""
    if answers["document_kind"] not in DOCUMENTS:
        yield "document_kind", "Choose what kind of document it is"
    if not answers["document"]:
        yield "document", "Choose a file to upload"
    elif wrong := rules.file("document")(answers["document"], answers, today):
        yield "document", wrong
    if not answers["shows_address"]:
        yield "shows_address", "Confirm that the document shows your name and address"


def payment(answers: Answers, today: date) -> Found:
    """A card, or the one accepted before, of which only the last digits are kept."""
    if answers["card_ends"] and not answers["card_number"]:
        return
    digits = re.sub(r"[\s-]", "", answers["card_number"])
    if not digits:
        yield "card_number", "Enter your card number"
    elif not (digits.isdecimal() and 13 <= len(digits) <= 19):
        yield "card_number", "A card number has between 13 and 19 digits, with no letters"
    elif not luhn.is_valid(digits):
        yield "card_number", "Check your card number. One or more digits are wrong"
    if not answers["card_name"]:
        yield "card_name", "Enter the name on the card"
    yield from _expiry(answers, today)
    if not re.fullmatch(r"[0-9]{3,4}", answers["security_code"]):
        yield "security_code", "Enter the security code: 3 digits on the back of the card, or 4 on the front"


def declaration(answers: Answers, today: date) -> Found:
    """The promise on the last page."""
    if not answers["true"]:
        yield "true", "Confirm that what you have told us is true"


def tidy_registration(typed: str) -> str:
    """A registration in capitals without spaces."""
    return re.sub(r"\s", "", typed).upper()


def _birth(answers: Answers, today: date) -> Found:
    parts = {part: answers[f"birth_{part}"] for part in ("day", "month", "year")}
    missing = [part for part, typed in parts.items() if not typed]
    if len(missing) == 3:
        yield "birth_day", "Enter your date of birth"
    elif missing:
        yield f"birth_{missing[0]}", f"Your date of birth must include a {missing[0]}"
    elif not (born := rules.date_from(**parts)):
        yield "birth_day", "Your date of birth must be a real date, like 27 3 1984"
    elif born >= today:
        yield "birth_year", "Your date of birth must be in the past"
    elif _birthday(born, born.year + DRIVING_AGE) > today:
        yield "birth_year", f"You must be {DRIVING_AGE} or older to apply"


def _expiry(answers: Answers, today: date) -> Found:
    month, year = answers["expiry_month"], answers["expiry_year"]
    if not month and not year:
        yield "expiry_month", "Enter the expiry date of the card"
    elif not re.fullmatch(r"0?[1-9]|1[0-2]", month):
        yield "expiry_month", "The expiry month is a number from 1 to 12"
    elif not re.fullmatch(r"(20)?[0-9]{2}", year):
        yield "expiry_year", "Enter the expiry year as 2 digits, as on the card"
    elif (2000 + int(year) % 100, int(month)) < (today.year, today.month):
        yield "expiry_year", "The card has expired. Use another one"


def _birthday(born: date, year: int) -> date:
    """The birthday in a year; 1 March for those born on a leap day."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
