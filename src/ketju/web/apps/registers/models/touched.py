"""Customers sorted by what they use, so that who is touched by an entry is counted by class; and visits."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor


class CustomerClass(models.Model):
    """Customers of a processor that use the same: ``usages`` are those of ``apps.registers.usages``, ``key`` their
    SHA-256. It never changes.
    """

    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="customer_classes")
    key = models.CharField(max_length=64)
    usages = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "key"), name="one_customer_class_a_key")
        ]

    def __str__(self) -> str:
        return self.key


class SortedCustomer(models.Model):
    """The class of a customer that has services. ``next_on`` is the day on which one of them starts or ends."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="sorted")
    of = models.ForeignKey(CustomerClass, on_delete=models.CASCADE, related_name="customers")
    next_on = models.DateField(null=True, blank=True, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("of", "customer"), name="sorted_by_class")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.of_id}"


class StaleCustomer(models.Model):
    """That services or consents of a customer changed: the database notes it with the change itself, by triggers."""

    customer = models.BigIntegerField(db_column="customer_id")

    def __str__(self) -> str:
        return str(self.customer)


class Visit(models.Model):
    """When a person last looked at a customer's sub-processors, and ``before`` when the time before."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="register_visits"
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="register_visits")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "customer"), name="one_visit_a_person_and_customer")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.customer_id}"
