"""The application of people."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Invitations, grants, promises of confidentiality, sign-in."""

    name = "ketju.web.apps.people"
    label = "people"

    def ready(self) -> None:
        """Hear of people who sign in."""
        from ketju.web.apps.people import signin  # noqa: F401
