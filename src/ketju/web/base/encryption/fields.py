"""Columns whose texts are encrypted at rest."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import models

from ketju.web.base.encryption.keys import current_key, data_key, opened, sealed

_HEAD = struct.Struct(">BI")
_FORM = 1


def unopened(name: str) -> models.ExpressionWrapper[Any]:
    """A column for ``values_list`` as it is stored, to be opened only where it is needed."""
    return models.ExpressionWrapper(models.F(name), output_field=models.BinaryField())


class EncryptedText(models.BinaryField):  # type: ignore[type-arg]
    """A text that is encrypted in its column: a text in Python, bytes in the database, "" where there is none.

    It cannot be searched; what has to be found has a blind index beside it.
    """

    description = "encrypted text"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", "")
        options.setdefault("blank", True)
        options["editable"] = True
        super().__init__(*args, **options)

    def _check_str_default_value(self) -> list[Any]:
        """The default is a text, which is right here."""
        return []

    def get_default(self) -> Any:
        """A text, as everywhere in Python."""
        return self.default() if callable(self.default) else self.default

    @cached_property
    def _use(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def _packed(self, value: Any) -> bytes:
        """What is encrypted of a value."""
        return str(value).encode()

    def _unpacked(self, plain: bytes) -> Any:
        """The value again."""
        return plain.decode()

    def get_prep_value(self, value: Any) -> Any:
        """The text, or bytes that are already encrypted, as they are."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The encrypted bytes."""
        if isinstance(value, str):
            value = self.sealer()(value) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def sealer(self) -> Callable[[Any], bytes]:
        """What encrypts values for this column, for many of them."""
        number, key = current_key()
        head, use = _HEAD.pack(_FORM, number), self._use
        return lambda value: head + sealed(key, self._packed(value), use) if value else b""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The text. Raises KeyMissing."""
        return None if value is None else self.opened(value)

    def opened(self, value: Any) -> Any:
        """The text of bytes as they are stored. Raises KeyMissing."""
        box = bytes(value)
        if not box:
            return ""
        _, number = _HEAD.unpack_from(box)
        return self._unpacked(opened(data_key(number), box[_HEAD.size :], self._use))

    def to_python(self, value: Any) -> Any:
        """A text as it is."""
        return value

    def value_to_string(self, obj: Any) -> str:
        """The text, for dumps."""
        return str(self.value_from_object(obj) or "")


class CompressedText(EncryptedText):
    """A long text, compressed before it is encrypted."""

    description = "compressed and encrypted text"

    def _packed(self, value: Any) -> bytes:
        return zlib.compress(str(value).encode(), 6)

    def _unpacked(self, plain: bytes) -> Any:
        return zlib.decompress(plain).decode()


class EncryptedBytes(EncryptedText):
    """Bytes as they came, encrypted at rest: bytes in Python as well, b"" where there are none."""

    description = "encrypted bytes"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", b"")
        super().__init__(*args, **options)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The encrypted bytes."""
        if value:
            value = self.sealer()(value)
        return models.BinaryField.get_db_prep_value(self, value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The bytes. Raises KeyMissing."""
        found = super().from_db_value(value, expression, connection)
        return b"" if found == "" else found

    def _packed(self, value: Any) -> bytes:
        return bytes(value)

    def _unpacked(self, plain: bytes) -> Any:
        return plain

    def value_to_string(self, obj: Any) -> str:
        """How many bytes there are, for dumps."""
        return str(len(self.value_from_object(obj)))
