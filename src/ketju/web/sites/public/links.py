"""What a signed link opens: the sub-processors of one customer, without contact persons and without personal data.

A wrong, revoked or ended link answers like an address that is not there. Nothing of it is kept by caches, found by
search engines, or told to other sites.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from ketju.text.render import LANGUAGES
from ketju.web.apps.registers.customer_feed import changes_data, feed_of
from ketju.web.apps.registers.customer_pages import asked_in, context_of, news_of, view_for
from ketju.web.apps.registers.downloads import data_of
from ketju.web.apps.registers.models import SignedLink
from ketju.web.apps.registers.reads_changes import happened_to
from ketju.web.apps.registers.reads_links import link_for
from ketju.web.apps.registers.writes.links import see_link
from ketju.web.base.access.policy import day_at
from ketju.web.base.pages.templatetags.words import words

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}
FEW = 20
Opened = Callable[[HttpRequest, str, SignedLink], HttpResponse]


def _opened(view: Opened) -> Callable[[HttpRequest, str], HttpResponse]:
    """Find the link, note that it was opened, and answer in the language that was asked for: for pages else that of
    the browser, for files, which programs fetch, else that of the customer.
    """

    @require_safe
    @wraps(view)
    def open_it(request: HttpRequest, secret: str) -> HttpResponse:
        now = timezone.now()
        link = link_for(secret)
        if link is None:
            raise Http404
        on = day_at(link.processor)
        see_link(at=now, on=on, link=link, request_id=getattr(request, "request_id", ""))
        usual = str(translation.get_language()) if view.__name__ == "show" else link.customer.language
        wanted = (request.GET.get("lang", ""), usual, LANGUAGES[0])
        with translation.override(next(one for one in wanted if one in LANGUAGES)):
            answer = view(request, secret, link)
            answer["Content-Language"] = words().language
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return open_it


@_opened
def show(request: HttpRequest, secret: str, link: SignedLink) -> HttpResponse:
    """The list, what changed, and the addresses of the feed."""
    asked = asked_in(request.GET, day_at(link.processor))
    view = view_for(link.customer, asked.on, timezone.now())
    parts, here = {"secret": secret}, words().language
    context = context_of(view, asked, words(), lambda row: "", has_labels=False)
    context |= {
        "processor_name": link.processor.name,
        "ends_on": link.ends_on,
        "place": link.processor.name,
        "news": news_of(happened_to(view)[:FEW], words()),
        "feed": reverse("signed-link-feed", kwargs=parts) + f"?lang={here}",
        "feed_json": reverse("signed-link-changes", kwargs=parts) + f"?lang={here}",
        "list_json": reverse("signed-link-list", kwargs=parts) + f"?lang={here}",
        "tongues": [(code, name, f"?lang={code}") for code, name in settings.LANGUAGES],
        "lang": here,
        "language": here,
        # No cookie is set by this page, and no form leads from it to elsewhere.
        "csrf_token": "", "language_address": "", "sign_in_address": "", "home": request.path,
    }  # fmt: skip
    return render(request, "public/link.html", context)


@_opened
def feed(request: HttpRequest, secret: str, link: SignedLink) -> HttpResponse:
    """The changes that touch the customer, as Atom."""
    address = settings.PUBLIC_URL + reverse("signed-link", kwargs={"secret": secret})
    data = feed_of(link, _news(link), words(), address, settings.PUBLIC_URL + request.get_full_path())
    return _known(request, HttpResponse(data, content_type="application/atom+xml; charset=utf-8"))


@_opened
def changes(request: HttpRequest, secret: str, link: SignedLink) -> HttpResponse:
    """The same as JSON."""
    return _known(request, _json(changes_data(link, _news(link), words())))


@_opened
def as_json(request: HttpRequest, secret: str, link: SignedLink) -> HttpResponse:
    """The list as JSON."""
    now = timezone.now()
    asked = asked_in(request.GET, day_at(link.processor))
    return _json(data_of(view_for(link.customer, asked.on, now), now, words(), has_contacts=False))


def _news(link: SignedLink) -> Any:
    view = view_for(link.customer, day_at(link.processor), timezone.now())
    return news_of(happened_to(view), words())


def _json(data: Any) -> HttpResponse:
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, or that the reader has it already."""
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        answer = HttpResponseNotModified()
    answer["ETag"] = etag
    return answer
