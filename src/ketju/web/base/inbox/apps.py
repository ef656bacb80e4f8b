"""The application of the inbox."""

from __future__ import annotations

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Mail that comes in, what it is, and what it belongs to."""

    name = "ketju.web.base.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Files go with their rows."""
        from ketju.web.base.inbox import originals  # noqa: F401
