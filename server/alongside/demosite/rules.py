"""Rules that several of the council's forms have for an answer: an e-mail address, a date, an amount, a file.

Each gives the council's words for what is wrong, or nothing. Pure: today's date comes in.
"""

import re
from datetime import date

from alongside.demosite.questions import LARGEST_FILE, Answers, Rule

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PICTURE_OR_PDF = re.compile(r".+\.(pdf|png|jpe?g)", re.IGNORECASE)
_AMOUNT = re.compile(r"£?([0-9]{1,6}(?:\.[0-9]{2})?)")


def email(answer: str, answers: Answers, today: date) -> str:
    """An e-mail address."""
    if _EMAIL.fullmatch(answer):
        return ""
    return f"“{answer}” is not an e-mail address. It should look like name@example.com"


def same_as(other: str, says: str) -> Rule:
    """The same as in another field."""
    return lambda answer, answers, today: "" if answer == answers[other] else says


def past(answer: str, answers: Answers, today: date) -> str:
    """A real day, not after today, in three parts."""
    day = date_from(*answer.split(" "))
    if not day:
        return "The date must be a real date, like 27 3 2026"
    return "The date must not be in the future" if day > today else ""


def digits(answer: str) -> str:
    """An answer without the signs that people put between digits."""
    return re.sub(r"[\s()+-]", "", answer)


def phone(answer: str, answers: Answers, today: date) -> str:
    """A phone number."""
    number = digits(answer)
    if number.isdecimal() and 10 <= len(number) <= 13:
        return ""
    return "Enter a phone number with 10 or 11 digits, like 01632 960 001"


def pounds(answer: str) -> float | None:
    """An amount in pounds, with or without pence; None if it is none."""
    found = _AMOUNT.fullmatch(answer.replace(" ", ""))
    return float(found[1]) if found else None


def amount(answer: str, answers: Answers, today: date) -> str:
    """An amount in pounds."""
    return "" if pounds(answer) is not None else "Enter an amount in pounds and pence, like 812.40"


def file(name: str) -> Rule:
    """A picture or a PDF of at most 5 MB, in the field of this name."""

    def rule(answer: str, answers: Answers, today: date) -> str:
        if not _PICTURE_OR_PDF.fullmatch(answer):
            return "The file must be a PDF, a JPG or a PNG"
        return "The file must be smaller than 5 MB" if int(answers[f"{name}_size"] or 0) > LARGEST_FILE else ""

    return rule


def date_from(day: str, month: str, year: str) -> date | None:
    """A date from what was typed, if there is such a day; a year must have its four digits."""
    if not re.fullmatch(r"[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}", f"{year}-{month}-{day}"):
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
