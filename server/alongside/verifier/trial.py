"""Customers who stand in the settings, in place of the organisation's system: for demos and trials.

Asks nobody. An account that is not there is compared with a key of its own, so that it takes as long.
"""

from collections.abc import Mapping

from alongside.config import Known
from alongside.identity.ports import Attempt, Contact


class TrialDirectory:
    """A site's accounts from its settings."""

    def __init__(self, people: Mapping[str, Known]) -> None:
        self._people = {_plain(account): known for account, known in people.items()}

    async def contacts(self, account: str, id: str) -> tuple[Contact, ...]:
        """How they can be reached."""
        known = self._people.get(_plain(account), Known())
        found = (Contact(kind="email", address=known.email), Contact(kind="sms", address=known.phone))
        return tuple(contact for contact in found if contact.address)

    async def right(self, account: str, attempt: Attempt, id: str) -> bool:
        """Nothing that is asked here can be right: questions are for the organisation's system."""
        return False

    def totp_secret(self, account: str) -> str:
        """The key of their authenticator app, or nothing."""
        return self._people.get(_plain(account), Known()).totp_secret


def _plain(account: str) -> str:
    return "".join(account.split()).casefold()
