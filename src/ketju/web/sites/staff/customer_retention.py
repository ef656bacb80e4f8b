"""What is due for erasure, listed before anything goes; and the register description."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from ketju.core.problems import Problem
from ketju.text.render import LANGUAGES, phrasebook
from ketju.web.apps.parties.writes import hold_customer
from ketju.web.apps.retention.certificates import certificates
from ketju.web.apps.retention.describing import description
from ketju.web.apps.retention.due import due
from ketju.web.apps.retention.erasing import erase
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, page, processor_of
from ketju.web.sites.staff.customers import found, status_of
from ketju.web.sites.staff.forms import Form


def erasure(request: HttpRequest) -> HttpResponse:
    """What is due today, and a button that erases what is ticked."""
    processor = processor_of(request)
    on = day_at(processor)
    if request.method == "POST":
        keys = request.POST.getlist("key")
        erase(by=actor(request), at=timezone.now(), processor=processor, on=on, keys=keys)
        return redirect("customers-erasure", processor=processor.slug)
    listed = due(processor, on)
    if listed:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=processor,
            count=len(listed),
        )  # fmt: skip
    told = certificates(processor, phrasebook(translation.get_language() or LANGUAGES[0]))
    return page(request, "customers/erasure.html", listed=listed, certificates=told)


def hold(request: HttpRequest, customer: str) -> HttpResponse:
    """A form for why nothing of a customer may be erased yet."""
    one = found(request, customer)
    form = Form(("held_for",), one)
    if request.method == "POST":
        try:
            reason = form.given(request.POST)["held_for"]
            hold_customer(by=actor(request), at=timezone.now(), customer=one, reason=reason)
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer", processor=processor_of(request).slug, customer=customer)
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.customers.hold", customer=one
    )


def describe(request: HttpRequest) -> HttpResponse:
    """The register description, in the reader's language or in the one that is asked for."""
    asked = request.GET.get("language", "")
    language = asked if asked in LANGUAGES else translation.get_language() or LANGUAGES[0]
    phrases = phrasebook(language)
    processor = processor_of(request)
    return page(
        request, "customers/description.html", parts=description(processor, phrases, day_at(processor)),
        shown_in=phrases.language, title=phrases("web.description.title"),
    )  # fmt: skip
