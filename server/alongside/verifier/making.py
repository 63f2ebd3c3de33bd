"""Puts a verifier together from the settings: for each site what it has set up, and nothing else."""

from collections.abc import Callable
from functools import partial

from aiohttp import ClientSession

from alongside.config import Identity, Settings
from alongside.identity.ports import Directory, Sender
from alongside.log import Indexes, Keeping, Log
from alongside.protocol import DestinationKind
from alongside.verifier.looking import Looking, Place, Timing
from alongside.verifier.mail import MailSender
from alongside.verifier.organisation import OrganisationDirectory, Signed
from alongside.verifier.signing_keys import SigningKeys, fetch
from alongside.verifier.sms import TextSender
from alongside.verifier.trial import TrialDirectory


def make_verifier(settings: Settings, log: Log, clock: Callable[[], float], timing: Timing | None = None) -> Looking:
    """The verifier for these settings' sites. Make it in a running event loop, and close it."""
    session = ClientSession()
    places = {
        name: _place(name, site.name, site.identity, settings, session, clock) for name, site in settings.sites.items()
    }
    return Looking(places, settings.secret_key, Indexes(log), Keeping(log), clock, timing, session.close)


def _place(
    site: str,
    title: str,
    identity: Identity,
    settings: Settings,
    session: ClientSession,
    clock: Callable[[], float],
) -> Place:
    signed = identity.signed
    trial = TrialDirectory(identity.people)
    directory: Directory = trial
    if identity.organisation.url:
        system = Signed(identity.organisation, session)
        directory = OrganisationDirectory(site, system, identity.questions, identity.any_of)
    return Place(
        name=title,
        directory=directory,
        senders=_senders(identity, settings, session),
        keys=SigningKeys(signed, partial(fetch, session), clock) if signed.audience else None,
        audience=signed.audience,
        issuer=signed.issuer,
        skew=signed.skew_seconds,
        trial=None if identity.organisation.totp else trial,
        tries_per_day=identity.tries_per_day,
        codes_per_hour=identity.codes_per_hour,
    )


def _senders(identity: Identity, settings: Settings, session: ClientSession) -> dict[DestinationKind, Sender]:
    senders: dict[DestinationKind, Sender] = {}
    if "email" in identity.code_by:
        senders["email"] = MailSender(settings)
    if "sms" in identity.code_by:
        senders["sms"] = TextSender(Signed(identity.sms, session))
    return senders
