"""The application of registers."""

from __future__ import annotations

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers of sub-processors, from what is received to what is published."""

    name = "ketju.web.apps.registers"
    label = "registers"

    def ready(self) -> None:
        """What has to happen when a version is published declares itself."""
        from ketju.web.apps.registers.writes import pushing, waivers  # noqa: F401
