"""Data keys: what columns are encrypted with, itself encrypted with a key of the environment."""

from __future__ import annotations

from django.db import models


class DataKey(models.Model):
    """A key for columns. ``wrapped`` is the key under the key of the environment that ``wrapped_by`` names."""

    wrapped = models.BinaryField()
    wrapped_by = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
