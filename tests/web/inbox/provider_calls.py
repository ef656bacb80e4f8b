"""Requests as mail providers send them: bodies as they document them, signatures by the algorithms that they publish."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from django.http import HttpResponse
from django.test import Client

MAILGUN_KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
POSTMARK_LOGIN = "postmark:a-long-password-of-ours-2026"
TOPIC = "arn:aws:sns:eu-north-1:123456789012:ketju-mail"
CERTIFICATE_AT = (
    "https://sns.eu-north-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem"
)


@cache
def sendgrid_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def sns_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def public_of(key: ec.EllipticCurvePrivateKey) -> str:
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


@cache
def sns_certificate() -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(sns_key().public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=9)).not_valid_after(now + timedelta(days=9))
    )  # fmt: skip
    return made.sign(sns_key(), SHA256()).public_bytes(Encoding.PEM).decode()


@dataclass(frozen=True)
class Request:
    provider: str
    body: bytes
    headers: dict[str, str]

    def post(self, client: Client, **headers: str) -> HttpResponse:
        answer: HttpResponse = client.post(
            f"/mail/events/{self.provider}/", self.body, content_type="application/json",
            headers=self.headers | headers,
        )  # fmt: skip
        return answer


def mailgun(event: dict[str, Any], at: datetime, key: str = MAILGUN_KEY, token: str = "7" * 50) -> Request:
    stamp = str(int(at.timestamp()))
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    body = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": event,
    }
    return Request("mailgun", json.dumps(body).encode(), {})


def postmark(event: dict[str, Any], at: datetime, login: str = POSTMARK_LOGIN) -> Request:
    given = base64.b64encode(login.encode()).decode()
    return Request("postmark", json.dumps(event).encode(), {"Authorization": f"Basic {given}"})


def sendgrid(
    events: list[dict[str, Any]], at: datetime, key: ec.EllipticCurvePrivateKey | None = None
) -> Request:
    body, stamp = json.dumps(events).encode(), str(int(at.timestamp()))
    signature = (key or sendgrid_key()).sign(stamp.encode() + body, ec.ECDSA(SHA256()))
    return Request(
        "sendgrid",
        body,
        {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
        },
    )


def sns(
    said: dict[str, str], at: datetime, key: rsa.RSAPrivateKey | None = None, version: str = "2"
) -> Request:
    whole = {
        "Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "TopicArn": TOPIC,
        "Timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE_AT,
    } | said  # fmt: skip
    told = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    asked = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    names = told if whole["Type"] == "Notification" else asked
    text = "".join(f"{name}\n{whole[name]}\n" for name in names if name in whole).encode()
    hashed = SHA1() if version == "1" else SHA256()
    whole["Signature"] = base64.b64encode((key or sns_key()).sign(text, padding.PKCS1v15(), hashed)).decode()
    return Request("ses", json.dumps(whole).encode(), {})


Made = Callable[[str, datetime], Request]


def mailgun_event(kind: str, **more: Any) -> Made:
    """An event that names the message by its Message-ID alone, as Mailgun leaves it."""

    def made(name: str, at: datetime) -> Request:
        headers = {"to": "wren@example.org", "message-id": f"{name}@example.com", "subject": "Words"}
        event = {
            "id": "CPgfbmQMTCKtHW6uIWtuVe", "event": kind, "timestamp": at.timestamp(), "recipient": "wren@example.org",
            "message": {"headers": headers, "size": 512}, "user-variables": {}, "tags": [],
        } | more  # fmt: skip
        return mailgun(event, at)

    return made


def postmark_event(kind: str, time: str, **more: Any) -> Made:
    """An event that names the message by its metadata: its MessageID is Postmark's own."""

    def made(name: str, at: datetime) -> Request:
        event = {
            "RecordType": kind, "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483", "ServerID": 23,
            "Email": "wren@example.org", "Metadata": {"ketju": name}, "MessageStream": "outbound",
            time: at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        } | more  # fmt: skip
        return postmark(event, at)

    return made


