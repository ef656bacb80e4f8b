"""Imports and exports of the customer register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.core.problems import Problem
from ketju.web.apps.exchange.columns import COLUMNS
from ketju.web.apps.exchange.exporting import TYPES, export
from ketju.web.apps.exchange.importing import begin_import, problems_of, receive, run, stop_import
from ketju.web.apps.exchange.jobs import AT_ONCE, run_import
from ketju.web.apps.exchange.models import Import
from ketju.web.base.access.zones import day_at
from ketju.web.sites.staff.acting import actor, page, processor_of
from ketju.web.sites.staff.customers import filter_of, status_of
from ketju.web.sites.staff.forms import Form, sentence


def imports(request: HttpRequest) -> HttpResponse:
    """Earlier imports, and a form for a file. What is sent is checked, and nothing is written yet."""
    processor = processor_of(request)
    form = Form(("file",), needed=("file",))
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if not isinstance(file, UploadedFile):
                form.lines[0].errors.append(sentence(_Missing))
            else:
                made = receive(
                    by=actor(request),
                    at=timezone.now(),
                    processor=processor,
                    name=file.name or "",
                    data=file.read(),
                )
                return redirect("import", processor=processor.slug, made=made.public_id)
        except Problem as problem:
            form.refuse(problem)
    earlier = Import.objects.filter(processor=processor).defer("rows", "problems")[:20]
    return page(
        request, "customers/imports.html", status_of(form), form=form, imports=earlier, columns=COLUMNS
    )


class _Missing:
    key = "web.wrong.missing"
    params: dict[str, str] = {}  # noqa: RUF012


def show_import(request: HttpRequest, made: str) -> HttpResponse:
    """What the check of a file found; how far the writing of it has come."""
    one = _made(request, made)
    faults = [(fault, sentence(fault)) for fault in problems_of(one)]
    return page(
        request, "customers/import.html", made=one, faults=faults, missing=one.missing[:200],
        may_run=one.finished_at is None and not one.found.get("problems") and not _is_running(one),
        **_progress(request, one),
    )  # fmt: skip


def _made(request: HttpRequest, made: str) -> Import:
    rows = Import.objects.select_related("processor").defer("rows")
    return get_object_or_404(rows, processor=processor_of(request), public_id=made.replace("\x00", ""))


def _is_running(one: Import) -> bool:
    return one.begun_at is not None and one.finished_at is None and one.stopped_at is None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come, as the part of a page shows it."""

    done: int
    total: int
    words: str
    is_finished: bool


def _progress(request: HttpRequest, one: Import) -> dict[str, Any]:
    words = "web.import.stopped" if one.stopped_at and not one.finished_at else "web.import.running"
    return {
        "work": Progress(one.done, one.total, words, not _is_running(one)),
        "problems": one.found.get("problems", 0),
        "address": reverse(
            "import-progress", kwargs={"processor": one.processor.slug, "made": one.public_id}
        ),
    }


@require_safe
def progress(request: HttpRequest, made: str) -> HttpResponse:
    """The part of the page that is asked again and again; the whole page anew when the writing has ended."""
    one = _made(request, made)
    answer = page(request, "customers/import_progress.html", made=one, **_progress(request, one))
    if not _is_running(one):
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def run_it(request: HttpRequest, made: str) -> HttpResponse:
    """Write a file that was checked: a short one at once, a long one in the background."""
    one = _made(request, made)
    by, ends_missing = actor(request), bool(request.POST.get("ends_missing"))
    try:
        if one.finished_at is None and not one.found.get("problems"):
            begin_import(by=by, at=timezone.now(), made=one)
        if one.total <= AT_ONCE:
            run(by=by, at=timezone.now(), made=one, ends_missing=ends_missing)
        else:
            run_import.enqueue(one.public_id, by.role, ends_missing)
    except Problem as problem:
        form = Form(())
        form.refuse(problem)
        return page(
            request, "customers/import.html", 409, made=_made(request, made), faults=(), missing=(), form=form,
            may_run=False,
        )  # fmt: skip
    return redirect("import", processor=one.processor.slug, made=made)


@require_POST
def stop(request: HttpRequest, made: str) -> HttpResponse:
    """Write no further part of a file; what is written stays, and it can go on later."""
    one = _made(request, made)
    stop_import(by=actor(request), at=timezone.now(), made=one)
    return redirect("import", processor=one.processor.slug, made=made)


def template(request: HttpRequest) -> HttpResponse:
    """An empty file with all columns."""
    answer = HttpResponse(",".join(COLUMNS) + "\r\n", content_type=TYPES["csv"])
    answer["Content-Disposition"] = 'attachment; filename="customers.csv"'
    return answer


def exported(request: HttpRequest) -> HttpResponse:
    """A file of the customers that fit the filter."""
    form = request.GET.get("form", "csv")
    if form not in TYPES:
        raise Http404
    at = timezone.now()
    data = export(
        by=actor(request), at=at, processor=processor_of(request), wanted=filter_of(request), form=form
    )
    answer = HttpResponse(data, content_type=TYPES[form])
    answer["Content-Disposition"] = (
        f'attachment; filename="customers-{day_at(processor_of(request), at)}.{form}"'
    )
    return answer
