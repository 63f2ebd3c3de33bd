"""The redaction rules: for each kind of secret, its shape, its check and the words that give it away.

Three sorts of rule, from the surest to the least sure:
- a shape with a check digit that is rarely met by chance (IBAN, es_dni, ...) is hidden wherever it stands;
- a shape that other numbers share (ten digits may be a phone) needs the check digit *and* a word near;
- a secret without any shape (a password) is hidden when the words say so: "my password is ...".

Every repeat in a pattern is bounded, so that matching is linear in the text (a test reads the patterns).
`widget/src/shared/redact.ts` holds the same table for the browser. It must not know what becomes of a match.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from stdnum import iban, luhn
from stdnum.au import tfn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs, utr
from stdnum.ie import pps
from stdnum.in_ import aadhaar
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.us import ssn

KINDS: dict[str, str] = {
    "card": "card number",
    "security_code": "card security code",
    "iban": "bank account number (IBAN)",
    "bank_account": "bank account details",
    "uk_nino": "National Insurance number",
    "uk_nhs": "NHS number",
    "uk_utr": "tax reference (UTR)",
    "us_ssn": "Social Security number",
    "ca_sin": "Canadian social insurance number",
    "au_tfn": "Australian tax file number",
    "ie_pps": "Irish PPS number",
    "de_idnr": "German tax id",
    "fr_nir": "French social security number",
    "es_dni": "Spanish DNI or NIE",
    "it_codicefiscale": "Italian codice fiscale",
    "nl_bsn": "Dutch BSN",
    "pl_pesel": "Polish PESEL",
    "ch_ahv": "Swiss AHV number",
    "br_cpf": "Brazilian CPF",
    "in_aadhaar": "Aadhaar number",
    "password": "password",
    "pin": "PIN",
    "one_time_code": "one-time code",
}
"""Every kind that a hidden part can have, and what it is called to a person."""


class Rule(NamedTuple):
    """One way for a secret to stand in a text. Group 1 of the pattern is what is hidden."""

    kind: str
    pattern: re.Pattern[str]
    valid: Callable[[str], bool] = lambda secret: True  # given without punctuation
    near: re.Pattern[str] | None = None  # must stand shortly before or just after
    never: re.Pattern[str] | None = None  # must not stand shortly before


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def _shape(pattern: str) -> re.Pattern[str]:
    """A secret with an end of its own: no letter or digit follows, and no further group of digits."""
    return _words(rf"({pattern})(?!\w|[.\-/]\d)")


def _digits(count: int) -> re.Pattern[str]:
    return _shape(rf"\d(?:[ .\-/]?\d){{{count - 1}}}")


# HMRC's manual NIM39110: neither letter is D F I Q U V, the second is not O, seven prefixes are not used.
_NINO = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][ \-]?[A-CEGHJ-NPR-TW-Z](?:[ \-]{0,2}\d\d){3}"
_PHONE = _words(r"\b(?:phone|tel|telephone|mobile|call|ring|text|fax|whatsapp)\b")
# Words between the cue and the secret: no digit, no question, and nothing that names another sort of number.
_GAP = r"(?:(?!\b(?:error|order|page|step|question|ref|reference|permit|form)\b)[^\d?!;]){0,32}?"
_IS = r"\s{0,3}(?:\b(?:is|was|ist|est|es)\b|[:=])?\s{0,3}"
_COMPLAINT = (  # "my password is wrong", "password: 8 characters"
    r"(?!\d[\d+\-]{0,6}\s{1,3}(?:char|digit|letter|number|day|hour|min|month|time)|(?:not|wrong|incorrect|"
    r"required|missing|expired|invalid|rejected|refused|correct|right|fine|blocked|locked|forgotten|lost|"
    r"reset|hidden|needed|optional|accepted|working|empty|weak|strong|short|long|what|there|this|that|same|"
    r"different|changed|unknown|here|safe|secret)\b)"
)
_CHOSEN_IS = (
    r"\b(?:pass ?word|pass ?phrase|passwd|pwd|passwort|kennwort|mot de passe|contrase.a|wachtwoord)"
    r"(?: (?:for|to|on)(?: [\w.\-]{1,20}){1,3}?)?\s{0,3}(?:\b(?:is|was|ist|est|es)\b|[:=])\s{0,3}"
)
_QUOTED = r"[\"'][^\"'\n]{3,99}[\"']"
# A digit or a sign within it, or quotation marks around it.
_CHOSEN = rf"(?=\S{{0,99}}[\d@#$%^&*_+=~|\\]|\S{{0,99}}!\S|{_QUOTED})(?:{_QUOTED}|\S{{4,200}})"
_PIN = r"\bpin(?: ?(?:number|code|no\.?))?(?: (?:for|to|on|of|i)\b[^\d?!;.:=]{1,24}?)?"
_CARD_CODE = (
    r"\b(?:cvv2?|cvc2?|cv2|csc|(?:security|verification) (?:code|number)"
    r"|(?:digits|number|code) on the back)\b"
)
_AFTER_EXPIRY = (  # "4111 1111 1111 1111 12/27 123"
    r"\d{4}[ ,\-]{1,3}(?:exp\w{0,5}[: ]{1,2})?\d\d ?/ ?(?:20)?\d\d[ ,]{1,3}"
)
_CODE_SENT = (
    r"\b(?:otp|one[ \-]time (?:code|pass ?code|password|pin)|pass ?code"
    r"|(?:verification|security|access|log-?in|sign-?in|authenticat\w{2,5}|2fa|sms|texted|activation) code"
    r"|code (?:they|you|i|we|it) (?:just )?(?:got|get|sent|texted|emailed|received|was sent)"
    r"|code from (?:the|my) (?:text|sms|app|email))\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "iban",
        _shape(r"[A-Z]{2}\d\d(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?"),
        iban.is_valid,
    ),
    Rule("security_code", _words(_AFTER_EXPIRY + r"(\d{3,4})(?!\d)")),
    Rule("security_code", _words(_CARD_CODE + _GAP + r"\b(\d{3,4})(?![\w/\-]|[ .]\d)")),
    Rule("uk_nino", _shape(_NINO + r"[ \-]?[A-D]")),
    Rule("uk_nino", _shape(_NINO), near=_words(r"national insurance|\bnino?\b|\bni (?:no|num)")),
    Rule("uk_nhs", _shape(r"\d{3} \d{3} \d{4}"), nhs.is_valid, never=_PHONE),
    Rule("uk_nhs", _digits(10), nhs.is_valid, near=_words(r"\bnhs\b|health (?:service )?number")),
    Rule("uk_utr", _digits(10), utr.is_valid, near=_words(r"\butr\b|tax(?:payer)? ref|unique tax")),
    Rule("us_ssn", _shape(r"\d{3}([ \-])\d\d\2\d{4}"), ssn.is_valid, never=_PHONE),
    Rule("us_ssn", _digits(9), ssn.is_valid, near=_words(r"\bssn\b|social security")),
    Rule("ca_sin", _digits(9), sin.is_valid, near=_words(r"\bsin\b|social insurance")),
    Rule("au_tfn", _digits(9), tfn.is_valid, near=_words(r"\btfn\b|tax file")),
    Rule("ie_pps", _shape(r"\d{7}[A-W][A-IWT]?"), pps.is_valid, near=_words(r"\bppsn?\b")),
    Rule("de_idnr", _digits(11), idnr.is_valid, near=_words(r"steuer|idnr|identifikationsnummer|\btax id")),
    Rule(
        "fr_nir",
        _shape(r"[12][ .\-]?\d\d[ .\-]?\d\d[ .\-]?\d[\dAB][ .\-]?\d{3}[ .\-]?\d{3}[ .\-]?\d\d"),
        nir.is_valid,
    ),
    Rule("es_dni", _shape(r"\d{8}[ \-]?[A-HJ-NP-TV-Z]"), dni.is_valid),
    Rule("es_dni", _shape(r"[XYZ][ \-]?\d{7}[ \-]?[A-HJ-NP-TV-Z]"), nie.is_valid),
    Rule(
        "it_codicefiscale",
        _shape(r"[A-Z]{6} ?\d\d ?[A-EHLMPRST]\d\d ?[A-Z]\d{3} ?[A-Z]"),
        codicefiscale.is_valid,
    ),
    Rule("nl_bsn", _digits(9), bsn.is_valid, near=_words(r"\bbsn\b|burgerservice|\bsofi")),
    Rule("pl_pesel", _digits(11), pesel.is_valid, near=_words(r"\bpesel\b")),
    Rule("ch_ahv", _shape(r"756[ .]?\d{4}[ .]?\d{4}[ .]?\d\d"), ahv.is_valid),
    Rule("br_cpf", _shape(r"\d{3}\.\d{3}\.\d{3}-\d\d"), cpf.is_valid),
    Rule("br_cpf", _digits(11), cpf.is_valid, near=_words(r"\bcpf\b")),
    Rule("in_aadhaar", _digits(12), aadhaar.is_valid, near=_words(r"\ba+dha+r\b")),
    Rule(
        "bank_account",
        _words(r"\bsort ?-?code\b" + _GAP + r"\b(\d\d[ \-]?\d\d[ \-]?\d\d(?:[ ,/]{1,3}\d{8})?)(?!\d)"),
    ),
    Rule(
        "bank_account",
        _words(r"\b(?:account|acct?|a/c)\b" + _GAP + r"\b(\d{4} ?\d{4})(?!\w|[.\-/]\d)"),
        near=_words(r"\bbank\b|\bsort ?-?code\b"),
    ),
    Rule("password", _words(_CHOSEN_IS + _COMPLAINT + f"({_CHOSEN})")),
    # A plain word is taken for a password only when it ends what is said: "my password is sunshine".
    Rule("password", _words(_CHOSEN_IS + _COMPLAINT + r"([a-z]{4,64})(?=\s{0,3}(?:[.,!;\n]|$| and\b))")),
    Rule("pin", _words(_PIN + _IS + r"[\"']?(\d{4,8})(?!\w|[ .\-/]\d)")),
    Rule("pin", _words(r"\b(\d{4,8}) is (?:my|the|our)(?: (?:card|bank))? pin\b")),
    Rule("one_time_code", _words(_CODE_SENT + _GAP + r"\b(\d{3}[ \-]\d{3}|\d{4,8})(?!\w|[ .\-/]?\d)")),
)

# Lengths by issuer: Visa; Mastercard, Mir; American Express; Diners; Discover, UnionPay, JCB; Maestro; RuPay.
_ISSUED = re.compile(
    r"(?:4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720|220[0-4])\d{12}"
    r"|3[47]\d{13}"
    r"|3(?:0[0-5]|[689]\d)\d{11}"
    r"|(?:6011|64[4-9]\d|65\d\d|62\d\d|35(?:2[89]|[3-8]\d))\d{12,15}"
    r"|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}"
    r"|(?:508\d|60\d\d|8[12]\d\d)\d{12})"
)


def is_card(digits: str) -> bool:
    """Whether these digits could be a payment card: an issuer's prefix and length, the Luhn check digit."""
    return bool(_ISSUED.fullmatch(digits)) and luhn.is_valid(digits)
