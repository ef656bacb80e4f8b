"""What a correction changed, beside the entry of the audit trail, which holds no values and is never erased."""

from __future__ import annotations

import json

from django.db import models

from ketju.web.apps.parties.models.customers import Customer
from ketju.web.base.audit.models import AuditEntry
from ketju.web.base.encryption.fields import EncryptedText


class ChangePayload(models.Model):
    """Values before and after a change (D-182), encrypted, and erased with the rest of the customer."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="payload")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="changes")
    values = EncryptedText()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def pairs(self) -> dict[str, tuple[str, str]]:
        """Before and after, by field."""
        found = json.loads(self.values or "{}")
        return {name: (str(before), str(after)) for name, (before, after) in found.items()}
