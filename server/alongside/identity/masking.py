"""Addresses as they may be shown: enough for their owner to know which it is, too little to write to.

The length is hidden as well.
"""

DOTS = "•••"


def masked(kind: str, address: str) -> str:
    """An e-mail address as `j•••@e•••.org`, a telephone number as `••• 42`."""
    return _email(address) if kind == "email" else _phone(address)


def _email(address: str) -> str:
    name, _, host = address.strip().rpartition("@")
    domain, dot, ending = host.rpartition(".") if "." in host else (host, "", "")
    return f"{name[:1]}{DOTS}@{domain[:1]}{DOTS}{dot}{ending}"


def _phone(number: str) -> str:
    digits = "".join(char for char in number if char.isdigit())
    return f"{DOTS} {digits[-2:]}" if len(digits) > 4 else DOTS
