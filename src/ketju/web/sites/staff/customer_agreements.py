"""Agreements and consents of a customer, values that vary by customer, and the work list of who has no agreement."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ketju.core.problems import Problem
from ketju.web.apps.agreements.reads import holding, versions_of, without_agreement
from ketju.web.apps.agreements.writes import WAYS, record_acceptance
from ketju.web.apps.parties.checking import Fault, Refused, needed_day
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.services.declaring import give_consent, withdraw_consent
from ketju.web.apps.services.models import Consent
from ketju.web.apps.services.reads import consents_of, entry_values_of
from ketju.web.apps.services.writes import set_entry_value
from ketju.web.apps.signing.reads import acceptances_with_copies
from ketju.web.apps.signing.writes import FORMS
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.sites.staff.acting import actor, may, page, processor_of, words
from ketju.web.sites.staff.customers import found, note_read, status_of
from ketju.web.sites.staff.forms import Choices, Form


def show(request: HttpRequest, customer: str) -> HttpResponse:
    """What a customer accepted and agreed to; forms for more."""
    one = found(request, customer)
    versions = versions_of(one.processor)
    phrases = words()
    choices: dict[str, Choices] = {
        "agreement": [(each.public_id, f"{each.name} {each.version}") for each in versions],
        "how": [(each, phrases(f"web.how.{each}")) for each in WAYS],
    }
    accepted = Form(
        ("agreement", "accepted_on", "who", "how"), choices=choices, needed=("agreement", "accepted_on")
    )
    consent = Form(("subject",), needed=("subject",))
    value = Form(("entry", "field", "value", "since"), needed=("entry", "value", "since"))
    if request.method == "POST":
        what = request.POST.get("what", "")
        form = {"acceptance": accepted, "consent": consent, "value": value}.get(what)
        try:
            _write(request, what, one, form)
        except Problem as problem:
            (form or consent).refuse(problem)
        else:
            return redirect("customer-agreements", processor=one.processor.slug, customer=customer)
    accepted_ones, consents, values = acceptances_with_copies(one), consents_of(one), entry_values_of(one)
    acceptances = tuple(each for each, _ in accepted_ones)
    if request.method == "GET":
        note_read(request, one, "agreement", len(acceptances) + len(consents))
    named = [(each, phrases(f"web.how.{each.how}"), copy) for each, copy in accepted_ones]
    return page(
        request, "customers/agreements.html", max(status_of(accepted), status_of(consent), status_of(value)),
        customer=one, held=holding(one, day_at(one.processor), versions, acceptances), acceptances=named,
        consents=consents, values=values, acceptance_form=accepted, consent_form=consent, value_form=value,
        has_versions=bool(versions), may_write=may(request, "customers.write"),
        may_audit=may(request, "audit.read"), tab="agreements", forms=FORMS,
    )  # fmt: skip


def _write(request: HttpRequest, what: str, customer: Customer, form: Form | None) -> None:
    by, at = actor(request), timezone.now()
    if what == "withdraw":
        number = request.POST.get("consent", "")
        held = Consent.objects.filter(customer=customer, pk=int(number) if number.isdecimal() else 0).first()
        if held is not None:
            withdraw_consent(by=by, at=at, consent=held)
        return
    if form is None:
        raise Refused([Fault("what", "web.wrong.missing")])
    given = form.given(request.POST)
    if what == "consent":
        give_consent(by=by, at=at, customer=customer, subject=given["subject"])
    elif what == "value":
        since = needed_day(given.pop("since"), "since")
        set_entry_value(by=by, at=at, customer=customer, since=since, **given)
    else:
        _accept(request, customer, given)


def _accept(request: HttpRequest, customer: Customer, given: dict[str, str]) -> None:
    version = next(
        (one for one in versions_of(customer.processor) if one.public_id == given["agreement"]), None
    )
    if version is None:
        raise Refused([Fault("agreement", "web.wrong.missing")])
    on, now = needed_day(given["accepted_on"], "accepted_on"), timezone.now()
    noon = datetime.combine(on, time(12), ZoneInfo(customer.processor.zone))
    if on > day_at(customer.processor):
        raise Refused([Fault("accepted_on", "web.wrong.future")])
    record_acceptance(
        by=actor(request),
        at=now,
        customer=customer,
        agreement=version,
        accepted_at=min(noon, now),
        who=given["who"],
        how=given["how"],
    )


def missing(request: HttpRequest) -> HttpResponse:
    """The work list "no agreement found"."""
    processor = processor_of(request)
    customers = list(without_agreement(processor, day_at(processor))[:100])
    if customers:
        audited(
            actor(request), "customers.read", "customer", at=timezone.now(), processor=processor,
            count=len(customers),
        )  # fmt: skip
    return page(request, "customers/missing.html", customers=customers)
