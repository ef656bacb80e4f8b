"""The application of the installation: its checks."""

from __future__ import annotations

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """Registers the checks of the installation."""

    name = "ketju.web.config"
    label = "installation"

    def ready(self) -> None:
        """Register the checks."""
        from ketju.web.config.checks import arriving, events, machine, mail, records  # noqa: F401
