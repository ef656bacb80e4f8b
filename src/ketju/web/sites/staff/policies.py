"""The house policy: what the processor decided for itself where an agreement sets no figure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from ketju.core.problems import Problem
from ketju.web.apps.agreements.deviating import POLICY, STARTER, add_policy
from ketju.web.apps.agreements.layers import policies_of
from ketju.web.apps.agreements.models import HousePolicy
from ketju.web.base.access.zones import day_at
from ketju.web.sites.staff.acting import actor, may, page, processor_of
from ketju.web.sites.staff.customers import status_of
from ketju.web.sites.staff.forms import Form


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Its versions, the newest first."""
    return _page(request, None)


def add(request: HttpRequest) -> HttpResponse:
    """A new version."""
    processor = processor_of(request)
    held = policies_of(processor)
    start = HousePolicy(valid_from=day_at(processor), terms=held[0].terms if held else STARTER)
    form = Form(POLICY, start, needed=tuple(POLICY), labels={"terms": "web.desk.policy"})
    if request.method == "POST":
        try:
            add_policy(
                by=actor(request), at=timezone.now(), processor=processor, given=form.given(request.POST)
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("policies", processor=processor.slug)
    return _page(request, form)


def _page(request: HttpRequest, form: Form | None) -> HttpResponse:
    processor = processor_of(request)
    rows, on = policies_of(processor), day_at(processor)
    now = next((one for one in rows if one.valid_from <= on), None)
    return page(
        request, "agreements/policies.html", status_of(form) if form else 200, rows=rows, now=now, form=form,
        may_write=may(request, "agreements.write"),
    )  # fmt: skip
