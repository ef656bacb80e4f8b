"""A notice, its texts as they are sent, and one row for each recipient and channel with the facts of its delivery."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import CompressedText, EncryptedText
from ketju.web.base.ids import new_id


def notice_id() -> str:
    """A new identifier of a notice."""
    return new_id("ntc")


def endpoint_id() -> str:
    """A new identifier of an address of a customer's program."""
    return new_id("end")


def delivery_id() -> str:
    """A new identifier of a delivery, which is also part of its Message-ID."""
    return new_id("dlv")


class Notice(models.Model):
    """Something that customers are told. ``about`` is the public id of what it is about, ``kind`` "change",
    "correction" of an earlier notice, or "withdrawal" of a change.

    Facts are separate: when its texts were made, approved and by whom, begun to be sent, completely handed over.
    ``digest`` is the SHA-256 of what it says of the register, which has to be what the register says. Rows are written
    in chunks; nothing leaves before ``released_at`` is set, in one statement. ``done_at`` is when nothing waited any
    longer; a message that has to go out after all takes it back.
    """

    public_id = models.CharField(max_length=40, unique=True, default=notice_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=40, db_index=True)
    number = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=12, default="change")
    digest = models.CharField(max_length=64, blank=True, default="")
    total = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approved_notices"
    )
    is_own_approval = models.BooleanField(default=False)
    tested_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="made_notices"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("about", "number"), name="one_notice_a_number")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("released_at",),
                condition=models.Q(released_at__isnull=False, done_at=None),
                name="notices_leaving",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class NoticeText(models.Model):
    """The text of a notice for a class of customers in a language, as it is sent: subject, plain text, HTML, and the
    plain texts for letters on paper and for applications, which say how to answer there ("" in texts from before there
    were any).

    ``{customer}``, ``{link}`` and the other places of ``filling`` stand where each recipient's own stand; braces of the
    content are doubled. ``sha256`` is that of all that is there.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="texts")
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=300)
    text = CompressedText()
    html = CompressedText()
    paper = CompressedText()
    shown = CompressedText()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("language", "key")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("notice", "key", "language"), name="one_text_a_class")
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.key}/{self.language}"


class Delivery(models.Model):
    """A notice to one recipient by one channel, and what is known of it; each fact has its own time.

    ``channel`` is "e-mail", "in-app", "letter" or "webhook". ``address`` is where it went. ``is_main_user``: notice to
    this recipient is notice to the customer, as its terms have it. ``key`` is unique: nobody is told the same twice by
    a channel. ``accepted_at`` is when the other side's mail server took it, as
    the server that we hand it to says or a report of it (``outbox.marks.is_report_needed``), ``bounced_at`` when
    it came back, ``displayed_at`` when it was shown, ``posted_at`` and ``returned_at`` are those of a letter. ``then``
    names the channels to go on with where this one fails, between commas; the last resort is a letter.

    ``why`` says why it goes to this recipient, as was known when it was written (``reasons``). ``accepted_by`` is who
    said that it was taken, ``displayed_by`` where it was shown (``proving``). "" in rows from before that was kept.
    """

    public_id = models.CharField(max_length=40, unique=True, default=delivery_id, editable=False)
    processor = models.ForeignKey(
        Processor, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    text = models.ForeignKey(NoticeText, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="deliveries")
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="deliveries", db_index=False
    )
    channel = models.CharField(max_length=8, default="e-mail")
    is_main_user = models.BooleanField(default=True)
    key = models.CharField(max_length=120, unique=True)
    address = EncryptedText()
    domain = models.CharField(max_length=253, blank=True, default="")
    then = models.CharField(max_length=60, blank=True, default="letter")
    why = models.CharField(max_length=160, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, default="")
    complained_at = models.DateTimeField(null=True, blank=True)
    displayed_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=8, blank=True, default="", db_default="")
    displayed_by = models.CharField(max_length=8, blank=True, default="", db_default="")

    class Meta:
        ordering = ("id",)
        indexes: ClassVar = [
            models.Index(fields=("notice", "customer"), name="deliveries_of_customer"),
            models.Index(
                fields=("notice", "not_before", "id"),
                condition=models.Q(channel="e-mail", sent_at=None, failed_at=None),
                name="deliveries_waiting",
            ),
            models.Index(
                fields=("not_before", "id"),
                condition=models.Q(channel="webhook", sent_at=None, failed_at=None),
                name="webhooks_waiting",
            ),
            models.Index(
                fields=("processor", "id"),
                condition=models.Q(channel="letter", posted_at=None, failed_at=None),
                name="letters_to_post",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Endpoint(models.Model):
    """Where a customer's program takes notices: an HTTPS address, and the secret that signs what is sent there.

    ``test_asked_at`` is when somebody asked for a test last, ``tested_at`` when its result came (null: not yet), with
    the status of the answer (0 for none), in ``test_failure`` why there is none, and how many milliseconds it took.
    """

    public_id = models.CharField(max_length=40, unique=True, default=endpoint_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="endpoints")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="endpoints")
    url = EncryptedText()
    secret = EncryptedText()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    test_asked_at = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    test_status = models.PositiveSmallIntegerField(default=0)
    test_failure = models.CharField(max_length=12, blank=True, default="")
    test_millis = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("customer",), condition=models.Q(ended_at=None), name="one_endpoint_a_customer"
            )
        ]

    def __str__(self) -> str:
        return self.public_id
