"""Makes the password hashes that stand in the settings. The password itself goes nowhere."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass

from argon2 import PasswordHasher

from alongside.cli import telling

SHORTEST = 8


def hash_password(chosen: argparse.Namespace) -> int:
    """Print the argon2 hash of a password that is typed, unseen, or piped in."""
    password = _typed() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if password is None:
        telling.sentence("The two were not the same. Nothing was done; try again.")
    elif len(password) < SHORTEST:
        telling.sentence(f"A password needs at least {SHORTEST} characters. Nothing was done; try again.")
    else:
        print(PasswordHasher().hash(password))
        return 0
    return 1


def _typed() -> str | None:
    password = getpass("Password: ")
    return password if getpass("Once more: ") == password else None
