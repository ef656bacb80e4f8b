"""The application of the audit trail."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Entries of the audit trail."""

    name = "ketju.web.base.audit"
    label = "audit"
