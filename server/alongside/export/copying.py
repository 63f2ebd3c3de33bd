"""The customer's own copy of a session: what was said, and a receipt of what they agreed to, in their language.

What is in it is what the customer could see: no whispers, no notes between staff, no name of who watched. The receipt
follows the fields of the Kantara Consent Receipt 1.1, on which ISO/IEC TS 27560 builds: who asks, for what, which
kinds of data, when and how it was agreed, until when it is kept, and how to take it back. Pure.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import Any

from msgspec import Struct

from alongside.export.copy_words import Words, words_of
from alongside.export.telling import Item, transcript
from alongside.privacy import plain
from alongside.protocol import (
    HELPER_ALONE,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    Entry,
    SessionEnded,
    SessionRequested,
)

DAY = 86_400_000


class About(Struct, frozen=True, kw_only=True):
    """What a copy says of the site. `until`: how long the session is kept here, in days from its last entry."""

    site: str
    days: int
    notice: str = ""
    """The address of the site's privacy notice."""
    contact: str = ""
    """Whom to ask to have it erased."""


class Line(Struct, frozen=True):
    """Something said or done: when, by whom (empty: nobody in particular), and what; `said`: in their own words."""

    at: int
    who: str
    text: str
    said: bool


class Copy(Struct, frozen=True, kw_only=True):
    """A customer's copy. `agreed`: each time they agreed to share, declined, or took it back."""

    about: About
    language: str
    number: str
    began: int
    until: int
    lines: tuple[Line, ...]
    agreed: tuple[tuple[int, ConsentGiven | ConsentDeclined | ConsentWithdrawn], ...]


def copy_of(number: str, entries: Iterable[Entry], about: About, language: str) -> Copy:
    """The copy of a session. `number`: its id, by which staff find it when the customer wants it deleted."""
    entries = tuple(entries)
    events = [(entry.at, event) for entry in entries for each in entry.decisions for event in each.events]
    words = words_of(language)
    told = transcript("", entries, for_customer=True).items
    agreed = [(at, each) for at, each in events if isinstance(each, ConsentGiven | ConsentDeclined | ConsentWithdrawn)]
    last = entries[-1].at if entries else 0
    ended = next((at for at, event in events if isinstance(event, SessionEnded)), last)
    return Copy(
        about=about,
        language=language if language == "de" else "en",
        number=number,
        began=next((at for at, event in events if isinstance(event, SessionRequested)), last),
        until=max(last, ended) + about.days * DAY,
        lines=tuple(line for item in told if (line := _line(item, words)) is not None),
        agreed=tuple(agreed),
    )


def _line(item: Item, words: Words) -> Line | None:
    """Their words and ours as they were; what happened as far as it is of use to them, in their language."""
    who = words.you if item.role == "customer" else item.who
    text = plain(item.parts)
    if item.kind in ("message", "card") and text:
        return Line(item.at, who, text, said=True)
    if item.kind == "highlight" and text:
        return Line(item.at, who, words.pointed(text), said=False)
    if item.kind == "notice" and text and item.role == "customer":
        return Line(item.at, who, text, said=True)  # what they asked for help with
    if item.kind == "notice" and item.words.startswith(("joined", "helps from")):
        return Line(item.at, item.who, words.joined, said=False)
    return None


def as_plain_text(copy: Copy) -> str:
    """The copy as text, to be sent by e-mail."""
    words = words_of(copy.language)
    lines = [words.title(copy.about.site), words.lead(_day(copy.began), copy.number), "", words.said_heading, ""]
    lines += [f"{_time(line.at)}  {line.who}: {_indented(line.text)}" for line in copy.lines] or [words.nothing_said]
    lines += ["", words.agreed_heading, "", *_agreed(copy, words), "", words.rights_heading, "", *_rights(copy, words)]
    return "\n".join(lines) + "\n"


def as_page(copy: Copy) -> str:
    """The copy as a page of HTML that needs no other file, and runs and loads nothing."""
    words = words_of(copy.language)
    said = "".join(_said(line) for line in copy.lines) or f"<p>{escape(words.nothing_said)}</p>"
    return _PAGE.format(
        language=copy.language,
        title=escape(words.title(copy.about.site)),
        lead=escape(words.lead(_day(copy.began), copy.number)),
        said_heading=escape(words.said_heading),
        said=said,
        agreed_heading=escape(words.agreed_heading),
        agreed=_paragraphs(_agreed(copy, words)),
        rights_heading=escape(words.rights_heading),
        rights=_paragraphs(_rights(copy, words)),
    )


