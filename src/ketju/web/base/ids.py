"""Identifiers for the outside: a prefix that says what it is, and 130 random bits that nobody can guess."""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without letters that look alike (Crockford's)."""
LENGTH: Final = 26
_LETTERS: Final = (ALPHABET * 8).encode()
"""A letter for each byte: each of the 32 as often as the others."""


def new_id(prefix: str) -> str:
    """A new identifier: ``new_id("cus")`` → "cus_" and 26 letters and digits."""
    return f"{prefix}_{secrets.token_bytes(LENGTH).translate(_LETTERS).decode()}"


def new_ids(prefix: str, count: int) -> list[str]:
    """So many new identifiers."""
    letters = secrets.token_bytes(LENGTH * count).translate(_LETTERS).decode()
    return [f"{prefix}_{letters[at : at + LENGTH]}" for at in range(0, LENGTH * count, LENGTH)]
