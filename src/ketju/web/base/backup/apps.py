"""The application of backups."""

from __future__ import annotations

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Backups that were made, how they are made and restored."""

    name = "ketju.web.base.backup"
    label = "backup"
