"""What can be set: the shape of the settings, with the words that explain each one.

The descriptions here are the only ones: `alongside serve --help` and docs/settings.md are printed
from them. This module must not know where settings come from (see `reading`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from alongside.config.identity import Identity
from alongside.config.marks import Count, Quiet, secret
from alongside.config.notes import NoteRules

Role = Literal["agent", "supervisor", "administrator"]


class LensRules(Quiet, frozen=True, kw_only=True):
    """What of a page the lens looks at."""

    forms: Annotated[
        str,
        Meta(description="CSS selector of the forms to report. Forms it does not match stay unseen."),
    ] = "form"
    private: Annotated[
        tuple[str, ...],
        Meta(description="CSS selectors of parts to be treated as if marked `data-alongside-private`."),
    ] = ()


class CueRules(Quiet, frozen=True, kw_only=True):
    """When something counts as a sign that a customer is stuck, or that the page is broken."""

    errors: Annotated[Count, Meta(description="Errors on the same field that make a cue.")] = 2
    returns: Annotated[Count, Meta(description="Returns to the same short field that make a cue.")] = 3
    submits: Annotated[Count, Meta(description="Attempts to go on that the form refuses, one after the other.")] = 2
    idle_seconds: Annotated[Count, Meta(description="Seconds without doing anything while an error stands.")] = 60
    clicks: Annotated[
        Annotated[int, Meta(ge=2)],
        Meta(description="Clicks at the same place of a button or the like; not on steppers and date pickers."),
    ] = 3
    click_pixels: Annotated[Count, Meta(description="How far apart such clicks may be, in pixels.")] = 30
    click_millis: Annotated[Count, Meta(description="Within how many milliseconds such clicks come.")] = 1000
    loops: Annotated[Count, Meta(description="Times somebody goes to another step and back, between the same two.")] = 2
    slow_seconds: Annotated[
        int, Meta(ge=0, description="Seconds after which an answer counts as slow. 0: none does, for long polling say.")
    ] = 8
    failures: Annotated[
        Count, Meta(description="Broken scripts and failed requests together for which help is offered.")
    ] = 2


class Offers(Quiet, frozen=True, kw_only=True):
    """Whether help is offered to customers who seem to be stuck and have not asked."""

    on: Annotated[
        bool,
        Meta(
            description="Watch for cues on every page with the widget, and offer help once per visit when an agent is "
            "free. Everything is counted on the customer's device."
        ),
    ] = False
    customers_per_agent: Annotated[
        Count, Meta(description="An agent who is there and has fewer customers than this counts as free.")
    ] = 1


class CannedReply(Quiet, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reply the agent can send with one choice."""

    title: Annotated[str, Meta(min_length=1, description="What the agent sees in the list.")]
    text: Annotated[str, Meta(min_length=1, description="What is written to the customer.")]


