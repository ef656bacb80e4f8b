"""What a password must not be, besides short, common, or like the person."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError

from ketju.web.base.accounts.models import User
from ketju.web.base.pages.fields import later

_LEAST: Final = 5
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
