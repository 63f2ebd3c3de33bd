"""What a site offers its customers to show who they are: made from its settings, and put into each request for a check.

A method that is not set up is not there. Knows nothing of secrets: what is made here is shown to customers.
"""

from msgspec import Struct

from alongside.config import Identity
from alongside.protocol import CheckField, CheckMethod, CheckMethodOffer, Destination

CODE_FIELD = CheckField(id="code", kind="code")


class Offering(Struct, frozen=True, kw_only=True):
    """The ways of one site, and what it calls an account."""

    ways: dict[CheckMethod, CheckMethodOffer] = {}
    account_label: str = ""
    account_hint: str = ""


def offering(site: Identity) -> Offering:
    """What these settings offer."""
    ways: dict[CheckMethod, CheckMethodOffer] = {}
    if site.signed.audience:
        ways["signed"] = CheckMethodOffer(method="signed")
    if site.code_by:
        ways["code"] = CheckMethodOffer(
            method="code",
            fields=(CODE_FIELD,),
            destinations=tuple(Destination(id=kind, kind=kind) for kind in site.code_by),
            needs_account=True,
        )
    if site.organisation.totp or any(known.totp_secret for known in site.people.values()):
        ways["totp"] = CheckMethodOffer(method="totp", fields=(CODE_FIELD,), needs_account=True)
    if site.ask_questions and site.questions:
        ways["questions"] = _questions(site)
    return Offering(ways=ways, account_label=site.account_label, account_hint=site.account_hint)


def _questions(site: Identity) -> CheckMethodOffer:
    fields = tuple(
        CheckField(id=each.id, label=each.label, hint=each.hint, required=each.required) for each in site.questions
    )
    return CheckMethodOffer(method="questions", fields=fields, any_of=site.any_of, needs_account=True)