class GlossaryTerm(Quiet, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word that customers may not know, and what agents should say instead."""

    term: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=80,
            description="The word or phrase. Capitals count only where all of it is in capitals, as in `PCN`.",
        ),
    ]
    plain: Annotated[
        str, Meta(max_length=200, description="The plain words for it. Empty: a good word here, and not marked.")
    ] = ""


WebhookKind = Literal[
    "fault.opened",
    "fault.recorded",
    "session.started",
    "session.ended",
    "session.wrapped_up",
    "check.failed",
    "review.released",
]


class WebhookRules(Quiet, frozen=True, kw_only=True):
    """The organisation's own server, told what happens."""

    url: Annotated[
        str,
        Meta(description="Where to post, as in `https://tickets.example.org/alongside`. Empty: nowhere."),
    ] = ""
    secret: Annotated[
        str,
        secret("Signs what is posted: `whsec_` and 24 to 64 random bytes in base64, the same at the receiver."),
    ] = ""
    kinds: Annotated[
        tuple[WebhookKind, ...],
        Meta(description="What it is told of; docs/operators.md says what each kind has in it."),
    ] = ("fault.opened", "fault.recorded")
    sessions: Annotated[
        bool,
        Meta(
            description="Whether messages about a session have the address of its page, and so its id, for people who "
            "may sign in here. What your server has taken it keeps, also when the session is erased here."
        ),
    ] = False
    internal: Annotated[
        bool,
        Meta(description="Whether the address may lie inside your own network. Otherwise only public addresses do."),
    ] = False


FeedbackQuestion = Literal["rating", "ease", "recommend"]


class Site(Quiet, frozen=True, kw_only=True):
    """An organisation's form site that embeds the widget: `[sites.NAME]`."""

    name: Annotated[str, Meta(min_length=1, description="The site's name as people read it.")]
    origins: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            description="The addresses whose pages may embed the widget: scheme, host and, if it is "
            "not the usual one, port, as in `https://forms.example.org`. No path and no wildcard.",
        ),
    ]
    languages: Annotated[
        tuple[Literal["en", "de"], ...],
        Meta(min_length=1, description="Languages of the widget; the first is used when the page names none."),
    ] = ("en",)
    greeting: Annotated[
        str, Meta(description="The first words in the panel. Empty: the widget's own, in its language.")
    ] = ""
    opening_hours: Annotated[
        str,
        Meta(description="When someone is there, in words. Shown in the panel; nothing is computed from it."),
    ] = ""
    answer_seconds: Annotated[
        Count,
        Meta(
            description="Seconds within which a customer who waits should be answered: the service level counts by it."
        ),
    ] = 60
    time_zone: Annotated[
        str,
        Meta(
            description="The place whose clock the site's hours and days follow, as in `Europe/London`: in figures, "
            "lists, staffing and the service plan."
        ),
    ] = "UTC"
    accent: Annotated[
        str,
        Meta(
            description="The colour of the widget's buttons, as `#rrggbb`. White or dark text must be "
            "readable on it (contrast 4.5 to 1)."
        ),
    ] = "#1d4ed8"
    choices: Annotated[
        tuple[str, ...],
        Meta(description="Quick choices of what goes wrong, offered to the customer beside the text box."),
    ] = ()
    canned_replies: Annotated[
        tuple[CannedReply, ...], Meta(description="Replies the agent can send with one choice.")
    ] = ()
    glossary: Annotated[
        tuple[GlossaryTerm, ...],
        Meta(description="Words that the console marks while an agent writes them, with the plain words for them."),
    ] = ()
    lens: Annotated[LensRules, Meta(description="What of a page the lens looks at.")] = LensRules()
    webhook: Annotated[WebhookRules, Meta(description="The organisation's own server, told what happens.")] = (
        WebhookRules()
    )
    feedback: Annotated[
        tuple[FeedbackQuestion, ...],
        Meta(
            description="What customers are asked at the end, beside whether it is solved: `rating` (1 to 5 stars), "
            "`ease` (how easy it was, 1 to 7), `recommend` (whether they would send a friend, 0 to 10)."
        ),
    ] = ("rating",)
    first_contact_days: Annotated[
        int,
        Meta(
            ge=0,
            le=90,
            description="Days within which a customer who comes back, with the same browser, counts as not helped at "
            "first contact. For this the widget keeps on their device when they were last helped, and nothing else; "
            "you may have to tell your visitors. 0: nothing is kept, and nobody is known to come back.",
        ),
    ] = 0
    notes: Annotated[NoteRules, Meta(description="Where wrap-ups are written down, in your own system.")] = NoteRules()
    privacy_notice: Annotated[
        str, Meta(description="Address of the privacy notice, which customers find in their copy of the chat.")
    ] = ""
    privacy_contact: Annotated[
        str,
        Meta(description="Whom customers ask to have a chat deleted, as in `privacy@example.org`. Empty: the site."),
    ] = ""
    cues: Annotated[CueRules, Meta(description="What counts as a sign of trouble.")] = CueRules()
    offers: Annotated[Offers, Meta(description="Whether help is offered before anybody asks.")] = Offers()
    identity: Annotated[Identity, Meta(description="How customers show who they are.")] = Identity()


class Account(Quiet, frozen=True, kw_only=True):
    """Someone who signs in to the console: `[accounts.NAME]`."""

    display: Annotated[str, Meta(min_length=1, description="The name customers and colleagues see, as in `Maya`.")]
    role: Annotated[Role, Meta(description="What the account may do.")] = "agent"
    teams: Annotated[tuple[str, ...], Meta(description="Teams a session can be transferred to, by their name.")] = ()
    sites: Annotated[
        tuple[str, ...],
        Meta(description="Names of the sites whose customers the account helps. Empty: every site."),
    ] = ()
    password_hash: Annotated[str, secret("The argon2 hash of the password, as printed by `alongside hash-password`.")]


