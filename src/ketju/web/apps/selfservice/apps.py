"""The application of self-service."""

from __future__ import annotations

from django.apps import AppConfig


class SelfserviceConfig(AppConfig):
    """What customers' people do by themselves."""

    name = "ketju.web.apps.selfservice"
    label = "selfservice"
