"""The application of parties."""

from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Customers, their organisations and contacts."""

    name = "ketju.web.apps.parties"
    label = "parties"
