"""The application of accounts."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in: staff of processors and people of customers alike."""

    name = "ketju.web.base.accounts"
    label = "accounts"

    def ready(self) -> None:
        """The library for signing in keeps addresses in a table of its own: they are encrypted there as well."""
        from allauth.account.models import EmailAddress

        from ketju.web.base.encryption.addresses import encrypt_column_of

        encrypt_column_of(EmailAddress._meta.get_field("email"))
