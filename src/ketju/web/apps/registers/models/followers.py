"""Who follows a register without an account: subscribers by mail, and readers with a signed link."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.apps.registers.models.lists import Register
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def subscriber_id() -> str:
    """A new identifier of a subscriber."""
    return new_id("sub")


def link_id() -> str:
    """A new identifier of a signed link."""
    return new_id("lnk")


class Subscriber(models.Model):
    """An address that gets changes of a register by mail: asked for, then confirmed (double opt-in), then ended."""

    public_id = models.CharField(max_length=40, unique=True, default=subscriber_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="subscribers")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="subscribers")
    email = EncryptedText()
    email_index = models.BinaryField(max_length=16)
    language = models.CharField(max_length=8)
    services = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    told_number = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("register", "email_index"), name="one_subscriber_an_address")
        ]

    def __str__(self) -> str:
        return self.public_id


class SignedLink(models.Model):
    """A link by which somebody without an account sees which sub-processors touch the data of one customer.

    The link's secret is not kept, only its hash; contact persons are never shown through it (X-21).
    """

    public_id = models.CharField(max_length=40, unique=True, default=link_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="signed_links")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="signed_links")
    label = EncryptedText()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ends_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id
