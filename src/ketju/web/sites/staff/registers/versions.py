"""Versions of a register: one of them, two of them beside each other, and the canonical form of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.register.canonical import canonical_bytes
from ketju.core.register.comparison.changes import changes_between
from ketju.text.values import place_words
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.registers.content import public_register_of, register_of
from ketju.web.apps.registers.models import Register, Version
from ketju.web.apps.registers.reads.making import Making, making_of
from ketju.web.apps.registers.reads.staff import version_found, versions_of
from ketju.web.apps.registers.reads_changes import changes_in
from ketju.web.apps.registers.writes.making import make_again
from ketju.web.apps.registers.writes.publishing import ELSEWHERE
from ketju.web.base.audit.acting import actor_of
from ketju.web.sites.staff.acting import words
from ketju.web.sites.staff.registers.frame import (
    Work,
    crumbs_to,
    found_register,
    note_read,
    progress_part,
    public_address,
    shown,
    title_of,
)
from ketju.web.sites.staff.registers.publishing import sections_of

MOST_ENTRIES = 200


def _found(register: Register, number: int) -> Version:
    version = version_found(register, number) if number < 2**31 else None
    if version is None:
        raise Http404
    return version


@require_safe
def show(request: HttpRequest, register: str, number: int) -> HttpResponse:
    """One version: who published it, when and why, what changed, what it says."""
    of = found_register(request, register)
    version = _found(of, number)
    making = making_of(version)
    if request.GET.get("part") == "progress":
        return progress_part(request, _work(making))
    content, before = register_of(version), version_found(of, number - 1) if number > 1 else None
    sections = sections_of(register_of(before), content, changes_in(version.changes)) if before else []
    book = words()
    rows = [
        (one.name, str(one.purpose), ", ".join(place_words(one.places, book)), one.since, one.until)
        for one in content.entries[:MOST_ENTRIES]
    ]
    note_read(request, "version", version.public_id, 1)
    agreement = _agreement(of, version.agreement) if version.agreement else None
    return shown(
        request, "version.html", register=of, title=title_of(of), version=version, sections=sections, rows=rows,
        before=before, is_elsewhere=version.kind in ELSEWHERE, more=max(len(content.entries) - MOST_ENTRIES, 0),
        agreement=agreement, tlp=content.tlp, crumbs=crumbs_to(request, of),
        making=making, work=_work(making), public_address=public_address(of),
    )  # fmt: skip


def _agreement(register: Register, public_id: str) -> AgreementVersion | None:
    return AgreementVersion.objects.filter(processor=register.processor_id, public_id=public_id).first()


def _work(making: Making) -> Work:
    """How far the files are, for the bar that looks again by itself."""
    return {
        "done": making.done, "total": making.total, "words": f"web.reviewing.making.{making.state}",
        "is_finished": not making.is_running,
    }  # fmt: skip


@require_POST
def again(request: HttpRequest, register: str, number: int) -> HttpResponse:
    """Files that could not be made are made again."""
    of = found_register(request, register)
    version = _found(of, number)
    is_asked = make_again(by=actor_of(request), at=timezone.now(), version=version)
    book = words()
    if is_asked:
        messages.success(request, book("web.reviewing.making.asked"))
    else:
        messages.info(request, book("web.reviewing.making.nothing"))
    return redirect("register-version", of.processor.slug, of.public_id, version.number)


@require_safe
def compare(request: HttpRequest, register: str) -> HttpResponse:
    """Any two versions: what changed from the older to the newer, in words."""
    of = found_register(request, register)
    versions = versions_of(of)
    numbers = [one.number for one in versions]
    older, newer = (_number(request.GET.get(name, "")) for name in ("from", "to"))
    older = older if older in numbers else numbers[1] if len(numbers) > 1 else None
    newer = newer if newer in numbers else numbers[0] if numbers else None
    sections = None
    if older and newer and older != newer:
        old, new = register_of(_found(of, older)), register_of(_found(of, newer))
        sections = sections_of(old, new, changes_between(old, new))
    return shown(
        request, "compare.html", register=of, title=title_of(of), versions=versions, older=older, newer=newer,
        sections=sections, crumbs=crumbs_to(request, of),
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


@require_safe
def download(request: HttpRequest, register: str, number: int) -> HttpResponse:
    """The canonical form of a version, of which its hash is made: the public part, or all of it."""
    of = found_register(request, register)
    version = _found(of, number)
    is_whole = request.GET.get("part") == "whole"
    content = register_of(version) if is_whole else public_register_of(version)
    note_read(request, "version", version.public_id, 1)
    answer = HttpResponse(canonical_bytes(content), content_type="application/json")
    part = "-whole" if is_whole else ""
    answer.headers["Content-Disposition"] = f'attachment; filename="{of.slug}-{number}{part}.json"'
    return answer
