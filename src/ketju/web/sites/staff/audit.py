"""The audit trail, for whoever may read it. Reading it is noted like any other reading."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ketju.web.base.audit.acting import actor_of
from ketju.web.base.audit.reads import EntryPage, Sieve, entries_of
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.act_words import act_words, columns_words
from ketju.web.sites.staff.people_forms import SieveForm


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """A page of entries, newest first."""
    processor = request.processor  # type: ignore[attr-defined]
    form = SieveForm(request.GET)
    page = EntryPage([], None)
    if form.is_valid():
        wanted = dict(form.cleaned_data)
        before = wanted.pop("before")
        page = entries_of(processor, Sieve(**wanted), before)
        audited(
            actor_of(request), "audit.read", "entry", at=timezone.now(), processor=processor,
            count=len(page.entries),
        )  # fmt: skip
    asked = {name: value for name, value in form.data.items() if value and name != "before"}
    rows = [(one, act_words(one), columns_words(one.fields)) for one in page.entries]
    shown = {"form": form, "page": page, "rows": rows, "older": urlencode(asked | {"before": page.older})}
    return render(request, "staff/audit.html", shown, status=422 if form.errors else 200)
