"""The stage for ID checks: a server whose site has set them up, a form that knows who is signed in, and a mailbox.

All of it real, in this process: SMTP, HMAC-signed tokens, a store of its own. What arrives in the mailbox a test reads
as the customer would.
"""

import asyncio
import re
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import OctKey
from log_store import free_port
from msgspec.structs import replace
from organisation import ANSWERS, Organisation, organisation
from organisation import SIGNING_KEY as ORGANISATION_KEY
from serving import PARKING, account, answering, serving_with_store, site

from alongside.config import Identity, Known, Question, SignedIdentity
from alongside.config import Organisation as System
from alongside.verifier import Timing

ACCOUNT, EMAIL = "4711-0815", "anna.brown@home.example"
SIGNING_KEY = "a key that the site and the server share, for tests"
BENEFITS = "benefits"
TICK = Timing(tick=0.3)
"""Outcomes are told so much sooner than otherwise, that tests need not wait."""
PLAYBOOK = """\
title: Renew a permit
task: Renew a permit
owner: Permits team
version: "1"
applies_to: {sites: [parking]}
opening: [Hello. What would you like to do?]
steps:
  - id: full-name
    title: Your name
    match: {field: full-name}
    say: {new: Please type your first name and your last name.}
checks:
  - id: who-you-are
    title: Make sure it is you
    level: basic
    before: {acts: [account-talk]}
    methods: [signed, code]
    why: Your permit is about where you live, so only you should see it.
    other_way: Bring a letter with your name to any library, and we will help you there.
"""
BENEFITS_PLAYBOOK = """\
title: Help with council tax
task: Claim help
owner: Benefits team
version: "1"
applies_to: {sites: [benefits]}
opening: [Hello. Who is the claim for?]
steps:
  - id: full-name
    title: Your name
    match: {field: full-name}
    say: {new: Please type your first name and your last name.}
checks:
  - id: who-claims
    title: Make sure who claims
    level: basic
    before: {steps: [full-name], acts: [account-talk]}
    methods: [totp, questions]
    why: The claim tells what somebody earns, so we only talk about it with them, or with who acts for them.
    other_way: Come to the desk in the hall with a letter that has your name on it.
"""
QUESTIONS = {"postcode": "Your postcode", "amount": "What you paid last", "year": "The year you moved here"}
FORM = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Renew a permit</title>
<script src="{widget}" data-site="{site}" defer></script></head>
<body><main><h1>Renew a permit</h1><form><label for="n">Full name</label><input id="n" name="full-name"></form></main>
<script type="module">
 window.heard = [];
 for (const event of ["identified", "identify-failed"]) Alongside.on(event, () => heard.push(event));
 Alongside.on("identify", async ({{ nonce }}) => {{
   const answer = await fetch("/token", {{ method: "POST", body: nonce }});
   if (answer.ok) Alongside.identify(await answer.text());
 }});
</script></body></html>"""


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: asyncio.Queue[str] = asyncio.Queue()

    async def code(self) -> str:
        """The digits in the next mail."""
        async with asyncio.timeout(10):
            mail = await self.mails.get()
        found = re.search(r"(\d{3}) (\d{3})", mail)
        assert found, mail
        return found.group(1) + found.group(2)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One conversation, as SMTP has it."""
        writer.write(b"220 mailbox\r\n")
        while line := await reader.readline():
            verb = line[:4].upper()
            writer.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(verb, b"250 OK\r\n"))
            if verb == b"DATA":
                self.mails.put_nowait((await reader.readuntil(b"\r\n.\r\n")).decode())
                writer.write(b"250 OK\r\n")
            if verb == b"QUIT":
                break
        writer.close()


class ChecksStage:
    """`url` is the server's address, `site_url` the form's. `signed_in` is whom the form's server vouches for.

    At `/benefits` is a form of another site, which asks its own system: `organisation`."""

    def __init__(self, store_url: str, url: str, site_url: str, mailbox: Mailbox, organisation: Organisation) -> None:
        self.store_url = store_url
        self.url = url
        self.site_url = site_url
        self.mailbox = mailbox
        self.organisation = organisation
        self.signed_in = ""
        self.tokens: list[str] = []

    async def form(self, request: web.Request) -> web.Response:
        site = request.path.strip("/") or PARKING
        return web.Response(text=FORM.format(widget=f"{self.url}/widget.js", site=site), content_type="text/html")

    async def token(self, request: web.Request) -> web.Response:
        """What docs/site-owners.md has a site do."""
        if not self.signed_in:
            raise web.HTTPUnauthorized
        now, nonce = int(time.time()), await request.text()
        claims = {"sub": self.signed_in, "aud": "alongside", "nonce": nonce, "jti": secrets.token_hex(8)}
        key = OctKey.import_key(SIGNING_KEY)
        self.tokens.append(jwt.encode({"alg": "HS256", "kid": "k1"}, claims | {"iat": now, "exp": now + 60}, key))
        return web.Response(text=self.tokens[-1])


def asking(council: Organisation) -> Identity:
    """Questions and an app's digits, looked at by the organisation's own system."""
    assert QUESTIONS.keys() == ANSWERS.keys()
    return Identity(
        account_label="Customer number",
        account_hint="It stands at the top of every letter.",
        organisation=System(url=council.url, key=ORGANISATION_KEY, totp=True),
        ask_questions=True,
        questions=tuple(
            Question(
                id=id, label=label, required=id == "postcode", hint="As on your letters." if id == "amount" else ""
            )
            for id, label in QUESTIONS.items()
        ),
        any_of=1,
    )


@asynccontextmanager
async def checks_stage(folder: Path) -> AsyncIterator[ChecksStage]:
    """Everything started, and stopped again."""
    mailbox, port = Mailbox(), free_port()
    site_url = f"http://localhost:{port}"
    books = folder / "playbooks"
    books.mkdir()
    (books / "renew.yaml").write_text(PLAYBOOK)
    (books / "claim.yaml").write_text(BENEFITS_PLAYBOOK)
    identity = Identity(
        account_label="Customer number",
        account_hint="It stands at the top of every letter.",
        signed=SignedIdentity(audience="alongside", keys={"k1": SIGNING_KEY}),
        code_by=("email",),
        people={ACCOUNT: Known(email=EMAIL), **{str(n): Known(email=EMAIL) for n in range(20)}},
    )
    others = {
        "accounts": {"maya": account("Maya", "agent")},
        "playbooks_dir": books,
        "smtp_host": "localhost",
        "smtp_port": mailbox.port,
        "smtp_security": "none",
        "smtp_from": "permits@example.org",
    }
    async with (
        await asyncio.start_server(mailbox.take, "localhost", mailbox.port),
        organisation() as council,
        serving_with_store(
            folder / "store",
            timing=TICK,
            sites={
                PARKING: replace(site("Parking permits", site_url), identity=identity),
                BENEFITS: replace(site("Council tax help", site_url), identity=asking(council)),
            },
            **others,
        ) as server,
    ):
        assert server.store is not None
        stage = ChecksStage(server.store.url, server.url, site_url, mailbox, council)
        app = web.Application()
        app.add_routes([web.get("/", stage.form), web.get(f"/{BENEFITS}", stage.form), web.post("/token", stage.token)])
        async with answering(app, "localhost", port):
            yield stage
