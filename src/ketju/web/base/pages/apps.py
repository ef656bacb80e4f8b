"""The application of pages."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The design language, words in templates, headers, logs."""

    name = "ketju.web.base.pages"
    label = "pages"

    def ready(self) -> None:
        """Begin sessions with the language and the zone that a person chose."""
        from ketju.web.base.pages import preferences

        preferences.connect()
