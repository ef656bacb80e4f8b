"""Versions of agreements: the list, one with its texts, and a new one that is shown before it is added."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.problems import Problem
from ketju.text.render import LANGUAGES
from ketju.web.apps.agreements.comparing import compared, pair_of, telling_of
from ketju.web.apps.agreements.models import AgreementVersion
from ketju.web.apps.agreements.reaching import Reach, reach_of
from ketju.web.apps.agreements.reads import counted_versions, has_others, version_of, versions_with_texts
from ketju.web.apps.agreements.writes import add_version, read_version, text_hash
from ketju.web.apps.parties.checking import Fault, Refused
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.uploads import Kind, check_upload
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.customers import status_of
from ketju.web.sites.staff.forms import Form

FIELDS = ("slug", "name", "version", "valid_from", "valid_to")
TEXTS = ("text_fi", "file_fi", "text_sv", "file_sv", "text_en", "file_en")
"""The text in each language, pasted or as a file."""
TEXT_FILES: tuple[Kind, ...] = ("text",)
MOST_BYTES = 2_000_000
"""So large may a file with a text be."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first, with who accepted it by number."""
    processor = processor_of(request)
    on = day_at(processor)
    rows = [(one, state_on(one, on)) for one in counted_versions(processor)]
    return page(
        request, "agreements/index.html", rows=rows, may_write=may(request, "agreements.write"),
        may_read_customers=may(request, "customers.read"),
    )  # fmt: skip


def state_on(one: AgreementVersion, on: date) -> str:
    """Whether a version is in force on a day: the end of a key of words."""
    if one.valid_from > on:
        return "coming"
    return "ended" if one.valid_to and one.valid_to < on else "in-force"


@require_safe
def show(request: HttpRequest, version: str) -> HttpResponse:
    """A version: its texts with their hashes, its terms, and for whom it holds."""
    processor = processor_of(request)
    on = day_at(processor)
    one = version_of(processor, version)
    if one is None:
        raise Http404
    reach = reach_of(processor, one, on, wants_names=may(request, "customers.read"))
    _note(request, reach)
    return page(
        request, "agreements/show.html", version=one, texts=list(one.texts.all()), reach=reach,
        state=state_on(one, on), has_others=has_others(one),
    )  # fmt: skip


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions beside each other, and how many customers of the older one have to be asked or told."""
    processor = processor_of(request)
    on = day_at(processor)
    choices = versions_with_texts(processor)
    asked = request.GET.get("from", ""), request.GET.get("to", "")
    if any(one and one not in {each.public_id for each in choices} for one in asked):
        raise Http404
    pair = pair_of(choices, *asked)
    found = telling = None
    if pair is not None:
        found = compared(*pair, on, words(), language=request.GET.get("language", ""))
        telling = telling_of(*pair, on)
    return page(request, "agreements/compare.html", choices=choices, compared=found, telling=telling)


def _note(request: HttpRequest, reach: Reach) -> None:
    """Names of customers are on the page: that is a read of their data."""
    if reach.first:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=processor_of(request),
            count=len(reach.first),
        )  # fmt: skip


def add(request: HttpRequest) -> HttpResponse:
    """A form; what it would make, with hashes and for whom it would hold; then the version itself."""
    processor, form, preview = processor_of(request), _form(request), None
    if request.method == "POST":
        try:
            given, texts = _given(request, form)
            if request.POST.get("do") == "add":
                by, at = actor(request), timezone.now()
                made = add_version(by=by, at=at, processor=processor, given=given, texts=texts)
                return redirect("agreement", processor=processor.slug, version=made.public_id)
            preview = _preview(request, given, texts)
        except Problem as problem:
            form.refuse(problem)
    return page(request, "agreements/add.html", status_of(form), form=form, preview=preview)


def _form(request: HttpRequest) -> Form:
    known = counted_versions(processor_of(request))
    newest = known[0] if known else AgreementVersion()
    start = AgreementVersion(slug=newest.slug, name=newest.name, valid_from=day_at(processor_of(request)))
    slugs = [(one, one) for one in sorted({each.slug for each in known})]
    return Form(
        (*FIELDS, *TEXTS, "terms"), start, needed=("slug", "name", "version", "valid_from"),
        choices={"slug": slugs}, labels={"slug": "web.field.agreement-slug"},
    )  # fmt: skip


def _given(request: HttpRequest, form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """The fields, and the texts by language: a file takes the place of what was pasted. Raises Problem."""
    form.given(request.POST)
    lines = {line.name: line for line in form.lines}
    for code in LANGUAGES:
        file = request.FILES.get(f"file_{code}")
        if isinstance(file, UploadedFile):
            lines[f"text_{code}"].value = _read(file, code)
    given = {name: lines[name].value for name in (*FIELDS, "terms")}
    return given, {code: lines[f"text_{code}"].value for code in LANGUAGES}


def _read(file: UploadedFile[bytes], code: str) -> str:
    check_upload(file, TEXT_FILES, MOST_BYTES)
    file.seek(0)
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused([Fault(f"text_{code}", "web.wrong.not-utf-8")]) from None


def _preview(request: HttpRequest, given: dict[str, str], texts: dict[str, str]) -> dict[str, Any]:
    """What would be added. Raises Refused."""
    values, whole = read_version(given, texts)
    if not whole:
        raise Refused([Fault(TEXTS[0], "web.wrong.no-text")])
    would = AgreementVersion(processor=processor_of(request), **values)
    reach = reach_of(
        would.processor, would, day_at(would.processor), wants_names=may(request, "customers.read")
    )
    _note(request, reach)
    hashes = [(code, text_hash(text), len(text)) for code, text in whole.items()]
    return {"hashes": hashes, "reach": reach, "version": would}
