"""The application of outbox."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Mail that is to leave, and what became of it."""

    name = "ketju.web.base.outbox"
    label = "outbox"
