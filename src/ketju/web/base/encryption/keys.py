"""Keys: those of the environment wrap data keys, data keys encrypt columns, a derived key makes blind indexes.

AES-256-GCM throughout; the associated data name the use, so that a value cannot be moved from one column to another.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from ketju.web.base.encryption.models import DataKey

NONCE = 12
WRAP = b"ketju data key"


class KeyMissing(Exception):
    """A value was encrypted with a key that the environment no longer has."""


def fingerprint(key: bytes) -> str:
    """What a key of the environment is known by."""
    return hashlib.sha256(b"ketju key" + key).hexdigest()[:16]


def sealed(key: bytes, plain: bytes, use: bytes) -> bytes:
    """The plain bytes encrypted: nonce and ciphertext."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(key).encrypt(nonce, plain, use)


def opened(key: bytes, box: bytes, use: bytes) -> bytes:
    """The bytes that were sealed for a use. Raises KeyMissing where the key or the use is another."""
    try:
        return _cipher(key).decrypt(box[:NONCE], box[NONCE:], use)
    except InvalidTag:
        raise KeyMissing("the key or the use is another") from None


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@cache
def data_key(number: int) -> bytes:
    """The data key with a number. Raises KeyMissing."""
    from ketju.web.base.encryption.models import DataKey

    row = DataKey.objects.get(pk=number)
    for key in settings.ENCRYPTION_KEYS:
        if fingerprint(key) == row.wrapped_by:
            return opened(key, bytes(row.wrapped), WRAP)
    raise KeyMissing(
        f"data key {number} was wrapped by {row.wrapped_by}, which is not in KETJU_ENCRYPTION_KEYS"
    )


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A data key as it may be shown: its number, since when, and the fingerprint of what it is wrapped with.

    ``is_current``: new values are encrypted with it. ``is_openable``: the environment has the key that opens it;
    ``is_newest_wrapping``: that is the first key of the environment.
    """

    number: int
    created_at: datetime
    wrapped_by: str
    is_current: bool
    is_openable: bool
    is_newest_wrapping: bool


def keys_known() -> list[KnownKey]:
    """Every data key, the newest first. No bytes of keys are in it."""
    from ketju.web.base.encryption.models import DataKey

    prints = [fingerprint(key) for key in settings.ENCRYPTION_KEYS]
    rows = DataKey.objects.order_by("-id").only("pk", "created_at", "wrapped_by")
    return [
        KnownKey(
            one.pk, one.created_at, one.wrapped_by, number == 0, one.wrapped_by in prints,
            one.wrapped_by == prints[0],
        )
        for number, one in enumerate(rows)
    ]  # fmt: skip


_current: list[int] = []


def current_key() -> tuple[int, bytes]:
    """Number and bytes of the data key to write with; the first one is made when it is needed."""
    from ketju.web.base.encryption.models import DataKey

    if not _current:
        newest = DataKey.objects.order_by("-id").first() or _new_key()
        _current.append(newest.pk)
    return _current[0], data_key(_current[0])


def _new_key() -> DataKey:
    from ketju.web.base.encryption.models import DataKey

    key = settings.ENCRYPTION_KEYS[0]
    wrapped = sealed(key, os.urandom(32), WRAP)
    return DataKey.objects.create(wrapped=wrapped, wrapped_by=fingerprint(key))


def forget_keys() -> None:
    """Forget what was read from the database: for tests, and after a key was added."""
    _current.clear()
    data_key.cache_clear()


@cache
def _index_key(key: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"ketju blind index").derive(key)


def blind_index(text: str, use: str) -> bytes:
    """16 bytes by which equal texts can be found without reading them; another use gives other bytes.

    The key comes from the last key of the environment, so that adding one in front does not change indexes.
    """
    normal = " ".join(text.casefold().split())
    key = _index_key(settings.ENCRYPTION_KEYS[-1])
    return hmac.digest(key, f"{use}\0{normal}".encode(), "sha256")[:16]
