"""ID checks as they travel: the words they use, what is asked and answered, what happened, and what is shown.

An answer to a check stands in a command alone: commands are never stored, and these hide their secrets from `repr`.
No event and no view holds an answer, a code, a token or an account in clear. Knows nothing of how a check is decided.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from alongside.protocol.shapes import Id, Line, Part

Millis = Annotated[int, Meta(ge=0)]

CheckLevel = Literal["none", "basic", "strong"]
CheckMethod = Literal["signed", "code", "questions", "totp"]
"""signed: a JWT from the host page; code: six digits by e-mail or text message; questions: what the organisation
knows of them; totp: digits from an authenticator app."""
CheckState = Literal["asked", "answering", "passed", "failed", "locked", "cancelled", "expired"]
"""failed: the last try was not right, and there are more; locked: there are none left."""
CheckAct = Literal["highlight", "suggestion", "reveal", "account-talk"]
"""What a check may have to be passed for, beside steps."""
CheckOutcome = Literal["passed", "failed", "locked"]
Authority = Literal[
    "power-of-attorney", "deputy", "appointee", "parent-or-guardian", "executor", "written-consent", "other"
]
"""By what right somebody acts for somebody else."""
DestinationKind = Literal["email", "sms"]

CheckId = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[a-z][a-z0-9-]*(\.representative)?\Z")]
"""A playbook's check; with `.representative`, the same for who acts for the customer."""
Secret = Annotated[str, Meta(max_length=300)]


# --- commands: the agent's ------------------------------------------------------------------------------


class _Command(Struct, frozen=True, tag_field="do", omit_defaults=True, kw_only=True, forbid_unknown_fields=True):
    """Leaves its fields out of its `repr`, and so out of every log line and error report."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"


class RequestCheck(_Command, frozen=True, tag="check.request"):
    """Ask the customer to pass the playbook's check `check`. With an `authority` somebody acts for the customer: two
    linked checks are asked, of the person acted for and (`.representative`) of who acts; `reference` names the deed."""

    check: Annotated[str, Meta(max_length=60)]
    authority: Authority | None = None
    reference: Line = ""


class CancelCheck(_Command, frozen=True, tag="check.cancel"):
    """Ask for this check no more."""

    check: CheckId


class OpenAccount(_Command, frozen=True, tag="account.open"):
    """From here on the talk is about the customer's own account. Refused until the checks for that are passed."""


# --- commands: the customer's ---------------------------------------------------------------------------


class BeginCheck(_Command, frozen=True, tag="check.begin"):
    """Choose how to pass a check, or ask for a fresh code. `account` says who they are where that is not known
    (`CheckAsked.needs_account`); `to` is a destination's id. For `signed` the answer's `secret` is the nonce."""

    check: CheckId
    method: CheckMethod
    account: Secret = ""
    to: Annotated[str, Meta(max_length=60)] = ""


class AnswerCheck(_Command, frozen=True, tag="check.answer"):
    """One try: the answers by the ids of `CheckMethodOffer.fields`. Never stored; counted before it is looked at."""

    check: CheckId
    answers: Annotated[dict[Annotated[str, Meta(max_length=60)], Secret], Meta(max_length=20)]


class IdentifyCheck(_Command, frozen=True, tag="check.identify"):
    """One try with a signed identity from the host page, a JWT. Never stored."""

    check: CheckId
    token: Annotated[str, Meta(min_length=1, max_length=8_000)]


class DeclineCheck(_Command, frozen=True, tag="check.decline"):
    """Choose not to pass this check; the chat goes on."""

    check: CheckId


# --- commands: the server's own -------------------------------------------------------------------------


class OfferCheck(_Command, frozen=True, tag="check.offer"):
    """Where a code could be sent, masked: known once a signed identity said whose account it is."""

    check: CheckId
    destinations: tuple["Destination", ...] = ()


class SettleCheck(_Command, frozen=True, tag="check.settle"):
    """What came of the try `tried`. `who` is a keyed digest of the account; `unavailable`: nobody could tell."""

    check: CheckId
    tried: Id
    outcome: CheckOutcome
    who: str = ""
    unavailable: bool = False


class ExpireCheck(_Command, frozen=True, tag="check.expire"):
    """The check's time is over: nobody answered, a try was never settled, or what was passed is no longer valid."""

    check: CheckId


# --- events ---------------------------------------------------------------------------------------------


