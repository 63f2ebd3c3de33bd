"""Sends e-mail: codes, and what others have written. Knows nothing of whose it is."""

from email.message import EmailMessage

import aiosmtplib

from alongside.config import Settings
from alongside.identity.ports import Contact, Unavailable

SECONDS = 15
_WORDS = {
    "en": (
        "Your code for {site}",
        "Your code is {code}\n\nType it in the help window on the page you are on. It works once, for 5 minutes.\n\n"
        "Nobody from {site} will ever ask you to read this code out to them.\n"
        "If you did not ask for a code, you do not have to do anything.\n",
    ),
    "de": (
        "Ihr Code für {site}",
        "Ihr Code ist {code}\n\nBitte geben Sie ihn im Hilfefenster auf der Seite ein, auf der Sie gerade sind. "
        "Er gilt einmal, 5 Minuten lang.\n\nNiemand von {site} wird Sie je bitten, diesen Code vorzulesen.\n"
        "Wenn Sie keinen Code angefordert haben, brauchen Sie nichts zu tun.\n",
    ),
}


class MailSender:
    """The mail server of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, contact: Contact, digits: str, *, site: str, language: str) -> None:
        """Send these digits to this address. Raises Unavailable."""
        await self.post(_message(self._settings.smtp_from, contact.address, digits, site, language))

    async def post(self, message: EmailMessage) -> None:
        """Send this. Raises Unavailable, which says nothing of the address."""
        settings = self._settings
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password or None,
                use_tls=settings.smtp_security == "tls",
                start_tls=settings.smtp_security == "starttls",
                timeout=SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as trouble:
            # The server's own words may hold the address: they go no further.
            raise Unavailable(f"the mail server: {type(trouble).__name__}") from None


def words(language: str, site: str, digits: str) -> tuple[str, str]:
    """Subject and text in a language that we have; else in English."""
    subject, text = _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
    return subject.format(site=site), text.format(site=site, code=f"{digits[:3]} {digits[3:]}")


def _message(sender: str, to: str, digits: str, site: str, language: str) -> EmailMessage:
    subject, text = words(language, site, digits)
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message
