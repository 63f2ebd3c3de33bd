"""What must hold between a site's ID check settings, and what they need of the rest."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from urllib.parse import urlsplit

from alongside.config.identity import Identity, Organisation, SignedIdentity
from alongside.config.problems import Problem

_LOCAL = ("localhost", "127.0.0.1", "::1")
_KEY_LENGTH = 32
_MAKE_A_KEY = "Make one with `openssl rand -base64 32` and write `whsec_` in front of it."


def identity(where: str, site: Identity, *, mail: bool) -> Iterator[Problem]:
    """Every rule that a site's ID checks break. `mail`: a mail server is set up."""
    yield from _signed(f"{where}.signed", site.signed)
    yield from _asked(f"{where}.organisation", site.organisation)
    yield from _asked(f"{where}.sms", site.sms)
    if "email" in site.code_by and not mail:
        yield Problem(f"{where}.code_by", "no mail server is set.", "Set smtp_host and smtp_from.")
    if "sms" in site.code_by and not site.sms.url:
        yield Problem(f"{where}.code_by", "no service for text messages is set.", f"Set {where}.sms.url and its key.")
    if site.code_by and not (site.organisation.url or site.people):
        remedy = f"Set {where}.organisation.url and its key."
        yield Problem(f"{where}.code_by", "nothing knows where codes should go.", remedy)
    yield from _questions(where, site)


def _signed(where: str, signed: SignedIdentity) -> Iterator[Problem]:
    sources = [name for name in ("jwks_url", "jwks_file", "keys") if getattr(signed, name)]
    if signed.audience and len(sources) != 1:
        what = "no keys are given." if not sources else f"keys are given in {len(sources)} ways."
        yield Problem(where, what, "Give one of jwks_url, jwks_file and keys.")
    if signed.jwks_url and not _safe(signed.jwks_url):
        yield Problem(f"{where}.jwks_url", "is not an https:// address.", "Keys must come over HTTPS.")
    for kid, key in signed.keys.items():
        if len(key) < _KEY_LENGTH:
            what = f"is too short; it needs at least {_KEY_LENGTH} characters."
            yield Problem(f"{where}.keys.{kid}", what, "Make one with `openssl rand -base64 48`.")


def _asked(where: str, asked: Organisation) -> Iterator[Problem]:
    if not asked.url:
        return
    if not _safe(asked.url):
        yield Problem(f"{where}.url", "is not an https:// address.", "Answers must go over HTTPS.")
    if not asked.key:
        yield Problem(f"{where}.key", "is missing.", _MAKE_A_KEY)
    elif not _is_key(asked.key):
        yield Problem(f"{where}.key", "is not a key of at least 24 bytes in base64.", _MAKE_A_KEY)


def _questions(where: str, site: Identity) -> Iterator[Problem]:
    ids = [question.id for question in site.questions]
    for at, id in enumerate(ids):
        if id in ids[:at] or id == "code":
            yield Problem(f"{where}.questions[{at}].id", f"{id!r} is taken.", "Choose another one.")
    optional = sum(not question.required for question in site.questions)
    if site.any_of > optional:
        what = f"asks for {site.any_of} of {optional} questions."
        yield Problem(f"{where}.any_of", what, "Mark more questions with `required = false`, or ask for fewer.")
    if site.ask_questions and not site.questions:
        yield Problem(f"{where}.questions", "there are none.", f"Add a [[{where}.questions]] table.")
    if site.ask_questions and not site.organisation.url:
        remedy = f"Set {where}.organisation.url and its key."
        yield Problem(f"{where}.ask_questions", "nothing knows the answers.", remedy)


def _safe(address: str) -> bool:
    """HTTPS; or this machine, for a demo."""
    parts = urlsplit(address)
    return (parts.scheme == "https" and bool(parts.hostname)) or (parts.scheme == "http" and parts.hostname in _LOCAL)


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key.removeprefix("whsec_"), validate=True)) >= 24
    except binascii.Error:
        return False
