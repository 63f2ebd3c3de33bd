"""How a site's customers can show who they are: the settings of ID checks, with the words that explain each one.

A method that is not set up is not offered. Knows nothing of how an answer is looked at.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from alongside.config.marks import Count, Quiet, secret


class SignedIdentity(Quiet, frozen=True, kw_only=True):
    """A token that the host page hands over, for customers who are signed in there."""

    audience: Annotated[
        str, Meta(description="What the token's `aud` must be, as in `alongside`. Empty: the method is not offered.")
    ] = ""
    issuer: Annotated[str, Meta(description="What the token's `iss` must be. Empty: it is not looked at.")] = ""
    jwks_url: Annotated[
        str,
        Meta(description="HTTPS address of the signer's public keys, a JWKS. Read again when a key is not in it."),
    ] = ""
    jwks_file: Annotated[str, Meta(description="A file with the signer's public keys, in place of an address.")] = ""
    keys: Annotated[
        dict[str, str],
        secret("Shared keys for HS256, by their `kid`, each of at least 32 characters. With two you can change them."),
    ] = msgspec.field(default_factory=dict)
    skew_seconds: Annotated[
        Annotated[int, Meta(ge=0, le=120)], Meta(description="Seconds that the signer's clock may differ from ours.")
    ] = 30


class Organisation(Quiet, frozen=True, kw_only=True):
    """The organisation's own system, which knows its customers: an HTTPS address that is asked."""

    url: Annotated[
        str, Meta(description="HTTPS address that is asked about accounts. Empty: there is no such system.")
    ] = ""
    key: Annotated[
        str, secret("The key that signs requests and replies, as Standard Webhooks has it: `whsec_` and base64.")
    ] = ""
    timeout_seconds: Annotated[
        Annotated[int, Meta(ge=1, le=20)], Meta(description="Seconds to wait for a reply, each of two times.")
    ] = 4
    totp: Annotated[bool, Meta(description="Whether it can check the digits of an authenticator app.")] = False


class Question(Quiet, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that only the customer and the organisation know."""

    id: Annotated[
        str,
        Meta(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Its name in requests to the organisation's system."),
    ]
    label: Annotated[str, Meta(min_length=1, max_length=200, description="The question as customers read it.")]
    hint: Annotated[str, Meta(max_length=300, description="Where to find the answer, or how to write it.")] = ""
    required: Annotated[bool, Meta(description="Whether it must be answered; else it is one of the any-of.")] = True


class Known(Quiet, frozen=True, kw_only=True):
    """A customer who stands in the settings: for demos and trials, not for real customers."""

    email: Annotated[str, Meta(description="Where a code can be sent by e-mail.")] = ""
    phone: Annotated[str, Meta(description="Where a code can be sent as a text message.")] = ""
    totp_secret: Annotated[str, secret("The key of their authenticator app, in base32.")] = ""


class Identity(Quiet, frozen=True, kw_only=True):
    """How a site's customers can show who they are."""

    account_label: Annotated[
        str, Meta(description="What you call an account, as in `Customer number`. Empty: the widget's own words.")
    ] = ""
    account_hint: Annotated[str, Meta(description="Where customers find it.")] = ""
    signed: Annotated[SignedIdentity, Meta(description="Signed identity from the host page.")] = SignedIdentity()
    code_by: Annotated[
        tuple[Literal["email", "sms"], ...],
        Meta(description="How one-time codes are sent. E-mail needs `smtp_host`, text messages need `sms`."),
    ] = ()
    sms: Annotated[
        Organisation, Meta(description="The service that sends text messages; asked like the organisation's system.")
    ] = Organisation()
    organisation: Annotated[
        Organisation, Meta(description="The organisation's system, which knows accounts, addresses and answers.")
    ] = Organisation()
    ask_questions: Annotated[
        bool,
        Meta(
            description="Whether knowledge questions may be asked: for low risk only, as others may know the answers. "
            "They are never the only way."
        ),
    ] = False
    questions: Annotated[tuple[Question, ...], Meta(description="The questions, in their order.")] = ()
    any_of: Annotated[
        Annotated[int, Meta(ge=0, le=20)],
        Meta(description="How many of the questions that are not required must be answered."),
    ] = 0
    codes_per_hour: Annotated[Count, Meta(description="Codes that may be sent to one account within an hour.")] = 5
    tries_per_day: Annotated[
        Annotated[int, Meta(ge=1, le=10)],
        Meta(description="Tries for one account within 24 hours, over all sessions; then it is locked for that time."),
    ] = 5
    people: Annotated[
        dict[str, Known],
        Meta(description="Customers by their account, in place of the organisation's system: for demos and trials."),
    ] = msgspec.field(default_factory=dict)
