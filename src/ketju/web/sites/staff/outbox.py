"""The outbox: mail that waits, left, was given up or is held; a button that keeps all mail in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from ketju.core.problems import Problem
from ketju.text.render import phrasebook
from ketju.web.base.audit.writing import Actor, audited
from ketju.web.base.outbox.models import Message
from ketju.web.base.outbox.reads import PAGE, STATES, messages_of, outbox_state, pause_now, state_of
from ketju.web.base.outbox.writes import pause_mail, resume_mail, retry_message


def _actor(request: HttpRequest) -> Actor:
    standing: Any = request.standing  # type: ignore[attr-defined]
    role = ",".join(sorted(standing.staff_roles))
    return Actor(standing.user, role=role[:40], request_id=request.request_id)  # type: ignore[attr-defined]


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """A page of messages. Names of people stand in it, so that reading it is noted."""
    processor = request.processor  # type: ignore[attr-defined]
    chosen = request.GET.get("state", "")
    before = request.GET.get("before", "")
    position = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = list(messages_of(processor, chosen, position)[: PAGE + 1])
    rows = [{"message": one, "state": state_of(one)} for one in found[:PAGE]]
    if rows:
        audited(
            _actor(request), "outbox.read", "message", at=timezone.now(), processor=processor, count=len(rows)
        )
    context = {
        "rows": rows,
        "states": STATES,
        "chosen": chosen if chosen in STATES else "",
        "more": found[PAGE - 1].pk if len(found) > PAGE else None,
        "figures": outbox_state(processor),
        "pause": pause_now(processor),
        "may_manage": request.standing.may("outbox.manage"),  # type: ignore[attr-defined]
    }
    return render(request, "staff/outbox.html", context)


@require_GET
def shown(request: HttpRequest, message: str) -> HttpResponse:
    """One message."""
    one = _message(request, message)
    audited(
        _actor(request), "outbox.read", "message", at=timezone.now(), processor=one.processor,
        customer=one.customer, subject=one.public_id,
    )  # fmt: skip
    may_manage = request.standing.may("outbox.manage")  # type: ignore[attr-defined]
    context = {"message": one, "state": state_of(one), "may_manage": may_manage}
    return render(request, "staff/outbox_message.html", context)


@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """Keep the mail of the processor in."""
    pause_mail(by=_actor(request), at=timezone.now(), processor=request.processor)  # type: ignore[attr-defined]
    return _back(request)


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Let mail leave again."""
    try:
        resume_mail(by=_actor(request), at=timezone.now(), processor=request.processor)  # type: ignore[attr-defined]
    except Problem as problem:
        words = phrasebook(translation.get_language() or "en")
        messages.error(request, words(problem.code, **problem.params))
    return _back(request)


@require_POST
def retry(request: HttpRequest, message: str) -> HttpResponse:
    """Try a message again that was given up."""
    one = _message(request, message)
    retry_message(by=_actor(request), at=timezone.now(), message=one)
    return redirect("outbox-message", processor=request.processor.slug, message=one.public_id)  # type: ignore[attr-defined]


def _message(request: HttpRequest, public_id: str) -> Message:
    found = messages_of(request.processor).filter(public_id=public_id).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest) -> HttpResponse:
    return redirect("outbox", processor=request.processor.slug)  # type: ignore[attr-defined]
