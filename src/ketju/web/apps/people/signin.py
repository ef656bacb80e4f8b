"""What happens when somebody signs in or changes how they do: it is noted, and pages speak their language."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import (
    email_changed,
    password_changed,
    password_reset,
    password_set,
    user_logged_in,
    user_logged_out,
)
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.events import noted


@receiver(user_logged_in)
def welcome(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Note the sign-in in the audit trail; ``base.pages.preferences`` puts language and zone into the session."""
    _note(request, user, "session.begin")


@receiver(user_logged_out)
def farewell(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    """Note that somebody signed out."""
    if user is not None:
        _note(request, user, "session.end")


@receiver([password_changed, password_set, password_reset])
def note_password(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Note a new password."""
    _note(request, user, "account.password")


@receiver(email_changed)
def note_address(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Note a new address."""
    _note(request, user, "account.address")


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_second_factor(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Note that a second factor came, went, or has new codes."""
    _note(request, user, "account.second-factor")


@receiver([social_account_added, social_account_removed])
def note_elsewhere(sender: Any, request: HttpRequest, **more: Any) -> None:
    """Note that an account of another system opens this one, or no longer does."""
    login, account = more.get("sociallogin"), more.get("socialaccount")
    _note(request, login.user if login is not None else account.user, "account.elsewhere")  # type: ignore[union-attr]


@receiver(user_login_failed)
def note_failure(sender: Any, request: HttpRequest | None = None, **more: Any) -> None:
    """A line in the log, without the address that was tried: it may be anything, even a password."""
    noted("sign-in.failed", request)


def _note(request: HttpRequest | None, user: User, action: str) -> None:
    by = Actor(user=user, request_id=getattr(request, "request_id", ""))
    audited(by, action, "user", at=timezone.now(), subject=user.public_id)
