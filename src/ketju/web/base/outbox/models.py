"""Messages that are to leave. A row is written in the transaction of what it tells of, and sent afterwards."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.ids import new_id


def message_id() -> str:
    """A new identifier of a message."""
    return new_id("msg")


def address_index(address: str) -> bytes:
    """By what messages to an address are found."""
    return blind_index(parseaddr(address)[1], "outbox.to")


class Message(models.Model):
    """One message to one address. Facts are separate: when it was claimed, sent, refused, and how often it was tried.

    ``key`` makes a message unique: the same thing is told to the same address once. ``held`` keeps it in the outbox.
    ``to_index`` finds what was sent to an address; it is set with every message that is saved.
    What the other side reported later are facts of their own (RFC 3464): ``delivered_at``, ``delayed_at`` and
    ``unreachable_at`` with the ``report`` (a code such as 5.1.1), ``complained_at`` (RFC 5965). ``reply_to`` is where
    answers go, "" for the sender.
    ``unsubscribe`` is the address by which programs end such mail with one request (RFC 8058).
    """

    public_id = models.CharField(max_length=40, unique=True, default=message_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, null=True, related_name="messages")
    customer = models.CharField(max_length=40, blank=True, default="")
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default="en")
    to = EncryptedText()
    to_index = models.BinaryField(default=b"")
    domain = models.CharField(max_length=253, blank=True, default="")
    subject = EncryptedText()
    text = EncryptedText()
    unsubscribe = models.CharField(max_length=600, blank=True, default="")
    held = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, default="")
    reply_to = EncryptedText()
    delivered_at = models.DateTimeField(null=True, blank=True)
    delayed_at = models.DateTimeField(null=True, blank=True)
    unreachable_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    report = models.CharField(max_length=40, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes: ClassVar = [
            models.Index(
                fields=("not_before", "id"),
                name="outbox_waiting",
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
            ),
            models.Index(
                fields=("sent_at", "domain"),
                name="outbox_sent",
                condition=models.Q(sent_at__isnull=False),
            ),
            models.Index(fields=("to_index",), name="outbox_to"),
            models.Index(fields=("customer",), name="outbox_customer", condition=~models.Q(customer="")),
        ]

    def __str__(self) -> str:
        return self.public_id

    def save(self, *args: Any, **options: Any) -> None:
        """Save with the blind index of the address."""
        if self._state.adding:
            self.to_index = address_index(self.to)
        super().save(*args, **options)


class AddressHealth(models.Model):
    """What is known of an address that mail goes to, by its blind index: that nobody is reached there, or complained.

    Facts are separate and the newest counts: an address that answers or takes mail later is well again.
    """

    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="address_health")
    email_index = models.BinaryField()
    unreachable_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    well_at = models.DateTimeField(null=True, blank=True)
    report = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "email_index"), name="one_health_an_address")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Pause(models.Model):
    """That no mail of a processor leaves, from an instant on until another; without a processor, none at all.

    Nobody can end that of a copy for rehearsal.
    """

    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, null=True, related_name="pauses")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    is_rehearsal = models.BooleanField(default=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="pauses"
    )

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"pause {self.pk}"
