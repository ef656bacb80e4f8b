"""The application of services."""

from __future__ import annotations

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """What customers ordered, where it runs, what is in it."""

    name = "ketju.web.apps.services"
    label = "services"
