"""Field names and error texts, as a page shows them, without anything that may have been entered.

The customer's browser, which knows the values, has already taken them out (`widget/src/shared/scrub.ts`).
Here no value is known, so that what goes is what looks like one: secrets, e-mail addresses, the queries of
web addresses, and five digits or more that are not plainly a limit ("between 1 and 10000") or a tax year.
It must not know which field a text belongs to.
"""

import re

from alongside.privacy.reading import read
from alongside.privacy.redaction import find_secrets

LABEL_LIMIT = 200
"""The longest name or error that is kept, in characters."""
GONE = "…"

_ADDRESSES = (
    re.compile(r"([\w.+%\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5})"),
    re.compile(r"//([^\s/@]{1,100}@)"),
    re.compile(r"(?:https?://|www\.|/)[^\s?#]{0,300}([?#]\S{1,2000})"),
    re.compile(r"([?&][\w.~%\[\]\-]{1,60}=\S{0,2000})"),
)
# The reserved names with which pages show the format stay: "like name@example.com".
_SAMPLE = re.compile(r"(?:name|you|someone|user)@example\.(?:com|org|net)")
_RUN = re.compile(r"\d(?:[ .,'\-/()]{0,2}\d){4,}")
_TAX_YEAR = re.compile(r"(?:19|20)\d\d ?[\-/] ?(?:19|20)?\d\d")
_AMOUNT = re.compile(r"\d{1,3}(?:[ ,.']\d{3}){1,2}(?:[.,]\d\d)?|\d{1,7}(?:[.,]\d\d)?")
_DATE = re.compile(r"\d{1,2}([/.\- ])\d{1,2}\1\d{4}|\d{4}-\d\d-\d\d")
_LIMIT = re.compile(
    r"(?:\bbetween|\bbetween\b[^?!;]{1,24}\band|\bat (?:least|most)|\bup to|\bm(?:ax|in)(?:imum)?(?: of)?"
    r"|\b(?:more|less|fewer|greater|larger|later|earlier|higher|lower|longer) than|\blimit(?: of| is)?"
    r"|\bunder|\bover|\babove|\bbelow|\bexceed|\bbefore|\bafter|\buntil|\bfor example,?|\be\.g\.,?)"
    r"[\s:]{0,2}[£$€]?$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s?(?:characters?|words|letters|digits|bytes|[kmg]b)\b", re.IGNORECASE)
_REPEATED = re.compile(rf"{GONE}(?:[\s,.\-/]{{0,4}}{GONE})+")


def scrub_label(text: str, limit: int = LABEL_LIMIT) -> str:
    """`text` with "…" for whatever looks like something entered, at most `limit` characters. Never raises."""
    reading = read(text)
    spans = [(secret.start, secret.end) for secret in find_secrets(text)]
    spans += [reading.original(*span) for span in [*_addresses(reading.plain), *_long_numbers(reading.plain)]]
    return clip(_REPEATED.sub(GONE, _without(text, spans)), limit)


def clip(text: str, limit: int) -> str:
    """`text`, cut to `limit` characters with an ellipsis at the end where it was longer."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + GONE


def _addresses(plain: str) -> list[tuple[int, int]]:
    found = [match for pattern in _ADDRESSES for match in pattern.finditer(plain)]
    return [match.span(1) for match in found if not _SAMPLE.fullmatch(match[0])]


def _long_numbers(plain: str) -> list[tuple[int, int]]:
    return [match.span() for match in _RUN.finditer(plain) if not _is_limit(match, plain)]


def _is_limit(run: re.Match[str], plain: str) -> bool:
    """Whether the page states a rule with this number, rather than repeating what was entered."""
    if _TAX_YEAR.fullmatch(run[0]):
        return True
    if not (_AMOUNT.fullmatch(run[0]) or _DATE.fullmatch(run[0])):
        return False
    said_before = plain[max(0, run.start() - 40) : run.start()]
    return bool(_LIMIT.search(said_before) or _UNIT.match(plain, run.end()))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, done = "", 0
    for start, end in sorted(spans):
        if end > done:
            kept += text[done : max(start, done)] + GONE
            done = end
    return kept + text[done:]
