"""The demo: its settings, people and ports. Only `alongside demo` uses it; `serve` has no demo accounts.

Knows nothing of how the server or the demo form is run.
"""

from __future__ import annotations

import base64
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
from argon2 import PasswordHasher

from alongside.config import (
    Account,
    CannedReply,
    Identity,
    Offers,
    Organisation,
    Question,
    Role,
    Settings,
    Site,
)

SERVER_PORT = 8700
SITE_PORT = 8701
SITE = "parking"

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who can sign in to the demo's console."""

    name: str
    display: str
    role: Role
    password: str
    teams: tuple[str, ...] = ()


class DemoPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What the demo has beyond a server: a form on a port of its own, and people whose passwords we know."""

    host: str
    site_port: int
    site_origin: str
    people: tuple[Person, ...]
    council_key: str = ""
    """Signs what the made-up council's own system is asked in ID checks."""

    def greeting(self, settings: Settings) -> str:
        """What is printed when everything is up: where to go, and as whom."""
        log_ins = (f"{p.name:<7}{p.password:<15}{p.role}" for p in self.people)
        return "\n".join(
            [
                "",
                "  The demo is ready.",
                "",
                f"  1. As a customer, open   {self.site_origin}/",
                f"     ID checks: codes come to {self.site_origin}/council/messages",
                f"  2. As an agent, open     {settings.public_url}/console",
                "     in another browser or a private window, and sign in.",
                f"  3. As a supervisor, open {settings.public_url}/live",
                "     to watch, replay, coach and see figures. The administrator also has /settings/tokens.",
                "",
                "       name   password       role",
                *(f"       {log_in}" for log_in in log_ins),
                "",
                f"  Sessions are kept in {settings.data_dir}. Ctrl-C stops everything.",
                "",
            ]
        )


class _Kept(msgspec.Struct, kw_only=True):
    """What stays the same when the demo is started again, so that open sessions go on."""

    secret_key: str
    port: int
    site_port: int


def plan(data_dir: Path, *, host: str, public_host: str) -> tuple[Settings, DemoPlan]:
    """The demo's settings and what else it needs. Remembers key and ports in the data directory."""
    kept = _kept(data_dir, host)
    port = _free(host, kept.port)
    site_port = _free(host, kept.site_port)
    origin = f"http://{public_host}:{site_port}"
    council_key = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    people = tuple(_people(strangers=host not in _LOOPBACK))
    settings = Settings(
        host=host,
        port=port,
        public_url=f"http://{public_host}:{port}",
        data_dir=data_dir,
        secret_key=kept.secret_key,
        playbooks_dir=_playbooks(),
        sites={SITE: _site(origin, council_key)},
        accounts={person.name: _account(person) for person in people},
    )
    return settings, DemoPlan(
        host=host, site_port=site_port, site_origin=origin, people=people, council_key=council_key
    )


def _playbooks() -> Path:
    """The directory that was named, else that of the checkout, wherever the demo is started from."""
    named = os.environ.get("ALONGSIDE_PLAYBOOKS_DIR")
    beside = Path(__file__).parents[2] / "playbooks"
    return Path(named) if named else beside if beside.is_dir() else Path("playbooks")


def _kept(data_dir: Path, host: str) -> _Kept:
    """What an earlier start kept, or a new key and the ports that are free now."""
    path = data_dir / "demo.json"
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=_Kept)
    kept = _Kept(
        secret_key=secrets.token_urlsafe(48),
        port=_free(host, SERVER_PORT),
        site_port=_free(host, SITE_PORT),
    )
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(kept)))
    return kept


def _free(host: str, preferred: int) -> int:
    """The preferred port, or if it is taken any other that is free at this moment."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return preferred


def _people(*, strangers: bool) -> Iterator[Person]:
    """Well-known passwords on this machine alone; where strangers can connect, new ones at every start."""
    for name, role, teams in (
        ("maya", "agent", ("permits",)),
        ("sam", "agent", ("permits", "payments")),
        ("ruth", "supervisor", ()),
        ("adam", "administrator", ()),
    ):
        password = secrets.token_urlsafe(9) if strangers else f"demo-{name}"
        yield Person(
            name=name,
            display=name.title(),
            role=msgspec.convert(role, Role),
            password=password,
            teams=teams,
        )


def _account(person: Person) -> Account:
    return Account(
        display=person.display,
        role=person.role,
        teams=person.teams,
        sites=(SITE,),
        password_hash=PasswordHasher().hash(person.password),
    )


def _identity(origin: str, key: str) -> Identity:
    """ID checks against the made-up council's own system; messages come to a page of the demo site."""
    council = Organisation(url=f"{origin}/council/alongside", key=key, totp=True)
    return Identity(
        account_label="Customer number",
        account_hint="In this demo it stands on the page of the demo's telephone.",
        organisation=council,
        sms=council,
        code_by=("sms",),
        ask_questions=True,
        questions=(
            Question(id="postcode", label="Your postcode"),
            Question(id="bill", label="What you paid for your last permit, in pounds", required=False),
            Question(id="year", label="The year you moved here", required=False),
        ),
        any_of=1,
    )


def _site(origin: str, council_key: str) -> Site:
    return Site(
        name="Harrowmere Borough Council",
        origins=(origin,),
        languages=("en", "de"),
        opening_hours="Monday to Friday, 8 am to 6 pm",
        time_zone="Europe/London",
        accent="#0b5c4a",
        offers=Offers(on=True),
        feedback=("rating", "ease", "recommend"),
        first_contact_days=7,
        identity=_identity(origin, council_key),
        choices=(
            "I do not understand a question",
            "It says something is wrong",
            "I do not have what it asks for",
            "Something else",
        ),
        canned_replies=(
            CannedReply(title="Hello", text="Hello, I am happy to help. Which question are you at?"),
            CannedReply(
                title="Registration number",
                text="The registration number is on the number plate of the car, and at A in the log book.",
            ),
            CannedReply(title="Take your time", text="Take your time. I am here, and nothing gets lost."),
            CannedReply(title="Anything else?", text="Is there anything else I can help you with?"),
        ),
    )
