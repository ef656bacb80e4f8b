"""Counts and times of requests, for Prometheus: by the name of the address, never by the address itself."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

SECONDS = Histogram(
    "ketju_request_seconds",
    "How long answers took",
    ("name",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
ANSWERS = Counter("ketju_answers", "Answers by status", ("name", "method", "status"))
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Middleware: counts and times each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        name = (match.view_name if match else "") or "none"
        method = request.method if request.method in _METHODS else "other"
        SECONDS.labels(name).observe(perf_counter() - began)
        ANSWERS.labels(name, method, str(response.status_code)).inc()
        return response
