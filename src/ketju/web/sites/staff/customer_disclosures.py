"""What of a customer's data went to others, and objections to marketing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ketju.core.problems import Problem
from ketju.web.apps.parties.disclosing import BASES, disclose
from ketju.web.apps.parties.models import Customer
from ketju.web.apps.parties.reads import contacts_of, disclosures_of, objections_of
from ketju.web.sites.staff.acting import actor, may, page, words
from ketju.web.sites.staff.customers import found, note_read, status_of
from ketju.web.sites.staff.forms import Choices, Form


def show(request: HttpRequest, customer: str) -> HttpResponse:
    """The disclosure log of a customer with a form, and its contacts with their objections."""
    one = found(request, customer)
    phrases = words()
    bases: Choices = [(each, phrases(f"web.basis.{each}")) for each in BASES]
    fields = ("recipient", "basis", "reference", "what", "to_country")
    form = Form(fields, choices={"basis": bases}, needed=("recipient", "reference", "what"))
    if request.method == "POST":
        try:
            given = form.given(request.POST)
            disclose(
                by=actor(request),
                at=timezone.now(),
                customer=one,
                recipient=given["recipient"],
                basis=given["basis"],
                reference=given["reference"],
                what=given["what"],
                to_country=given["to_country"],
            )
        except Problem as problem:
            form.refuse(problem)
        else:
            return redirect("customer-disclosures", processor=one.processor.slug, customer=customer)
    return _page(request, one, form)


def _page(request: HttpRequest, one: Customer, form: Form) -> HttpResponse:
    phrases = words()
    disclosures, contacts, objections = disclosures_of(one), contacts_of(one), objections_of(one)
    if request.method == "GET":
        note_read(request, one, "disclosure", len(disclosures) + len(contacts))
    refused = {each.contact_id for each in objections if each.withdrawn_at is None}
    return page(
        request, "customers/disclosures.html", status_of(form), customer=one,
        disclosures=[(each, phrases(f"web.basis.{each.basis}")) for each in disclosures],
        people=[(each, each.pk in refused) for each in contacts if each.ended_on is None], form=form,
        may_write=may(request, "customers.write"), may_audit=may(request, "audit.read"), tab="disclosures",
    )  # fmt: skip