class Settings(Quiet, frozen=True, kw_only=True):
    """Everything that can be set, read once at the start."""

    host: Annotated[str, Meta(description="Address to listen on. `0.0.0.0` listens on every network interface.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=1, le=65535, description="Port to listen on.")] = 8700
    public_url: Annotated[
        str,
        Meta(
            description="The address browsers reach the server by, as in `https://help.example.org`. "
            "Empty: `http://localhost:PORT`, for trying it out."
        ),
    ] = ""
    data_dir: Annotated[
        Path,
        Meta(description="Directory of the embedded store. Made at the first start; readable by us alone."),
    ] = Path("var")
    playbooks_dir: Annotated[
        Path,
        Meta(description="Directory of the playbooks, with the parts they share in `parts/` inside it."),
    ] = Path("playbooks")
    redis_url: Annotated[
        str | None,
        secret(
            "Address of Redis or Valkey 7 or newer, as in `redis://redis:6379/0`. "
            "Empty: the embedded store in the data directory is started and stopped with the server."
        ),
    ] = None
    secret_key: Annotated[
        str,
        secret(
            "Signs cookies and session tokens: at least 32 characters, the same on every process, "
            "kept secret. `alongside serve` does not start without it."
        ),
    ] = ""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Meta(description="The least important messages to write to the log."),
    ] = "info"
    log_format: Annotated[
        Literal["auto", "json", "text"],
        Meta(description="How the log is written: a JSON object a line, or text for people. auto: text on a terminal."),
    ] = "auto"
    metrics: Annotated[
        bool, Meta(description="Whether `/metrics` answers Prometheus. Then set a token, addresses, or both.")
    ] = False
    metrics_token: Annotated[
        str, secret("Who has this token may read `/metrics`: at least 24 characters, sent as `Authorization: Bearer`.")
    ] = ""
    metrics_from: Annotated[
        str,
        Meta(description="Addresses and networks that may read `/metrics` without it, as in `10.0.0.7, 10.1.0.0/16`."),
    ] = ""
    trusted_proxies: Annotated[
        int,
        Meta(
            ge=0,
            description="How many proxies stand in front of the server. That many of the last addresses in "
            "`X-Forwarded-For` are believed; 0 believes none of it.",
        ),
    ] = 0

    retention_days: Annotated[Count, Meta(description="Days a finished session is kept; then its log is erased.")] = 30
    console_session_hours: Annotated[
        Count, Meta(description="Hours until someone who signed in to the console must sign in again.")
    ] = 12
    grace_seconds: Annotated[
        Count,
        Meta(
            description="Seconds an agent may be disconnected before their customer goes back to the head of the queue."
        ),
    ] = 45
    offer_seconds: Annotated[
        Count,
        Meta(
            description="Seconds a customer who was handed over waits for that agent or team alone; then "
            "anyone may take them."
        ),
    ] = 120
    customer_gone_minutes: Annotated[
        Count, Meta(description="Minutes a customer may be disconnected before their session is ended.")
    ] = 15
    code_minutes: Annotated[
        Annotated[int, Meta(ge=1, le=10)], Meta(description="Minutes a spoken code can be used. 10 at most.")
    ] = 10

    message_length: Annotated[Count, Meta(description="Longest chat message, in characters.")] = 2000
    lens_fields: Annotated[
        Count, Meta(description="Most fields of one page the lens reports. The rest is named as left out.")
    ] = 1000
    command_bytes: Annotated[
        int, Meta(ge=1024, le=900_000, description="Largest command a browser may send, in bytes.")
    ] = 256_000
    outbound_queue: Annotated[
        Count,
        Meta(
            description="Packets that may wait for one browser. Whoever reads slower than that is "
            "disconnected, and catches up when they come back."
        ),
    ] = 200

    wrong_codes_per_agent: Annotated[
        Count, Meta(description="Wrong spoken codes one agent may type within 10 minutes.")
    ] = 5
    wrong_codes_overall: Annotated[
        Count, Meta(description="Wrong spoken codes all agents together may type within 10 minutes.")
    ] = 50
    sessions_per_address: Annotated[
        Count, Meta(description="Sessions that may be begun from one network address within a minute.")
    ] = 30
    api_requests_per_minute: Annotated[
        Count, Meta(description="Requests that one token may make at `/api/v1` within a minute.")
    ] = 300
    sign_in_failures: Annotated[Count, Meta(description="Failed sign-ins in a row until an account is locked.")] = 5
    sign_in_lock_minutes: Annotated[Count, Meta(description="Minutes an account then stays locked.")] = 15

    dead_letters: Annotated[
        Count,
        Meta(description="Messages to other servers that are kept after they were given up; the oldest go first."),
    ] = 1000
    dead_letter_days: Annotated[
        Count,
        Meta(description="Days such a message is kept, and never longer than a finished session (`retention_days`)."),
    ] = 14
    ranked_sessions: Annotated[
        Count,
        Meta(
            description="Sessions that an agent must have in the days looked at to be held against others in figures."
        ),
    ] = 20

    smtp_host: Annotated[
        str, Meta(description="The mail server that one-time codes are sent by. Empty: no code is sent by e-mail.")
    ] = ""
    smtp_port: Annotated[int, Meta(ge=1, le=65535, description="Its port.")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(description="How the connection to it is encrypted; `none` only for a mail server on this machine."),
    ] = "starttls"
    smtp_user: Annotated[str, Meta(description="The name to sign in to it with. Empty: without signing in.")] = ""
    smtp_password: Annotated[str, secret("The password to sign in to it with.")] = ""
    smtp_from: Annotated[
        str, Meta(description="The address that codes are sent from, as in `no-reply@example.org`.")
    ] = ""

    sites: Annotated[
        dict[str, Site], Meta(description="The sites that embed the widget, by the name in `data-site`.")
    ] = msgspec.field(default_factory=dict)
    accounts: Annotated[
        dict[str, Account], Meta(description="Who may sign in to the console, by their log-in name.")
    ] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give the public address its default, which depends on the port."""
        address = self.public_url.rstrip("/") or f"http://localhost:{self.port}"
        msgspec.structs.force_setattr(self, "public_url", address)
