"""Services: what a processor sells, what a customer ordered, where it runs, and what the customer says is in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def product_id() -> str:
    """A new identifier of a product."""
    return new_id("prd")


def service_id() -> str:
    """A new identifier of a service."""
    return new_id("srv")


class Product(models.Model):
    """Something a processor sells; ``slug`` is the id of the service in its register (D-18)."""

    public_id = models.CharField(max_length=40, unique=True, default=product_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="products")
    slug = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    nature = models.CharField(max_length=200, blank=True, default="")
    tenancy = models.CharField(max_length=16, default="shared")
    storage_forms = models.JSONField(default=list)
    countries = models.JSONField(default=list)

    class Meta:
        ordering = ("slug",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "slug"), name="one_product_a_slug")
        ]

    def __str__(self) -> str:
        return self.slug


class Server(models.Model):
    """A server or a cluster and the country it is in; it says which customers a failure reaches (D-30)."""

    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="servers")
    code = models.CharField(max_length=60)
    cluster = models.CharField(max_length=60, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "code"), name="one_server_a_code")
        ]

    def __str__(self) -> str:
        return self.code


class Service(models.Model):
    """A product that a customer ordered, with what it chose and what it says is in it (D-18, D-26, D-82).

    The customer declares data categories and data subjects (``declared_at``); it is asked and reminded.
    """

    public_id = models.CharField(max_length=40, unique=True, default=service_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="services")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="services")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="services")
    external_id = models.CharField(max_length=80, blank=True, default="")
    label = EncryptedText()
    country = models.CharField(max_length=2, blank=True, default="")
    backup_country = models.CharField(max_length=2, blank=True, default="")
    tenancy = models.CharField(max_length=16, blank=True, default="")
    server = models.ForeignKey(Server, on_delete=models.SET_NULL, null=True, blank=True)
    options = models.JSONField(default=list)
    flags = models.JSONField(default=dict)
    is_sensitive = models.BooleanField(default=False)
    security_level = models.CharField(max_length=40, blank=True, default="")
    data_categories = models.JSONField(default=list)
    data_subjects = models.JSONField(default=list)
    declared_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("processor", "external_id"),
                condition=~models.Q(external_id=""),
                name="one_service_an_external_id",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("processor", "asked_at", "id"),
                condition=models.Q(declared_at=None, ended_on=None),
                name="services_undeclared",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class Consent(models.Model):
    """That a customer agreed to something for a service, and when it took that back (D-84, D-189)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="consents")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="consents")
    subject = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ("-given_at",)

    def __str__(self) -> str:
        return self.subject


class EntryValue(models.Model):
    """What something in the register that "varies by customer" is for one customer.

    ``entry`` is the id of the entry, ``field`` its member.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="entry_values")
    entry = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=400)
    since = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("entry", "field", "-since", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("customer", "entry", "field", "since"), name="one_entry_value_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}.{self.field}"
