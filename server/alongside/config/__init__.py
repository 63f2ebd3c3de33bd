"""The settings: one typed structure, read once from environment and file, with help text per field.

Pure: `load` is given the environment and the file's bytes; it must not look for them itself.
"""

from .colour import contrast, text_on
from .problems import Problem, SettingsError
from .reading import CONFIG, load
from .rules import MAKE_A_KEY, SECRET_KEY_LENGTH, advice, secret_key
from .structure import Account, CannedReply, LensRules, Role, Settings, Site
from .text import help_text, page

__all__ = [
    "CONFIG",
    "MAKE_A_KEY",
    "SECRET_KEY_LENGTH",
    "Account",
    "CannedReply",
    "LensRules",
    "Problem",
    "Role",
    "Settings",
    "SettingsError",
    "Site",
    "advice",
    "contrast",
    "help_text",
    "load",
    "page",
    "secret_key",
    "text_on",
]
