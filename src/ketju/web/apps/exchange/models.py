"""Imports: what was given, what the check of it found, how far it has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ketju.web.base.access.models import Processor
from ketju.web.base.encryption.fields import EncryptedText
from ketju.web.base.ids import new_id


def import_id() -> str:
    """A new identifier of an import."""
    return new_id("imp")


class Import(models.Model):
    """A file, or rows of a program. Facts are separate: when it was checked, begun, stopped by somebody, finished.

    ``rows`` is what was read from it, encrypted, and emptied when the import is done. ``found`` counts what the check
    found, ``problems`` lists what is wrong by row and column, ``missing`` holds the external ids of customers that the
    file does not have: they are ended only when ``ends_missing`` says so.
    """

    public_id = models.CharField(max_length=40, unique=True, default=import_id, editable=False)
    processor = models.ForeignKey(Processor, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = EncryptedText()
    found = models.JSONField(default=dict)
    problems = EncryptedText()
    missing = models.JSONField(default=list)
    ends_missing = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.public_id
