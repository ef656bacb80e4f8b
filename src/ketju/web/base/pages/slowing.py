"""Limits on how often somebody may try something. They stand in ``ACCOUNT_RATE_LIMITS`` and are counted in the cache,
which all processes share.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def is_too_often(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Whether the limit of an action is reached; counts this try, unless the request only asks for a page."""
    return not ratelimit.consume(request, action=action, key=key)


def slow_down(request: HttpRequest) -> HttpResponse:
    """The page that says so."""
    return render(request, "account/slow-down.html", status=429)
