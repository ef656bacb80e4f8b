"""Limits on how often somebody may try something. Those of ``ACCOUNT_RATE_LIMITS`` are counted in the cache, which all
processes share; how many pages a person reads and how often a program calls is counted in each process, since a count
in the database would cost more than the page.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ketju.web.base.events import noted

MINUTE: Final = 60
MACHINES: Final = ("/api/", "/mail/events/")
"""Programs call addresses that begin so, and are counted there."""
_MOST_KEYS: Final = 20_000


def is_too_often(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Whether the limit of an action is reached; counts this try, unless the request only asks for a page."""
    return not ratelimit.consume(request, action=action, key=key)


def slow_down(request: HttpRequest) -> HttpResponse:
    """The page that says so."""
    return render(request, "account/slow-down.html", status=429)


def place_of(request: HttpRequest) -> str:
    """Where a stranger asks from; "" where no proxy says, as for a probe on this machine."""
    try:
        return f"from:{get_ip(request)}"
    except PermissionDenied:
        return ""


class Counts:
    """How many requests came in this minute, by who sent them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def wait(self, who: str, most: int) -> int:
        """Seconds to wait, 0 for none; counts this request. ``most`` 0 is no limit."""
        if not most or not who:
            return 0
        now = self._clock()
        with self._lock:
            if int(now) // MINUTE != self._minute or len(self._counts) > _MOST_KEYS:
                self._minute, self._counts = int(now) // MINUTE, {}
            count = self._counts[who] = self._counts.get(who, 0) + 1
        return 0 if count <= most else MINUTE - int(now) % MINUTE


COUNTS: Final = Counts()


class Paced:
    """Middleware: a person reads so many pages a minute and no more, a stranger as many. Notes each limit reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wait = 0
        if not request.path_info.startswith(MACHINES):
            is_known = request.user.is_authenticated
            who = f"person:{request.user.pk}" if is_known else place_of(request)
            wait = COUNTS.wait(who, settings.PAGES_PER_MINUTE)
        response = self._later(request, wait) if wait else self.get_response(request)
        if response.status_code == 429:
            noted("limit.reached", request)
        return response

    def _later(self, request: HttpRequest, wait: int) -> HttpResponse:
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(wait)
        return answer
