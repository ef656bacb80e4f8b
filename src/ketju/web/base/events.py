"""What happened that has to do with security: one line in the log each, with a name that machines can look for.

A line names no person: ``who`` is the same for the same person and cannot be turned back without the secret key. The
list of events is in docs/operate/logs.md; a test compares it with this one.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Final

from django.conf import settings
from django.http import HttpRequest

EVENTS: Final = frozenset(
    {
        "access.refused",
        "access.unbound",
        "access.second-factor-missing",
        "form.forged",
        "limit.reached",
        "mail-event.refused",
        "object.not-found",
        "push.refused",
        "sign-in.failed",
        "sign-in.elsewhere-refused",
        "token.refused",
        "token.scope-missing",
        "token.unencrypted",
    }
)
_LOG = logging.getLogger("ketju.security")


def noted(event: str, request: HttpRequest | None = None, reason: str = "") -> None:
    """Write the line of an event. ``reason`` is a word of the code, never anything that somebody typed."""
    assert event in EVENTS, event
    match = getattr(request, "resolver_match", None)
    name = match.view_name if match is not None else ""
    words = [event.replace(".", " "), reason and f"({reason})", name and f"at {name}"]
    extra = {"event": event, "reason": reason, "address": name, "who": _who(request)}
    _LOG.warning(" ".join(word for word in words if word), extra=extra)


def _who(request: HttpRequest | None) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    text = f"log:{user.public_id}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), text, hashlib.sha256).hex()[:12]
