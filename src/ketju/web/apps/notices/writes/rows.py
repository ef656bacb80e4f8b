"""Write the messages of a notice, in chunks that can be written again, and let them leave in one statement."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from ketju.web.apps.notices.models import Delivery, Notice
from ketju.web.apps.notices.problems import NotApproved, NoticeReleased, NotTested, RowsMissing
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_ids

CHUNK = 10_000
_AT_ONCE = 60
"""Rows of one statement on SQLite, which takes some thousand values."""
_COLUMNS = (
    "public_id", "processor_id", "notice_id", "text_id", "customer_id", "contact_id", "channel", "is_main_user",
    "key", "address", "domain", "then", "attempts", "not_before", "failure", "why", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One message that is to be written: numbers of customer, contact (None for the organisation) and text.

    ``why`` says why it goes to this recipient (``reasons``).
    """

    customer: int
    contact: int | None
    text: int
    channel: str = "e-mail"
    address: str = ""
    is_main_user: bool = True
    then: tuple[str, ...] = ("letter",)
    why: str = ""


def forget_unsent(notice: Notice) -> None:
    """Take back the messages of a notice that were written before it was let go: whoever wrote them was interrupted,
    and recipients and addresses may be others by now. Raises NoticeReleased.
    """
    with transaction.atomic():
        held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if held.released_at is not None:
            raise NoticeReleased
        held.deliveries.all().delete()
        Notice.objects.filter(pk=held.pk).update(written=0, total=0)


def write_deliveries(notice: Notice, rows: Iterable[Row], *, at: datetime, chunk: int = CHUNK) -> int:
    """Write the messages of a notice that are not there yet; how many were new.

    Each chunk is a transaction of its own: whoever is interrupted writes all of them anew, and those that are there
    stand. Raises NoticeReleased.
    """
    given, made = iter(rows), 0
    while some := list(islice(given, chunk)):
        made += _write(notice, some, at)
    return made


def _write(notice: Notice, rows: list[Row], at: datetime) -> int:
    with transaction.atomic():
        held = Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)
        if held.released_at is not None:
            raise NoticeReleased
        made = add_rows(held, rows, at)
        Notice.objects.filter(pk=notice.pk).update(written=F("written") + made)
    return made


def add_rows(notice: Notice, rows: list[Row], at: datetime) -> int:
    """Add messages to a notice, in the transaction of the caller; how many were new."""
    values = _values(notice, rows, at)
    return _copied(values) if connection.vendor == "postgresql" else _inserted(values)


def _values(notice: Notice, rows: list[Row], at: datetime) -> Iterator[tuple[Any, ...]]:
    """The values of ``_COLUMNS``. The key is read now: while rows are copied, the connection answers nothing else."""
    field = Delivery._meta.get_field("address")
    assert isinstance(field, EncryptedText)
    seal, when = field.sealer(), connection.ops.adapt_datetimefield_value(at)
    named = zip(rows, new_ids("dlv", len(rows)), strict=True)
    return (
        (
            public_id, notice.processor_id, notice.pk, row.text, row.customer, row.contact, row.channel,
            row.is_main_user, key_of(notice, row), seal(row.address), _domain(row), ",".join(row.then), 0, when, "",
            row.why, when,
        )
        for row, public_id in named
    )  # fmt: skip


def _domain(row: Row) -> str:
    return row.address.rpartition("@")[2].lower()[:253] if row.channel == "e-mail" else ""


def key_of(notice: Notice, row: Row) -> str:
    """What makes a message unique: the notice, the channel, the customer, and who or which address there."""
    who = row.contact if row.contact is not None else hashlib.sha256(row.address.encode()).hexdigest()[:16]
    return f"{notice.public_id}:{row.channel}:{row.customer}:{who}"


def _copied(values: Iterator[tuple[Any, ...]]) -> int:
    """PostgreSQL takes them as a copy into a table of the transaction, from which the new ones are taken."""
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE notices_given ON COMMIT DROP AS SELECT {names} FROM notices_delivery WITH NO DATA"
        )
        with cursor.copy(f"COPY notices_given ({names}) FROM STDIN") as copy:
            for one in values:
                copy.write_row(one)
        cursor.execute(
            f"INSERT INTO notices_delivery ({names}) SELECT {names} FROM notices_given ON CONFLICT (key) DO NOTHING"
        )
        made: int = cursor.rowcount
        cursor.execute("DROP TABLE notices_given")
    return made


def _inserted(values: Iterator[tuple[Any, ...]]) -> int:
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    marks, made = f"({', '.join(['%s'] * len(_COLUMNS))})", 0
    with connection.cursor() as cursor:
        while some := list(islice(values, _AT_ONCE)):
            cursor.execute(
                f"INSERT OR IGNORE INTO notices_delivery ({names}) VALUES {', '.join([marks] * len(some))}",
                [value for one in some for value in one],
            )
            made += cursor.rowcount
    return made


def release_notice(*, by: Actor, at: datetime, notice: Notice) -> None:
    """Let a notice leave: until then no message of it does. A second time nothing happens.

    Mail to a domain that gets many is spread over the minutes that follow, as each may get so many a minute. Raises
    NotApproved, NotTested, RowsMissing.
    """
    with transaction.atomic():
        held = Notice.objects.select_for_update(no_key=True).select_related("processor").get(pk=notice.pk)
        if held.released_at is not None:
            return
        if held.approved_at is None:
            raise NotApproved
        if getattr(settings, "INBOX_ADDRESS", "") and held.tested_at is None:
            raise NotTested
        if held.written != held.total:
            raise RowsMissing(written=held.written, total=held.total)
        _spread(held, at)
        Notice.objects.filter(pk=held.pk).update(released_at=at)
        audited(
            by,
            "notices.release",
            "notice",
            at=at,
            processor=held.processor,
            subject=held.public_id,
            count=held.total,
        )
    notice.released_at = at


def _spread(notice: Notice, at: datetime) -> None:
    """Mail to one domain: so many at once, so many in the next minute, and so on."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [settings.MAIL_PER_DOMAIN, notice.pk])
        minutes: dict[int, list[int]] = {}
        for number, minute in cursor.fetchall():
            minutes.setdefault(minute, []).append(number)
    for minute, numbers in minutes.items():
        for start in range(0, len(numbers), _IDS):
            some = Delivery.objects.filter(pk__in=numbers[start : start + _IDS])
            some.update(not_before=at + timedelta(minutes=minute))


_IDS = 500
_PLACES = """
SELECT id, minute FROM (
  SELECT id, (row_number() OVER (PARTITION BY domain ORDER BY id) - 1) / %s AS minute FROM notices_delivery
  WHERE notice_id = %s AND channel = 'e-mail'
) AS placed WHERE minute > 0
"""
