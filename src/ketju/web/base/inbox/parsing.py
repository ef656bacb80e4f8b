"""Read a message that came in: who wrote it, what it says, what is attached, what it reports. Pure.

Nothing of it is believed: sizes are capped, and whatever cannot be read is left out. What breaks the parser itself is
"unreadable"; its bytes are kept all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import getaddresses, parseaddr
from itertools import islice

from ketju.web.base.inbox.html_text import text_of_html
from ketju.web.base.inbox.reports import Report, report_in
from ketju.web.base.outbox.replies import origin_of

LARGEST = 25_000_000
"""Bytes of a message that are read at most."""
PARTS = 200
"""Parts of a message that are looked at."""
TEXT = 100_000
"""Letters of a text that are kept; the rest is in the original."""
HEADER = 2_000
"""Letters of one header that are read."""
_HEADERS = 500
_MULTIPART = re.compile(rb"content-type\s*:\s*(?:multipart|message)/", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ID = re.compile(r"<([^<>\s]{1,250})>")
_TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


@dataclass(frozen=True, slots=True)
class File:
    """What is attached: its place among the parts, its name, what it says it is, and its size."""

    number: int
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message as it was read."""

    kind: str
    sender: str = ""
    subject: str = ""
    text: str = ""
    message_id: str = ""
    refers_to: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    report: Report | None = None


def parsed(data: bytes, sender: str | None = None, to: Iterable[str] = ()) -> Parsed:
    """What a message says. ``sender`` and ``to`` are those of the envelope, where they are known."""
    try:
        return _parsed(data[:LARGEST], sender, tuple(to))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, HeaderParseError, OSError):
        return Parsed("unreadable", addresses=tuple(to))


def _parsed(data: bytes, sender: str | None, to: tuple[str, ...]) -> Parsed:
    if sum(1 for _ in _MULTIPART.finditer(data)) > PARTS:
        return Parsed("unreadable", addresses=to)
    mail = message_from_bytes(data)
    headers = tuple((name, decoded(value)) for name, value in islice(mail.raw_items(), _HEADERS))
    given = dict(reversed([(name.lower(), value) for name, value in headers]))
    report = report_in(mail)
    kind = report.kind if report else origin_of(headers, sender)
    named = getaddresses([given[name] for name in _TO if name in given])[:PARTS]
    parts = list(_leaves(mail))
    return Parsed(
        kind=kind,
        sender=parseaddr(given.get("from", ""))[1][:320],
        subject=given.get("subject", "")[:500],
        text=_text(parts),
        message_id=next(iter(_ID.findall(given.get("message-id", ""))), ""),
        refers_to=tuple(_ID.findall(f"{given.get('in-reply-to', '')} {given.get('references', '')}"))[-20:],
        addresses=tuple(dict.fromkeys((*to, *(address for _, address in named if address)))),
        files=tuple(_files(parts)),
        report=report,
    )


def decoded(value: object) -> str:
    """A header as text, on one line; what cannot be decoded stays as it is."""
    raw = str(value)[:HEADER].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        text = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, HeaderParseError):
        text = raw
    return " ".join(_CONTROL.sub(" ", text.encode("utf-8", "replace").decode()).split())


def _leaves(mail: Mail) -> Iterator[Mail]:
    """The parts that hold something, without what is inside of messages that are attached."""
    seen = 0
    waiting = [mail]
    while waiting and seen < PARTS:
        one = waiting.pop()
        seen += 1
        if one.get_content_maintype() == "multipart" and isinstance(one.get_payload(), list):
            waiting += reversed([part for part in one.get_payload() if isinstance(part, Mail)])
        else:
            yield one


def bytes_of(part: Mail) -> bytes:
    """What a part holds, decoded; of an attached message its text."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        inner = part.get_payload()
        return b"\n".join(one.as_bytes() for one in inner if isinstance(one, Mail))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def part_of(data: bytes, number: int) -> bytes | None:
    """What is attached at a place of a message; None where nothing is."""
    try:
        parts = list(_leaves(message_from_bytes(data[:LARGEST])))
        return bytes_of(parts[number]) if 0 <= number < len(parts) else None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _text(parts: list[Mail]) -> str:
    """The first text that is no attachment; of HTML only its words."""
    shown = [one for one in parts if one.get_content_disposition() != "attachment"]
    for wanted in ("text/plain", "text/html"):
        for one in shown:
            if one.get_content_type() == wanted and (text := _letters(one).strip()):
                words = text_of_html(text[: TEXT * 4]) if wanted == "text/html" else text
                return words[:TEXT]
    return ""


def _letters(part: Mail) -> str:
    raw = bytes_of(part)[: TEXT * 8]
    charset = str(part.get_param("charset", "utf-8") or "utf-8")
    try:
        text = raw.decode(charset, "replace")
    except (LookupError, ValueError):
        text = raw.decode("utf-8", "replace")
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _files(parts: list[Mail]) -> Iterator[File]:
    for number, one in enumerate(parts):
        is_text = one.get_content_type() in ("text/plain", "text/html")
        name = _name(one)
        is_attached = one.get_content_disposition() == "attachment"
        if name or is_attached or not is_text:
            yield File(number, name or f"part-{number + 1}", one.get_content_type()[:100], len(bytes_of(one)))


def _name(part: Mail) -> str:
    try:
        return decoded(part.get_filename() or "")[:200]
    except (ValueError, TypeError, LookupError):
        return ""
