"""Paying at the machine in the council's hall, as it would be in a browser: large, one thing at a time.

There is no card reader: one chooses what would be held to it. The cash slot is always out of order.
"""

import re
from datetime import date

from stdnum import luhn

from alongside.demosite import rules
from alongside.demosite.questions import Answers, Done, Form, Page, Question, Start

BILL = "4096003829"
DUE = 84.00
PIN = "1234"


def _reference(answer: str, answers: Answers, today: date) -> str:
    number = rules.digits(answer)
    if not re.fullmatch(r"[0-9]{10}", number) or not luhn.is_valid(number):
        return "Enter the 10 digits of the reference"
    return "" if number == BILL else "This reference is not found"


def _part(answer: str, answers: Answers, today: date) -> str:
    typed = rules.pounds(answer)
    if typed is not None and typed > DUE:
        return f"This is more than the £{DUE:.2f} to pay"
    return rules.amount(answer, answers, today)


def _way(answer: str, answers: Answers, today: date) -> str:
    return "Cash is out of order: a note is stuck. Pay by card here, or at the desk" if answer == "cash" else ""


def _card(answer: str, answers: Answers, today: date) -> str:
    return {
        "unread": "The card could not be read. Insert it with the chip first",
        "declined": "The bank declined this card. No money was taken",
        "offline": "The card reader is not available. No money was taken",
    }.get(answer, "")


def _pin(answer: str, answers: Answers, today: date) -> str:
    return "" if answer == PIN else "The PIN is not right"


def _receipt(answer: str, answers: Answers, today: date) -> str:
    return "There is no paper left to print on. You have paid all the same" if answer == "print" else ""


KIOSK = Form(
    slug="kiosk",
    title="Pay here",
    about="The machine in the hall: five screens with a reference, an amount and a card.",
    look="kiosk",
    start=Start(
        step="Touch to start",
        heading="Touch to start",
        lead="Pay a bill, a fine or a permit by card.",
        more="Have your letter and your card ready. Your receipt comes at the end.",
        demo=f"There is no card reader and nothing is charged. The reference is {BILL}, the PIN {PIN}.",
        button="Start",
    ),
    pages=(
        Page(
            slug="bill",
            title="Your bill",
            questions=(
                Question(
                    name="what",
                    label="What are you paying for?",
                    kind="one",
                    options={"tax": "Council tax", "fine": "Parking fine", "permit": "Parking permit", "rent": "Rent"},
                    missing="Choose what you are paying for",
                ),
                Question(
                    name="reference",
                    label="Reference",
                    mode="numeric",
                    complete="off",
                    width="w20",
                    hint="10 digits, on your letter",
                    missing="Type the reference on your letter",
                    rule=_reference,
                ),
            ),
        ),
        Page(
            slug="amount",
            title="Amount",
            lead=f"To pay: £{DUE:.2f}",
            questions=(
                Question(
                    name="amount",
                    label="How much would you like to pay?",
                    kind="one",
                    options={"all": "Pay all", "other": "Other amount"},
                    missing="Choose how much to pay",
                    under={
                        "other": (
                            Question(
                                name="part",
                                label="Amount in pounds and pence",
                                width="w10",
                                hint="For example, 20.00",
                                missing="Type the amount",
                                rule=_part,
                            ),
                        )
                    },
                ),
            ),
        ),
        Page(
            slug="pay",
            title="Card or cash",
            questions=(
                Question(
                    name="way",
                    label="How would you like to pay?",
                    kind="one",
                    options={"card": "Card", "cash": "Cash"},
                    missing="Choose card or cash",
                    rule=_way,
                ),
            ),
        ),
        Page(
            slug="card",
            title="Your card",
            heading="Hold your card to the reader",
            note="This demo has no card reader. Choose what you would hold to it.",
            button="OK",
            questions=(
                Question(
                    name="card",
                    label="Card",
                    kind="list",
                    options={
                        "good": "A card that works",
                        "unread": "A card that cannot be read",
                        "declined": "A card that the bank declines",
                        "offline": "Any card, while the reader is down",
                    },
                    missing="Hold a card to the reader",
                    rule=_card,
                    forget=True,
                ),
                Question(
                    name="pin",
                    label="PIN",
                    kind="secret",
                    mode="numeric",
                    complete="off",
                    width="w4",
                    missing="Type your PIN",
                    rule=_pin,
                    forget=True,
                ),
            ),
        ),
        Page(
            slug="receipt",
            title="Receipt",
            heading="Payment received",
            button="Finish",
            questions=(
                Question(
                    name="receipt",
                    label="Would you like a receipt?",
                    kind="one",
                    options={"print": "Print it", "screen": "Show it on the screen", "no": "No, thank you"},
                    missing="Choose whether you would like a receipt",
                    rule=_receipt,
                ),
            ),
        ),
    ),
    done=Done(
        heading="Thank you",
        prefix="HK",
        next="Please take your card",
        words="In this demo nothing was charged or kept.",
    ),
)
