"""The application of agreements."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Versions of agreements, and who accepted which."""

    name = "ketju.web.apps.agreements"
    label = "agreements"
