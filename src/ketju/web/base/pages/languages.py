"""The language and the time zone of a page: the person's choice, a cookie, what the browser asks for."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from ketju.text.render import LANGUAGES

_CODES = frozenset(LANGUAGES)


class Languages:
    """Middleware: activates the language and the zone; the zone of somebody signed in is set by the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        zone = request.session.get("zone") or settings.READERS_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = request.session.get("language") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen in _CODES:
            return str(chosen)
        asked = translation.get_language_from_request(request).split("-")[0]
        return asked if asked in _CODES else LANGUAGES[0]
