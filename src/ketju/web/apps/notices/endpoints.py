"""Where programs of customers take notices: addresses on the public network alone, each with a secret of its own."""

from __future__ import annotations

import base64
import ipaddress
import secrets
import socket
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from ketju.web.apps.notices.models import Delivery, Endpoint
from ketju.web.apps.notices.problems import AddressRefused, NothingLeaves
from ketju.web.apps.parties.models import Customer
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.jobs.declaring import named
from ketju.web.base.outbox.reads import may_send

TEST = "notices.webhook-test"
"""The job that sends a test."""
PATIENCE = timedelta(minutes=5)
"""So long a test is waited for before another can be asked for."""
_OWN_NAMES = ("localhost", "local", "internal", "home.arpa")
"""Ends of names that lead into the own network, whatever they are looked up to (RFC 6761, 6762, 8375)."""


def set_endpoint(*, by: Actor, at: datetime, customer: Customer, url: str) -> Endpoint:
    """Set where a customer's program takes notices, with a new secret; an earlier one ends. Raises AddressRefused."""
    parts_of_url(url)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        _one_at_a_time(customer)
        Endpoint.objects.filter(customer=customer, ended_at=None).update(ended_at=at)
        made = Endpoint.objects.create(
            processor=customer.processor, customer=customer, url=url, secret=secret, made_at=at
        )
        _note(by, "endpoints.set", made, at)
    return made


def renew_secret(*, by: Actor, at: datetime, customer: Customer) -> Endpoint | None:
    """Give the address of a program a new secret; the old one signs nothing more. None without an address."""
    with transaction.atomic():
        _one_at_a_time(customer)
        found = endpoint_of(customer)
        return set_endpoint(by=by, at=at, customer=customer, url=str(found.url)) if found else None


def endpoint_of(customer: Customer) -> Endpoint | None:
    """Where a customer's program takes notices now."""
    return Endpoint.objects.filter(customer=customer, ended_at=None).first()


def end_endpoint(*, by: Actor, at: datetime, customer: Customer) -> bool:
    """End the address of a customer's program: nothing more is sent there; False where there was none."""
    with transaction.atomic():
        found = endpoint_of(customer)
        if found is None or not Endpoint.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at):
            return False
        _note(by, "endpoints.end", found, at)
    return True


def ask_for_test(*, by: Actor, at: datetime, customer: Customer) -> bool:
    """Have a test sent to a customer's program, soon and by a worker; False without an address.

    One at a time: while one is waited for, nothing more is begun. Raises NothingLeaves.
    """
    with transaction.atomic():
        found = Endpoint.objects.select_for_update().filter(customer=customer, ended_at=None).first()
        if found is None:
            return False
        if not may_send():
            raise NothingLeaves
        if is_test_awaited(found, at):
            return True
        Endpoint.objects.filter(pk=found.pk).update(test_asked_at=at, tested_at=None)
        _note(by, "endpoints.test", found, at)
        named(TEST).enqueue(found.public_id)
    return True


def is_test_awaited(endpoint: Endpoint, at: datetime) -> bool:
    """Whether the result of a test is to come yet."""
    asked = endpoint.test_asked_at
    return asked is not None and endpoint.tested_at is None and at - asked < PATIENCE


def last_to_program(customer: Customer, most: int = 20) -> list[Delivery]:
    """The last notices to a customer's program, newest first."""
    rows = Delivery.objects.filter(customer=customer, channel="webhook", notice__released_at__isnull=False)
    return list(rows.select_related("notice", "text").order_by("-pk")[:most])


def parts_of_url(url: str) -> tuple[str, int, str]:
    """Host, port and path of an address for programs. Raises AddressRefused for one that nothing is sent to."""
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
    if " " in url or _is_own(parts.hostname):
        raise AddressRefused
    return parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def public_address(host: str, port: int) -> str:
    """An IP address of a host that is on the public network; the one that is connected to. Raises AddressRefused."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        return ""
    if not all(ipaddress.ip_address(one).is_global for one in found):
        raise AddressRefused
    return min(found)


def _is_own(host: str) -> bool:
    """Whether a host is in the own network as it is written; what a name leads to is looked up at each sending."""
    name = host.rstrip(".").lower()
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return any(name == one or name.endswith(f".{one}") for one in _OWN_NAMES)


def _one_at_a_time(customer: Customer) -> None:
    """Wait for whoever sets an address of the same customer: there is one at most."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def _note(by: Actor, action: str, endpoint: Endpoint, at: datetime) -> None:
    audited(
        by, action, "endpoint", at=at, processor=endpoint.processor, customer=endpoint.customer.public_id,
        subject=endpoint.public_id,
    )  # fmt: skip
