"""The application of import and export."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Imports and exports of the customer register."""

    name = "ketju.web.apps.exchange"
    label = "exchange"
