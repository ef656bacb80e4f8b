"""Identifiers for the outside: a prefix that says what it is, and 128 random bits that nobody can guess."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without letters that look alike (Crockford's)."""
LENGTH = 26


def new_id(prefix: str) -> str:
    """A new identifier: ``new_id("cus")`` → "cus_" and 26 letters and digits."""
    number = secrets.randbits(128)
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return f"{prefix}_{''.join(reversed(letters))}"
