"""Sends codes as text messages, by asking a service in the way the organisation's system is asked."""

import secrets

from alongside.identity.ports import Contact, Unavailable
from alongside.verifier.mail import words
from alongside.verifier.organisation import Signed


class TextSender:
    """The service of the settings."""

    def __init__(self, service: Signed) -> None:
        self._service = service

    async def send(self, contact: Contact, digits: str, *, site: str, language: str) -> None:
        """Send these digits to this number. Raises Unavailable."""
        subject, text = words(language, site, digits)
        asked = {"type": "sms", "to": contact.address, "text": f"{subject}: {text.splitlines()[0]}"}
        reply = await self._service.ask(f"sms_{secrets.token_hex(12)}", asked)
        if not reply.sent:
            raise Unavailable("the service did not send the text message")
