"""Messages as they came, byte by byte, in files that are encrypted; a file goes with its row."""

from __future__ import annotations

import struct
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from ketju.web.base.encryption.keys import current_key, data_key, opened, sealed
from ketju.web.base.inbox.models import Received

_HEAD = struct.Struct(">BI")
_FORM = 1


def keep_original(public_id: str, data: bytes) -> str:
    """Write the bytes of a message; the name of the file."""
    number, key = current_key()
    box = _HEAD.pack(_FORM, number) + sealed(key, data, _use(public_id))
    return str(default_storage.save(f"inbox/{public_id}", ContentFile(box)))


def original_of(received: Received) -> bytes:
    """The bytes of a message as they came. Raises KeyMissing, OSError."""
    with default_storage.open(received.original) as file:
        box = file.read()
    _, number = _HEAD.unpack(box[: _HEAD.size])
    return opened(data_key(number), box[_HEAD.size :], _use(received.public_id))


def forget_original(name: str) -> None:
    """Remove a file."""
    if name:
        default_storage.delete(name)


def _use(public_id: str) -> bytes:
    return f"inbox original {public_id}".encode()


@receiver(post_delete, sender=Received)
def _gone(instance: Received, **given: Any) -> None:
    transaction.on_commit(partial(forget_original, instance.original))
