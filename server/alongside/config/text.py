"""The settings explained: for `alongside serve --help`, and as the page docs/settings.md.

Both are printed from the descriptions in `structure`; nothing is explained twice.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import NODEFAULT

from alongside.config.identity import Identity, Known, Organisation, Question, SignedIdentity
from alongside.config.marks import bounds, choices, described
from alongside.config.notes import NoteRules
from alongside.config.reading import scalars, variable
from alongside.config.structure import (
    Account,
    CannedReply,
    CueRules,
    GlossaryTerm,
    LensRules,
    Offers,
    Settings,
    Site,
    WebhookRules,
)

_INTRODUCTION = """\
# Settings

<!-- Printed by `alongside settings`. Change the words in server/alongside/config/structure.py. -->

Settings are read once, at the start, from the environment and from a TOML file; the environment wins.
`ALONGSIDE_CONFIG` (or `--config FILE`) says where the file is. In the file a setting has its small name
(`port = 8700`), in the environment the name in capitals (`ALONGSIDE_PORT=8700`). An empty variable counts
as not set. `alongside check` reads everything and names each problem with its remedy.
"""

_EXAMPLE = """\
## An example

```toml
public_url = "https://help.example.org"
trusted_proxies = 1

[sites.parking]
name = "Parking permits"
origins = ["https://forms.example.org"]
languages = ["en", "de"]
opening_hours = "Monday to Friday, 8 to 18"
accent = "#0b5c4a"
choices = ["I do not understand a question", "I get an error", "Something else"]

[sites.parking.lens]
forms = "form.application"
private = [".bank-details"]

[sites.parking.cues]
idle_seconds = 90

[sites.parking.offers]
on = true

[[sites.parking.canned_replies]]
title = "Hello"
text = "Hello, I am happy to help. Which question are you at?"

[[sites.parking.glossary]]
term = "PCN"
plain = "parking ticket"

[sites.parking.identity]
account_label = "Customer number"
code_by = ["email"]

[sites.parking.identity.signed]
audience = "alongside"
jwks_url = "https://forms.example.org/.well-known/jwks.json"

[sites.parking.identity.organisation]
url = "https://customers.example.org/alongside"
key = "whsec_..."  # printed by: openssl rand -base64 32

[accounts.maya]
display = "Maya"
role = "agent"
teams = ["permits"]
sites = ["parking"]
password_hash = "$argon2id$..."  # printed by: alongside hash-password
```
"""


def page() -> str:
    """The page docs/settings.md, in Markdown."""
    tables = (
        ("Sites: `[sites.NAME]`", Site),
        ("What the lens looks at: `[sites.NAME.lens]`", LensRules),
        ("What counts as a sign of trouble: `[sites.NAME.cues]`", CueRules),
        ("Offers of help: `[sites.NAME.offers]`", Offers),
        ("Your own server, told what happens: `[sites.NAME.webhook]`", WebhookRules),
        ("Wrap-ups in your own system: `[sites.NAME.notes]`", NoteRules),
        ("Canned replies: `[[sites.NAME.canned_replies]]`", CannedReply),
        ("Words to put more plainly: `[[sites.NAME.glossary]]`", GlossaryTerm),
        ("ID checks: `[sites.NAME.identity]`", Identity),
        ("Signed identity: `[sites.NAME.identity.signed]`", SignedIdentity),
        (
            "The organisation's system: `[sites.NAME.identity.organisation]`, and `[sites.NAME.identity.sms]`",
            Organisation,
        ),
        ("Knowledge questions: `[[sites.NAME.identity.questions]]`", Question),
        ("Customers for trials: `[sites.NAME.identity.people.ACCOUNT]`", Known),
        ("Accounts: `[accounts.NAME]`", Account),
    )
    parts = [_INTRODUCTION, "## In the environment or the file\n", _scalar_table()]
    for title, shape in tables:
        parts += [f"## {title}\n", _field_table(shape)]
    return "\n".join([*parts, _EXAMPLE])


def help_text(width: int = 96) -> str:
    """Every setting of the environment with its default, for a terminal."""
    lines = ["settings (environment; the same names in small letters in the TOML file):"]
    for field in scalars():
        words = f"{described(Settings, field.name)} {_facts(Settings, field)}"
        lines.append(f"  {variable(field.name)}")
        lines += textwrap.wrap(words, width, initial_indent=" " * 6, subsequent_indent=" " * 6)
    lines += ["", "Sites and accounts stand in the TOML file; `alongside settings` prints all of it."]
    return "\n".join(lines)


def _scalar_table() -> str:
    rows = ((f"`{variable(f.name)}`<br>`{f.name}`", Settings, f) for f in scalars())
    return _table(rows)


def _field_table(shape: type[msgspec.Struct]) -> str:
    return _table((f"`{field.name}`", shape, field) for field in msgspec.structs.fields(shape))


def _table(rows: Any) -> str:
    lines = ["| setting | what it is | value |", "|---|---|---|"]
    lines += [f"| {name} | {described(shape, f.name)} | {_facts(shape, f)} |" for name, shape, f in rows]
    return "\n".join([*lines, ""])


def _facts(shape: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str:
    """Choices, bounds and default in one line, as in `1 to 65535. Default: 8700.`"""
    return " ".join(_fact_sentences(shape, field))


def _fact_sentences(shape: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> Iterator[str]:
    if possible := choices(shape, field.name):
        yield f"One of {', '.join(possible)}."
    least, most = bounds(shape, field.name)
    if most is not None:
        yield f"{least or 0} to {most}."
    yield "Required." if field.required else _default(field)


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default if field.default is not NODEFAULT else None
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, tuple):
        value = ", ".join(value)
    if value is None or isinstance(value, msgspec.Struct) or str(value) == "":
        return "Default: empty."
    return f"Default: {value}."