def as_receipt(copy: Copy, made_at: int) -> dict[str, Any]:
    """The receipt for programs, by the field names of the Kantara Consent Receipt 1.1. `made_at` in milliseconds."""
    words, site = words_of(copy.language), copy.about.site
    given = next((at for at, event in reversed(copy.agreed) if isinstance(event, ConsentGiven)), 0)
    return {
        "version": "KI-CR-v1.1.0",
        "consentTimestamp": given // 1000,
        "collectionMethod": "help window of the form's page",
        "consentReceiptID": copy.number,
        "issued": made_at // 1000,
        "language": copy.language,
        "piiPrincipalId": copy.number,
        "piiControllers": [{"piiController": site, "contact": copy.about.contact or site}],
        "policyUrl": copy.about.notice,
        "services": [
            {
                "service": words.service,
                "purposes": [
                    {
                        "purpose": words.purpose,
                        "consentType": "EXPLICIT",
                        "piiCategory": [*seen_under(copy, words)],
                        "primaryPurpose": True,
                        "termination": words.kept_until(_day(copy.until)),
                        "thirdPartyDisclosure": False,
                    }
                ],
            }
        ],
        "sensitive": False,
        "history": [_event(at, event) for at, event in copy.agreed],
    }


def _event(at: int, event: ConsentGiven | ConsentDeclined | ConsentWithdrawn) -> dict[str, Any]:
    state = {ConsentGiven: "given", ConsentDeclined: "declined", ConsentWithdrawn: "withdrawn"}[type(event)]
    return {"at": at // 1000, "state": state, "scope": event.scope, "wording": getattr(event, "wording", "")}


def _agreed(copy: Copy, words: Words) -> list[str]:
    if not copy.agreed:
        return [words.nothing_agreed]
    return [
        *(_agreement(at, event, words) for at, event in copy.agreed),
        words.see_intro + " " + "; ".join(seen_under(copy, words)) + ".",
        *([] if _read(copy) <= HELPER_ALONE else [words.others]),
        words.never,
        words.why,
    ]


def seen_under(copy: Copy, words: Words) -> tuple[str, ...]:
    """What was to be seen by the words they said yes to. Hints came with `lens-2`, signs of trouble with `lens-3`."""
    return words.sees[: max((_NAMED.get(wording, len(words.sees)) for wording in _read(copy)), default=None)]


def _read(copy: Copy) -> frozenset[str]:
    """The versions of the words that they said yes to."""
    return frozenset(event.wording for _, event in copy.agreed if isinstance(event, ConsentGiven))


_NAMED = {"lens-1": 3, "lens-2": 4}
"""How many of `Words.sees` older wordings named."""


def _agreement(at: int, event: ConsentGiven | ConsentDeclined | ConsentWithdrawn, words: Words) -> str:
    return words.consent(type(event).__name__, _day(at), _time(at), getattr(event, "wording", ""))


def _rights(copy: Copy, words: Words) -> list[str]:
    about = copy.about
    told = [words.kept_until(_day(copy.until)), words.erase(about.contact or about.site, copy.number)]
    return [*told, words.notice(about.notice)] if about.notice else told


def _said(line: Line) -> str:
    kind = "said" if line.said else "done"
    who = f"<b>{escape(line.who)}</b>" if line.who else ""
    return f'<p class="{kind}"><time>{_time(line.at)}</time> {who} <span>{escape(_printable(line.text))}</span></p>'


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _indented(text: str) -> str:
    return _printable(text).replace("\n", "\n    ")


def _printable(text: str) -> str:
    """Without characters that would steer a terminal or turn text around."""
    return "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in text)


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%d.%m.%Y")


def _time(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%H:%M UTC")


_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; padding: 2rem 1rem; max-width: 42rem; font: 1rem/1.5 system-ui, sans-serif; }}
h1 {{ font-size: 1.5rem; line-height: 1.2; }}
h2 {{ margin: 2rem 0 .5rem; font-size: 1.125rem; }}
p {{ margin: .5rem 0; overflow-wrap: anywhere; }}
time {{ font-variant-numeric: tabular-nums; opacity: .75; }}
span {{ white-space: pre-wrap; }}
.said span {{ display: block; padding-left: .75rem; border-left: 3px solid; }}
@media print {{ body {{ padding: 0; max-width: none; }} p {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{lead}</p>
<h2>{said_heading}</h2>
{said}
<h2>{agreed_heading}</h2>
{agreed}
<h2>{rights_heading}</h2>
{rights}
</body>
</html>
"""
