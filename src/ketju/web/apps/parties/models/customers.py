"""Customers of a processor, and the people to ask there. Source: spec 001, D-154 to D-183."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def customer_id() -> str:
    """A new identifier of a customer."""
    return new_id("cus")


def contact_id() -> str:
    """A new identifier of a contact."""
    return new_id("con")


class Customer(models.Model):
    """An organisation that a processor works for: a controller, or itself a processor such as an agency.

    ``external_id`` is what another system calls it. Names and addresses of organisations are encrypted like those of
    people, as a sole trader is both; ``name_index`` finds equal names, ``SearchToken`` finds words. ``pass_on_days`` is
    the time that a customer which is itself a processor needs to pass notices on. ``held_for`` is why nothing of it may
    be erased yet, ``cleared_at`` when what only the service needed was erased, ``erased_at`` when the rest was.
    """

    public_id = models.CharField(max_length=40, unique=True, default=customer_id, editable=False)
    processor = models.ForeignKey(
        Processor, on_delete=models.PROTECT, related_name="customers", db_index=False
    )
    external_id = models.CharField(max_length=80, blank=True, default="")
    name = EncryptedText()
    name_index = models.BinaryField(default=b"", db_index=True)
    business_id = EncryptedText()
    business_id_index = models.BinaryField(default=b"", db_index=True)
    business_id_scheme = models.CharField(max_length=40, blank=True, default="")
    postal_address = EncryptedText()
    billing_address = EncryptedText()
    country = models.CharField(max_length=2, blank=True, default="")
    authority = models.CharField(max_length=80, blank=True, default="")
    role = models.CharField(max_length=16, default="controller")
    pass_on_days = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=8, default="en")
    signed_up_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    held_for = models.CharField(max_length=80, blank=True, default="")
    cleared_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("processor", "external_id"),
                condition=~models.Q(external_id=""),
                name="one_customer_an_external_id",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=("processor", "id"), name="customers_of_processor"),
            models.Index(fields=("processor", "country", "id"), name="customers_by_country"),
            models.Index(fields=("processor", "role", "id"), name="customers_by_role"),
            models.Index(
                fields=("processor", "id"),
                condition=models.Q(ended_on__isnull=False),
                name="customers_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Contact(models.Model):
    """Somebody to ask at a customer: its own people, or an outside partner such as a developer.

    ``may_instruct``: instructions from this person bind the processor (D-42, D-163). ``user`` is set where the person
    can sign in; ``deputy`` stands in up to and with ``away_until``. ``external_id`` is what another system calls it.
    """

    public_id = models.CharField(max_length=40, unique=True, default=contact_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="contacts")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    external_id = models.CharField(max_length=80, blank=True, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    relation = models.CharField(max_length=16, default="employee")
    role = models.CharField(max_length=40, blank=True, default="")
    is_role_address = models.BooleanField(default=False)
    is_main_user = models.BooleanField(default=False)
    may_instruct = models.BooleanField(default=False)
    authority_proof = EncryptedText()
    first_name = EncryptedText()
    last_name = EncryptedText()
    email = EncryptedText()
    email_index = models.BinaryField(default=b"", db_index=True)
    phone = EncryptedText()
    language = models.CharField(max_length=8, blank=True, default="")
    deputy = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("customer", "external_id"),
                condition=~models.Q(external_id=""),
                name="one_contact_an_external_id",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("processor", "id"),
                condition=models.Q(is_main_user=True, verified_at=None, ended_on=None),
                name="contacts_unverified",
            ),
            models.Index(
                fields=("processor", "id"),
                condition=models.Q(ended_on__isnull=False, erased_at=None),
                name="contacts_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class SearchToken(models.Model):
    """A word of a customer or a contact, or the beginning of one, as a blind index, so that it can be searched.

    Rows follow from the customer and the contact and are made anew with them, so that the database need not check where
    they point to.
    """

    processor = models.ForeignKey(Processor, on_delete=models.CASCADE, db_constraint=False, db_index=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="tokens", db_constraint=False
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        null=True,
        related_name="tokens",
        db_constraint=False,
        db_index=False,
    )
    token = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("processor", "token", "customer"), name="search_by_token_customer")
        ]

    def __str__(self) -> str:
        return str(self.pk)
