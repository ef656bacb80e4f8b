"""Columns of addresses that are looked up as a whole: encrypted so that equal addresses are equal in the database.

AES-SIV (RFC 5297) without a nonce: the same address gives the same text, and nothing else can be told. The key comes
from the last key of the environment, as that of blind indexes does, so that adding one in front changes nothing.
All columns share the use, so that one can be looked up in another.
"""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact

from ketju.web.base.encryption.keys import KeyMissing

HEAD = "siv1:"
"""How what is encrypted begins; no address does, as a colon has no place in one."""
LENGTH = 400
"""Letters of the column: an address of 254 letters, encrypted, as base 64."""
_USE = [b"ketju address"]


@cache
def _cipher(key: bytes) -> AESSIV:
    return AESSIV(HKDF(SHA256(), 64, None, b"ketju addresses").derive(key))


def sealed_address(address: str) -> str:
    """An address, in small letters, encrypted; one that is encrypted already, or empty, as it is."""
    if not address or address.startswith(HEAD):
        return address
    box = _cipher(settings.ENCRYPTION_KEYS[-1]).encrypt(address.lower().encode(), _USE)
    return HEAD + base64.urlsafe_b64encode(box).decode().rstrip("=")


def opened_address(text: str) -> str:
    """The address of what was encrypted. Raises KeyMissing where no key of the environment opens it."""
    if not text.startswith(HEAD):
        return text
    given = text.removeprefix(HEAD)
    box = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
    for key in reversed(settings.ENCRYPTION_KEYS):
        try:
            return _cipher(key).decrypt(box, _USE).decode()
        except InvalidTag:
            continue
    raise KeyMissing("an address was encrypted with a key that is not in KETJU_ENCRYPTION_KEYS")


class EncryptedAddress(models.EmailField):  # type: ignore[type-arg]
    """An e-mail address: a text in Python, encrypted in its column. It can be looked up whole, whatever its letters."""

    description = "encrypted address"

    def db_type_parameters(self, connection: Any) -> Any:
        """As long as what is encrypted."""
        return {**super().db_type_parameters(connection), "max_length": LENGTH}

    def get_lookup(self, lookup_name: str) -> Any:
        """Equal, whatever the letters; nothing that looks into the text. Raises TypeError for those."""
        if lookup_name == "iexact":
            return Exact
        if lookup_name not in ("exact", "in", "isnull"):
            raise TypeError(f"an encrypted address cannot be looked up by {lookup_name}")
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        """The encrypted text."""
        found = super().get_prep_value(value)
        return sealed_address(found) if isinstance(found, str) else found

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        """The address. Raises KeyMissing."""
        return None if value is None else opened_address(value)


class LibrarysAddress(EncryptedAddress):
    """The same in a table of a library, whose own migrations go on seeing the field that they know."""

    def deconstruct(self) -> Any:
        """As the library declares it."""
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.EmailField", args, options


def encrypt_column_of(field: models.Field[Any, Any]) -> None:
    """Let a field of a library's model be encrypted. Its column has to be ``LENGTH`` letters long."""
    field.__class__ = LibrarysAddress
