"""Whether a notice would reach a customer today, counted beforehand so that nobody has to look through all of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor


class ContactHealth(models.Model):
    """How well a customer with services can be reached: a projection, which can be made anew at any time.

    ``is_unreached``: a notice would reach nobody today. ``is_bouncing``: mail to one of its recipients comes back.
    ``is_unverified``: no main user has confirmed to be one. ``is_silent``: nobody has seen any notice of the last year.
    ``is_overdue``: nobody has said within a year that the contacts are right; ``confirmed_at`` is when somebody did
    last, ``asked_at`` when they were asked last, ``asked`` how often since then.
    """

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="health")
    processor = models.ForeignKey(
        Processor, on_delete=models.PROTECT, related_name="contact_health", db_index=False
    )
    is_unreached = models.BooleanField(default=False)
    is_bouncing = models.BooleanField(default=False)
    is_unverified = models.BooleanField(default=False)
    is_silent = models.BooleanField(default=False)
    is_overdue = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes: ClassVar = [
            models.Index(fields=("processor", "id"), name=f"health_{name}", condition=models.Q(**{column: True}))
            for name, column in (
                ("unreached", "is_unreached"), ("bouncing", "is_bouncing"), ("unverified", "is_unverified"),
                ("silent", "is_silent"), ("overdue", "is_overdue"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"health {self.customer_id}"
