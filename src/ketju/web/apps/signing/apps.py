"""The application of signing."""

from __future__ import annotations

from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Acceptance in the portal, countersignature, signed copies."""

    name = "ketju.web.apps.signing"
    label = "signing"
