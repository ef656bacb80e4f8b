"""The application of encryption."""

from __future__ import annotations

from django.apps import AppConfig


class EncryptionConfig(AppConfig):
    """Data keys, encrypted fields, blind indexes."""

    name = "ketju.web.base.encryption"
    label = "encryption"
