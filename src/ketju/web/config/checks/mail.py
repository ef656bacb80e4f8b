"""Checks of mail: the server that takes it, the records that let others believe it is ours, the box for answers."""

from __future__ import annotations

import imaplib
import socket
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.mail import get_connection

from ketju.web.base.outbox.delivery import failure_from
from ketju.web.config.checks import INSTALL, NETWORK, fault
from ketju.web.config.checks.dns import NoAnswer, texts_of

TIMEOUT = 10


@register(INSTALL, deploy=True)
def check_ways(**options: Any) -> list[CheckMessage]:
    """Mail has a way out and a way in, and a sender who is more than this machine."""
    if settings.IS_DEMO or settings.IS_REHEARSAL:
        return []
    found = []
    if not settings.MAIL_LEAVES:
        found.append(fault("W", 20, "no-way-out"))
    if not sender_domain():
        found.append(fault("W", 21, "sender", sender=settings.DEFAULT_FROM_EMAIL))
    if settings.INBOX is None:
        found.append(fault("W", 22, "no-inbox"))
    return found


@register(NETWORK, deploy=True)
def check_server(**options: Any) -> list[CheckMessage]:
    """The mail server lets us in. Nothing is sent."""
    if not settings.MAIL_LEAVES:
        return []
    connection = get_connection(settings.MAIL_BACKEND, timeout=TIMEOUT)
    try:
        connection.open()
        connection.close()
    except Exception as error:
        return [fault("E", 23, "server", reason=failure_from(error).reason)]
    return []


@register(NETWORK, deploy=True)
def check_inbox(**options: Any) -> list[CheckMessage]:
    """The box for answers can be reached, and over IMAP opened."""
    box = settings.INBOX
    if box is None:
        return []
    try:
        if box["kind"] == "lmtp":
            _greeted(box["host"], box["port"])
        else:
            _open_box(box)
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        return [fault("E", 24, "inbox", host=box["host"], reason=type(error).__name__)]
    return []


def _greeted(host: str, port: int) -> None:
    """Raises OSError or ValueError where nobody greets as RFC 2033 says."""
    with socket.create_connection((host, port), TIMEOUT) as plug:
        greeting = plug.recv(512)
        plug.sendall(b"QUIT\r\n")
    if not greeting.startswith(b"220"):
        raise ValueError


def _open_box(box: dict[str, Any]) -> None:
    kind = imaplib.IMAP4_SSL if box["kind"] == "imaps" else imaplib.IMAP4
    with kind(box["host"], box["port"], timeout=TIMEOUT) as client:
        client.login(box["user"], box["password"])
        status, _ = client.select(box["box"], readonly=True)
        if status != "OK":
            raise ValueError


@register(NETWORK, deploy=True)
def check_names(**options: Any) -> list[CheckMessage]:
    """SPF, DKIM and DMARC of the sender's domain (RFC 7208, 6376, 7489)."""
    domain = sender_domain()
    if not settings.MAIL_LEAVES or not domain:
        return []
    try:
        return [*_spf(domain), *_dkim(domain), *_dmarc(domain)]
    except NoAnswer:
        return [fault("W", 25, "names", domain=domain)]


def sender_domain() -> str:
    """The domain that mail comes from; nothing for a name of this machine."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    return domain if "." in domain and not domain.endswith((".local", ".localdomain")) else ""


def _spf(domain: str) -> list[CheckMessage]:
    records = [text for text in texts_of(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not records:
        return [fault("W", 26, "spf", domain=domain)]
    if len(records) > 1:
        return [fault("W", 27, "spf-many", domain=domain, count=len(records))]
    terms = records[0].lower().split()
    is_open = "all" in terms or "+all" in terms or "?all" in terms
    return [fault("W", 28, "spf-open", domain=domain)] if is_open else []


def _dkim(domain: str) -> list[CheckMessage]:
    selector = settings.DKIM_SELECTOR
    if not selector:
        return [fault("W", 29, "dkim-selector")]
    name = f"{selector}._domainkey.{domain}"
    tags = [_tags(text) for text in texts_of(name)]
    is_there = any(one.get("p") for one in tags)
    return [] if is_there else [fault("W", 30, "dkim", name=name)]


def _dmarc(domain: str) -> list[CheckMessage]:
    """The policy of the domain, or of the nearest domain above it that has one."""
    parts = domain.split(".")
    for start in range(len(parts) - 1):
        tags = [_tags(text) for text in texts_of("_dmarc." + ".".join(parts[start:]))]
        policies = [one for one in tags if one.get("v") == "DMARC1"]
        if policies:
            is_none = policies[0].get("p", "none").lower() == "none"
            return [fault("W", 32, "dmarc-none", domain=domain)] if is_none else []
    return [fault("W", 31, "dmarc", domain=domain)]


def _tags(text: str) -> dict[str, str]:
    """The tags of a record: v=DMARC1; p=reject → {"v": "DMARC1", "p": "reject"}."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
