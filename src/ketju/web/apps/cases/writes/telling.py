"""Proof of a notice that is no mail: it was shown in the portal, acknowledged there, posted as a letter, came back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from ketju.web.apps.cases.models import CaseChange, Touched
from ketju.web.apps.cases.problems import NotAnnounced, NotTouched
from ketju.web.apps.cases.recipients import Recipient, recipients
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.notices.writes.facts import (
    record_acknowledgement,
    record_display,
    record_posting,
    record_return,
)
from ketju.web.apps.notices.writes.rows import Row, add_rows, key_of
from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor

MAIN = "main-user"
"""The role whose notice is notice to the customer."""


def newest_notice(change: CaseChange) -> Notice | None:
    """The notice of a case that was sent last."""
    rows = Notice.objects.filter(about=change.public_id, released_at__isnull=False)
    return rows.select_related("processor").order_by("-number").first()


def text_for(notice: Notice, place: Touched, *languages: str) -> NoticeText | None:
    """The text of a notice for a customer, in the first of these languages that there is."""
    texts = {one.language: one for one in notice.texts.filter(key=place.group.key)}
    wanted = (*languages, place.language, "en")
    return next((texts[one] for one in wanted if one in texts), None)


def note_displayed(
    *, by: Actor, at: datetime, change: CaseChange, customer: Customer
) -> tuple[Delivery | None, NoticeText | None]:
    """Note that the newest notice of a case was shown to a person of a customer, once for each person (Q-10).

    What comes back is the message as it was shown, and its text. Raises NotAnnounced, NotTouched.
    """
    notice = newest_notice(change)
    if notice is None:
        raise NotAnnounced
    place = Touched.objects.filter(change=change, customer=customer).select_related("group").first()
    if place is None:
        raise NotTouched
    text = text_for(notice, place, translation.get_language() or "")
    if text is None or by.user is None:
        return None, text
    who = _person(by, at, customer)
    is_main = who.is_main_user if who else by.role == MAIN
    row = Row(
        customer.pk,
        who.contact if who else None,
        text.pk,
        "in-app",
        "" if who else by.user.email,
        is_main,
        (),
    )
    with transaction.atomic():
        add_rows(notice, [row], at)
        found = Delivery.objects.select_related("processor", "customer", "notice").get(
            key=key_of(notice, row)
        )
        if found.displayed_at is None:
            Delivery.objects.filter(pk=found.pk).update(sent_at=at, text=text.pk)
            record_display(by=by, at=at, delivery=found)
            found.refresh_from_db()
    return found, text


def _person(by: Actor, at: datetime, customer: Customer) -> Recipient | None:
    """Who of the recipients the person is that looks."""
    on = day_of(at, customer.processor.zone)
    told = dict(recipients(customer.processor, on, [customer.pk])).get(customer.pk, ())
    return next((one for one in told if by.user is not None and one.user == by.user.pk), None)


def acknowledge_notice(*, by: Actor, at: datetime, change: CaseChange, customer: Customer) -> None:
    """Note that a person of a customer says that it has read the notice. Raises NotAnnounced, NotTouched."""
    with transaction.atomic():
        found, _ = note_displayed(by=by, at=at, change=change, customer=customer)
        if found is not None:
            record_acknowledgement(by=by, at=at, delivery=found)


def mark_posted(*, by: Actor, at: datetime, delivery: Delivery, posted_at: datetime) -> bool:
    """Note that a letter was posted; a second time nothing happens."""
    return record_posting(by=by, at=at, delivery=delivery, posted_at=min(posted_at, at))


def mark_returned(*, by: Actor, at: datetime, delivery: Delivery, returned_at: datetime) -> bool:
    """Note that a letter came back; a second time nothing happens."""
    return record_return(by=by, at=at, delivery=delivery, returned_at=min(returned_at, at))
