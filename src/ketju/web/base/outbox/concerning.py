"""Messages that concern a subject: by the customer that they are about, or by the address that they went to."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.base.outbox.health import email_index
from ketju.web.base.outbox.models import AddressHealth, Message, address_index
from ketju.web.base.subjects.concerning import Concern, Subject


def _messages(subject: Subject) -> QuerySet[Message]:
    if subject.kind == "customer":
        return Message.objects.filter(customer=subject.id)
    indexes = [address_index(one) for one in subject.addresses]
    return Message.objects.filter(customer=subject.customer, to_index__in=indexes)


def _health(subject: Subject) -> QuerySet[AddressHealth]:
    indexes = [email_index(one) for one in subject.addresses]
    found = AddressHealth.objects.filter(email_index__in=indexes)
    return found.filter(processor=subject.processor) if subject.processor is not None else found


CONCERNS = (Concern("outbox_message", _messages), Concern("outbox_addresshealth", _health))
