r"""The regular expressions of playbooks: what Python and browsers both read, and read alike.

A pattern is for the whole value. `\d` and `\w` are ASCII; in browsers it runs with the flags `iu`, or `u`
when exact. What only one of the two understands is no pattern here, so that a rule never means two things.
"""

import re
import warnings
from functools import lru_cache

_ESCAPE = r"\\(?:[dDwWsSbBnrtfv1-9^$\\.*+?()\[\]{}|/]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})"
_SHARED = re.compile(
    rf"(?:{_ESCAPE}"
    rf"|\[\^?(?:{_ESCAPE}|\\-|[^\]\\])+\]"
    r"|\((?:\?(?:[:=!]|<[=!])|(?!\?))|\)"
    r"|(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??(?![*+?])"
    r"|[|^$.]|[^\\\[\](){}|^$.*+?])*+"
)
_WITH_SIZE = re.compile(r"([0-9]|\\d|\[[0-9-]+\])(?:\{([0-9]{1,3})\})?|[- ]\??|\[[- ]{2}\]\?|\\s[?*]")


@lru_cache(maxsize=1_000)
def compiled(pattern: str, *, exact: bool = False) -> re.Pattern[str] | None:
    """The pattern made ready, or None when it is none in Python and in browsers alike."""
    if not _SHARED.fullmatch(pattern):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # "[[a]" may once mean something else in Python
        try:
            return re.compile(pattern, re.ASCII if exact else re.ASCII | re.IGNORECASE)
        except (re.error, OverflowError, RecursionError):
            return None


def digits_asked(pattern: str) -> int:
    r"""How many digits a pattern of digits alone asks for (`\d{2}-?\d{4}`: six); 0 for any other."""
    total = at = 0
    while at < len(pattern):
        found = _WITH_SIZE.match(pattern, at)
        if not found:
            return 0
        total += int(found[2] or 1) if found[1] else 0
        at = found.end()
    return total
