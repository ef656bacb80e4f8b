"""The application of retention."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Purposes, retention, erasure."""

    name = "ketju.web.apps.retention"
    label = "retention"

    def ready(self) -> None:
        """Letters on paper say where an answer by post goes."""
        from ketju.web.apps.notices import reads
        from ketju.web.apps.retention.models import postal_address_of

        if postal_address_of not in reads.addresses:
            reads.addresses.append(postal_address_of)
