"""The application of access."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Processors, memberships, roles, policies."""

    name = "ketju.web.base.access"
    label = "access"
