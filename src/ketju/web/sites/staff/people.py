"""Staff: who has which role, whom to look at again, invitations."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ketju.core.problems import Problem
from ketju.web.apps.people.grants import end_grant, grant_of, grants_of, review_grant
from ketju.web.apps.people.inviting import (
    Wanted,
    invitation_with,
    invite_person,
    may_grant,
    open_invitations,
    withdraw_invitation,
)
from ketju.web.apps.people.problems import DaysInDisorder, GrantTooHigh, RoleMustEnd
from ketju.web.base.access.models import Membership, Processor
from ketju.web.base.access.permission import Standing
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.acting import actor_of
from ketju.web.base.audit.writing import audited
from ketju.web.base.pages.fields import add_problem
from ketju.web.base.pages.slowing import is_too_often, slow_down
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.staff.people_forms import InviteForm
from ketju.web.sites.staff.people_reads import customer_exists

_BESIDE = {GrantTooHigh: "role", RoleMustEnd: "last", DaysInDisorder: "last"}


def _at(request: HttpRequest) -> tuple[Processor, Standing]:
    return request.processor, request.standing  # type: ignore[attr-defined]


@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    """Every grant of staff, those due for review first, and the open invitations."""
    return _list(request, "")


@require_GET
def show_customers_people(request: HttpRequest, customer: str) -> HttpResponse:
    """The grants of one customer's people."""
    _customer(request, customer)
    return _list(request, customer)


def _list(request: HttpRequest, customer: str) -> HttpResponse:
    processor, standing = _at(request)
    now = timezone.now()
    grants = grants_of(processor, day_at(processor), customer)
    by = actor_of(request)
    audited(
        by, "people.read", "membership", at=now, processor=processor, customer=customer, count=len(grants)
    )
    shown = {
        "customer": customer,
        "grants": grants,
        "due": sum(one.is_due for one in grants),
        "invitations": open_invitations(processor, now, customer),
        "may_manage": may_grant(standing, "billing" if customer else "reader", customer),
    }
    return render(request, "staff/people.html", shown)


def _customer(request: HttpRequest, customer: str) -> None:
    if not customer_exists(_at(request)[0], customer):
        raise Http404


def invite(request: HttpRequest, customer: str = "") -> HttpResponse:
    """Invite a colleague, or somebody of a customer."""
    if customer:
        _customer(request, customer)
    processor, standing = _at(request)
    least = "billing" if customer else "reader"
    start = {"first": day_at(processor), "language": processor.language, "role": least}
    form = InviteForm(standing, customer, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and is_too_often(request, "invite"):
        return slow_down(request)
    if request.method == "POST" and form.is_valid() and _invited(request, form, customer):
        messages.success(request, words()("web.people.invited", address=form.cleaned_data["email"]))
        return _back(processor, customer)
    shown = {"form": form, "customer": customer}
    return render(request, "staff/invite.html", shown, status=422 if form.errors else 200)


def _invited(request: HttpRequest, form: InviteForm, customer: str) -> bool:
    wanted = Wanted(customer=customer, **form.cleaned_data)
    standing = _at(request)[1]
    try:
        invite_person(by=actor_of(request), standing=standing, wanted=wanted, at=timezone.now())
    except Problem as problem:
        add_problem(form, problem, _BESIDE.get(type(problem), "email"))
        return False
    return True


def _back(processor: Processor, customer: str) -> HttpResponse:
    if customer:
        return redirect("people-customer", processor.slug, customer)
    return redirect("people", processor.slug)


@require_POST
def review(request: HttpRequest, membership: str, customer: str = "") -> HttpResponse:
    """Note that a grant is still needed."""
    found = _grant(request, membership, customer)
    try:
        review_grant(by=actor_of(request), standing=_at(request)[1], membership=found, at=timezone.now())
    except Problem as problem:
        return _refused(request, problem)
    messages.success(request, words()("web.people.reviewed"))
    return _back(found.processor, customer)


def end(request: HttpRequest, membership: str, customer: str = "") -> HttpResponse:
    """Ask once more, then end a grant."""
    found = _grant(request, membership, customer)
    if request.method != "POST":
        return render(request, "staff/end-grant.html", {"grant": found, "customer": customer})
    try:
        end_grant(by=actor_of(request), standing=_at(request)[1], membership=found, at=timezone.now())
    except Problem as problem:
        return _refused(request, problem)
    messages.success(request, words()("web.people.ended"))
    return _back(found.processor, customer)


def _grant(request: HttpRequest, public_id: str, customer: str) -> Membership:
    found = grant_of(_at(request)[0], public_id)
    if found is None or found.ended_at is not None or found.customer != customer:
        raise Http404
    return found


@require_POST
def withdraw(request: HttpRequest, invitation: str, customer: str = "") -> HttpResponse:
    """Let the link of an invitation lead nowhere."""
    processor = _at(request)[0]
    found = invitation_with(processor, invitation, customer)
    if found is None:
        raise Http404
    withdraw_invitation(by=actor_of(request), invitation=found, at=timezone.now())
    messages.success(request, words()("web.people.withdrawn"))
    return _back(processor, customer)


def _refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    return render(request, "account/problem.html", {"problem": problem}, status=409)
