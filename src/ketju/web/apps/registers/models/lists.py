"""A register that a processor keeps, and the documents that were received for it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import CompressedText, EncryptedBytes
from ketju.web.base.ids import new_id


def register_id() -> str:
    """A new identifier of a register."""
    return new_id("reg")


def snapshot_id() -> str:
    """A new identifier of a document that was received."""
    return new_id("snp")


class Register(models.Model):
    """A list of sub-processors that a processor keeps.

    ``source`` says where the truth is: "web" or "file" (a register in git, which comes in as a draft and is not edited
    here). ``languages`` are those that it is published in. ``old_paths`` are addresses under which it stood before.
    ``is_public`` is false until its first version is meant for everybody.
    """

    public_id = models.CharField(max_length=40, unique=True, default=register_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="registers")
    slug = models.SlugField(max_length=60)
    titles = models.JSONField(default=dict)
    source = models.CharField(max_length=8, default="web")
    languages = models.JSONField(default=list)
    formats = models.JSONField(default=list)
    old_paths = models.JSONField(default=list)
    is_public = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("processor", "slug"), name="one_register_a_slug")
        ]

    def __str__(self) -> str:
        return self.slug


class Snapshot(models.Model):
    """A document as it was received, unaltered, and what reading it gave.

    ``reading`` holds the document and the result as JSON (``apps.registers.readings``); ``problem`` the code and
    ``params`` what a failed reading says. Facts are separate: when reading began and when it ended.
    """

    public_id = models.CharField(max_length=40, unique=True, default=snapshot_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="snapshots")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="snapshots")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    name = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True, default="")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = EncryptedBytes()
    reading = CompressedText()
    form = models.CharField(max_length=40, blank=True, default="")
    entries = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True, default="")
    params = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id
