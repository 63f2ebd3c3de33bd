"""Numbers that can be told wrong by themselves: by their check digits, or by how they are built.

Each takes a value in capitals without spaces and dashes and gives its verdict, or "" for a number that may be
right. Must not know playbooks. The twin of `widget/src/customer/lens/checksums.ts`.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stdnum import luhn, numdb
from stdnum.gb import nhs
from stdnum.iso7064 import mod_97_10

from alongside.playbook.verdicts import difference

_COUNTRIES = numdb.get("iban")


def _luhn(number: str) -> str:
    if not re.fullmatch("[0-9]+", number):
        return "not-only-digits"
    return "" if luhn.is_valid(number) else "check-digit-wrong"


def _nhs_number(number: str) -> str:
    if not re.fullmatch("[0-9]+", number):
        return "not-only-digits"
    wrong = "" if nhs.is_valid(number) else "check-digit-wrong"
    return difference(len(number), 10, "digit") or wrong


def _iban(number: str) -> str:
    """Country, characters, length, check digits. What a country asks of the rest is left to the bank."""
    length = iban_length(number[:2])
    if not length:
        return "wrong-country"
    if not re.fullmatch("[A-Z0-9]+", number):
        return "wrong-characters"
    if odd := difference(len(number), length, "character"):
        return odd
    right = number[2:4].isdecimal() and mod_97_10.is_valid(number[4:] + number[:4])
    return "" if right else "check-digit-wrong"


def iban_length(country: str) -> int:
    """How long a country's IBANs are, in characters; 0 for a country that has none."""
    known = _COUNTRIES.info(country)[0][1] if re.fullmatch("[A-Z]{2}", country) else {}
    parts = re.findall(r"([0-9]+)!", known.get("bban", ""))
    return 4 + sum(map(int, parts)) if parts else 0


_UK_REGISTRATION = re.compile(
    r"[A-Z]{2}[0-9]{2}[A-Z]{3}"  # since 2001
    r"|[A-Z][0-9]{1,3}[A-Z]{3}|[A-Z]{3}[0-9]{1,3}[A-Z]"  # 1983 and 1963
    r"|[A-Z]{1,3}[0-9]{1,4}|[0-9]{1,4}[A-Z]{1,3}"  # before, and Northern Ireland
)
_UNFINISHED = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z]{1,2}")
_LONGEST_REGISTRATION = 7
# As since 2001, with a 0 for an O, a 1 for an I, and so on, or the other way round.
_LOOKS_CURRENT = re.compile(r"[A-Z01528]{2}[0-9OISZB]{2}[A-Z01528]{3}")


def _vehicle_registration(number: str) -> str:
    """A registration of the United Kingdom, of any age."""
    if _UK_REGISTRATION.fullmatch(number):
        return ""
    if not re.fullmatch("[A-Z0-9]+", number):
        return "wrong-characters"
    if len(number) > _LONGEST_REGISTRATION or _UNFINISHED.fullmatch(number):
        return difference(len(number), _LONGEST_REGISTRATION, "character")
    return "letter-and-digit-confused" if _LOOKS_CURRENT.fullmatch(number) else "wrong-format"


CHECKSUMS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "luhn": _luhn,
        "iban": _iban,
        "nhs-number": _nhs_number,
        "vehicle-registration": _vehicle_registration,
    }
)
"""Every rule of this kind, by the name that a playbook gives it."""
