"""Corrections: what a customer's people changed by themselves, before and after, for staff to see; confirmations."""

from __future__ import annotations

import json
from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def correction_id() -> str:
    """A new identifier of a correction."""
    return new_id("cor")


class Correction(models.Model):
    """One change in the portal, beside its entry of the audit trail, which holds no values.

    ``kind`` and ``subject`` say what was changed, ``held`` the values before and after; they go with the customer's
    other data. ``seen_at`` is when a member of staff looked at it. Source: D-165, D-182.
    """

    public_id = models.CharField(max_length=40, unique=True, default=correction_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="corrections")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="corrections")
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="correction")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    held = EncryptedText()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-made_at", "-id")
        indexes: ClassVar = [
            models.Index(
                fields=("processor", "-made_at"),
                name="corrections_unseen",
                condition=models.Q(seen_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def values(self) -> dict[str, tuple[str, str]]:
        """Before and after, by field."""
        found = json.loads(self.held or "{}")
        return {name: (str(before), str(after)) for name, (before, after) in found.items()}


class Confirmation(models.Model):
    """That somebody of a customer said, once more, that its contacts are right."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="confirmations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes: ClassVar = [models.Index(fields=("customer", "-at"), name="confirmations_newest")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.at}"