class _Event(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    pass


class CheckRequested(_Event, frozen=True, tag="check.requested"):
    """The agent asked for an ID check, which can be passed in the ways of `offers`: `attempts` in this session, and
    once passed it is valid for `minutes`. `acting_for` names the check of the person acted for; both checks have the
    authority, and its reference."""

    check: str
    title: str = ""
    level: CheckLevel = "basic"
    offers: tuple["CheckMethodOffer", ...] = ()
    account_label: str = ""
    account_hint: str = ""
    attempts: int = 3
    minutes: int = 30
    why: str = ""
    other_way: str = ""
    acting_for: str = ""
    authority: Authority | None = None
    reference: tuple[Part, ...] = ()
    until: Millis = 0
    """By when it has to be answered."""


class CheckOffered(_Event, frozen=True, tag="check.offered"):
    """Where a code could be sent, masked."""

    check: str
    destinations: tuple["Destination", ...] = ()


class CheckBegun(_Event, frozen=True, tag="check.begun"):
    """The customer chose a method; for `code`, one is on its way if the account is known. `id` names the choice."""

    check: str
    method: CheckMethod
    id: str = ""
    to: str = ""


class CheckTried(_Event, frozen=True, tag="check.tried"):
    """A try was made, and is counted, whatever comes of it. `tried` names it; unsettled after `until`, it is lost."""

    check: str
    tried: str
    method: CheckMethod = "code"
    level: CheckLevel = "basic"
    left: int = 0
    until: Millis = 0


class CheckPassed(_Event, frozen=True, tag="check.passed"):
    """The customer is who they say, as far as this method can tell. `who` is a keyed digest of the account."""

    check: str
    method: CheckMethod = "code"
    level: CheckLevel = "basic"
    who: str = ""
    until: Millis = 0
    acting_for: str = ""
    authority: Authority | None = None


class CheckFailed(_Event, frozen=True, tag="check.failed"):
    """The try was not right; `left` more may be made. `unavailable`: nobody could tell. What was wrong is not kept."""

    check: str
    method: CheckMethod = "code"
    level: CheckLevel = "basic"
    who: str = ""
    left: int = 0
    unavailable: bool = False


class CheckLocked(_Event, frozen=True, tag="check.locked"):
    """No more tries: those of this check, or those of the account for a day, are used up."""

    check: str
    method: CheckMethod = "code"
    level: CheckLevel = "basic"
    who: str = ""


class CheckCancelled(_Event, frozen=True, tag="check.cancelled"):
    """The agent asks no more, or the customer chose not to."""

    check: str


class CheckExpired(_Event, frozen=True, tag="check.expired"):
    """Its time is over."""

    check: str


class AccountOpened(_Event, frozen=True, tag="account.opened"):
    """From here on the talk is about the customer's own account."""


# --- views ----------------------------------------------------------------------------------------------


class Destination(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a code can be sent. `shown` is masked (`j•••@e•••.org`); empty where the account is not known yet: the
    words are then the same for every account."""

    id: str
    kind: DestinationKind
    shown: str = ""


class CheckField(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something to type. An empty `label` means the widget's own words for the kind."""

    id: str
    kind: Literal["code", "text"] = "text"
    label: str = ""
    hint: str = ""
    required: bool = True


class CheckMethodOffer(Struct, frozen=True, kw_only=True):
    """A way to pass a check: what to type in `fields`, of which `any_of` of those not required must be given."""

    method: CheckMethod
    fields: tuple[CheckField, ...] = ()
    any_of: int = 0
    destinations: tuple[Destination, ...] = ()
    needs_account: bool = False
    """Whether `check.begin` has to say who they are."""


class CheckAsked(Struct, frozen=True, kw_only=True):
    """A check as the customer is shown it. `checking` while a try is looked at, until `checking_until` at most."""

    id: str
    title: str
    state: CheckState
    why: str = ""
    other_way: str = ""
    methods: tuple[CheckMethodOffer, ...] = ()
    method: CheckMethod | None = None
    to: str = ""
    account_label: str = ""
    """What the organisation calls an account, as in `Customer number`. Empty: the widget's own words."""
    account_hint: str = ""
    attempts_left: int = 0
    checking: bool = False
    checking_until: Millis = 0
    unavailable: bool = False
    """The last try could not be looked at, as the organisation's system did not answer."""
    acting: Literal["", "acted-for", "representative"] = ""
    authority: Authority | None = None
    at: Millis = 0
    valid_until: Millis = 0


class Check(Struct, frozen=True, kw_only=True):
    """A check as the agent is shown it: how it stands, and never what was answered."""

    id: str
    title: str
    level: CheckLevel
    state: CheckState
    method: CheckMethod | None = None
    attempts_left: int = 0
    acting_for: str = ""
    """The id of the check of the person acted for."""
    authority: Authority | None = None
    reference: tuple[Part, ...] = ()
    at: Millis = 0
    valid_until: Millis = 0


class CheckRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A check of a playbook: what it is needed for (`steps` by their ids, `acts`), and how it can be passed."""

    id: str
    title: str
    level: CheckLevel
    steps: tuple[str, ...] = ()
    acts: tuple[CheckAct, ...] = ()
    methods: tuple[CheckMethod, ...] = ()
    attempts: int = 3
    minutes: int = 30
    why: str = ""
    other_way: str = ""


class CheckOption(Struct, frozen=True, kw_only=True):
    """A check of the playbook that the agent can ask for, and what it is needed for."""

    id: str
    title: str
    level: CheckLevel
    steps: tuple[str, ...] = ()
    acts: tuple[CheckAct, ...] = ()
    other_way: str = ""
