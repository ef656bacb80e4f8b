"""Contacts of a customer: forms, deputies, objections to marketing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ketju.core.problems import Problem
from ketju.web.apps.parties.disclosing import object_to_marketing, withdraw_objection
from ketju.web.apps.parties.models import Contact, Customer
from ketju.web.apps.parties.reads import contact_of, contacts_of
from ketju.web.apps.parties.writes import add_contact, correct_contact, end_contact, set_deputy
from ketju.web.apps.selfservice.contacts import ROLES
from ketju.web.base.access.zones import day_at
from ketju.web.sites.staff.acting import actor, page, processor_of, words
from ketju.web.sites.staff.customers import found, note_read, status_of
from ketju.web.sites.staff.forms import Choices, Form

FIELDS = (
    "first_name", "last_name", "email", "phone", "role", "relation", "is_role_address", "is_main_user",
    "may_instruct", "authority_proof", "language", "external_id",
)  # fmt: skip
LABELS = {"role": "web.field.contact-role"}


def _back(request: HttpRequest, customer: Customer) -> HttpResponse:
    return redirect("customer", processor=processor_of(request).slug, customer=customer.public_id)


def _contact(request: HttpRequest, customer: str, contact: str) -> Contact:
    one = contact_of(processor_of(request), contact)
    if one is None or one.customer.public_id != customer:
        raise Http404
    return one


def _roles(held: str) -> Choices:
    """What a contact can be asked about; also what was written for it by a program or a file."""
    said = words()
    known = [("", "–"), *((one, said(f"web.portal.contact-role.{one}")) for one in ROLES)]
    return known if held in dict(known) else [*known, (held, held)]


def add(request: HttpRequest, customer: str) -> HttpResponse:
    """A form for a new contact."""
    one = found(request, customer)
    form = Form(FIELDS, Contact(language=one.language), choices={"role": _roles("")}, labels=LABELS)
    if request.method == "POST":
        try:
            add_contact(by=actor(request), at=timezone.now(), customer=one, given=form.given(request.POST))
        except Problem as problem:
            form.refuse(problem)
        else:
            return _back(request, one)
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.contacts.add", customer=one
    )


def correct(request: HttpRequest, customer: str, contact: str) -> HttpResponse:
    """A form with what is known of a contact, and who stands in for it."""
    one = _contact(request, customer, contact)
    others: Choices = [
        (each.public_id, each.email or each.phone)
        for each in contacts_of(one.customer)
        if each != one and each.ended_on is None
    ]
    choices: dict[str, Choices] = {"role": _roles(one.role), "deputy": [("", "–"), *others]}
    form = Form((*FIELDS, "deputy", "away_until"), one, choices=choices, labels=LABELS)
    if request.method == "POST":
        given = form.given(request.POST)
        deputy = given.pop("deputy")
        try:
            by, at = actor(request, request.POST.get("reason", "")), timezone.now()
            correct_contact(by=by, at=at, contact=one, given=given)
            chosen = contact_of(processor_of(request), deputy) if deputy else None
            if (chosen.pk if chosen else None) != one.deputy_id:
                set_deputy(by=by, at=at, contact=one, deputy=chosen)
        except Problem as problem:
            form.refuse(problem)
        else:
            return _back(request, one.customer)
    else:
        _show_deputy(form, one)
        note_read(request, one.customer, "contact")
    return page(
        request, "customers/form.html", status_of(form), form=form, title="web.contacts.correct",
        customer=one.customer, contact=one, asks_reason=True,
    )  # fmt: skip


def _show_deputy(form: Form, contact: Contact) -> None:
    for line in form.lines:
        if line.name == "deputy":
            line.value = contact.deputy.public_id if contact.deputy else ""


@require_POST
def end(request: HttpRequest, customer: str, contact: str) -> HttpResponse:
    """End a contact today."""
    one = _contact(request, customer, contact)
    end_contact(by=actor(request), at=timezone.now(), contact=one, on=day_at(one.processor))
    return _back(request, one.customer)


@require_POST
def marketing(request: HttpRequest, customer: str, contact: str) -> HttpResponse:
    """Note an objection to marketing, or that it was taken back."""
    one = _contact(request, customer, contact)
    if request.POST.get("withdraw"):
        withdraw_objection(by=actor(request), at=timezone.now(), contact=one)
    else:
        channel = request.POST.get("channel", "")
        object_to_marketing(by=actor(request), at=timezone.now(), contact=one, channel=channel)
    return redirect("customer-disclosures", processor=processor_of(request).slug, customer=customer)
