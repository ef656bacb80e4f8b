"""Language and time zone of a person: kept with the person, in the session, and as a cookie for those not signed in."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from ketju.text.render import LANGUAGES
from ketju.web.base.accounts.models import User

YEAR = 365 * 24 * 3600


def set_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Show pages in a language from now on. Languages that are not ours change nothing."""
    if language not in LANGUAGES:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
    if request.user.is_authenticated:
        request.session["language"] = language
        User.objects.filter(pk=request.user.pk).update(language=language)


def set_zone(request: HttpRequest, zone: str) -> None:
    """Show times in a zone from now on; "" for that of the installation."""
    user = request.user
    if not user.is_authenticated or (zone and zone not in available_timezones()):
        return
    request.session["zone"] = zone
    User.objects.filter(pk=user.pk).update(zone=zone)


def zones() -> list[str]:
    """The zones to choose from: those named after places."""
    return sorted(
        one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "SystemV/"))
    )


def _begin(sender: Any, request: HttpRequest | None, user: User, **_: Any) -> None:
    """Whoever signs in gets the zone they chose, and their language unless they chose another before."""
    if request is None:
        return
    if user.zone:
        request.session["zone"] = user.zone
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) not in LANGUAGES and user.language in LANGUAGES:
        request.session["language"] = user.language
        translation.activate(
            user.language
        )  # what is said from here on; the middleware ends it with the request


def connect() -> None:
    """Begin sessions with what a person chose."""
    user_logged_in.connect(_begin, dispatch_uid="ketju-preferences")
