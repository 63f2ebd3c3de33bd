"""A resident parking permit: the form with everything that people get wrong. Its pages are laid out by hand."""

from alongside.demosite.forms import permit_checks as checks
from alongside.demosite.questions import Done, Form, Page, Start

PERMIT = Form(
    slug="permit",
    title="Resident parking permit",
    about="Seven steps, each a page load, with everything people get wrong on forms.",
    start=Start(
        heading="Apply for a resident parking permit",
        lead="A permit lets you park one vehicle near your home for 12 months. It costs £84.",
        needs=(
            "the registration of your vehicle",
            "a document that shows you live here: a photo or a PDF will do",
            "a debit or credit card",
        ),
        more="It takes about 5 minutes. We keep your answers for an hour while you fill in the form.",
        demo="To pay, use the card 4242 4242 4242 4242, any expiry date to come and any 3 digits. "
        "For the address, use the postcode HM1 4QT.",
    ),
    pages=(
        Page(
            slug="about-you",
            title="About you",
            template="permit/about-you.html",
            own_fields=("full_name", "birth_day", "birth_month", "birth_year", "email", "phone"),
            own_check=checks.about_you,
        ),
        Page(
            slug="address",
            title="Your address",
            template="permit/address.html",
            own_fields=("postcode", "home", "by_hand", "street", "town"),
            own_check=checks.address,
        ),
        Page(
            slug="vehicle",
            title="Your vehicle",
            template="permit/vehicle.html",
            own_fields=("registration", "fuel", "company_car", "company"),
            own_check=checks.vehicle,
        ),
        Page(
            slug="proof",
            title="Proof of address",
            template="permit/proof.html",
            own_fields=("document_kind", "document", "document_size", "shows_address", "health"),
            own_check=checks.proof,
        ),
        Page(
            slug="payment",
            title="Payment",
            template="permit/payment.html",
            own_fields=("card_name", "card_number", "card_ends", "expiry_month", "expiry_year", "security_code"),
            own_check=checks.payment,
            forget=("security_code",),
        ),
        Page(
            slug="check",
            title="Check your answers",
            template="permit/check.html",
            own_fields=("true",),
            own_check=checks.declaration,
        ),
    ),
    done=Done(
        heading="Application sent",
        prefix="HBP",
        words="In a real council an e-mail would now be on its way to {sent_to}, and your permit would follow within "
        "3 days. In this demo nothing was charged, sent or kept.",
    ),
    sent_to=("about-you", "email"),
)
