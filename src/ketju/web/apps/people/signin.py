"""What happens when somebody signs in: their language and zone hold for the session, and it is noted."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from ketju.web.base.accounts.models import User
from ketju.web.base.audit.writing import Actor, audited


@receiver(user_logged_in)
def welcome(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """Put language and zone into the session, and note the sign-in in the audit trail."""
    remember(request, user)
    by = Actor(user=user, request_id=getattr(request, "request_id", ""))
    audited(by, "session.begin", "user", at=timezone.now(), subject=user.public_id)


def remember(request: HttpRequest, user: User) -> None:
    """Let pages speak the person's language, in the person's zone."""
    request.session["language"] = user.language
    request.session["zone"] = user.zone
