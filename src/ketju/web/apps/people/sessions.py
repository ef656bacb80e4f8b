"""How long a session lasts: until it was idle for too long, and never longer than a working day.

The list of sessions is told every few minutes, not at each request, so that reading a page writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

IDLE: Final = 2 * 3600
"""Seconds without a request after which a session is over."""
WHOLE: Final = 12 * 3600
"""Seconds after which it is over in any case."""
TOLD_EVERY: Final = 300
"""Seconds between two notes of when a session was last used."""


class SessionLife:
    """Middleware: ends sessions that are over, and notes that the others are used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look(request, int(time.time()))
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: int) -> None:
        session = request.session
        begun, seen = session.get("begun"), session.get("seen")
        if begun is None or seen is None:
            session["begun"] = session["seen"] = now
            UserSession.objects.create_from_request(request)
        elif now - begun >= WHOLE or now - seen >= IDLE:
            logout(request)
        elif now - seen >= TOLD_EVERY:
            session["seen"] = now
            told = UserSession.objects.filter(session_key=session.session_key)
            told.update(last_seen_at=timezone.now())
