"""Follow a list by mail: the form, the page that a link leads to, and the end of it.

Links change nothing by being opened, since programs that look at mail open them: a person presses a button. Programs
of mail that end it for a person send a POST (RFC 8058).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ketju.core.problems import Problem
from ketju.formats.writers.site.edition import Edition
from ketju.formats.writers.site.frame import Page
from ketju.formats.writers.site.markup import Markup, el, joined
from ketju.text.messages import problem_words
from ketju.web.apps.registers.models import Publishing, Register, Subscriber
from ketju.web.apps.registers.published import languages_of
from ketju.web.apps.registers.serving import Query, makers
from ketju.web.apps.registers.writes.filing import live_publishing
from ketju.web.apps.registers.writes.following import (
    Wish,
    ask_to_follow,
    asked_by,
    confirm_following,
    end_following,
    follower_of,
)
from ketju.web.base.encryption.keys import blind_index
from ketju.web.base.outbox.writes import AddressWrong
from ketju.web.base.pages.slowing import is_too_often
from ketju.web.sites.public.feeds import feed_of
from ketju.web.sites.public.headers import security_headers
from ketju.web.sites.public.list_pages import edition_of, framed_page

_MOST = 60


def subscribe(live: Publishing, language: str, name: str, query: Query) -> tuple[int, bytes] | None:
    """The page where one asks for mails, or for the feed."""
    if language not in languages_of(live.register):
        return None
    edition = edition_of(live.version, language, live.on, live.version)
    return 200, _subscribe_page(edition)


makers["subscribe.html"] = subscribe


def _subscribe_page(edition: Edition, problem: str = "") -> bytes:
    title = edition("menu.subscribe")
    register = edition.subject.register
    boxes = [
        el(
            "fieldset",
            el("legend", edition(f"follow.{kind}s")),
            [
                el(
                    "label",
                    el("input", type="checkbox", name=kind, value=one.id),
                    " ",
                    edition.name(kind, one.id),
                )
                for one in records
            ],
        )
        for kind, records in (("service", register.services), ("region", register.regions))
        if 1 < len(records) <= _MOST
    ]
    email = el(
        "input", type="email", name="email", id="email", required=True, maxlength=254, autocomplete="email",
        aria_describedby="problem" if problem else None, aria_invalid="true" if problem else None,
    )  # fmt: skip
    form = el(
        "form",
        el("p", problem, id="problem", class_="note", role="alert") if problem else None,
        el("div", el("label", edition("follow.email"), for_="email"), email),
        boxes,
        el("button", edition("follow.ask"), type="submit"),
        method="post",
        action=f"{_home(edition)}subscribe/",
        class_="ask",
    )
    feed = f"../sub-processors.{edition.language}.atom"
    parts = [
        el("h1", title),
        el("p", edition("follow.about"), class_="lead"),
        form,
        el("p", edition("follow.privacy"), class_="about"),
        el("h2", edition("follow.feed")),
        el(
            "p",
            el("a", edition("feed"), href=feed, type="application/atom+xml"),
            " – ",
            edition("follow.feed.about"),
        ),
    ]
    if register.services:
        parts.append(el("p", edition("follow.feed.services")))
        links = [
            el(
                "li",
                el("a", edition.name("service", one.id), href=feed_of(one.id), type="application/atom+xml"),
            )
            for one in register.services
        ]
        parts.append(el("ul", links, class_="names"))
    page = Page("subscribe.html", joined([title]), joined(parts, "\n"), "subscribe")
    return framed_page(edition, page)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, processor: str, register: str, language: str) -> HttpResponse:
    """Send the link for confirmation. The answer is the same for every address."""
    edition, found = _edition(processor, register, language)
    if request.method != "POST":
        return redirect(f"/lists/{processor}/{register}/{language}/subscribe.html")
    if is_too_often(request, "subscribe"):
        return _said(edition, "follow.too-often", status=429)
    email = request.POST.get("email", "")[:254]
    content = edition.subject.register
    services, regions = (
        tuple(one.id for one in records if one.id in request.POST.getlist(kind))
        for kind, records in (("service", content.services), ("region", content.regions))
    )
    if is_too_often(request, "subscribe_address", key=blind_index(f"{found.pk} {email}", "email").hex()):
        return _said(edition, "follow.asked")
    try:
        ask_to_follow(at=timezone.now(), register=found, email=email, wish=Wish(language, services, regions))
    except AddressWrong:
        return _answer(edition, _subscribe_page(edition, edition("follow.wrong")), 422)
    return _said(edition, "follow.asked")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, processor: str, register: str, language: str, secret: str) -> HttpResponse:
    """Confirm an address: a button, then that it is done."""
    edition, found = _edition(processor, register, language)
    try:
        if request.method != "POST":
            one = asked_by(secret)
            _check(found, one)
            return _pressing(edition, "follow.confirm", edition("follow.confirm.press"))
        confirm_following(at=timezone.now(), secret=secret)
    except Problem as problem:
        return _refused(edition, problem)
    return _said(edition, "follow.confirmed")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(
    request: HttpRequest, processor: str, register: str, language: str, secret: str
) -> HttpResponse:
    """End the mails to an address: a button, or a program's POST."""
    edition, found = _edition(processor, register, language)
    try:
        if request.method != "POST":
            one = follower_of(secret)
            _check(found, one)
            return _pressing(edition, "follow.end", edition("follow.end.press"))
        end_following(at=timezone.now(), secret=secret)
    except Problem as problem:
        return _refused(edition, problem)
    return _said(edition, "follow.ended")


def _edition(processor: str, slug: str, language: str) -> tuple[Edition, Register]:
    held = Register.objects.select_related("processor").filter(is_public=True)
    register = held.filter(processor__slug=processor, slug=slug).first()
    live = live_publishing(register) if register else None
    if register is None or live is None or language not in languages_of(register):
        raise Http404
    return edition_of(live.version, language, live.on, live.version), register


def _check(register: Register, one: Subscriber) -> None:
    """Links of one list lead nowhere on the pages of another."""
    if register.pk != one.register_id:
        raise Http404


def _pressing(edition: Edition, key: str, press: str) -> HttpResponse:
    button = el("form", el("button", press, type="submit"), method="post", class_="ask")
    return _page(edition, edition(key), el("p", edition(f"{key}.about"), class_="lead"), button)


def _said(edition: Edition, key: str, status: int = 200) -> HttpResponse:
    return _page(edition, edition(key), el("p", edition(f"{key}.about"), class_="lead"), status=status)


def _refused(edition: Edition, problem: Problem) -> HttpResponse:
    sentence, hint = problem_words(problem, edition.phrases)
    back = el("a", edition("menu.subscribe"), href=f"{_home(edition)}subscribe.html")
    return _page(edition, sentence, el("p", hint), el("p", back), status=404)


def _home(edition: Edition) -> str:
    return f"{edition.subject.publication.base_url}{edition.language}/"


def _page(edition: Edition, title: str, *parts: Markup, status: int = 200) -> HttpResponse:
    """A page below the subscription."""
    page = Page("subscribe.html", joined([title]), joined([el("h1", title), *parts], "\n"), "subscribe")
    return _answer(edition, framed_page(edition, page), status)


def _answer(edition: Edition, data: bytes, status: int) -> HttpResponse:
    """A page that stands deeper than its links count: they are put in full."""
    base = edition.subject.publication.base_url
    response = HttpResponse(data.replace(b'href="../', f'href="{base}'.encode()), status=status)
    for name, value in security_headers(""):
        response[name] = value
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
