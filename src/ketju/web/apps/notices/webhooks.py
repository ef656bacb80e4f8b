"""Notices to programs of customers: signed, over HTTPS, to addresses on the public network alone.

The form is that of Standard Webhooks: ``webhook-id`` stays the same however often it is sent, ``webhook-signature`` is
the HMAC-SHA256 of id, time and body under the secret of the address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
import socket
import ssl
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from ketju.web.apps.notices.claiming import LEASE, leaving
from ketju.web.apps.notices.fallback import fall_back
from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.apps.notices.problems import AddressRefused, ValueMissing
from ketju.web.apps.notices.reads import text_to
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule
from ketju.web.base.outbox.delivery import wait_after
from ketju.web.base.outbox.reads import may_send

SECONDS = 10
MOST = 200


def set_endpoint(*, by: Actor, at: datetime, customer: Customer, url: str) -> Endpoint:
    """Set where a customer's program takes notices; an earlier address ends. Raises AddressRefused."""
    _parts(url)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        Endpoint.objects.filter(customer=customer, ended_at=None).update(ended_at=at)
        made = Endpoint.objects.create(
            processor=customer.processor, customer=customer, url=url, secret=secret, made_at=at
        )
        audited(
            by, "endpoints.set", "endpoint", at=at, processor=customer.processor, customer=customer.public_id,
            subject=made.public_id,
        )  # fmt: skip
    return made


def endpoint_of(customer: Customer) -> Endpoint | None:
    """Where a customer's program takes notices now."""
    return Endpoint.objects.filter(customer=customer, ended_at=None).first()


def end_endpoint(*, by: Actor, at: datetime, customer: Customer) -> bool:
    """End the address of a customer's program: nothing more is sent there; False where there was none."""
    with transaction.atomic():
        found = endpoint_of(customer)
        if found is None or not Endpoint.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at):
            return False
        audited(
            by, "endpoints.end", "endpoint", at=at, processor=customer.processor, customer=customer.public_id,
            subject=found.public_id,
        )  # fmt: skip
    return True


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """The signature of a body: ``v1,`` and base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def public_address(host: str, port: int) -> str:
    """An IP address of a host that is on the public network; the one that is connected to. Raises AddressRefused."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        return ""
    if not all(ipaddress.ip_address(one).is_global for one in found):
        raise AddressRefused
    return min(found)


class _Pinned(HTTPSConnection):
    """Connects to an address that was checked, whatever the name leads to by now."""

    def __init__(self, host: str, port: int, ip: str) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())
        self._ip = ip

    def connect(self) -> None:
        """Connect and check the certificate of the name."""
        plain = socket.create_connection((self._ip, self.port), SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _parts(url: str) -> tuple[str, int, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise AddressRefused from None
    if (
        parts.scheme != "https"
        or not parts.hostname
        or parts.username
        or not url.isascii()
        or not url.isprintable()
    ):
        raise AddressRefused
    return parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def post(url: str, headers: dict[str, str], body: bytes) -> int:
    """Send a body; the status of the answer, 0 where none came. Raises AddressRefused."""
    host, port, path = _parts(url)
    ip = public_address(host, port)
    if not ip:
        return 0
    connection = _Pinned(host, port, ip)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


@job("notices.webhooks", queue="mail", timeout=timedelta(minutes=20), atomic=False)
def send_webhooks() -> int:
    """Send notices to programs of customers; how many were taken."""
    if not may_send():
        return 0
    now = timezone.now()
    rows = Delivery.objects.filter(channel="webhook", sent_at=None, failed_at=None, not_before__lte=now)
    rows = rows.filter(notice__in=[one.pk for one in leaving()])
    rows = rows.exclude(claimed_until__gt=now).select_related("notice", "text", "customer")
    return sum(_send(row) for row in rows.order_by("not_before", "pk")[:MOST])


schedule("notices.webhooks", send_webhooks, every=timedelta(minutes=1))


def _send(row: Delivery) -> bool:
    """Send one, where nobody else has it; whether it was taken."""
    began = timezone.now()
    mine = Delivery.objects.filter(pk=row.pk, claimed_until=row.claimed_until, sent_at=None, failed_at=None)
    row.claimed_until, row.attempts = began + LEASE, row.attempts + 1
    if not mine.update(claimed_until=row.claimed_until, attempts=row.attempts):
        return False
    held = Delivery.objects.filter(pk=row.pk, claimed_until=row.claimed_until)
    endpoint = Endpoint.objects.filter(customer=row.customer_id, ended_at=None).first()
    try:
        status = _posted(row, endpoint, began) if endpoint else 410
    except (AddressRefused, ValueMissing):
        status = 410
    now = timezone.now()
    if 200 <= status < 300:
        return bool(held.update(sent_at=began, accepted_at=now, claimed_until=None, failure=""))
    wait = None if status == 410 else wait_after(row.attempts)
    if wait is not None:
        held.update(not_before=now + wait, failure=f"HTTP {status}", claimed_until=None)
        return False
    with transaction.atomic():
        if held.update(failed_at=now, failure=f"HTTP {status}", claimed_until=None):
            fall_back(row, now)
    return False


def _posted(row: Delivery, endpoint: Endpoint, at: datetime) -> int:
    data = {
        "type": f"notice.{row.notice.kind}",
        "timestamp": at.isoformat(),
        "data": {
            "id": row.public_id, "about": row.notice.about, "customer": row.customer.public_id,
            "language": row.text.language, "subject": row.text.subject, "text": text_to(row),
        },
    }  # fmt: skip
    body, second = json.dumps(data, ensure_ascii=False).encode(), int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Ketju",
        "webhook-id": row.public_id,
        "webhook-timestamp": str(second),
        "webhook-signature": signature(endpoint.secret, row.public_id, second, body),
    }
    return post(endpoint.url, headers, body)
