"""The mail of a text, made once, with the places of what differs: per recipient only those are encoded and put in.

Both parts are quoted-printable, so that no line is too long (RFC 5322, 2.1.1) and no server has to change them. A value
stands on lines of its own between soft breaks, which readers take out again (RFC 2045, 6.7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.quoprimime import body_encode
from email.utils import formataddr
from functools import lru_cache
from html import escape

from ketju.web.apps.notices.filling import Part, parts_of
from ketju.web.apps.notices.problems import ValueMissing

_BREAK = b"=\r\n"
_PLAIN = re.compile(r"[!-<>-~][ -<>-~]{0,68}[!-<>-~]|[!-<>-~]")
"""What needs no encoding and fits on a line."""
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
"""What may stand in a header and in a command as it is (RFC 5321, 4.1.2, without quoted names)."""
Place = tuple[bytes, str, bool]
"""Bytes, the place after them, and whether it is in HTML."""


class AddressWrong(ValueError):
    """An address that mail cannot be sent to."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mail without its recipient: the headers that all have, and the body in pieces."""

    head: bytes
    pieces: tuple[Place, ...]
    tail: bytes


@dataclass(frozen=True, slots=True)
class Recipient:
    """What differs: the address, the ids, what is put into the places; ``marks`` are headers for a provider."""

    address: str
    message_id: str
    date: str
    customer: str
    link: str
    reply: str
    marks: tuple[tuple[str, str], ...] = ()


def prepared(
    subject: str, text: str, html: str, *, sender: tuple[str, str], language: str, mark: str
) -> Prepared:
    """A mail of these texts. ``mark`` parts the two, and must not be in them. Raises ValueMissing."""
    lines = [
        f"From: {formataddr((_encoded(sender[0], 6), sender[1]))}",
        f"Subject: {_encoded(subject, 9)}",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        f"Content-Language: {language}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{mark}"',
    ]
    head = "\r\n".join(lines).encode("ascii") + b"\r\n"
    first = _part(mark, "plain")
    pieces = [(first, "", False), *_pieces(parts_of(text), False)]
    pieces += [(b"\r\n" + _part(mark, "html"), "", False), *_pieces(parts_of(html), True)]
    return Prepared(head, tuple(_joined(pieces)), f"\r\n--{mark}--\r\n".encode())


def _part(mark: str, kind: str) -> bytes:
    return (
        f"--{mark}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()


def _encoded(text: str, used: int) -> str:
    """A text in a header: as it is, or in encoded words (RFC 2047)."""
    plain = " ".join(text.split())
    charset = Charset("utf-8")
    charset.header_encoding = QP
    if plain.isascii() and len(plain) + used < 900:
        return Header(plain, "us-ascii", header_name="x" * used).encode(linesep="\r\n")
    return Header(plain, charset, header_name="x" * used).encode(linesep="\r\n")


def _pieces(parts: tuple[Part, ...], is_html: bool) -> list[Place]:
    found = []
    for at, (piece, name) in enumerate(parts):
        body = _quoted(piece, is_start=at > 0)
        found.append((body + _BREAK if name else body, name, is_html))
    return found


def _joined(pieces: list[Place]) -> list[Place]:
    """Pieces without a place between them are one."""
    found: list[Place] = []
    held = b""
    for body, name, is_html in pieces:
        held += body
        if name:
            found.append((held, name, is_html))
            held = b""
    return [*found, (held, "", False)]


def _quoted(text: str, *, is_start: bool = True) -> bytes:
    """Quoted-printable with CRLF. A dot at the start of a line is encoded: no server takes it for an end."""
    if not text:
        return b""
    latin = text.replace("\r\n", "\n").encode().decode("latin-1")
    body = body_encode(latin, maxlinelen=76, eol="\r\n")
    body = _DOTS.sub("=2E", body)
    if is_start and body.startswith("."):
        body = "=2E" + body[1:]
    return body.encode("ascii")


_DOTS = re.compile(r"(?<=\n)\.")


@lru_cache(maxsize=4096)
def _value(text: str, is_html: bool) -> bytes:
    shown = escape(text) if is_html else text
    if _PLAIN.fullmatch(shown) and shown[0] != ".":
        return shown.encode("ascii") + _BREAK
    lines = " ".join(shown.split())
    return _quoted(lines) + _BREAK


def mail_for(mail: Prepared, one: Recipient) -> bytes:
    """The whole message for one recipient, as it goes over the wire after DATA, without the last dot.

    Raises AddressWrong, ValueMissing.
    """
    given = {"customer": one.customer, "link": one.link, "reply": one.reply}
    found = [
        f"Message-ID: <{one.message_id}>\r\nDate: {one.date}\r\nTo: {wire(one.address)}\r\n"
        f"Reply-To: {wire(one.reply)}\r\n".encode("ascii"),
        *(f"{name}: {value}\r\n".encode("ascii") for name, value in one.marks),
        mail.head,
        b"\r\n",
    ]
    for body, name, is_html in mail.pieces:
        found.append(body)
        if name:
            value = given[name]
            if not value:
                raise ValueMissing(name=name)
            found.append(_value(value, is_html))
    found.append(mail.tail)
    return b"".join(found)


def wire(address: str) -> str:
    """An address as it stands in headers and commands; a domain of other letters in its ASCII form (RFC 5891).

    Raises AddressWrong.
    """
    if _ADDRESS.fullmatch(address):
        return address
    name, _, domain = address.rpartition("@")
    try:
        found = f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise AddressWrong from None
    if not _ADDRESS.fullmatch(found):
        raise AddressWrong
    return found
