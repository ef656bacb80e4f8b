"""How long a session lasts: until it was idle for too long, and never longer than a working day.

The list of sessions is told every few minutes, not at each request, so that reading a page writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ketju.web.apps.people.browsers import browser_of, system_of
from ketju.web.base.accounts.models import User

IDLE: Final = 2 * 3600
"""Seconds without a request after which a session is over."""
WHOLE: Final = 12 * 3600
"""Seconds after which it is over in any case."""
TOLD_EVERY: Final = 300
"""Seconds between two notes of when a session was last used."""


@dataclass(frozen=True, slots=True)
class Session:
    """One of the places where somebody is signed in, as the list shows it."""

    number: int
    browser: str
    system: str
    place: str
    begun_at: datetime
    seen_at: datetime
    is_this: bool


def sessions_of(user: User, key: str) -> list[Session]:
    """Where somebody is signed in, the oldest first; ``key`` is that of the session that asks."""
    rows = sorted(UserSession.objects.purge_and_list(user), key=lambda one: one.created_at)
    return [
        Session(
            one.pk, browser_of(one.user_agent), system_of(one.user_agent), one.ip, one.created_at,
            one.last_seen_at, one.session_key == key,
        )
        for one in rows
    ]  # fmt: skip


def end_session(user: User, number: int, key: str) -> bool:
    """End one of somebody's other sessions; False where there is no such one."""
    found = UserSession.objects.filter(user=user, pk=number).exclude(session_key=key).first()
    if found is not None:
        found.end()
    return found is not None


def end_others(user: User, key: str) -> None:
    """End all of somebody's sessions but this one."""
    for one in UserSession.objects.filter(user=user).exclude(session_key=key):
        one.end()


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
