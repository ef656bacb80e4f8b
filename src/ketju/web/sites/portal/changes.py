"""Changes: what changes for my services, from when, until when I may object; reading, consenting."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ketju.web.apps.cases.models import Touched
from ketju.web.apps.cases.reads import changes_for
from ketju.web.apps.cases.writes.authorising import record_authorisation
from ketju.web.apps.cases.writes.telling import acknowledge_notice
from ketju.web.sites.portal.change_page import change_page, done, own_of
from ketju.web.sites.portal.frame import actor_on, customer_on, portal_page


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The changes that we were told of."""
    customer, now = customer_on(request), timezone.now()
    rows = [(one, _state(one, now)) for one in changes_for(customer)]
    return portal_page(request, "changes.html", customer, {"rows": rows})


def _state(one: Touched, now: datetime) -> str:
    if one.change.withdrawn_at:
        return "withdrawn"
    if one.effective_at:
        return "in-effect"
    if one.is_excluded:
        return "excluded"
    return "open" if one.window_ends is not None and now < one.window_ends else "coming"


@require_safe
def show_one(request: HttpRequest, change: str) -> HttpResponse:
    """One change: what it means for us, when, and what we can do. That it was shown is noted: the notice is there."""
    return change_page(request, customer_on(request), change)


@require_POST
def acknowledge(request: HttpRequest, change: str) -> HttpResponse:
    """Somebody says that the notice was read."""
    customer = customer_on(request)
    own = own_of(customer, change)

    def act() -> None:
        acknowledge_notice(by=actor_on(request), at=timezone.now(), place=own.touched)

    return done(request, customer, change, act, "web.changes.acknowledged")


@require_POST
def consent(request: HttpRequest, change: str) -> HttpResponse:
    """Give the authorisation to a change, or refuse it, where it is a specific one."""
    customer = customer_on(request)
    own, now, by = own_of(customer, change), timezone.now(), actor_on(request)
    is_given = request.POST.get("said") != "refused"

    def act() -> None:
        if own.needs_consent():
            record_authorisation(
                by=by, at=now, change=own.touched.change, customer=customer, said_at=now, is_given=is_given,
                by_name=by.user.get_full_name() if by.user else "",
            )  # fmt: skip

    said = "web.changes.consented" if is_given else "web.objections.authorisation.refused-noted"
    return done(request, customer, change, act, said)
