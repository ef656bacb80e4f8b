"""Corrections that customers made by themselves: before and after, until somebody has looked at them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.selfservice.corrections import mark_seen, read_corrections
from ketju.web.apps.selfservice.wording import correction_rows
from ketju.web.base.access.permission import Standing
from ketju.web.base.audit.writing import Actor
from ketju.web.base.pages.templatetags.words import words


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What nobody has looked at yet."""
    given = request.GET.get("page", "1")
    number = int(given) if given.isdecimal() and len(given) < 6 else 1
    held, has_more = read_corrections(
        by=_actor(request), at=timezone.now(), processor=_standing(request).processor, page=max(number, 1)
    )
    context = {
        "corrections": [(one, correction_rows(one)) for one in held],
        "may_mark": _standing(request).may("customers.write"),
        "newer": f"?page={number - 1}" if number > 1 else "",
        "older": f"?page={number + 1}" if has_more else "",
    }
    return render(request, "staff/corrections.html", context)


@require_POST
def seen(request: HttpRequest, correction: str) -> HttpResponse:
    """Somebody looked at one."""
    processor = _standing(request).processor
    mark_seen(by=_actor(request), at=timezone.now(), processor=processor, correction=correction)
    messages.success(request, words()("web.corrections.marked"))
    return redirect("corrections", processor=processor.slug)


def _standing(request: HttpRequest) -> Standing:
    found: Standing = request.standing  # type: ignore[attr-defined]
    return found


def _actor(request: HttpRequest) -> Actor:
    standing = _standing(request)
    role = ",".join(sorted(standing.staff_roles))[:40]
    return Actor(user=standing.user, role=role, request_id=getattr(request, "request_id", ""))
