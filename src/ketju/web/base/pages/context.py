"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from ketju.text.render import LANGUAGES
from ketju.web.base.access.models import Membership
from ketju.web.base.pages.addresses import address_of
from ketju.web.base.pages.menus import menu_of, person_menu

_NAMES = dict(settings.LANGUAGES)


def page(request: HttpRequest) -> dict[str, Any]:
    """The language and the languages to choose from, the menu, where one is, and whether this is a demo."""
    processor = getattr(request, "processor", None)
    return {
        "language": translation.get_language() or LANGUAGES[0],
        "languages": LANGUAGES,
        "language_choices": [{"code": code, "name": _NAMES[code]} for code in LANGUAGES],
        "zone": timezone.get_current_timezone_name(),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "is_demo": settings.IS_DEMO,
        "is_rehearsal": settings.IS_REHEARSAL,
        "processor": processor,
        "standing": getattr(request, "standing", None),
        "place": getattr(request, "place", processor.name if processor else ""),
        "menu": menu_of(request),
        **_addresses(request),
    }


def _addresses(request: HttpRequest) -> dict[str, Any]:
    processor, customer = getattr(request, "processor", None), getattr(request, "customer_id", "")
    home = search = ""
    if customer:
        home = address_of("portal", customer=customer)
    elif processor:
        home = address_of("today", processor=processor.slug)
        search = address_of("search", processor=processor.slug)
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    return {
        "home": home or "/",
        "search_address": search,
        "language_address": address_of("language"),
        "sign_in_address": address_of("account_login"),
        "sign_out_address": address_of("account_logout"),
        "person_menu": person_menu() if is_known else (),
        "has_places": is_known and bool(address_of("places")) and _has_places(request),
    }


def _has_places(request: HttpRequest) -> bool:
    """Whether the person has more than one processor or customer to go to, as the session remembers it."""
    remembered = request.session.get("has_places")
    if isinstance(remembered, bool):
        return remembered
    held = Membership.objects.holding_at(timezone.now(), request.user.pk)
    found = len({(one.processor_id, one.customer) for one in held}) > 1
    request.session["has_places"] = found
    return found
