"""The application of campaigns."""

from __future__ import annotations

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Customers are asked who their main user is."""

    name = "ketju.web.apps.campaigns"
    label = "campaigns"
