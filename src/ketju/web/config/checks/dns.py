"""Ask a name server for TXT records: over UDP, and over TCP where the answer is long (RFC 1035, 5966)."""

from __future__ import annotations

import secrets
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

TXT, IN = 16, 1
TIMEOUT = 4.0
_HEAD = struct.Struct(">HHHHHH")


class NoAnswer(Exception):
    """No name server answers, or it cannot tell: which is another thing than "there is no such record"."""


def name_servers(file: Path = Path("/etc/resolv.conf")) -> list[tuple[str, int]]:
    """The name servers of this machine."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    words = [line.split() for line in lines]
    return [(one[1], 53) for one in words if len(one) > 1 and one[0] == "nameserver"]


def texts_of(name: str) -> list[str]:
    """The TXT records of a name; none where it has none or is none. Raises NoAnswer."""
    try:
        asked = _question(name, secrets.randbits(16))
    except UnicodeError:
        return []
    for server in name_servers()[:3]:
        try:
            return _texts_in(_answer(server, asked), asked)
        except (OSError, ValueError, IndexError, struct.error):
            continue
    raise NoAnswer


def _question(name: str, number: int) -> bytes:
    labels = [part.encode("ascii") for part in name.encode("idna").decode().rstrip(".").split(".")]
    if any(not 1 <= len(label) <= 63 for label in labels):
        raise UnicodeError
    body = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    return _HEAD.pack(number, 0x0100, 1, 0, 0, 0) + body + struct.pack(">HH", TXT, IN)


def _answer(server: tuple[str, int], asked: bytes) -> bytes:
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as plug:
        plug.settimeout(TIMEOUT)
        plug.connect(server)
        plug.send(asked)
        answer = plug.recv(4096)
    if answer[2] & 0x02:
        return _by_tcp(server, asked)
    return answer


def _by_tcp(server: tuple[str, int], asked: bytes) -> bytes:
    with socket.create_connection(server, TIMEOUT) as plug, plug.makefile("rb") as file:
        plug.sendall(struct.pack(">H", len(asked)) + asked)
        (length,) = struct.unpack(">H", file.read(2))
        return file.read(length)


def _texts_in(answer: bytes, asked: bytes) -> list[str]:
    """Raises ValueError for an answer to something else, or one that says that the server failed."""
    number, flags, _, count, _, _ = _HEAD.unpack_from(answer)
    code = flags & 0x000F
    if answer[:2] != asked[:2] or not flags & 0x8000 or code not in (0, 3):
        raise ValueError(number)
    at = _HEAD.size + len(asked) - _HEAD.size
    found = []
    for _ in range(count):
        at = _after_name(answer, at)
        kind, _, _, length = struct.unpack_from(">HHIH", answer, at)
        at += 10
        if kind == TXT:
            found.append(b"".join(_strings(answer[at : at + length])).decode("utf-8", "replace"))
        at += length
    return found


def _after_name(answer: bytes, at: int) -> int:
    while answer[at]:
        if answer[at] & 0xC0:
            return at + 2
        at += answer[at] + 1
    return at + 1


def _strings(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        yield data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
