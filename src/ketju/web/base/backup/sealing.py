"""An encrypted stream of bytes: chunks of AES-256-GCM whose order cannot be changed and whose end cannot be lost.

The head is eight letters, the way the key was made, a salt and the beginning of the nonces. A nonce is that beginning,
the number of the chunk and whether it is the last (the STREAM construction). The key comes from a passphrase by scrypt,
or from the 32 bytes of a key file.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
import struct
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAGIC = b"KETJUBK1"
CHUNK = 1024 * 1024
TAG = 16
_HEAD = struct.Struct(">8sB16s7s")
_NUMBER = struct.Struct(">I?")
_BY_PASSPHRASE, _BY_KEY = 1, 2


class SealBroken(Exception):
    """The bytes are not what was sealed with this secret."""


class Sealing(io.RawIOBase):
    """A file to write to: what is written goes on encrypted. It must be closed, else the end is missing."""

    def __init__(self, target: BinaryIO, secret: bytes) -> None:
        self._target = target
        self._held = bytearray()
        self._number = 0
        way = _BY_KEY if raw_key(secret) else _BY_PASSPHRASE
        head = _HEAD.pack(MAGIC, way, os.urandom(16), os.urandom(7))
        self._nonces = head[-7:]
        self._head = head
        self._cipher = AESGCM(_key(secret, head))
        target.write(head)

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: Buffer) -> int:
        """Take bytes."""
        piece = bytes(data)
        self._held += piece
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), is_last=False)
            del self._held[:CHUNK]
        return len(piece)

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._held), is_last=True)
        self._held.clear()

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        nonce = self._nonces + _NUMBER.pack(self._number, is_last)
        self._target.write(self._cipher.encrypt(nonce, plain, self._head))
        self._number += 1


class Opening(io.RawIOBase):
    """A file to read from: what was sealed. Raises SealBroken where a chunk is another, or the end is missing."""

    def __init__(self, source: BinaryIO, secret: bytes) -> None:
        self._source = source
        self._head = source.read(_HEAD.size)
        if len(self._head) != _HEAD.size or not self._head.startswith(MAGIC):
            raise SealBroken
        self._nonces = self._head[-7:]
        self._cipher = AESGCM(_key(secret, self._head))
        self._number = 0
        self._plain = memoryview(b"")
        self._next = source.read(CHUNK + TAG)
        self._is_done = False

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer."""
        room = memoryview(buffer)
        if not self._plain and not self._is_done:
            self._advance()
        count = min(len(room), len(self._plain))
        room[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _advance(self) -> None:
        box, self._next = self._next, self._source.read(CHUNK + TAG)
        self._is_done = not self._next
        nonce = self._nonces + _NUMBER.pack(self._number, self._is_done)
        try:
            self._plain = memoryview(self._cipher.decrypt(nonce, box, self._head))
        except InvalidTag:
            raise SealBroken from None
        self._number += 1


def is_sealed(first: bytes) -> bool:
    """Whether a file begins like a sealed one."""
    return first.startswith(MAGIC)


def raw_key(secret: bytes) -> bytes | None:
    """The 32 bytes of a key in base64, None for a passphrase."""
    try:
        key = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == 32 else None


def _key(secret: bytes, head: bytes) -> bytes:
    _, way, salt, _ = _HEAD.unpack(head)
    if way == _BY_KEY:
        key = raw_key(secret)
        if key is None:
            raise SealBroken
        return key
    return Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(secret)
