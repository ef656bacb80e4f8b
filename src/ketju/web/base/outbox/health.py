"""What became of mail that left, as others report it, and whether an address reaches anybody."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parseaddr
from typing import Literal

from django.db.models import F, Q, QuerySet

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.outbox.models import AddressHealth, Message

Fact = Literal["delivered", "delayed", "unreachable", "complained"]
_OF_ADDRESS = re.compile(r"5\.(?:1\.\d{1,3}|2\.1|4\.4)$")
"""Codes that say something of the address or its domain, not of the message (RFC 3463, 3.2, 3.3, 3.5)."""


def email_index(address: str) -> bytes:
    """The blind index of an address, the same as that of contacts."""
    return blind_index(parseaddr(address)[1], "email")


def is_of_address(report: str) -> bool:
    """Whether a code says that nobody is reached at the address at all."""
    return _OF_ADDRESS.search(report) is not None


def note_report(message: Message, fact: Fact, at: datetime, report: str = "") -> None:
    """Note what the other side reported of a message, and what follows for the address. The first instant stays."""
    column = f"{fact}_at"
    rows = Message.objects.filter(pk=message.pk)
    if rows.filter(**{column: None}).update(**{column: at}) and report:
        rows.update(report=report[:40])
    if message.processor is None:
        return
    if fact == "complained":
        _mark(message.processor, message.to, "complained_at", at)
    elif fact == "unreachable" and is_of_address(report):
        _mark(message.processor, message.to, "unreachable_at", at, report=report[:40])
    elif fact == "delivered":
        note_well(message.processor, message.to, at)


def note_well(processor: Processor, address: str, at: datetime) -> None:
    """Note that an address reaches somebody; only where something else was known of it."""
    known = AddressHealth.objects.filter(processor=processor, email_index=email_index(address))
    _before(known, "well_at", at).update(well_at=at)


def _mark(processor: Processor, address: str, column: str, at: datetime, **more: object) -> None:
    """Note a fact of an address. The newest stays: what is told late or twice changes nothing."""
    columns = {column: at, **more}
    row, is_new = AddressHealth.objects.get_or_create(
        processor=processor, email_index=email_index(address), defaults=columns
    )
    if not is_new:
        _before(AddressHealth.objects.filter(pk=row.pk), column, at).update(**columns)


def _before(rows: QuerySet[AddressHealth], column: str, at: datetime) -> QuerySet[AddressHealth]:
    return rows.filter(Q(**{column: None}) | Q(**{f"{column}__lt": at}))


def unwell(processor: Processor) -> QuerySet[AddressHealth]:
    """Addresses that reach nobody now, or whose owners complained and have not been heard of since."""
    bad = Q(unreachable_at__isnull=False) | Q(complained_at__isnull=False)
    later = Q(unreachable_at__gt=F("well_at")) | Q(complained_at__gt=F("well_at"))
    return AddressHealth.objects.filter(bad, Q(well_at=None) | later, processor=processor)
