"""Notices to programs of customers: signed, over HTTPS, to addresses on the public network alone.

The form is that of Standard Webhooks: ``webhook-id`` stays the same however often it is sent, ``webhook-signature`` is
the HMAC-SHA256 of id, time and body under the secret of the address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import ssl
import time
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from ketju.web.apps.notices.claiming import LEASE, leaving
from ketju.web.apps.notices.endpoints import TEST, parts_of_url, public_address
from ketju.web.apps.notices.fallback import fall_back
from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.apps.notices.problems import AddressRefused, ValueMissing
from ketju.web.apps.notices.reads import text_to
from ketju.web.base.ids import new_id
from ketju.web.base.jobs.declaring import job
from ketju.web.base.jobs.schedules import schedule
from ketju.web.base.outbox.delivery import wait_after
from ketju.web.base.outbox.reads import may_send

SECONDS = 10
MOST = 200
SILENT = "silent"
"""What is kept where no answer came."""


def signature(secret: str, message: str, at: int, body: bytes) -> str:
    """The signature of a body: ``v1,`` and base64."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


class _Pinned(HTTPSConnection):
    """Connects to an address that was checked, whatever the name leads to by now."""

    def __init__(self, host: str, port: int, ip: str) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())
        self._ip = ip

    def connect(self) -> None:
        """Connect and check the certificate of the name."""
        plain = socket.create_connection((self._ip, self.port), SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def post(url: str, headers: dict[str, str], body: bytes) -> int:
    """Send a body; the status of the answer, 0 where none came. Raises AddressRefused."""
    host, port, path = parts_of_url(url)
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
    answer = _answer_to(row, began)
    now = timezone.now()
    if answer.is_taken:
        taken = {"sent_at": began, "accepted_at": now, "accepted_by": "program"}
        return bool(held.update(**taken, claimed_until=None, failure=""))
    wait = None if answer.is_final else wait_after(row.attempts)
    if wait is not None:
        held.update(not_before=now + wait, failure=answer.failure, claimed_until=None)
        return False
    with transaction.atomic():
        if held.update(failed_at=now, failure=answer.failure, claimed_until=None):
            fall_back(row, now)
    return False


class Answer(NamedTuple):
    """What a program answered: the status, 0 where none came, or why nothing was sent ("refused": the address is not on
    the public network, "ended": there is none any longer, "incomplete": the text lacks a value).
    """

    status: int
    unsent: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the program took it."""
        return 200 <= self.status < 300

    @property
    def is_final(self) -> bool:
        """Whether trying again is of no use: nothing could be sent, or the program says that it is gone."""
        return self.status == 410 or self.unsent != ""

    @property
    def failure(self) -> str:
        """What is kept of it: "HTTP 503", "silent" for no answer, or why nothing was sent."""
        return self.unsent or (f"HTTP {self.status}" if self.status else SILENT)


def _answer_to(row: Delivery, at: datetime) -> Answer:
    endpoint = Endpoint.objects.filter(customer=row.customer_id, ended_at=None).first()
    if endpoint is None:
        return Answer(0, "ended")
    try:
        told = {
            "id": row.public_id, "about": row.notice.about, "customer": row.customer.public_id,
            "language": row.text.language, "subject": row.text.subject, "text": text_to(row),
        }  # fmt: skip
    except ValueMissing:
        return Answer(0, "incomplete")
    return _posted(endpoint, f"notice.{row.notice.kind}", row.public_id, told, at)


def _posted(endpoint: Endpoint, kind: str, id: str, told: dict[str, Any], at: datetime) -> Answer:
    data = {"type": kind, "timestamp": at.isoformat(), "data": told}
    body, second = json.dumps(data, ensure_ascii=False).encode(), int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Ketju",
        "webhook-id": id,
        "webhook-timestamp": str(second),
        "webhook-signature": signature(endpoint.secret, id, second, body),
    }
    try:
        return Answer(post(endpoint.url, headers, body))
    except AddressRefused:
        return Answer(0, "refused")


@job(TEST, queue="mail", timeout=timedelta(minutes=2), atomic=False, attempts=1)
def send_test(endpoint: str) -> None:
    """Send a test to the address of a customer's program, and keep what was answered and how long it took, no word of
    it. Nothing is sent where the address ended or the test was sent already.
    """
    rows = Endpoint.objects.filter(
        public_id=endpoint, ended_at=None, tested_at=None, test_asked_at__isnull=False
    )
    found = rows.select_related("customer").first()
    if found is None:
        return
    began, clock, id = timezone.now(), time.monotonic(), new_id("tst")
    if may_send():
        answer = _posted(found, "test", id, {"id": id, "customer": found.customer.public_id}, began)
    else:
        answer = Answer(0, "kept-in")
    millis = round((time.monotonic() - clock) * 1000)
    result = "" if answer.status else answer.failure
    rows.update(tested_at=timezone.now(), test_status=answer.status, test_failure=result, test_millis=millis)
