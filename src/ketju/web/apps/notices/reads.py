"""Notices of a customer, letters to post, and how far a notice has come."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Q, QuerySet

from ketju.text.render import phrasebook
from ketju.web.apps.notices.filling import filled, parts_of
from ketju.web.apps.notices.letters import link_for, reply_address
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor


def open_notices(customer: Customer) -> QuerySet[Delivery]:
    """Notices that an application is to show to a customer, newest first."""
    rows = Delivery.objects.filter(customer=customer, channel="in-app", notice__released_at__isnull=False)
    rows = rows.filter(acknowledged_at=None)
    return rows.select_related("notice", "text", "customer", "processor").order_by("-pk")


def letters_to_post(processor: Processor) -> QuerySet[Delivery]:
    """Letters that somebody has to print and post, those that wait longest first."""
    rows = Delivery.objects.filter(processor=processor, channel="letter", posted_at=None, failed_at=None)
    rows = rows.filter(notice__released_at__isnull=False)
    return rows.select_related("notice", "text", "customer").order_by("pk")


def values_of(row: Delivery) -> dict[str, str]:
    """What differs by recipient in the text of a message."""
    return {
        "customer": str(row.customer.name) or row.customer.public_id,
        "link": link_for(row.notice.about, row.customer.public_id),
        "reply": reply_address(row.public_id),
    }


addresses: list[Callable[[Processor], str]] = []
"""Who knows the postal address of a processor: applications above this one."""


def paper_to(row: Delivery) -> str:
    """The text of a letter on paper, as its recipient reads it. Raises ValueMissing."""
    phrases, processor = phrasebook(row.text.language), row.notice.processor
    known = next(filter(None, (one(processor) for one in addresses)), "")
    post = ", ".join([processor.name, *known.split("\n")]) if known else phrases("web.notices.paper.sender")
    own = {**values_of(row), "post": post, "reference": row.public_id}
    return filled(parts_of(row.text.paper or row.text.text), own)


_SHOWN = ("in-app", "webhook")
"""Channels whose messages nobody can answer."""


def text_to(row: Delivery) -> str:
    """The plain text of a message, as its recipient reads it: mail can be answered, elsewhere there is a button or an
    address. Raises ValueMissing.
    """
    text = shown_form(row.text) if row.channel in _SHOWN else row.text.text
    return filled(parts_of(text), values_of(row))


def shown_form(text: NoticeText) -> str:
    """The form of a text for applications; that of mail in texts from before there was one."""
    return str(text.shown or text.text)


def counts_of(notice: Notice) -> dict[str, int]:
    """How many messages of a notice are in which state; a message may be in several."""
    return notice.deliveries.aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        accepted=Count("pk", filter=Q(accepted_at__isnull=False, bounced_at=None)),
        bounced=Count("pk", filter=Q(bounced_at__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        complained=Count("pk", filter=Q(complained_at__isnull=False)),
        displayed=Count("pk", filter=Q(displayed_at__isnull=False)),
        to_post=Count("pk", filter=Q(channel="letter", posted_at=None, failed_at=None)),
        waiting=Count("pk", filter=Q(channel__in=("e-mail", "webhook"), sent_at=None, failed_at=None)),
    )


def delivery_in_app(processor: Processor, public_id: str) -> Delivery | None:
    """A message that an application of a processor shows; None where there is none that may be shown."""
    rows = Delivery.objects.filter(processor=processor, channel="in-app", notice__released_at__isnull=False)
    rows = rows.select_related("notice", "text", "customer", "processor")
    return (
        rows.filter(public_id=public_id).first() if public_id.isascii() and "\x00" not in public_id else None
    )
