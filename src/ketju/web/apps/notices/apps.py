"""The application of notices."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices to customers, and the facts of their delivery."""

    name = "ketju.web.apps.notices"
    label = "notices"

    def ready(self) -> None:
        """Listen to mail that comes in."""
        from ketju.web.apps.notices.answers import listen

        listen()