def sendgrid_event(kind: str, **more: Any) -> Made:
    """An event between others, which are of no concern to us; it names the message by its argument."""

    def made(name: str, at: datetime) -> Request:
        common = {
            "email": "wren@example.org",
            "timestamp": int(at.timestamp()),
            "smtp-id": "<14c5@ismtpd-555>",
        }
        event = common | {"event": kind, "ketju": name, "sg_event_id": "b1"} | more
        return sendgrid(
            [common | {"event": "processed"}, event, common | {"event": "open", "ketju": name}], at
        )

    return made


def ses_event(kind: str, part: str, **more: Any) -> Made:
    """An event that names the message by its tag."""

    def made(name: str, at: datetime) -> Request:
        about = {"timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.000Z")} | more
        mail = {"messageId": "010f0191", "destination": ["wren@example.org"], "tags": {"ketju": [name]}}
        return sns({"Message": json.dumps({"eventType": kind, "mail": mail, part: about})}, at)

    return made


_GONE = [
    {"emailAddress": "wren@example.org", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 no such user"}
]
_FULL = [{"emailAddress": "wren@example.org", "status": "4.2.2"}]
_NO_USER = {"code": 550, "message": "5.1.1 The account of wren@example.org does not exist"}
EVENTS: dict[str, dict[str, list[Made]]] = {
    "mailgun": {
        "delivered": [mailgun_event("delivered", **{"delivery-status": {"code": 250, "message": "OK"}})],
        "unreachable": [mailgun_event("failed", severity="permanent", **{"delivery-status": _NO_USER})],
        "delayed": [mailgun_event("failed", severity="temporary", **{"delivery-status": {"code": 498}})],
        "complained": [mailgun_event("complained")],
        "": [mailgun_event("opened"), mailgun_event("accepted"), mailgun_event("unsubscribed")],
    },
    "postmark": {
        "delivered": [postmark_event("Delivery", "DeliveredAt", Details="250 OK")],
        "unreachable": [postmark_event("Bounce", "BouncedAt", Type="HardBounce", TypeCode=1, Details="550 5.1.1 no")],
        "delayed": [
            postmark_event("Bounce", "BouncedAt", Type="SoftBounce", TypeCode=4096),
            postmark_event("Bounce", "BouncedAt", Type="Transient", TypeCode=2),
        ],
        "complained": [postmark_event("SpamComplaint", "BouncedAt", Type="SpamComplaint", TypeCode=100001)],
        "": [
            postmark_event("Open", "ReceivedAt"),
            postmark_event("Bounce", "BouncedAt", Type="AutoResponder", TypeCode=64),
        ],
    },
    "sendgrid": {
        "delivered": [sendgrid_event("delivered", response="250 OK")],
        "unreachable": [sendgrid_event("bounce", type="bounce", status="5.1.1", reason="550 5.1.1 gone")],
        "delayed": [sendgrid_event("deferred", attempt="5", response="400 try again later"),
                    sendgrid_event("bounce", type="blocked", status="4.7.1", reason="451 4.7.1 slow down")],
        "complained": [sendgrid_event("spamreport")],
        "": [sendgrid_event("click", url="https://example.org/"), sendgrid_event("unsubscribe")],
    },
    "ses": {
        "delivered": [ses_event("Delivery", "delivery", smtpResponse="250 ok")],
        "unreachable": [ses_event("Bounce", "bounce", bounceType="Permanent", bouncedRecipients=_GONE)],
        "delayed": [ses_event("Bounce", "bounce", bounceType="Transient", bouncedRecipients=_FULL),
                    ses_event("DeliveryDelay", "deliveryDelay", delayType="MailboxFull", delayedRecipients=_FULL)],
        "complained": [ses_event("Complaint", "complaint", complaintFeedbackType="abuse")],
        "": [ses_event("Send", "send"), ses_event("Open", "open"),
             ses_event("Complaint", "complaint", complaintFeedbackType="not-spam")],
    },
}  # fmt: skip
"""What providers send, by what it says of a message; "" for nothing that is noted."""
