"""Versions of agreements, who accepted which and when (D-9, D-10, D-16), and what else settles terms (D-22)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.parties.models import Customer
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedBytes, EncryptedText
from ketju.web.base.ids import new_id


def agreement_id() -> str:
    """A new identifier of a version of an agreement."""
    return new_id("agr")


def deviation_id() -> str:
    """A new identifier of a deviation."""
    return new_id("dev")


def letter_id() -> str:
    """A new identifier of a side letter."""
    return new_id("sdl")


def policy_id() -> str:
    """A new identifier of a version of a house policy."""
    return new_id("pol")


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
    """That a customer accepted a version of an agreement; ``by`` is who signed, ``how`` the way it was done.

    ``capacity`` is in which position they signed, ``text`` the text that they had before them; neither is known of
    what was accepted elsewhere.
    """

    public_id = models.CharField(max_length=40, unique=True, default=acceptance_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="acceptances")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="acceptances")
    agreement = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="acceptances")
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, null=True, related_name="acceptances")
    by = EncryptedText()
    capacity = EncryptedText()
    how = models.CharField(max_length=40, default="recorded")
    accepted_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-accepted_at",)

    def __str__(self) -> str:
        return self.public_id


class HousePolicy(models.Model):
    """One version of what a processor decided for itself where an agreement sets no figure: terms as a file."""

    public_id = models.CharField(max_length=40, unique=True, default=policy_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="house_policies")
    version = models.CharField(max_length=40)
    terms = models.TextField()
    sha256 = models.CharField(max_length=64)
    valid_from = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-valid_from", "-id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "version"), name="one_policy_a_version")
        ]

    def __str__(self) -> str:
        return self.version


class SideLetter(models.Model):
    """A letter in which a customer agreed something besides, as it came (D-22): no update can change it.

    ``sha256`` is that of its bytes, ``form`` its kind by content. A file that came twice is one row.
    """

    public_id = models.CharField(max_length=40, unique=True, default=letter_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="side_letters")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="side_letters")
    name = EncryptedText()
    form = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = EncryptedBytes()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("customer", "sha256"), name="side_letter_once")
        ]

    def __str__(self) -> str:
        return self.public_id


class Deviation(models.Model):
    """What a customer has agreed of one parameter besides its agreement: a side letter (D-22).

    ``value`` is the value as a file of terms has it, a text or a list; ``basis`` is where it was agreed ("§ 3 of the
    side letter"), ``document`` what the letter is called, ``letter`` the letter itself where it was handed in. It holds
    from ``first`` to ``last``, both included, unless ``struck_at`` says that it was recorded wrongly; ``replaces`` is
    the row that it corrects.
    """

    public_id = models.CharField(max_length=40, unique=True, default=deviation_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="deviations")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="deviations")
    parameter = models.CharField(max_length=80)
    value = models.JSONField()
    basis = EncryptedText()
    document = EncryptedText()
    letter = models.ForeignKey(SideLetter, on_delete=models.PROTECT, null=True, related_name="deviations")
    signed_on = models.DateField(null=True, blank=True)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="replaced_by")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="recorded_deviations"
    )
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("parameter", "-first", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last__isnull=True) | models.Q(last__gte=models.F("first")),
                name="deviation_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
