"""Amazon SES: one event a request, by a topic of Amazon SNS, which signs with RSA under a certificate of its own.

The topic is what we agreed upon, so our "secret" is its name (ARN): whoever else publishes is not believed. Its
subscription is confirmed where the request is signed and names that topic.
Source: docs.aws.amazon.com, SNS: Verifying the signatures of messages; SES: Examples of event
data, Notification contents.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from django.conf import settings

from ketju.web.base.outbox.events import (
    MARK,
    Call,
    Event,
    Malformed,
    NotGenuine,
    Provider,
    check_age,
    code_of,
    object_in,
    ours,
    part,
    time_of,
)
from ketju.web.base.outbox.health import Fact

LONGEST: Final = timedelta(hours=25)
SECONDS: Final = 5
_CERTIFICATE: Final = re.compile(r"/SimpleNotificationService-[0-9a-f]{8,64}\.pem")
_TOLD: Final = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_ASKED: Final = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_HASHES: Final = {"1": SHA1, "2": SHA256}
_NAMES: Final = {
    "Delivery": "delivery",
    "Bounce": "bounce",
    "Complaint": "complaint",
    "DeliveryDelay": "deliveryDelay",
    "Reject": "reject",
}


def verify(call: Call, secret: str, now: datetime) -> None:
    """Whether the topic published it. Raises NotGenuine, Malformed, OSError where the certificate cannot be had."""
    said = object_in(call.body)
    signed = _signed(said)
    if said["TopicArn"] != secret:
        raise NotGenuine("topic")
    try:
        signature = base64.b64decode(said.get("Signature", ""), validate=True)
        certificate = x509.load_pem_x509_certificate(_certificate(said))
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise NotGenuine("certificate")
        key.verify(signature, signed, PKCS1v15(), _HASHES[said.get("SignatureVersion", "")]())
    except (InvalidSignature, binascii.Error, ValueError, KeyError, TypeError):
        raise NotGenuine("signature") from None
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise NotGenuine("certificate")
    at = time_of(said["Timestamp"])
    check_age(int(at.timestamp()) if at else "", now, LONGEST)


def _signed(said: dict[str, Any]) -> bytes:
    """What the signature covers: names and values, a line each. Raises Malformed."""
    names = _TOLD if said.get("Type") == "Notification" else _ASKED
    pairs = [(name, said[name]) for name in names if said.get(name) is not None]
    missing = set(names) - {"Subject"} - {name for name, _ in pairs}
    if missing or not all(isinstance(value, str) for _, value in pairs):
        raise Malformed
    return "".join(f"{name}\n{value}\n" for name, value in pairs).encode()


def _certificate(said: dict[str, Any]) -> bytes:
    """The certificate that is set, else that which the request names. Raises NotGenuine, OSError."""
    if settings.SES_CERTIFICATE:
        return str(settings.SES_CERTIFICATE).encode()
    address = _amazons(said.get("SigningCertURL"), said["TopicArn"])
    if not _CERTIFICATE.fullmatch(urlsplit(address).path):
        raise NotGenuine("address")
    return certificate_at(address)


@lru_cache(maxsize=8)
def certificate_at(address: str) -> bytes:
    """The certificate at an address of Amazon's, kept in memory. Raises OSError."""
    return fetched(address)


def _amazons(address: object, topic: str) -> str:
    """An address, if it is one of Amazon SNS over https, in the region of the topic. Raises NotGenuine."""
    host = f"sns.{topic.split(':')[3]}.amazonaws.com"
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
    except ValueError:
        raise NotGenuine("address") from None
    if parts.scheme != "https" or parts.netloc not in (host, f"{host}.cn"):
        raise NotGenuine("address")
    return parts.geturl()


class _Nowhere(HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *args: Any, **names: Any) -> None:
        """No request."""


def fetched(address: str) -> bytes:
    """The first bytes of what is at an address. Raises OSError."""
    with build_opener(_Nowhere).open(address, timeout=SECONDS) as answer:
        return bytes(answer.read(65_536))


def read(call: Call) -> list[Event]:
    """The event of a request that is genuine. Raises Malformed."""
    said = object_in(call.body)
    if said["Type"] != "Notification":
        return []
    if said["Message"].startswith("Successfully validated SNS topic"):
        return []
    event = object_in(said["Message"].encode())
    kind = event.get("eventType", event.get("notificationType"))
    if not isinstance(kind, str):
        raise Malformed
    message = ours(*_named(event.get("mail")))
    about = part(event, _NAMES.get(kind, ""))
    fact = _fact(kind, about)
    if fact is None or not message:
        return []
    return [Event(message, fact, time_of(part(about, "timestamp")), _code(about))]


def confirm(call: Call) -> None:
    """Confirm the subscription that a genuine request asks for. Raises NotGenuine, OSError."""
    said = object_in(call.body)
    if said["Type"] == "SubscriptionConfirmation":
        fetched(_amazons(said["SubscribeURL"], said["TopicArn"]))


def _named(mail: object) -> list[object]:
    """Where our id may stand: the tag, and the Message-ID as it was when the mail left us."""
    tags = part(mail, "tags", MARK)
    return [*(tags if isinstance(tags, list) else []), part(mail, "commonHeaders", "messageId")]


def _fact(kind: str, about: object) -> Fact | None:
    if kind == "Bounce":
        return "unreachable" if part(about, "bounceType") == "Permanent" else "delayed"
    if kind == "Complaint":
        if part(about, "complaintSubType") == "OnAccountSuppressionList":
            return "unreachable"
        return None if part(about, "complaintFeedbackType") == "not-spam" else "complained"
    known: dict[str, Fact] = {"Delivery": "delivered", "DeliveryDelay": "delayed", "Reject": "unreachable"}
    return known.get(kind)


def _code(about: object) -> str:
    for name in ("bouncedRecipients", "delayedRecipients"):
        some = part(about, name)
        if isinstance(some, list) and some:
            return code_of(part(some[0], "status"), part(some[0], "diagnosticCode"))
    return ""


def marks(public_id: str) -> dict[str, str]:
    """The header of tags, which come back with each event of a configuration set."""
    return {"X-SES-MESSAGE-TAGS": f"{MARK}={public_id}"}


PROVIDER: Final = Provider("ses", ("amazonaws.com",), verify, read, marks, after=confirm)
