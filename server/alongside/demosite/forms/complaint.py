"""A complaint: few rules, much to write, and a person who has had enough already."""

import re
from datetime import date

from alongside.demosite import rules
from alongside.demosite.questions import Answers, Done, Form, Page, Question, Start

LONGEST = 4_000  # characters


def _short_enough(answer: str, answers: Answers, today: date) -> str:
    return f"This is too long. There is room for {LONGEST:,} characters" if len(answer) > LONGEST else ""


def _reference(answer: str, answers: Answers, today: date) -> str:
    fits = re.fullmatch(r"HBP-?[0-9]{4}-?[0-9]{4}", answer.replace(" ", "").upper())
    return "" if fits else "A reference looks like HBP-1234-5678. Leave it empty if you have none"


COMPLAINT = Form(
    slug="complaint",
    title="Make a complaint",
    about="Four steps with few rules and much to write, for somebody who has had enough.",
    start=Start(
        heading="Make a complaint",
        lead="Tell us what went wrong, and what would put it right.",
        needs=("what happened, and when", "letters or photos, if you have any"),
        more="It takes about 10 minutes. We keep what you write for an hour while you fill in the form.",
        demo="Nobody reads what you write here, and nothing is sent.",
    ),
    pages=(
        Page(
            slug="what-happened",
            title="What happened",
            questions=(
                Question(
                    name="about",
                    label="Which service is it about?",
                    kind="list",
                    options={
                        "parking": "Parking",
                        "tax": "Council tax",
                        "bins": "Bins and streets",
                        "other": "Something else",
                    },
                    missing="Choose the service it is about",
                    short="Service",
                ),
                Question(
                    name="story",
                    label="What happened?",
                    kind="long",
                    hint="In your own words",
                    missing="Tell us what happened",
                    rule=_short_enough,
                ),
                Question(
                    name="day",
                    label="When did it happen?",
                    kind="date",
                    hint="For example, 27 3 2026. A guess is fine",
                    missing="Enter the date when it happened",
                    rule=rules.past,
                ),
                Question(name="effect", label="How has it affected you?", kind="long", rule=_short_enough),
                Question(
                    name="outcome",
                    label="What would put it right?",
                    kind="long",
                    missing="Tell us what would put it right",
                    rule=_short_enough,
                ),
            ),
        ),
        Page(
            slug="papers",
            title="Letters and photos",
            lead="You need not give us anything here.",
            questions=(
                Question(
                    name="reference",
                    label="Reference",
                    width="w20",
                    hint="On our letters, like HBP-1234-5678",
                    rule=_reference,
                ),
                Question(
                    name="paper",
                    label="Upload a letter or a photo",
                    kind="file",
                    hint="A PDF, JPG or PNG, smaller than 5 MB",
                    rule=rules.file("paper"),
                    short="Letter or photo",
                ),
            ),
        ),
        Page(
            slug="answer",
            title="Our answer",
            questions=(
                Question(
                    name="by",
                    label="How would you like us to answer?",
                    kind="one",
                    options={"email": "By e-mail", "phone": "By phone", "letter": "By letter"},
                    missing="Choose how we may answer you",
                    short="Answer",
                    under={
                        "email": (
                            Question(
                                name="email",
                                label="E-mail address",
                                mode="email",
                                complete="email",
                                missing="Enter your e-mail address",
                                rule=rules.email,
                            ),
                        ),
                        "phone": (
                            Question(
                                name="phone",
                                label="Phone number",
                                mode="tel",
                                complete="tel",
                                width="w20",
                                missing="Enter your phone number",
                                rule=rules.phone,
                            ),
                        ),
                        "letter": (
                            Question(
                                name="home",
                                label="Your address",
                                complete="street-address",
                                missing="Enter your address",
                            ),
                        ),
                    },
                ),
            ),
        ),
        Page(
            slug="check",
            title="Check your complaint",
            template="check.html",
            button="Send",
            questions=(
                Question(
                    name="true",
                    label="This is what I want to say",
                    kind="tick",
                    missing="Confirm that this is what you want to say",
                ),
            ),
        ),
    ),
    done=Done(
        heading="Your complaint is sent",
        prefix="HCC",
        words="In a real council you would hear from us within 5 working days. In this demo nothing was sent or kept.",
    ),
)
