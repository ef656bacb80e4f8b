"""Who comes in: a program with a token that has the scope of the endpoint. And requests that come twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.security import HttpBearer

from ketju.web.base.audit.writing import Actor
from ketju.web.base.events import noted
from ketju.web.base.pages.slowing import COUNTS, place_of
from ketju.web.base.tokens.models import KeptAnswer, Token
from ketju.web.base.tokens.writing import token_shown
from ketju.web.sites.api.problems import UNREADABLE, ScopeMissing, problem, unreadable

MOST_KEY = 200


class Scope(HttpBearer):
    """Lets in whoever shows a token with a scope."""

    openapi_scheme = "bearer"

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token. Raises ScopeMissing where it may not do this."""
        found = token_shown(token, timezone.now())
        if found is None:
            noted("token.refused", request)
        elif self.action not in found.scopes:
            noted("token.scope-missing", request)
            raise ScopeMissing(self.action)
        return found


def token_of(request: HttpRequest) -> Token:
    """The token by which the request came in."""
    return request.auth  # type: ignore[attr-defined, no-any-return]


def actor(request: HttpRequest) -> Actor:
    """The program as the audit trail names it."""
    token = token_of(request)
    return Actor(kind="token", role=f"token {token.prefix}", request_id=getattr(request, "request_id", ""))


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that is called over TLS and not without end. http is refused, not redirected: the token was sent already,
    and whoever calls has to notice.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            noted("token.unencrypted", request)
            return problem(403, "web.api.https")
        shown = request.headers.get("Authorization", "")
        who = "token:" + hashlib.sha256(shown.encode()).hexdigest() if shown else place_of(request)
        if wait := COUNTS.wait(who, settings.CALLS_PER_MINUTE):
            answer = problem(429, "web.api.too-often")
            answer["Retry-After"] = str(wait)
            return answer
        return view(request, *args, **names)

    return answered


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view in which a request with the same Idempotency-Key gets the same answer and does nothing twice."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if request.method != "POST" or not key or scheme.lower() != "bearer":
            return view(request, *args, **names)
        if len(key) > MOST_KEY or not key.isprintable():
            return problem(400, "web.api.key-wrong")
        token = token_shown(text, timezone.now())
        return (
            view(request, *args, **names) if token is None else _once(view, token, key, request, args, names)
        )

    return answered


def _fingerprint(request: HttpRequest) -> str:
    """A hash of what is asked. Of a form its parts count, not the boundary between them, which differs each time."""
    digest = hashlib.sha256(request.get_full_path().encode() + b"\0")
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    digest.update(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(repr((name, file.name, content)).encode())
            file.seek(0)
    return digest.hexdigest()


def _once(
    view: Callable[..., HttpResponse],
    token: Token,
    key: str,
    request: HttpRequest,
    args: Any,
    names: dict[str, Any],
) -> HttpResponse:
    try:
        asked = _fingerprint(request)
    except UNREADABLE as wrong:
        return unreadable(request, wrong)
    with transaction.atomic():
        kept, is_new = KeptAnswer.objects.get_or_create(token=token, key=key, defaults={"fingerprint": asked})
        if not is_new:
            if kept.fingerprint != asked:
                return problem(409, "web.api.key-used")
            answer = HttpResponse(
                kept.body, status=kept.status, content_type="application/json; charset=utf-8"
            )
            answer["Idempotent-Replayed"] = "true"
            return answer
        answer = view(request, *args, **names)
        if 200 <= answer.status_code < 300:
            kept.status, kept.body = answer.status_code, answer.content.decode()
            kept.save(update_fields=("status", "body"))
        else:
            transaction.set_rollback(True)
    return answer
