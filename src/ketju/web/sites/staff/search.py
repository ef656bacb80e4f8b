"""The bar at the top: customers, contacts, services, products, lists, agreements, staff and messages by one text.

The text is sent in the body of a request, as names of people do not belong into addresses and logs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ketju.web.apps.parties.searching import Found, folded, search
from ketju.web.apps.services.reads import services_named
from ketju.web.base.access.zones import day_at
from ketju.web.base.audit.writing import audited
from ketju.web.base.outbox.reads import messages_about
from ketju.web.base.pages.templatetags.words import named, words
from ketju.web.sites.staff.acting import actor, may, page, processor_of
from ketju.web.sites.staff.search_lists import Small, short_lists
from ketju.web.sites.staff.search_registers import Named, entries_named

_ID = re.compile(r"(?=[^@]*\d)[^\s@]+")
SHORTEST = 2
"""Fewer letters are not looked for."""
LONGEST = 200
MOST = 20
"""So many of each kind stand on the page."""
FEW = 5
"""So many of each kind stand below the bar while one types."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: its name, where it is, and what tells it from others of its name."""

    title: str
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, and the page with all of the kind."""

    key: str
    hits: tuple[Hit, ...]
    names_people: bool = True


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The page of results, or the list below the bar while one types."""
    asked = " ".join(request.POST.get("q", "").replace("\x00", " ").split())[:LONGEST]
    is_typing = request.headers.get("HX-Request") == "true"
    groups = _found(request, asked, FEW if is_typing else MOST) if len(asked) >= SHORTEST else ()
    count = sum(len(one.hits) for one in groups if one.names_people)
    if count:
        audited(
            actor(request), "search.read", "customer", at=timezone.now(), processor=processor_of(request),
            count=count,
        )  # fmt: skip
    context: dict[str, Any] = {"asked": asked, "groups": groups, "is_short": len(asked) < SHORTEST}
    if is_typing:
        return render(request, "staff/search_found.html", {**context, "is_below_the_bar": True})
    return page(request, "search.html", **context)


def _found(request: HttpRequest, asked: str, most: int) -> tuple[Group, ...]:
    """Every kind that the person may see and of which something was found."""
    groups: list[Group] = []
    found = search(processor_of(request), asked, most=most) if may(request, "customers.read") else ()
    groups.append(Group("web.search.customers", tuple(_customer(request, one) for one in found)))
    for action, key, look, names_people in _KINDS:
        if may(request, action):
            groups.append(Group(key, tuple(look(request, asked, found))[:most], names_people))
    return tuple(one for one in groups if one.hits)


def _address(request: HttpRequest, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"processor": processor_of(request).slug, **parts})


def _customer(request: HttpRequest, one: Found) -> Hit:
    contact = one.contact
    about = one.customer.business_id
    if contact is not None:
        about = ", ".join(
            part for part in (f"{contact.first_name} {contact.last_name}".strip(), contact.email) if part
        )
    address = _address(request, "customer", customer=one.customer.public_id)
    return Hit(one.customer.name or one.customer.public_id, address, about)


def _services(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    """Services by their ids, which have a digit in them."""
    is_id = _ID.fullmatch(asked) is not None
    for one in services_named(processor_of(request), asked) if is_id else ():
        name = named(one.product.names) or one.product.slug
        title = f"{name}, {one.label}" if one.label else name
        yield Hit(title, _address(request, "customer", customer=one.customer.public_id), one.customer.name)


def _products(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in _small(request, asked, "product"):
        yield Hit(one.title, f"{_address(request, 'products')}#product-{one.id}", one.id)


def _agreements(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in _small(request, asked, "agreement"):
        yield Hit(one.title, _address(request, "agreement", version=one.id))


def _registers(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in _small(request, asked, "register"):
        yield Hit(one.title, _address(request, "register", register=one.id))


def _entries(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    """Sub-processors on the lists that hold today; whoever sees customers gets to those that each one touches."""
    held = (one for one in _lists(request) if one.kind == "register" and one.version)
    there = ((listed, one) for listed in held for one in _named(listed, asked))
    for of, one in there:
        about = f"{of.title}: {one.scope}" if one.scope else of.title
        if may(request, "customers.read"):
            address = _address(request, "customers-touched-by", register=of.slug, entry=one.id)
        else:
            address = _address(request, "register", register=of.id)
        yield Hit(one.name, address, about)


def _named(listed: Small, asked: str) -> Iterator[Named]:
    return entries_named(listed.version, asked, words().language)


def _staff(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    for one in _small(request, asked, "staff"):
        yield Hit(one.title, _address(request, "people"), words()(f"web.role.{one.id}"))


def _small(request: HttpRequest, asked: str, kind: str) -> list[Small]:
    """Things of the short lists that have the words that are asked for in them."""
    wanted = folded(asked).split()
    return [
        one
        for one in _lists(request)
        if one.kind == kind and all(word in folded(one.text) for word in wanted)
    ]


def _lists(request: HttpRequest) -> list[Small]:
    """The short lists; they are read once a request."""
    held: list[Small] | None = getattr(request, "short_lists", None)
    if held is None:
        held = short_lists(processor_of(request), day_at(processor_of(request)), words().language)
        request.short_lists = held  # type: ignore[attr-defined]
    return held


def _messages(request: HttpRequest, asked: str, found: tuple[Found, ...]) -> Iterator[Hit]:
    customers = [one.customer.public_id for one in found]
    for one in messages_about(processor_of(request), asked, customers):
        yield Hit(
            one.subject or one.public_id, _address(request, "outbox-message", message=one.public_id), one.to
        )


_KINDS: Final[tuple[tuple[str, str, Callable[..., Iterator[Hit]], bool], ...]] = (
    ("customers.read", "web.search.services", _services, True),
    ("customers.read", "web.search.products", _products, False),
    ("registers.read", "web.search.registers", _registers, False),
    ("registers.read", "web.search.entries", _entries, False),
    ("agreements.read", "web.search.agreements", _agreements, False),
    ("people.read", "web.search.staff", _staff, True),
    ("outbox.read", "web.search.messages", _messages, True),
)
"""What one may do to see a kind, its heading, how it is looked for, and whether people are named in it."""
