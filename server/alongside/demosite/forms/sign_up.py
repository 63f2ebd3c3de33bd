"""An account with the council: where passwords, codes and second tries go wrong.

Passwords follow the usual advice for people: long, pasted if they like, no odd signs asked for, none that many use.
"""

from datetime import date

from alongside.demosite import rules
from alongside.demosite.questions import Answers, Done, Form, Page, Question, Start

SHORTEST = 12  # characters
CODE, OLD_CODE = "204806", "112233"
KNOWN = "taken@example.com"
_COMMON = ("password", "qwerty", "letmein", "iloveyou", "12345", "welcome")


def _new_email(answer: str, answers: Answers, today: date) -> str:
    if answer.casefold() == KNOWN:
        return "There is an account with this address already. Choose “Forgotten your password?”"
    return rules.email(answer, answers, today)


def _password(answer: str, answers: Answers, today: date) -> str:
    if len(answer) < SHORTEST:
        return f"The password is too short. It needs {SHORTEST} characters or more"
    if answer.isdecimal() or any(word in answer.casefold() for word in _COMMON):
        return "This password is easy to guess, because many people use one like it"
    return ""


def _code(answer: str, answers: Answers, today: date) -> str:
    match rules.digits(answer):
        case "204806":
            return ""
        case "112233":
            return "This code has expired. Ask for a new one"
    return "This is not the code of our newest e-mail" if len(answer) == 6 else "The code has 6 digits"


SIGN_UP = Form(
    slug="sign-up",
    title="Sign up for an account",
    about="Four steps with a password, a code by e-mail, and what goes wrong with both.",
    start=Start(
        heading="Sign up for an account",
        lead="With an account you see your bills and permits at any time.",
        needs=("an e-mail address that you can open now",),
        more="It takes about 3 minutes.",
        demo=f"No e-mail is sent. The code is {CODE}; {OLD_CODE} is an old one. {KNOWN} has an account already.",
    ),
    pages=(
        Page(
            slug="about-you",
            title="About you",
            questions=(
                Question(name="full_name", label="Your name", complete="name", missing="Enter your name"),
                Question(
                    name="email",
                    label="E-mail address",
                    mode="email",
                    complete="email",
                    hint="You will sign in with it",
                    missing="Enter your e-mail address",
                    rule=_new_email,
                    link=("Forgotten your password?", "/sign-up/forgotten"),
                ),
                Question(
                    name="email_again",
                    label="Repeat your e-mail address",
                    mode="email",
                    complete="email",
                    missing="Enter your e-mail address again",
                    rule=rules.same_as("email", "The e-mail addresses are not the same"),
                ),
            ),
        ),
        Page(
            slug="password",
            title="Password",
            heading="Choose a password",
            questions=(
                Question(
                    name="password",
                    label="Choose a password",
                    kind="secret",
                    complete="new-password",
                    hint="12 characters or more. Three words that do not belong together are good",
                    missing="Enter a password",
                    rule=_password,
                    forget=True,
                ),
                Question(
                    name="password_again",
                    label="Repeat the password",
                    kind="secret",
                    complete="new-password",
                    missing="Enter the password again",
                    rule=rules.same_as("password", "The passwords are not the same"),
                    forget=True,
                ),
            ),
        ),
        Page(
            slug="code",
            title="The code",
            heading="Confirm your e-mail address",
            lead="We have sent you an e-mail with a code. It is good for 5 minutes.",
            note=f"This is a demo, and no e-mail is sent. The code is {CODE}.",
            again=("Send a new code", "A new code is on its way"),
            questions=(
                Question(
                    name="code",
                    label="The code from the e-mail",
                    mode="numeric",
                    complete="one-time-code",
                    width="w10",
                    hint="6 digits",
                    missing="Enter the code from the e-mail",
                    rule=_code,
                    forget=True,
                ),
            ),
        ),
        Page(
            slug="terms",
            title="Agree and finish",
            heading="Rules of the account",
            lead="You look after your password and tell it to nobody. We look after your data and sell it to nobody. "
            "You can close the account at any time.",
            button="Make my account",
            questions=(
                Question(
                    name="terms",
                    label="I agree to the rules of the account",
                    kind="tick",
                    missing="Agree to the rules to make an account",
                ),
                Question(name="news", label="Send me news by e-mail", kind="tick"),
            ),
        ),
    ),
    done=Done(
        heading="Your account is ready",
        words="From now on you sign in with {sent_to} and your password. In this demo no account was made.",
    ),
    sent_to=("about-you", "email"),
)
