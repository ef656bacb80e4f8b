"""What a refusal leads to: the page where the person can do what is missing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from ketju.text.render import phrasebook
from ketju.web.base.access.policy import NotBound, SecondFactorMissing


class Refusals:
    """Middleware: sends people to the page for confidentiality, or for a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page where the person can do what is missing."""
        if isinstance(exception, NotBound):
            return redirect("confidentiality", str(exception))
        if isinstance(exception, SecondFactorMissing):
            words = phrasebook(translation.get_language() or "en")
            messages.warning(request, words("web.second-factor.missing"))
            return redirect("mfa_index")
        return None
