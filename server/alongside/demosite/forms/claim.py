"""The income part of a claim for help with council tax: amounts, periods and papers.

The help, its name and its rules are Harrowmere's own, and made up.
"""

import re
from datetime import date

from alongside.demosite import rules
from alongside.demosite.questions import Answers, Done, Form, Page, Question, Start

YES_NO = {"yes": "Yes", "no": "No"}


def _net(answer: str, answers: Answers, today: date) -> str:
    net, gross = rules.pounds(answer), rules.pounds(answers["gross"])
    if net is not None and gross is not None and net > gross:
        return "Take-home pay cannot be more than the pay before tax"
    return rules.amount(answer, answers, today)


def _whole(answer: str, answers: Answers, today: date) -> str:
    fits = re.fullmatch(r"£?[0-9]{1,7}", answer.replace(" ", ""))
    return "" if fits else "Enter one amount in whole pounds, like 2500"


def _insurance_number(answer: str, answers: Answers, today: date) -> str:
    fits = re.fullmatch(r"[A-Z]{2}[0-9]{6}[A-D]", re.sub(r"\s", "", answer).upper())
    return "" if fits else "A National Insurance number is 2 letters, 6 digits and a letter, like QQ 12 34 56 C"


CLAIM = Form(
    slug="claim",
    title="Council tax help: your income",
    about="Four steps about pay, benefits and savings, with amounts that go wrong.",
    start=Start(
        heading="Tell us about your income",
        lead="Harrowmere Council Tax Help takes something off your bill, if your income is low.",
        needs=("your last payslip, if you work", "a bank statement"),
        more="It takes about 10 minutes. We keep your answers for an hour while you fill in the form.",
        demo="Harrowmere and its rules are made up. Do not enter your own numbers; QQ 12 34 56 C will do.",
    ),
    pages=(
        Page(
            slug="pay",
            title="Work and pay",
            questions=(
                Question(
                    name="working",
                    label="Do you have paid work?",
                    kind="one",
                    options=YES_NO,
                    missing="Say whether you have paid work",
                    short="Paid work",
                    under={
                        "yes": (
                            Question(
                                name="often",
                                label="How often are you paid?",
                                kind="one",
                                options={
                                    "week": "Every week",
                                    "fortnight": "Every 2 weeks",
                                    "four_weeks": "Every 4 weeks",
                                    "month": "Once a month",
                                },
                                missing="Choose how often you are paid",
                                short="Paid",
                            ),
                            Question(
                                name="gross",
                                label="Pay before tax",
                                width="w10",
                                hint="“Gross pay” on the payslip, like 812.40",
                                missing="Enter the pay before tax, or 0",
                                rule=rules.amount,
                            ),
                            Question(
                                name="net",
                                label="Take-home pay",
                                width="w10",
                                hint="“Net pay” on the payslip, like 655.10",
                                missing="Enter the take-home pay, or 0",
                                rule=_net,
                            ),
                        )
                    },
                ),
                Question(
                    name="self_employed",
                    label="Do you work for yourself?",
                    kind="one",
                    options=YES_NO,
                    missing="Say whether you work for yourself",
                    short="Work for yourself",
                ),
            ),
        ),
        Page(
            slug="other",
            title="Other money",
            questions=(
                Question(
                    name="benefits",
                    label="Which benefits or pensions do you get?",
                    kind="several",
                    options={
                        "child": "Child Benefit",
                        "disability": "A disability benefit",
                        "pension": "A pension",
                        "other": "Another benefit",
                        "none": "None of these",
                    },
                    hint="Tick all that you get now",
                    missing="Tick at least one, or “None of these”",
                    short="Benefits and pensions",
                ),
                Question(
                    name="savings",
                    label="Savings",
                    width="w10",
                    hint="What is in all your accounts together, in whole pounds",
                    missing="Enter your savings in whole pounds, or 0",
                    rule=_whole,
                ),
            ),
        ),
        Page(
            slug="payslip",
            title="Your payslip",
            questions=(
                Question(
                    name="insurance_number",
                    label="National Insurance number",
                    width="w10",
                    hint="On your payslip, like QQ 12 34 56 C",
                    missing="Enter your National Insurance number",
                    rule=_insurance_number,
                ),
                Question(
                    name="payslip",
                    label="Upload your payslip",
                    kind="file",
                    hint="A PDF, JPG or PNG, smaller than 5 MB",
                    missing="Choose a file to upload",
                    rule=rules.file("payslip"),
                    short="Payslip",
                ),
            ),
        ),
        Page(
            slug="check",
            title="Check your answers",
            template="check.html",
            button="Send",
            questions=(
                Question(
                    name="true",
                    label="What I have told you is true and complete",
                    kind="tick",
                    missing="Confirm that what you have told us is true and complete",
                ),
            ),
        ),
    ),
    done=Done(
        heading="Income sent",
        prefix="HCT",
        words="In a real council you would get a letter within 2 weeks. In this demo nothing was sent or kept.",
    ),
)
