"""Proof of a notice that is no mail: it was shown in the portal, acknowledged there, posted as a letter, came back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import translation

from ketju.core.notices.told import MAIN
from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.problems import NotAnnounced
from ketju.web.apps.cases.recipients import Recipient, named_in, recipients_of
from ketju.web.apps.notices.models import Delivery, Notice, NoticeText
from ketju.web.apps.notices.reasons import reason_text
from ketju.web.apps.notices.writes.facts import (
    record_acknowledgement,
    record_display,
    record_posting,
    record_return,
)
from ketju.web.apps.notices.writes.rows import Row, add_rows, key_of
from ketju.web.base.access.zones import day_of
from ketju.web.base.audit.writing import Actor

ROLES = {"main-user": "main-users", "privacy-contact": "privacy-contact"}
"""Roles of a customer's people, with whom of ``notice.recipients`` they are."""


class Shown(NamedTuple):
    """The newest notice of a case as one customer gets it, with its message where somebody who is told looks at it."""

    notice: Notice | None
    text: NoticeText | None
    delivery: Delivery | None = None


def shown_to(place: Touched) -> Shown:
    """What a customer of a case gets to read: the newest notice that it got, as it got it; where it got none, the
    newest that was sent. In the reader's language if there is a text in it, else in the customer's, else in English.
    """
    sent = Notice.objects.filter(about=place.change.public_id, released_at__isnull=False).order_by("-number")
    got = Delivery.objects.filter(customer=place.customer_id, notice__in=sent.values("pk"))
    newest = got.order_by("-notice__number", "-pk")
    rows = NoticeText.objects.filter(
        notice=Coalesce(Subquery(newest.values("notice")[:1]), Subquery(sent.values("pk")[:1])),
        key=Coalesce(Subquery(newest.values("text__key")[:1]), Value(place.group.key)),
    )
    texts = {one.language: one for one in rows.select_related("notice__processor")}
    wanted = (translation.get_language() or "", place.language, "en")
    text = next((texts[one] for one in wanted if one in texts), None)
    return Shown(text.notice if text else sent.select_related("processor").first(), text)


def note_displayed(*, by: Actor, at: datetime, place: Touched) -> Shown:
    """Note that the newest notice of a case was shown to a person of a customer, once for each person (Q-10).

    ``place`` is the customer in the case. Raises NotAnnounced.
    """
    shown = shown_to(place)
    if shown.notice is None:
        raise NotAnnounced
    if shown.text is None or by.user is None:
        return shown
    found = _message(shown.notice, _row(by, at, place, shown.text), at)
    if found.displayed_at is None:
        with transaction.atomic():
            Delivery.objects.filter(pk=found.pk).update(sent_at=at, text=shown.text.pk)
            record_display(by=by, at=at, delivery=found)
            found.refresh_from_db()
    return shown._replace(delivery=found)


def _row(by: Actor, at: datetime, place: Touched, text: NoticeText) -> Row:
    """A message to somebody who looks; without a contact it is the role that tells whether the terms name them."""
    assert by.user is not None
    who = _person(by, at, place)
    contact, address = (who.contact, "") if who else (None, by.user.email)
    named = named_in(place) or (MAIN,)
    counts = who.counts if who else ROLES.get(by.role) in named or "all-users" in named
    why = who.why if who else reason_text("looked", [by.role] if by.role else ())
    return Row(place.customer_id, contact, text.pk, "in-app", address, counts, (), why)


def _message(notice: Notice, row: Row, at: datetime) -> Delivery:
    """The message of a notice that is shown to somebody: made the first time."""
    rows = Delivery.objects.select_related("processor", "customer", "notice").filter(key=key_of(notice, row))
    found = rows.first()
    if found is None:
        with transaction.atomic():
            add_rows(notice, [row], at)
        found = rows.get()
    return found


def _person(by: Actor, at: datetime, place: Touched) -> Recipient | None:
    """Who of the recipients the person is that looks; whether mail reaches them is another question."""
    told = recipients_of(place, day_of(at, place.change.processor.zone), frozenset())
    return next((one for one in told if by.user is not None and one.user == by.user.pk), None)


def acknowledge_notice(*, by: Actor, at: datetime, place: Touched) -> None:
    """Note that a person of a customer says that it has read the notice. Raises NotAnnounced."""
    with transaction.atomic():
        found = note_displayed(by=by, at=at, place=place).delivery
        if found is not None:
            record_acknowledgement(by=by, at=at, delivery=found)


def mark_posted(*, by: Actor, at: datetime, delivery: Delivery, posted_at: datetime) -> bool:
    """Note that a letter was posted; a second time nothing happens."""
    return record_posting(by=by, at=at, delivery=delivery, posted_at=min(posted_at, at))


def mark_returned(*, by: Actor, at: datetime, delivery: Delivery, returned_at: datetime) -> bool:
    """Note that a letter came back; a second time nothing happens."""
    return record_return(by=by, at=at, delivery=delivery, returned_at=min(returned_at, at))
