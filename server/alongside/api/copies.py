"""The customer's own copy of their session, by their own key: to download, or sent by e-mail once.

The address that a copy is sent to is used for that and nothing else: it is neither kept nor logged, nor counted.
"""

import re
from email.message import EmailMessage
from typing import Annotated, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from alongside.access import NotAllowed, Who, read_session_token
from alongside.api.turnstile import answered, refusal, unsaved
from alongside.config import Settings
from alongside.export.copy_words import words_of
from alongside.export.copying import About, Copy, as_page, as_plain_text, as_receipt, copy_of
from alongside.hub import Hub
from alongside.hub.entries import read_entries
from alongside.identity.ports import Unavailable
from alongside.log import StoreGone, unnamed
from alongside.verifier.mail import MailSender

PER_HOUR = 20
"""Copies of one session."""
MAILS_PER_DAY = 3
"""Of one session: each may go to another address."""
_ADDRESS = re.compile(r"(?!.*=\?)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""One plain address (RFC 5321): in `=?` another one, or a header, could hide as an encoded word of RFC 2047."""


class _Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a customer asks for. `to`: where to send it, empty: it is the answer."""

    token: Annotated[str, Meta(max_length=4_000)]
    form: Literal["html", "txt", "receipt"] = "html"
    language: Annotated[str, Meta(max_length=20)] = "en"
    to: Annotated[str, Meta(max_length=254)] = ""


class _Refused(Exception):
    """Not this time; the code says why."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


def routes(settings: Settings, hub: Hub) -> list[web.RouteDef]:
    """/widget/{site}/copy."""
    mail = MailSender(settings)

    async def copy(request: web.Request) -> web.Response:
        site = request.match_info["site"]
        refused = refusal(request, settings, site)
        if refused is not None:
            return refused
        try:
            asked = msgspec.json.decode(await request.read(), type=_Asked)
            who = _customer(settings, asked.token, site, int(hub.clock.seconds()))
            made = await _made(settings, hub, who, asked)
            if asked.to:
                await _send(settings, mail, made, asked.to)
                return answered(request, {"sent": True})
            return _file(request, made, asked.form, hub.clock.millis())
        except msgspec.DecodeError:  # a ValidationError is one
            return answered(request, {"code": "bad_request", "says": "This request is not understood."}, status=400)
        except NotAllowed as bad:
            return answered(request, {"code": bad.code, "says": bad.says}, status=403)
        except _Refused as no:
            return answered(request, {"code": no.code, "says": _SAYS[no.code]}, status=no.status)
        except StoreGone:
            return unsaved(request)

    return [web.post("/widget/{site}/copy", copy)]


_SAYS = {
    "gone": "This session is no longer kept.",
    "too_many": "That was asked for many times. Please wait a while.",
    "bad_address": "This does not look like an e-mail address.",
    "no_mail": "Copies cannot be sent by e-mail here.",
    "not_sent": "The e-mail could not be sent. Please try again later, or download your copy.",
}


def _customer(settings: Settings, token: str, site: str, now: int) -> Who:
    """The customer whose key this is. An agent's key opens nothing here."""
    who = read_session_token(settings.secret_key, token, now=now)
    if who.role != "customer" or who.site != site:
        raise NotAllowed("This key is not one of a customer of this site.", "bad_token")
    return who


async def _made(settings: Settings, hub: Hub, who: Who, asked: _Asked) -> Copy:
    if asked.to and not settings.smtp_host:
        raise _Refused("no_mail", 400)
    if asked.to and not _ADDRESS.fullmatch(asked.to):
        raise _Refused("bad_address", 400)
    number = unnamed(who.session)
    kind, most, span = ("mails", MAILS_PER_DAY, 86_400) if asked.to else ("copies", PER_HOUR, 3_600)
    if await hub.indexes.count(f"{kind}:{number}", span) > most:
        raise _Refused("too_many", 429)
    entries = await read_entries(hub.log, who.session)
    if not entries:
        raise _Refused("gone", 404)
    site = settings.sites[who.site]
    about = About(
        site=site.name, days=settings.retention_days, notice=site.privacy_notice, contact=site.privacy_contact
    )
    return copy_of(who.session, entries, about, asked.language)


async def _send(settings: Settings, mail: MailSender, made: Copy, to: str) -> None:
    words, text = words_of(made.language), as_plain_text(made)
    message = EmailMessage()
    message["From"], message["To"] = settings.smtp_from, to
    message["Subject"] = words.mail_subject(made.about.site)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{text}\n{words.mail_end}\n")
    message.add_attachment(as_page(made).encode(), maintype="text", subtype="html", filename="copy.html")
    try:
        await mail.post(message)
    except Unavailable:
        raise _Refused("not_sent", 503) from None


def _file(request: web.Request, made: Copy, form: str, now: int) -> web.Response:
    media_type, body = _written(made, form, now)
    headers = {
        "Access-Control-Allow-Origin": request.headers.get("Origin", ""),
        "Vary": "Origin",
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{"receipt.json" if form == "receipt" else f"copy.{form}"}"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return web.Response(body=body, content_type=media_type, charset="utf-8", headers=headers)


def _written(made: Copy, form: str, now: int) -> tuple[str, bytes]:
    if form == "receipt":
        return "application/json", msgspec.json.format(msgspec.json.encode(as_receipt(made, now)))
    return ("text/plain", as_plain_text(made).encode()) if form == "txt" else ("text/html", as_page(made).encode())
