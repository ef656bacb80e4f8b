"""Mail that came in that concerns a subject: of the customer that it belongs to, or from one of its addresses."""

from __future__ import annotations

from django.db.models import QuerySet

from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.inbox.models import Received, ReplyAddress
from ketju.web.base.subjects.concerning import Concern, Subject


def _received(subject: Subject) -> QuerySet[Received]:
    if subject.kind == "customer":
        return Received.objects.filter(customer=subject.id)
    indexes = [blind_index(one, "email") for one in subject.addresses]
    return Received.objects.filter(customer=subject.customer, sender_index__in=indexes)


def _addresses(subject: Subject) -> QuerySet[ReplyAddress] | None:
    return ReplyAddress.objects.filter(customer=subject.id) if subject.kind == "customer" else None


CONCERNS = (Concern("inbox_received", _received), Concern("inbox_replyaddress", _addresses))
