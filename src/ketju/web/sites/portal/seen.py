"""Who saw our data: by role, purpose and time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ketju.web.apps.selfservice.export import export_customer
from ketju.web.apps.selfservice.seen import Act, acts_about
from ketju.web.base.pages.templatetags.words import words
from ketju.web.sites.portal.frame import actor_on, customer_on, portal_page

_FILE = {"indent": 2, "ensure_ascii": False}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was done with our data, the newest first."""
    customer = customer_on(request)
    given = request.GET.get("before", "")
    acts = acts_about(customer, int(given) if given.isdecimal() and len(given) < 19 else 0)
    context = {
        "rows": [_shown(one) for one in acts.shown],
        "newer": "?" if given else "",
        "older": f"?before={acts.older}" if acts.older else "",
    }
    return portal_page(request, "seen.html", customer, context)


def _shown(one: Act) -> dict[str, object]:
    said = words()
    who = said(f"web.role.{one.role}") if said.has(f"web.role.{one.role}") else ""
    return {
        "at": one.at,
        "side": said(f"web.portal.side.{one.side}"),
        "who": who,
        "what": _act(one.verb),
        "kind": _thing(one.kind),
        "reason": one.reason or said("web.portal.seen.no-reason"),
    }


def _act(verb: str) -> str:
    """What was done, in the words of the portal, else in those of the audit trail."""
    text = _first(f"web.portal.act.{verb}", f"web.act.{verb}", "web.portal.act.other").removesuffix(":")
    return text[:1].upper() + text[1:]


def _thing(kind: str) -> str:
    """What it was done with."""
    return _first(f"web.portal.kind.{kind}", f"web.kind.{kind}", "web.portal.kind.other")


def _first(*keys: str) -> str:
    said = words()
    return said(next(key for key in keys if said.has(key)))


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """What a download holds; and the file itself."""
    customer = customer_on(request)
    if request.method != "POST":
        return portal_page(request, "export.html", customer, {})
    at = timezone.now()
    held = export_customer(by=actor_on(request), at=at, customer=customer.public_id)
    answer = JsonResponse(held, json_dumps_params=_FILE)
    answer["Content-Disposition"] = f'attachment; filename="{customer.public_id}-{at:%Y-%m-%d}.json"'
    return answer
