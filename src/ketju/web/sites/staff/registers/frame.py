"""What the pages of registers have alike: finding things, crumbs, tabs, checking a draft again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from ketju.web.apps.registers.models import Draft, Register, Snapshot
from ketju.web.apps.registers.published import path_of
from ketju.web.apps.registers.pushing import push_of
from ketju.web.apps.registers.reads.reviewing import says_nothing_new
from ketju.web.apps.registers.reads.staff import draft_found, register_found, snapshot_found
from ketju.web.apps.registers.writes.drafting import OPEN
from ketju.web.apps.registers.writes.rechecking import check_again
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.templatetags.words import named
from ketju.web.sites.staff.acting import may, page, processor_of, words

Crumbs = list[tuple[str, str]]
Work = dict[str, object]
"""How far something is: done, total, words (a key), is_finished."""


def found_register(request: HttpRequest, public_id: str) -> Register:
    """The register of an address. Raises Http404."""
    found = register_found(processor_of(request), public_id.replace("\x00", ""))
    if found is None:
        raise Http404
    return found


def found_draft(request: HttpRequest, public_id: str) -> Draft:
    """The draft of an address. Raises Http404."""
    found = draft_found(processor_of(request), public_id.replace("\x00", ""))
    if found is None:
        raise Http404
    return found


def found_snapshot(request: HttpRequest, public_id: str) -> Snapshot:
    """The document of an address. Raises Http404."""
    found = snapshot_found(processor_of(request), public_id.replace("\x00", ""))
    if found is None:
        raise Http404
    return found


def title_of(register: Register) -> str:
    """What a register is called, in the reader's language where it has a title in it."""
    return named(register.titles) or register.slug


def crumbs_to(request: HttpRequest, register: Register | None = None, draft: Draft | None = None) -> Crumbs:
    """The way to a page of a register, or of a draft of one."""
    of = processor_of(request).slug
    found = [(words()("web.menu.registers"), reverse("registers", args=[of]))]
    if register is not None:
        found.append((title_of(register), reverse("register", args=[of, register.public_id])))
    if draft is not None:
        found.append((draft_name(draft), reverse("draft", args=[of, draft.public_id])))
    return found


def draft_name(draft: Draft) -> str:
    """What a draft is called: what it becomes, and from when it is."""
    if draft.version:
        return words()("web.registers.draft.published-as", number=draft.version.number)
    number = draft.base.number + 1 if draft.base else 1
    return words()("web.registers.draft.name", number=number)


def shown(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of registers."""
    return page(
        request, f"registers/{template}", status,
        may_write=may(request, "registers.write"), may_publish=may(request, "registers.publish"), **context,
    )  # fmt: skip


def draft_page(
    request: HttpRequest, template: str, draft: Draft, tab: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a draft, under its tabs."""
    context.setdefault("crumbs", crumbs_to(request, draft.register, draft if tab == "" else None))
    is_open, is_file = draft.state in OPEN, draft.register.source == "file"
    says_same = is_open and status == 200 and says_nothing_new(draft)
    return shown(
        request, template, status, draft=draft, tab=tab, name=draft_name(draft), title=title_of(draft.register),
        is_open=is_open, is_file=is_file, may_edit=is_open and not is_file and may(request, "registers.write"),
        is_outdated=draft.checked_revision != draft.revision, says_same=says_same,
        push=push_of(draft) if is_file else None, **context,
    )  # fmt: skip


def progress_part(request: HttpRequest, work: Work) -> HttpResponse:
    """The part of a page that tells how far work is; the page itself again when it is over."""
    if not work["is_finished"]:
        return render(
            request, "parts/progress.html", {"work": work, "address": f"{request.path}?part=progress"}
        )
    answer = HttpResponse(status=200)
    answer["HX-Redirect"] = request.path
    return answer


def note_read(request: HttpRequest, kind: str, subject: str, count: int) -> None:
    """Note that a person saw records, which may name contact persons."""
    if count:
        audited(
            actor_of(request), "registers.read", kind, at=timezone.now(), processor=processor_of(request),
            subject=subject, count=count,
        )  # fmt: skip


def checked_again(request: HttpRequest, draft: Draft, *, always: bool = False) -> None:
    """Run the rules over a draft after a change, so that pages say what holds now; a large one only if asked."""
    check_again(by=actor_of(request), at=timezone.now(), draft=draft, always=always)


def public_address(register: Register) -> str:
    """Where the public reads the list, "" where there is nothing for it yet."""
    if not register.is_public or not register.files.exists():
        return ""
    language = words().language
    known = register.languages or [language]
    return f"{path_of(register)}{language if language in known else known[0]}/"
