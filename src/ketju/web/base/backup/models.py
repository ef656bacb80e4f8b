"""Backups that were made: so that pages and checks can tell how old the newest one is."""

from __future__ import annotations

from django.db import models


class BackupMade(models.Model):
    """That a backup was written whole, and what it held."""

    made_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    files = models.BigIntegerField()
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")

    def __str__(self) -> str:
        return self.name
