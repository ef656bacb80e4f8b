"""Mail that came in, addresses that name what an answer belongs to, and how far each box was read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id
from ketju.web.base.outbox.models import Message

KINDS = ("person", "auto-reply", "bounce", "complaint", "list", "test", "unreadable")
"""Who wrote it: a person, a machine (absence notices; reports of delivery; complaints; lists), ourselves as a test."""


def received_id() -> str:
    """A new identifier of a message that came in."""
    return new_id("rec")


def token() -> str:
    """The part of an address that nobody can guess."""
    return new_id("to").partition("_")[2]


def test_id() -> str:
    """A new identifier of a test message."""
    return new_id("tst")


class ReplyAddress(models.Model):
    """An address of our inbox that names what an answer belongs to: a ``purpose`` and the public id of a thing.

    The token is all that the address holds; ``token_hash`` finds it again.
    """

    processor = models.ForeignKey(
        Processor, on_delete=models.PROTECT, null=True, related_name="reply_addresses"
    )
    customer = models.CharField(max_length=40, blank=True, default="")
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    token = EncryptedText(default=token)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("purpose", "subject"), name="one_address_a_thing")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"


class Received(models.Model):
    """One message that came in. Its bytes are a file, encrypted, with their ``sha256``; ``identity`` keeps it once.

    ``customer`` is the public id of the customer it was assigned to or belongs to, "" for none yet. ``answers`` is the
    message of ours that it answers or reports on. ``is_cut``: it was too large, and only its beginning was read.
    """

    public_id = models.CharField(max_length=40, unique=True, default=received_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, null=True, related_name="received")
    customer = models.CharField(max_length=40, blank=True, default="", db_index=True)
    identity = models.BinaryField(unique=True)
    message_id_index = models.BinaryField(db_index=True)
    kind = models.CharField(max_length=16)
    sender = EncryptedText()
    sender_index = models.BinaryField(default=b"", db_index=True)
    subject = EncryptedText()
    text = EncryptedText()
    files = EncryptedText()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    is_cut = models.BooleanField(default=False)
    original = models.CharField(max_length=80)
    addresses = models.ManyToManyField(ReplyAddress, related_name="received")
    answers = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="received"
    )
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        indexes: ClassVar = [
            models.Index(fields=("processor", "-id"), name="received_of_processor"),
            models.Index(
                fields=("processor", "id"),
                name="received_open",
                condition=models.Q(done_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Box(models.Model):
    """How far a box was read: over IMAP up to ``last_uid`` of ``uidvalidity``; when, and what went wrong last.

    ``name`` is a fingerprint of where it is, so that another box begins anew.
    """

    name = models.CharField(max_length=64, unique=True)
    uidvalidity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=80, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class SelfTest(models.Model):
    """A message that we sent to our own inbox, and when it arrived there."""

    public_id = models.CharField(max_length=40, unique=True, default=test_id, editable=False)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="test")
    asked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id
