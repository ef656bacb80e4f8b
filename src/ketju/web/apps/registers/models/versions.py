"""Versions that were published: numbered, never changed, with the files that the public gets."""

from __future__ import annotations

from typing import Any, ClassVar, Never

from django.conf import settings
from django.db import models

from ketju.web.apps.registers.models.lists import Register
from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import CompressedText
from ketju.web.base.ids import new_id


def version_id() -> str:
    """A new identifier of a version."""
    return new_id("ver")


class Version(models.Model):
    """A register as it was published, numbered from 1. The database refuses to change or delete it (D-2).

    ``content`` is the whole register in the canonical form, contact persons included, ``content_hash`` the SHA-256 of
    its meaning; ``public_hash`` is that of what the public sees (X-21), which permalinks are made of. ``on`` is the
    day from which it held. ``kind`` "opening" and "past" were published elsewhere, before: who was told is unknown.
    ``changes`` are those from the version before it, as JSON, ``owed`` how many of them customers are owed notice of.
    """

    public_id = models.CharField(max_length=40, unique=True, default=version_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="versions")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, default="next")
    on = models.DateField()
    content = CompressedText()
    content_hash = models.CharField(max_length=64)
    public_hash = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    changes = CompressedText()
    counts = models.JSONField(default=dict)
    owed = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=400, blank=True, default="")
    agreement = models.CharField(max_length=40, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("register", "number"), name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new version. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("a published version is never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Never:
        """Raises TypeError: versions stay."""
        raise TypeError("a published version is never deleted")


def publishing_id() -> str:
    """A new identifier of a publishing."""
    return new_id("pub")


class VersionStep(models.Model):
    """What a version did to the one before it, as the public sees them: worked out once (``formats.writers.steps``).

    ``names`` are the names of pages that companies had up to this version, as JSON.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="step")
    text = CompressedText()
    names = CompressedText()

    def __str__(self) -> str:
        return f"step {self.version_id}"


class Publishing(models.Model):
    """The making of the files of a version, part by part; the public gets all of them at once when it is ``live``.

    ``parts`` are the ids of all parts, ``done`` of those that are made; who is interrupted goes on where it was.
    ``later`` are paths of files that follow (PDF). ``on`` is the day for which planned and ended are told; it is made
    again when that changes. ``live_at`` is empty for a version that another one had followed before it was ready.
    """

    public_id = models.CharField(max_length=40, unique=True, default=publishing_id, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="publishings")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="publishings")
    on = models.DateField()
    parts = models.JSONField(default=list)
    done = models.JSONField(default=list)
    later = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id

    @property
    def percent(self) -> int:
        """How much of it is made, of a hundred."""
        return 100 * len(self.done) // len(self.parts) if self.parts else 0


class PublishedFile(models.Model):
    """A file that the public gets: a page or a list in a format.

    ``data`` is compressed with gzip when ``is_packed``; ``etag`` is the SHA-256 of what a reader gets. One that
    ``is_lasting`` tells of its version alone and stays; others go when a newer publishing is live.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="files")
    publishing = models.ForeignKey(Publishing, on_delete=models.PROTECT, related_name="files")
    etag = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    is_packed = models.BooleanField(default=False)
    is_lasting = models.BooleanField(default=False)
    data = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("path",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("publishing", "path"), name="one_file_a_path")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("register", "path"), name="lasting_files", condition=models.Q(is_lasting=True)
            )
        ]

    def __str__(self) -> str:
        return self.path
