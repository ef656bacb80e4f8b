"""A notice with texts and messages to many, for tests and for measuring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import timezone

from ketju.web.apps.notices.models import Notice, NoticeText
from ketju.web.apps.notices.writes.rows import Row, release_notice, write_deliveries
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.writing import MACHINE

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEXT = (
    "To {customer}\n\nLarch Mail GmbH\n  new sub-processor\n  Place: Germany\n\nOn {link} or by mail to {reply}."
    " Ääkköset näkyvät.\n.a line with a dot\n"
)
HTML = '<!DOCTYPE html>\n<html lang="en"><body><p>To {customer}</p>\n<p>.<a href="{link}">{link}</a></p></body></html>\n'


def processor_of(slug: str = "kite") -> Processor:
    return Processor.objects.create(slug=slug, name="Kite Hosting Ltd")


def customers_of(processor: Processor, count: int, people: int = 1) -> list[Customer]:
    """Customers with so many contacts each."""
    made = Customer.objects.bulk_create(
        Customer(processor=processor, name=f"Wren & Söhne {number}", postal_address=f"Street {number}, Oulu")
        for number in range(count)
    )
    Contact.objects.bulk_create(
        Contact(
            processor=processor, customer=one, email=f"p{who}@c{number}.example.org", is_main_user=who == 0
        )
        for number, one in enumerate(made)
        for who in range(people)
    )
    return made


def notice_of(processor: Processor, about: str = "chg_1") -> tuple[Notice, NoticeText]:
    notice = Notice.objects.create(processor=processor, about=about, created_at=AT)
    text = NoticeText.objects.create(
        notice=notice,
        key="one",
        language="en",
        subject="Kite: näin muuttuu",
        text=TEXT,
        html=HTML,
        sha256="0",
    )
    return notice, text


def rows_to(processor: Processor, text: NoticeText, channel: str = "e-mail") -> Iterator[Row]:
    """A message to each contact."""
    found = Contact.objects.filter(processor=processor).order_by("pk")
    for pk, customer, email, is_main in found.values_list("pk", "customer", "email", "is_main_user").iterator(
        10_000
    ):
        yield Row(customer, pk, text.pk, channel, str(email), is_main)


def let_go(notice: Notice) -> None:
    """Approve and release a notice whose rows are written."""
    notice.refresh_from_db()
    Notice.objects.filter(pk=notice.pk).update(approved_at=AT, total=notice.written, tested_at=AT)
    release_notice(by=MACHINE, at=timezone.now(), notice=notice)


def filled(count: int = 3, people: int = 1) -> tuple[Processor, Notice, NoticeText]:
    """A notice that is on its way to so many customers."""
    processor = processor_of()
    customers_of(processor, count, people)
    notice, text = notice_of(processor)
    write_deliveries(notice, rows_to(processor, text), at=AT)
    let_go(notice)
    return processor, notice, text
