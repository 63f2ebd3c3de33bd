"""The settings: one typed structure, read once from environment and file, with help text per field.

Pure: `load` is given the environment and the file's bytes; it must not look for them itself.
"""

from alongside.config.colour import contrast, text_on
from alongside.config.identity import Identity, Known, Organisation, Question, SignedIdentity
from alongside.config.problems import Problem, SettingsError
from alongside.config.reading import CONFIG, load
from alongside.config.rules import MAKE_A_KEY, SECRET_KEY_LENGTH, advice, secret_key
from alongside.config.structure import (
    Account,
    CannedReply,
    CueRules,
    GlossaryTerm,
    LensRules,
    Offers,
    Role,
    Settings,
    Site,
    WebhookRules,
)
from alongside.config.text import help_text, page

__all__ = [
    "CONFIG",
    "MAKE_A_KEY",
    "SECRET_KEY_LENGTH",
    "Account",
    "CannedReply",
    "CueRules",
    "GlossaryTerm",
    "Identity",
    "Known",
    "LensRules",
    "Offers",
    "Organisation",
    "Problem",
    "Question",
    "Role",
    "Settings",
    "SettingsError",
    "SignedIdentity",
    "Site",
    "WebhookRules",
    "advice",
    "contrast",
    "help_text",
    "load",
    "page",
    "secret_key",
    "text_on",
]
