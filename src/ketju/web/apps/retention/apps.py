"""The application of retention."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Purposes, retention, erasure."""

    name = "ketju.web.apps.retention"
    label = "retention"
