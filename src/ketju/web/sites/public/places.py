"""Where a person belongs: the processors and customers to go to. The choice of a language on any page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from ketju.web.apps.selfservice.places import Places, places_of
from ketju.web.base.pages.preferences import set_language

MANY = 12
"""From so many customers on there is a box to find one by name."""


@require_http_methods(["GET"])
def show_places(request: HttpRequest) -> HttpResponse:
    """Every processor and customer that the person belongs to, with a box to find one among many; one: go there."""
    found = places_of(request.user, timezone.now())  # type: ignore[arg-type]
    request.session["has_places"] = len(found.staff) + len(found.customers) > 1
    if len(found.staff) + len(found.customers) == 1:
        return _only(found)
    asked = " ".join(request.GET.get("q", "").split())[:80]
    shown = [one for one in found.customers if asked.casefold() in one.name.casefold()]
    context = {"places": found, "customers": shown, "asked": asked, "has_filter": len(found.customers) > MANY}
    return render(request, "public/places.html", context)


def _only(found: Places) -> HttpResponse:
    for one in found.staff:
        return redirect("today", processor=one.processor.slug)
    return redirect("portal", customer=found.customers[0].customer.public_id)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show pages in a language from now on, and go back to where one was."""
    given = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    response = redirect(given if is_ours else "/")
    set_language(request, response, request.POST.get("language", ""))
    return response
