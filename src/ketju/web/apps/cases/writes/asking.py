"""Customers are asked to say that their contacts are right: by staff, and once a year by the machine."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ketju.text.render import phrasebook
from ketju.web.apps.campaigns.planning import choices_for
from ketju.web.apps.cases.health import count_health
from ketju.web.apps.cases.models import ContactHealth
from ketju.web.apps.cases.problems import AskedLately, NobodyToAsk
from ketju.web.apps.cases.recipients import language_for
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.selfservice.contacts import CONFIRMED_FOR
from ketju.web.base.access.models import Processor
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import MACHINE, Actor, audited
from ketju.web.base.outbox.writes import AddressWrong, enqueue_message

PAUSE = timedelta(days=7)
"""Nobody is asked again sooner than so long after the last mail."""
AHEAD, EVERY, MOST = timedelta(days=30), timedelta(days=30), 3
"""The machine asks so long before a year is over, then every so often, so many times at most."""
PORTION = 500


def ask_to_confirm(*, by: Actor, at: datetime, customer: Customer) -> None:
    """Ask a customer by mail to look at its contacts and to say that they are right.

    Raises AskedLately, NobodyToAsk where no contact can be reached by mail.
    """
    with transaction.atomic():
        row = ContactHealth.objects.select_for_update().filter(customer=customer).first()
        if row is None:
            count_health(customer.processor, at, [customer.pk])
            row = ContactHealth.objects.select_for_update().filter(customer=customer).first()
        if row is None:
            raise NobodyToAsk
        if row.asked_at is not None and row.asked_at > at - PAUSE:
            raise AskedLately
        _mail(row, customer, by, at)
        row.asked_at, row.asked = at, row.asked + 1
        row.save(update_fields=("asked_at", "asked"))
        audited(
            by, "contacts.ask", "customer", at=at, processor=customer.processor, customer=customer.public_id,
            subject=customer.public_id,
        )  # fmt: skip


def remind_to_confirm(processor: Processor, at: datetime) -> int:
    """Ask the next customers whose contacts were confirmed almost a year ago; how many were asked.

    Whoever never confirmed is asked by a campaign or by staff: no machine begins with that.
    """
    rows = ContactHealth.objects.filter(
        Q(asked_at=None) | Q(asked_at__lte=at - EVERY), processor=processor, asked__lt=MOST,
        confirmed_at__lte=at - CONFIRMED_FOR + AHEAD, is_unreached=False,
    )  # fmt: skip
    found = 0
    for row in rows.select_related("customer__processor").order_by("pk")[:PORTION]:
        try:
            ask_to_confirm(by=MACHINE, at=at, customer=row.customer)
        except NobodyToAsk:
            ContactHealth.objects.filter(pk=row.pk).update(asked_at=at)
        else:
            found += 1
    return found


def note_confirmed(customer: Customer, at: datetime) -> None:
    """Bring a customer up to date as soon as somebody said that its contacts are right; asking begins anew."""
    count_health(customer.processor, at, [customer.pk])
    ContactHealth.objects.filter(customer=customer).update(asked=0, asked_at=None)


def _mail(row: ContactHealth, customer: Customer, by: Actor, at: datetime) -> None:
    processor = customer.processor
    contact = choices_for(processor, [customer.pk], day_of(at, processor.zone))[customer.pk].contact
    if contact is None:
        raise NobodyToAsk
    contact.refresh_from_db()
    said = phrasebook(language_for(contact.language, customer.language))
    words = {
        "processor": processor.name, "customer": str(customer.name) or customer.public_id,
        "link": f"{settings.PUBLIC_URL}/portal/{customer.public_id}/contacts/",
    }  # fmt: skip
    since = day_of(row.confirmed_at, processor.zone).isoformat() if row.confirmed_at else "0"
    on = day_of(at, processor.zone)
    try:
        with transaction.atomic():
            enqueue_message(
                by=by, at=at, processor=processor, key=f"confirm:{customer.public_id}:{since}:{row.asked}:{on}",
                kind="confirm", to=str(contact.email), subject=said("web.health.mail.subject", **words),
                text=said("web.health.mail.text", **words), language=said.language, customer=customer.public_id,
            )  # fmt: skip
    except AddressWrong:
        raise NobodyToAsk from None
