"""Events of mail providers: one address for each whose secret is set. Programs alone come here, without cookies."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ketju.web.base.events import noted
from ketju.web.base.inbox.events import note_events
from ketju.web.base.outbox.events import Call, Malformed, NotGenuine, Provider
from ketju.web.base.outbox.marks import awaited
from ketju.web.base.pages.slowing import COUNTS, place_of

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a request; SendGrid, which sends many events at once, stays below one MB."""


@csrf_exempt
@require_POST
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """Take events: 200 where they are noted or of no concern to us. What is not believed leaves nothing behind."""
    found = awaited(provider)
    if found is None:
        return _problem(HTTPStatus.NOT_FOUND)
    wait = COUNTS.wait(f"events:{place_of(request)}", settings.CALLS_PER_MINUTE)
    if wait:
        return _problem(HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(wait)})
    body = _body(request)
    if body is None:
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return _taken(request, Call(headers, body), *found)


def _body(request: HttpRequest) -> bytes | None:
    """The body; None where it is too large. No more of it than that is read."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > LARGEST:
        return None
    body = request.read(LARGEST + 1)
    return body if len(body) <= LARGEST else None


def _taken(request: HttpRequest, call: Call, provider: Provider, secret: str) -> HttpResponse:
    now = timezone.now()
    try:
        provider.verify(call, secret, now)
        note_events(provider.read(call), now)
        if provider.after is not None:
            provider.after(call)
    except NotGenuine as refused:
        noted("mail-event.refused", request, str(refused))
        if provider.asks_password:
            return _problem(HTTPStatus.UNAUTHORIZED, {"WWW-Authenticate": 'Basic realm="events"'})
        return _problem(HTTPStatus.FORBIDDEN)
    except Malformed:
        return _problem(HTTPStatus.BAD_REQUEST)
    except OSError:
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse(status=200)


def _problem(status: HTTPStatus, headers: dict[str, str] | None = None) -> HttpResponse:
    """What went wrong, as RFC 9457 has it."""
    said = {"type": "about:blank", "title": status.phrase, "status": status.value}
    return HttpResponse(
        json.dumps(said), status=status.value, content_type="application/problem+json", headers=headers
    )
