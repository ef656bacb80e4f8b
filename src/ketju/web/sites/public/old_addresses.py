"""Addresses under which a list stood before lead to where it stands now, for good."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from ketju.web.apps.registers.models import Register
from ketju.web.apps.registers.published import path_of
from ketju.web.apps.registers.writes.filing import live_publishing


class OldAddresses:
    """Middleware: whatever is not found is looked for among the old addresses of lists."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return _redirect(request.path_info) or response


def _redirect(path: str) -> HttpResponse | None:
    wanted = path.rstrip("/") or "/"
    for register in Register.objects.filter(is_public=True).exclude(old_paths=[]).select_related("processor"):
        if any(str(old).rstrip("/") == wanted for old in register.old_paths) and live_publishing(register):
            return HttpResponsePermanentRedirect(path_of(register))
    return None
