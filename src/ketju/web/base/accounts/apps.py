"""The application of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in: staff of processors and people of customers alike."""

    name = "ketju.web.base.accounts"
    label = "accounts"
