"""The application of cases."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Changes as cases with gates."""

    name = "ketju.web.apps.cases"
    label = "cases"
