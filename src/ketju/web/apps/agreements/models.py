"""Versions of agreements, and who accepted which and when (D-9, D-10, D-16)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def agreement_id() -> str:
    """A new identifier of a version of an agreement."""
    return new_id("agr")


def acceptance_id() -> str:
    """A new identifier of an acceptance."""
    return new_id("acc")


class AgreementVersion(models.Model):
    """One version of an agreement: its terms as a file (``core.terms``) with their hash; its texts by language."""

    public_id = models.CharField(max_length=40, unique=True, default=agreement_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="agreement_versions")
    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    terms = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-valid_from", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "slug", "version"), name="one_agreement_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class AgreementText(models.Model):
    """The text of a version in a language, as customers read and accept it, and the hash of its bytes in UTF-8."""

    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("language",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("agreement", "language"), name="one_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.language}"


class Acceptance(models.Model):
    """That a customer accepted a version of an agreement; ``by`` is who signed, ``how`` the way it was done."""

    public_id = models.CharField(max_length=40, unique=True, default=acceptance_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="acceptances")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="acceptances")
    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="acceptances")
    by = EncryptedText()
    how = models.CharField(max_length=40, default="recorded")
    accepted_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-accepted_at",)

    def __str__(self) -> str:
        return self.public_id
