"""Drafts: a register that is being worked on, record by record, with every change that was made to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.apps.registers.models.lists import Register, Snapshot
from ketju.web.apps.registers.models.versions import Version
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import CompressedText, EncryptedText
from ketju.web.base.ids import new_id


def draft_id() -> str:
    """A new identifier of a draft."""
    return new_id("dft")


class Draft(models.Model):
    """The next version of a register, while people work on it.

    ``state`` is "draft", "checked", "scheduled", "published" or "discarded". ``revision`` counts the changes;
    ``findings`` are those of ``checked_revision``, so that a change makes a check old. ``publish_at`` is when a
    scheduled one is published, for ``audience``. ``kind`` "opening" and "past" are drafts of versions that were
    published elsewhere and held from ``on``: their notices are unknown. ``why`` is what the version says of itself.
    """

    public_id = models.CharField(max_length=40, unique=True, default=draft_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="drafts")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="drafts")
    base = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="drafts")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=8, default="next")
    state = models.CharField(max_length=12, default="draft")
    revision = models.PositiveIntegerField(default=0)
    checked_revision = models.IntegerField(default=-1)
    findings = CompressedText()
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=400, blank=True, default="")
    on = models.DateField(null=True, blank=True)
    agreement = models.CharField(max_length=40, blank=True, default="")
    audience = models.CharField(max_length=20, blank=True, default="")
    publish_at = models.DateTimeField(null=True, blank=True)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, null=True, related_name="draft")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id


class DraftRecord(models.Model):
    """One record of a draft: an entry, a service, a region, a group …, or the facts of the list (``slug`` "").

    ``data`` is the record in the canonical form, as JSON; it may name a contact person. ``revision`` is that of the
    draft when the record changed last. ``review`` is "", "accepted" or "corrected"; ``doubts`` counts values that
    were guessed.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=16)
    slug = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300, blank=True, default="")
    countries = models.CharField(max_length=200, blank=True, default="")
    data = EncryptedText()
    revision = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)
    review = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        ordering = ("position", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("draft", "kind", "slug"), name="one_record_a_slug")
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class DraftChange(models.Model):
    """A change of one record: what stood there before and after, "" for nothing. Undoing one is a change itself."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    slug = models.CharField(max_length=80)
    act = models.CharField(max_length=12)
    before = EncryptedText()
    after = EncryptedText()
    undone = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-revision",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("draft", "revision"), name="one_change_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.kind}/{self.slug}"
