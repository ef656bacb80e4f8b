"""One notice of a change: its texts, who approved it, when it left; one that is sent again is approved first."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.text.render import LANGUAGES
from ketju.web.apps.cases.models import CaseChange
from ketju.web.apps.cases.reads_desk import notice_named
from ketju.web.apps.cases.writes.again import (
    KINDS,
    approve_notice,
    digest_of_texts,
    discard_notice,
    send_notice,
)
from ketju.web.apps.notices.models import Notice
from ketju.web.sites.staff.acting import actor, may, processor_of, words
from ketju.web.sites.staff.changes.frame import case_of, case_page, others_approve, tell
from ketju.web.sites.staff.changes.one import example_of


@require_safe
def show(request: HttpRequest, change: str, notice: str) -> HttpResponse:
    """A notice in each language that it was written in, and what is done with it next."""
    one = case_of(request, change)
    held, said = _notice(one, notice), words()
    made = list(held.texts.all())
    known = [code for code in LANGUAGES if any(each.language == code for each in made)]
    wanted = (request.GET.get("language", ""), said.language, *known)
    shown_in = next((code for code in wanted if code in known), "")
    return case_page(
        request, "notice.html", one, "texts", notice=held, languages=known, shown_in=shown_in,
        texts=[example_of(each) for each in made if each.language == shown_in], digest=digest_of_texts(held),
        is_waiting=held.kind in KINDS and held.released_at is None, may_write=may(request, "cases.write"),
        may_approve=may(request, "registers.publish"),
        others_approve=[] if held.approved_at else others_approve(request, one.processor, held.created_by_id),
    )  # fmt: skip


@require_POST
def approve(request: HttpRequest, change: str, notice: str) -> HttpResponse:
    """A second person approves what was looked at."""
    digest = request.POST.get("digest", "")
    return _done(
        request, change, notice, "web.objections.notice.approved",
        lambda one, held: approve_notice(by=actor(request), at=timezone.now(), notice=held, digest=digest),
    )  # fmt: skip


@require_POST
def send(request: HttpRequest, change: str, notice: str) -> HttpResponse:
    """Let it leave."""
    return _done(
        request, change, notice, "web.changes.announced",
        lambda one, held: send_notice(by=actor(request), at=timezone.now(), change=one, notice=held),
    )  # fmt: skip


@require_POST
def discard(request: HttpRequest, change: str, notice: str) -> HttpResponse:
    """Drop a correction that has not left."""
    one = case_of(request, change)
    held = _notice(one, notice)
    tell(
        request, lambda: discard_notice(by=actor(request), at=timezone.now(), notice=held),
        "web.objections.notice.discarded",
    )  # fmt: skip
    return redirect("case", processor=processor_of(request).slug, change=change)


def _done(
    request: HttpRequest, change: str, notice: str, said: str, act: Callable[[CaseChange, Notice], None]
) -> HttpResponse:
    one = case_of(request, change)
    held = _notice(one, notice)
    tell(request, lambda: act(one, held), said)
    return redirect("case-notice", processor=processor_of(request).slug, change=change, notice=notice)


def _notice(change: CaseChange, public_id: str) -> Notice:
    found = notice_named(change, public_id)
    if found is None:
        raise Http404
    return found
