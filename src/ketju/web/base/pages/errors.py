"""Pages for what went wrong: an address that does not exist, a form that is out of date, a problem of the core."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils import translation

from ketju.core.problems import Problem
from ketju.text.render import LANGUAGES
from ketju.web.base.events import noted
from ketju.web.base.pages.templatetags.words import words


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense; 413 where there was too much in it."""
    return _page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: the form is too old, or came from elsewhere. ``reason`` is Django's and is not shown."""
    noted("form.forged", request)
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not for this person, which is told alike.

    So the page says nothing of the processor or the customer in the address.
    """
    is_at_an_address = request.resolver_match is not None and not hasattr(request, "is_refused")
    if is_at_an_address and getattr(request, "user", None) is not None and request.user.is_authenticated:
        noted("object.not-found", request)
    for name in ("processor", "standing", "place", "customer_id"):
        if hasattr(request, name):
            delattr(request, name)
    return _page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: too many requests in a short time."""
    return _page(request, 429)


def only_for_forms(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address only takes forms. The page leads to the nearest one above it that is there."""
    response = render(request, "405.html", {"above": _above(request.path_info)}, status=405)
    response["Allow"] = allowed
    return response


def _above(path: str) -> str:
    """The nearest address above a path, "" where there is none."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        found = f"/{'/'.join(parts[:length])}/"
        if is_valid_path(found):
            return found
    return ""


def failed(request: HttpRequest) -> HttpResponse:
    """500: made without the database or the session, as one of them may be what failed."""
    language = translation.get_language() or LANGUAGES[0]
    number = getattr(request, "request_id", "")
    return HttpResponse(render_to_string("500.html", {"language": language, "number": number}), status=500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


class Problems:
    """Middleware: a problem of the core that no form caught becomes a page with its words and its hint.

    So does an address that only takes forms, where somebody loads it anew or comes back to it from signing in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if answer.status_code == 405 and is_page:
            return only_for_forms(request, answer["Allow"])
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a problem; None for anything else."""
        if not isinstance(exception, Problem):
            return None
        return problem_page(request, exception)


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """What cannot be done, and what to do about it. Raise it within a transaction and nothing stays half-written."""
    said, params = words(), _params(problem)
    hint = said(problem.hint, **params) if problem.hint else ""
    context = {"sentence": said(problem.code, **params), "hint": hint}
    return render(request, "problem.html", context, status=getattr(problem, "status", 400))


def _params(problem: Problem) -> dict[str, Any]:
    return dict(problem.params)
