"""Lists for everybody: published files, and pages made from them, without sessions and cookies.

``ListPages`` answers before all other middleware; ``before_django`` answers what is in memory before Django begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import Counter

from ketju.web.apps.registers.serving import ROOT, Answer, Headers, answer_for, framed, in_memory
from ketju.web.sites.public.headers import security_headers

SERVED = Counter("ketju_list_answers", "Answers of public lists by status", ("status",))
_COUNTED = {status: SERVED.labels(str(status)) for status in (200, 304, 400, 503)}
_LINES = {200: "200 OK", 304: "304 Not Modified", 400: "400 Bad Request", 503: "503 Service Unavailable"}
_GET = ("GET", "HEAD")


class ListPages:
    """Middleware, the first one: answers for lists. What is not there goes on, to be not found as everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        from ketju.web.sites.public import feeds, following, list_pages  # noqa: F401 - they declare their pages

        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _GET and request.path_info.startswith(ROOT) and _is_safe(request):
            known, encodings = (
                request.headers.get(name, "") for name in ("If-None-Match", "Accept-Encoding")
            )
            found = answer_for(request.path_info, request.META.get("QUERY_STRING", ""), known, encodings)
            if found is not None:
                return _response(request, found)
        return self.get_response(request)


def _is_safe(request: HttpRequest) -> bool:
    """Whether the request came by the name and in the way that the installation asks for; Django answers others."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return False
    return _is_ours(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))


def _is_ours(host: str) -> bool:
    name, _ = split_domain_port(host)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


def _response(request: HttpRequest, found: Answer) -> HttpResponse:
    body = b"" if request.method == "HEAD" else found.body
    response = HttpResponse(body, status=found.status)
    if found.status == 304:
        del response["Content-Type"]
    for name, value in (*found.headers, *security_headers(request.path_info)):
        response[name] = value
    if found.status != 304:
        response["Content-Length"] = str(len(found.body))
    _COUNTED[found.status].inc()
    return response


Start = Callable[[str, Headers], Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


def before_django(application: Application) -> Application:
    """A WSGI application that answers for lists from memory, and leaves everything else to another one."""
    secured: dict[bool, Headers] = {}
    hosts: dict[str, bool] = {}
    is_forwarded = bool(settings.PROXIES)

    def answers(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        method = environ["REQUEST_METHOD"]
        if not path.startswith(ROOT) or method not in _GET or not is_safe(environ):
            return application(environ, start)
        found = in_memory(
            path,
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_IF_NONE_MATCH", ""),
            environ.get("HTTP_ACCEPT_ENCODING", ""),
        )
        if found is None:
            return application(environ, start)
        is_framed = path.rpartition("/")[2] in framed
        if is_framed not in secured:
            secured[is_framed] = security_headers(path)
        _COUNTED[found.status].inc()
        headers = [*found.headers, *secured[is_framed]]
        if found.status != 304 and not any(name == "Content-Length" for name, _ in found.headers):
            headers.append(("Content-Length", str(len(found.body))))
        start(_LINES[found.status], headers)
        return () if method == "HEAD" or not found.body else (found.body,)

    def is_safe(environ: dict[str, Any]) -> bool:
        if settings.SECURE_SSL_REDIRECT:
            scheme = environ.get("HTTP_X_FORWARDED_PROTO") if is_forwarded else environ.get("wsgi.url_scheme")
            if scheme != "https":
                return False
        host = environ.get("HTTP_HOST", "")
        known = hosts.get(host)
        if known is None:
            known = _is_ours(host)
            if len(hosts) < 100:
                hosts[host] = known
        return known

    return answers


@csrf_exempt
def file(request: HttpRequest, processor: str, register: str, path: str = "") -> HttpResponse:
    """What the middleware found nothing for: it does not exist."""
    raise Http404
