"""What left the register and why, and who wants no marketing. Source: D-47, D-169, D-170, D-177 to D-179."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ketju.web.apps.parties.models.customers import Contact, Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def disclosure_id() -> str:
    """A new identifier of a disclosure."""
    return new_id("dis")


class Disclosure(models.Model):
    """That data of a customer went to somebody else: to whom, which, on what basis, where.

    ``basis`` is one of ``BASES``, ``reference`` what proves it: the agreement, the customer's request, the order.
    """

    public_id = models.CharField(max_length=40, unique=True, default=disclosure_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="disclosures")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="disclosures")
    recipient = EncryptedText()
    basis = models.CharField(max_length=24)
    reference = EncryptedText()
    what = models.CharField(max_length=400)
    country = models.CharField(max_length=2, blank=True, default="")
    disclosed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-disclosed_at", "-id")

    def __str__(self) -> str:
        return self.public_id


class MarketingObjection(models.Model):
    """That a contact does not want its data used for marketing (GDPR Art. 21(2), (3)), and when it took that back."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="objections")
    objected_at = models.DateTimeField()
    channel = models.CharField(max_length=40, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-objected_at", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("contact",),
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_objection_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
